/** What a witness demands of a log: a proof that one checkpoint continues another.  Source: C2SP tlog-witness. */
import { fromBase64, toBase64 } from "./base64.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { InvalidMerkleProof, InvalidNote } from "./errors.ts";
import { HASH_BYTES, verifyConsistency } from "./merkle.ts";

const MOST_HASHES = 63;

/**
 * Read the lines of a proof: base64 of a hash on each.
 *
 * @throws InvalidNote not at most 63 such lines, each with its end.
 */
export function parseProofLines(text: string): Uint8Array[] {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length > MOST_HASHES) throw new InvalidNote("not a proof");
  const hashes = lines.map(fromBase64);
  const isWhole = hashes.every((hash, place) => hash.length === HASH_BYTES && toBase64(hash) === lines[place]);
  if (!isWhole) throw new InvalidNote("not a proof");
  return hashes;
}

/**
 * Accept a checkpoint that continues the one that was seen before; `old` is null at first.
 *
 * @throws InvalidMerkleProof nothing proves that.
 */
export function checkGrowth(old: Checkpoint | null, fresh: Checkpoint, proof: readonly Uint8Array[]): void {
  if (old !== null && old.size > 0) {
    verifyConsistency(old.size, old.root, fresh.size, fresh.root, proof);
  } else if (proof.length > 0) {
    // Every tree begins with the empty one.
    throw new InvalidMerkleProof("the proof is too long");
  }
}
