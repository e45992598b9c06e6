/** Crockford's base32, with one text for each value.  Source: docs/protocol.md section 1. */
import { MalformedValue } from "./errors.ts";

// Crockford's alphabet leaves out I, L, O and U.
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BITS = 5n;

/** Return an unsigned integer of `5 * characters` bits, most significant bits first. */
export function bitsToBase32(value: bigint, characters: number): string {
  let text = "";
  for (let place = characters - 1; place >= 0; place--) {
    text += CROCKFORD[Number((value >> (BITS * BigInt(place))) & 31n)]!;
  }
  return text;
}

/**
 * Return the integer that `bitsToBase32` wrote.
 *
 * @throws MalformedValue a character outside the alphabet; lower case counts as outside.
 */
export function base32ToBits(text: string): bigint {
  let value = 0n;
  for (const character of text) {
    const digit = CROCKFORD.indexOf(character);
    if (digit < 0) throw new MalformedValue("not Crockford base32");
    value = (value << BITS) | BigInt(digit);
  }
  return value;
}

/** Return base32 of bytes, the last character padded with zero bits. */
export function toBase32(data: Uint8Array): string {
  const characters = Math.ceil((8 * data.length) / 5);
  return bitsToBase32(bigEndian(data) << BigInt(5 * characters - 8 * data.length), characters);
}

/**
 * Return the `size` bytes of canonical base32.
 *
 * @throws MalformedValue another length, another character, or padding bits that are not zero.
 */
export function fromBase32(text: string, size: number): Uint8Array {
  const spare = 5 * text.length - 8 * size;
  if (!(spare >= 0 && spare < 5)) throw new MalformedValue(`not the base32 of ${size} bytes`);
  let value = base32ToBits(text);
  if ((value & ((1n << BigInt(spare)) - 1n)) !== 0n) throw new MalformedValue("base32 padding that is not zero");
  value >>= BigInt(spare);
  const data = new Uint8Array(size);
  for (let at = size - 1; at >= 0; at--) {
    data[at] = Number(value & 255n);
    value >>= 8n;
  }
  return data;
}

/** Return the first `bits` bits of a digest as an unsigned integer. */
export function firstBits(digest: Uint8Array, bits: number): bigint {
  return bigEndian(digest) >> BigInt(8 * digest.length - bits);
}

/** Return a text as its writer meant it: lower case, spaces, hyphens, O, I and L are understood. */
export function asTyped(text: string): string {
  return text.toUpperCase().replace(/[ -]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

function bigEndian(data: Uint8Array): bigint {
  return data.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
