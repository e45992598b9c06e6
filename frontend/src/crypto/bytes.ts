/** Byte strings: joining, comparing, hexadecimal and UTF-8, each with one accepted form. */
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import { MalformedEncoding } from "./errors.ts";

const encoder = new TextEncoder();
const HEX = /^(?:[0-9a-f]{2})*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Join byte strings. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...parts);
}

/** Say whether two byte strings are the same, in a time that depends on their lengths only. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let i = 0; i < one.length; i++) difference |= one[i]! ^ other[i]!;
  return difference === 0;
}

/** Return lower-case hexadecimal. */
export function toHex(data: Uint8Array): string {
  return bytesToHex(data);
}

/**
 * Read lower-case hexadecimal.
 *
 * @throws MalformedEncoding anything else.
 */
export function fromHex(text: string): Uint8Array {
  if (!HEX.test(text)) throw new MalformedEncoding("lower-case hexadecimal");
  const data = new Uint8Array(text.length / 2);
  for (let i = 0; i < data.length; i++) data[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return data;
}

/**
 * Return the UTF-8 of a text.
 *
 * @throws MalformedEncoding the text holds half a character, for which `TextEncoder` would put another one.
 */
export function utf8(text: string): Uint8Array {
  if (LONE_SURROGATE.test(text)) throw new MalformedEncoding("text of whole characters");
  return encoder.encode(text);
}

/** Return the bytes, or the UTF-8 of a text. */
export function bytesOf(value: Uint8Array | string): Uint8Array {
  return typeof value === "string" ? utf8(value) : value;
}
