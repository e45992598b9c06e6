/**
 * Receipts: a proof, readable with no network, that a log holds a leaf.  Source: C2SP tlog-proof.
 *
 * ```
 * c2sp.org/tlog-proof@v1
 * extra <base64>
 * index 41
 * <base64 of a hash>
 * ...
 *
 * <checkpoint with its signatures>
 * ```
 */
import { fromBase64, toBase64 } from "./base64.ts";
import { utf8 } from "./bytes.ts";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { InvalidNote } from "./errors.ts";
import { HASH_BYTES, verifyInclusion } from "./merkle.ts";
import { type NoteKey, parseNote, textOf } from "./note.ts";

export const MAX_PROOF_BYTES = 128 * 1024;
const HEADER = "c2sp.org/tlog-proof@v1";
const EXTRA = "extra ";
const INDEX = /^index ([0-9]{1,20})$/;

/** A receipt, not yet checked. */
export class TlogProof {
  /** Of the leaf. */
  readonly index: number;
  /** Inclusion proof, leaf's sibling first. */
  readonly hashes: readonly Uint8Array[];
  /** The checkpoint's note, text as stored. */
  readonly note: string;
  /** Data that nobody signed, or null. */
  readonly extra: Uint8Array | null;

  constructor(index: number, hashes: readonly Uint8Array[], note: string, extra: Uint8Array | null = null) {
    this.index = index;
    this.hashes = hashes;
    this.note = note;
    this.extra = extra;
  }

  /** Return the receipt as it is stored. */
  toText(): string {
    const extra = this.extra === null ? [] : [EXTRA + toBase64(this.extra)];
    const lines = [HEADER, ...extra, `index ${this.index}`, ...this.hashes.map(toBase64)];
    return `${lines.join("\n")}\n\n${this.note}`;
  }

  /**
   * Accept the receipt for a leaf hash under the key of the log, and return its checkpoint.
   *
   * @throws InvalidNote the checkpoint is not the log's.
   * @throws InvalidMerkleProof the leaf is not where the receipt says.
   */
  verify(leaf: Uint8Array, key: NoteKey): Checkpoint {
    const { checkpoint } = openCheckpoint(utf8(this.note), key);
    verifyInclusion(leaf, this.index, checkpoint.size, this.hashes, checkpoint.root);
    return checkpoint;
  }
}

/**
 * Read a receipt; re-printed it is the same bytes.
 *
 * @throws InvalidNote malformed.
 */
export function parseProof(data: Uint8Array): TlogProof {
  if (data.length > MAX_PROOF_BYTES) throw new InvalidNote("the receipt is too long");
  const text = textOf(data, "the receipt is no UTF-8");
  const blank = text.indexOf("\n\n");
  const lines = text.slice(0, Math.max(blank, 0)).split("\n");
  if (lines.shift() !== HEADER) throw new InvalidNote("not a receipt");
  const extra = lines[0]?.startsWith(EXTRA) ? fromBase64(lines.shift()!.slice(EXTRA.length)) : null;
  const index = Number(INDEX.exec(lines.shift() ?? "")?.[1]);
  // An index from 2**53 on is one that no tree of ours has.
  if (!Number.isSafeInteger(index)) throw new InvalidNote("no index");
  const hashes = lines.map(fromBase64);
  if (hashes.some((each) => each.length !== HASH_BYTES)) throw new InvalidNote("not a hash");
  const note = text.slice(blank + 2);
  parseNote(utf8(note));
  const proof = new TlogProof(index, hashes, note, extra);
  if (proof.toText() !== text) throw new InvalidNote("not the form of a receipt");
  return proof;
}
