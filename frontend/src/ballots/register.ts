/**
 * Salted commitments to the register, so that the log shows nobody's name before it must.
 *
 * Source: docs/formats.md, "Register commitments".
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { Domain, frames, u32be } from "../crypto/domains.ts";
import { serialise } from "./canonical.ts";
import { MalformedValue } from "./errors.ts";
import type { Person } from "./events/tally.ts";
import { compareBytes } from "./state/blobs.ts";

export const SALT_BYTES = 16;
export const COMMITMENT_BYTES = 32;

/** Return the commitment to a person who may be written, 32 bytes. */
export function nomineeCommitment({ id, name, sex, unit, salt }: Person): Uint8Array {
  const shown = serialise({ id, name, sex, unit });
  return sha256(frames("domain", Domain.REGISTER, "salt", salt, "person", shown));
}

/**
 * Return the commitment to an entry of a table's roll, 32 bytes.
 *
 * @param salt 16 random bytes of this entry.
 * @param roll index on the roll, from 1.
 * @param person id of the resident.
 * @throws MalformedValue the salt has another size.
 */
export function rollCommitment(salt: Uint8Array, roll: number, person: string): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new MalformedValue("a salt has 16 bytes");
  return sha256(frames("domain", Domain.REGISTER, "salt", salt, "roll", u32be(roll), "person", person));
}

/** Say whether a blob of sorted commitments holds this one. */
export function holdsCommitment(blob: Uint8Array, commitment: Uint8Array): boolean {
  let low = 0;
  let high = Math.floor(blob.length / COMMITMENT_BYTES);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = compareBytes(blob.subarray(middle * COMMITMENT_BYTES, (middle + 1) * COMMITMENT_BYTES), commitment);
    if (found === 0) return true;
    if (found < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
