/** Every proof binds every value that it should, in the order of docs/protocol.md. */
import { expect, test, vi } from "vitest";
import * as ballotProof from "../../src/crypto/ballot_proof.ts";
import { toHex } from "../../src/crypto/bytes.ts";
import { commit, openCommitments } from "../../src/crypto/ceremony.ts";
import { CryptoError } from "../../src/crypto/errors.ts";
import * as opening from "../../src/crypto/opening.ts";
import * as shuffleProof from "../../src/crypto/shuffle_proof.ts";
import { ShuffleProof } from "../../src/crypto/shuffle_proof.ts";
import type * as transcripts from "../../src/crypto/transcript.ts";
import { fault, leftOut, oneBitChanged, under } from "./crippled.ts";
import { seeded } from "./golden.ts";
import * as world from "./world.ts";

vi.mock("../../src/crypto/transcript.ts", async (importOriginal) => {
  const { crippled } = await import("./crippled.ts");
  return crippled(await importOriginal<typeof transcripts>());
});

/** A proof that can be made and checked under a fault; `labels` are the frames of its transcript in their order. */
interface Scene {
  readonly labels: readonly string[];
  readonly prove: () => Uint8Array;
  readonly verify: (blob: Uint8Array) => unknown;
}

// Made before any fault is in place.
const ceremony = world.holders(2);
const mix = world.mixed(3, 2).statement;
const toOpen = world.openingStatement(2, 3, 2);
const factors = world.factorsOf(2, 3, 2);

const SCENES: Readonly<Record<string, Scene>> = {
  ballot: {
    labels: [
      ...["domain", "election", "contest", "table", "keys", "ciphertext", "credential"],
      ...["commitment", "challenge"],
    ],
    prove: world.ballotProofOf,
    verify: (blob) => ballotProof.verify(world.ballotStatement(), blob),
  },
  ceremony: {
    labels: [
      ...["domain", "election", "ceremony", "holders", "threshold", "holder", "key"],
      ...["commitments", "commitment", "challenge"],
    ],
    prove: () => commit(ceremony.context, 4, ceremony.polynomials[3]!, seeded("commit")),
    verify: (blob) => openCommitments(ceremony.context, 4, blob),
  },
  shuffle: {
    labels: [
      ...["domain", "election", "contest", "mixer", "step", "width", "count", "keys"],
      ...["inputs", "outputs", "permutation", "challenge", "drawn", "chain"],
      ...["t1", "t2", "t3", "t4", "th", "challenge"],
    ],
    prove: () => {
      const { statement, secret, random } = world.mixed(3, 2);
      return shuffleProof.prove(statement, secret, random).toBytes();
    },
    verify: (blob) => shuffleProof.verify(mix, ShuffleProof.fromBytes(blob, 3, 2), seeded("weights")),
  },
  opening: {
    labels: [
      ...["domain", "election", "contest", "holder", "width", "count", "verification_keys"],
      ...["bases", "factors", "challenge", "drawn", "commitments", "challenge"],
    ],
    prove: () => opening.prove(toOpen, factors, ceremony.secret(2), seeded("opening")),
    verify: (blob) => opening.verify(toOpen, factors, blob),
  },
};

const NAMED = Object.entries(SCENES);
const ABSORBED = NAMED.flatMap(([name, scene]) =>
  [...new Set(scene.labels)].map((label) => [name, label, scene] as const),
);

test.each(NAMED)("a %s proof absorbs exactly the values of the specification in their order", (name, scene) => {
  const blob = scene.prove();
  fault.seen = [];
  scene.verify(blob);
  const once = scene.labels.length;
  // What the last challenge draws is absorbed too, but nothing comes after it.
  expect(fault.seen.slice(0, once + 1)).toEqual([...scene.labels, "drawn"]);
  // The ceremony blob has a proof for each of its two keys.
  expect(fault.seen.length).toBe((once + 1) * (name === "ceremony" ? 2 : 1));
});

test.each(NAMED)("an honest %s proof holds and is the same when nothing is changed", (_, scene) => {
  const blob = scene.prove();
  scene.verify(blob);
  under("no such label", leftOut, () => {
    expect(toHex(scene.prove())).toBe(toHex(blob));
    scene.verify(blob);
  });
});

test.each(ABSORBED)("a %s proof whose maker leaves %s out is refused", (_, label, scene) => {
  const forged = under(label, leftOut, () => {
    const made = scene.prove();
    scene.verify(made); // under the same fault it holds, so the fault is the only one
    return made;
  });
  expect(() => scene.verify(forged)).toThrow(CryptoError);
});

test.each(ABSORBED)("an honest %s proof is refused when %s alone changes", (_, label, scene) => {
  const blob = scene.prove();
  under(label, oneBitChanged, () => {
    expect(() => scene.verify(blob)).toThrow(CryptoError);
  });
});
