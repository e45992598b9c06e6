/** Boards in memory, over events that nobody signed. */
import { serialise } from "../../src/ballots/canonical.ts";
import type { Body } from "../../src/ballots/events/body.ts";
import { Event } from "../../src/ballots/events/event.ts";
import type { Officers } from "../../src/ballots/ids.ts";
import { nameOf } from "../../src/ballots/state/blobs.ts";
import type { Board } from "../../src/board/source.ts";
import { MerkleTree } from "../../src/crypto/merkle.ts";

export const OFFICERS: Officers = ["ketua", "sekretaris"];

/** Return a board of these events, and of blobs of canonical JSON. */
export function boardOf(bodies: readonly Body[], ...blobs: readonly unknown[]): Board {
  const leaves = bodies.map((body) => Event.build("uji", body).data);
  const known = new Map(blobs.map((value) => [nameOf(serialise(value)), serialise(value)]));
  return {
    size: leaves.length,
    entries: (start, stop) => Promise.resolve(leaves.slice(start, stop)),
    blob: (name) => Promise.resolve(known.get(name) ?? null),
    tree: () => Promise.resolve(MerkleTree.over(leaves)),
  };
}

/** Return the name under which a value stands as a blob. */
export function blobName(value: unknown): string {
  return nameOf(serialise(value));
}
