/** Tracking codes: what a voter takes home.  Source: docs/protocol.md section 9.4. */
import { sha512 } from "@noble/hashes/sha2.js";
import { Domain, frames } from "../crypto/domains.ts";
import { asTyped, base32ToBits, bitsToBase32, firstBits } from "./base32.ts";
import { MalformedValue } from "./errors.ts";

const TRACKING_BITS = 80;
const CHARACTERS = 16;
const LONGEST_TYPED = 64;

/** Return the tracking code of a sealed ballot: 16 characters without hyphens. */
export function trackingCode(election: string, contest: string, ciphertext: Uint8Array, proof: Uint8Array): string {
  const named = frames("domain", Domain.TRACKING, "election", election, "contest", contest);
  const hash = sha512
    .create()
    .update(named)
    .update(frames("ciphertext", ciphertext, "proof", proof));
  return bitsToBase32(firstBits(hash.digest(), TRACKING_BITS), CHARACTERS);
}

/** Return a code as people see it, `XXXX-XXXX-XXXX-XXXX`. */
export function show(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1-");
}

/**
 * Return the code that a person typed.
 *
 * @throws MalformedValue not 16 characters of the alphabet.
 */
export function read(text: string): string {
  const code = text.length > LONGEST_TYPED ? "" : asTyped(text);
  if (code.length !== CHARACTERS) throw new MalformedValue("not a tracking code");
  base32ToBits(code);
  return code;
}
