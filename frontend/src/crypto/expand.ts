/** Hashing of messages to group elements.  Source: RFC 9380 section 5.3.1, RFC 9496 section 4.3.4. */
import { sha512 } from "@noble/hashes/sha2.js";
import { joinBytes, utf8 } from "./bytes.ts";
import { type Elements, hashToElements } from "./group.ts";
import type { Tick } from "./work.ts";

// Bytes of a block and of a digest of SHA-512.  Source: RFC 6234.
const BLOCK = 128;
const DIGEST = 64;
// The prefix that shortens a tag of more than 255 bytes.  Source: RFC 9380 section 5.3.3.
const OVERSIZE = utf8("H2C-OVERSIZE-DST-");

/**
 * Return `length` uniform bytes that depend on the message and the domain separation tag.
 *
 * @throws RangeError the tag is empty, or `length` is not from 1 to 16,320 (255 digests).
 */
export function expandMessageXmd(message: Uint8Array, dst: Uint8Array, length: number): Uint8Array {
  if (dst.length === 0) throw new RangeError("the domain separation tag is empty");
  if (!(Number.isInteger(length) && length >= 1 && length <= 255 * DIGEST)) {
    throw new RangeError(`expandMessageXmd gives 1 to ${255 * DIGEST} bytes, not ${length}`);
  }
  const tag = dst.length > 255 ? sha512(joinBytes(OVERSIZE, dst)) : dst;
  const tagPrime = joinBytes(tag, Uint8Array.of(tag.length));
  const lengthBytes = Uint8Array.of(length >> 8, length & 255);
  const first = sha512(joinBytes(new Uint8Array(BLOCK), message, lengthBytes, Uint8Array.of(0), tagPrime));
  let before: Uint8Array = new Uint8Array(DIGEST);
  const blocks: Uint8Array[] = [];
  for (let i = 1; i <= Math.ceil(length / DIGEST); i++) {
    const mixed = first.map((byte, at) => byte ^ before[at]!);
    before = sha512(joinBytes(mixed, Uint8Array.of(i), tagPrime));
    blocks.push(before);
  }
  return joinBytes(...blocks).slice(0, length);
}

/** Map each message to an element whose logarithm nobody knows. */
export function hashToElementsFrom(messages: Iterable<Uint8Array>, dst: Uint8Array, tick?: Tick): Elements {
  return hashToElements(joinBytes(...Array.from(messages, (message) => expandMessageXmd(message, dst, 64))), tick);
}
