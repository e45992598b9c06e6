/**
 * Follows a public board over HTTP, believing nothing that it does not check.
 *
 * Every refresh verifies the checkpoint's signature, fetches the entries that are new, checks that they lead from the
 * tree seen before to the checkpoint's root, and folds them.  A log that shrinks or changes is refused.
 */
import { Event } from "../ballots/events/event.ts";
import type { LogCheckpoint } from "../ballots/events/tally.ts";
import { type BlobSource, nameOf } from "../ballots/state/blobs.ts";
import { ElectionState } from "../ballots/state/fold.ts";
import { sameBytes } from "../crypto/bytes.ts";
import { openCheckpoint } from "../crypto/checkpoint.ts";
import { InvalidNote } from "../crypto/errors.ts";
import { leafHash, MerkleTree } from "../crypto/merkle.ts";
import { NoteKey } from "../crypto/note.ts";
import { ENTRIES, splitEntries, TILE_WIDTH, Tile } from "../crypto/tiles.ts";

/** Returns the content of a path below the board, or null where it is absent. */
export type Fetch = (path: string) => Uint8Array | null;

/** A board as one device has seen it so far; what is refused leaves it as it was. */
export class BoardReader implements BlobSource {
  /** Fold over the entries. */
  readonly state: ElectionState;
  /** Tree over the entries. */
  readonly tree = new MerkleTree();
  readonly #fetch: Fetch;
  readonly #key: NoteKey;
  readonly #blobs = new Map<string, Uint8Array>();

  /**
   * Follow a board whose log signs with `logKey` (C2SP verifier key).
   *
   * @throws InvalidNote that is no key.
   */
  constructor(fetch: Fetch, logKey: string, state: ElectionState = new ElectionState()) {
    this.#fetch = fetch;
    this.#key = NoteKey.parse(logKey);
    this.state = state;
  }

  /**
   * Take in what is new and return the state.
   *
   * @throws InvalidNote the board is not the signed continuation of what this device saw.
   * @throws IllegalEvent an entry that the fold refuses; those before it were taken in.
   */
  refresh(): ElectionState {
    const data = this.#fetch("checkpoint");
    if (data === null) throw new InvalidNote("no checkpoint");
    const { checkpoint } = openCheckpoint(data, this.#key);
    if (checkpoint.size < this.tree.length) throw new InvalidNote("the log has become shorter");
    const tree = this.tree.copy();
    const events: Event[] = [];
    while (tree.length < checkpoint.size) {
      for (const entry of this.#nextEntries(tree.length, checkpoint.size)) {
        tree.append(leafHash(entry));
        events.push(Event.parse(entry));
      }
    }
    if (!sameBytes(tree.root(), checkpoint.root)) {
      throw new InvalidNote("the entries do not lead to the root of the checkpoint");
    }
    for (const event of events) {
      // The fold has no tree: only here is it seen whether the witnesses cosigned this very log.
      const { body } = event;
      if (body.type === "contest.witnessed" && !isRoot(tree, body.checkpoint)) {
        throw new InvalidNote("the witnesses cosigned another log");
      }
      this.state.apply(event, this);
      this.tree.append(leafHash(event.data));
    }
    return this.state;
  }

  #nextEntries(start: number, size: number): Uint8Array[] {
    const number = Math.floor(start / TILE_WIDTH);
    const width = Math.min(size - number * TILE_WIDTH, TILE_WIDTH);
    const data = this.#fetch(new Tile(ENTRIES, number, width).path());
    if (data === null) throw new InvalidNote("entries are missing");
    return splitEntries(data, width).slice(start - number * TILE_WIDTH);
  }

  /** Return a blob of the board, checked against its name, or null. */
  get(sha256: string): Uint8Array | null {
    const known = this.#blobs.get(sha256);
    if (known !== undefined) return known;
    const data = this.#fetch(`blobs/${sha256}`);
    if (data === null || nameOf(data) !== sha256) return null;
    this.#blobs.set(sha256, data);
    return data;
  }
}

function isRoot(tree: MerkleTree, { size, root }: LogCheckpoint): boolean {
  return size <= tree.length && sameBytes(tree.root(size), root);
}
