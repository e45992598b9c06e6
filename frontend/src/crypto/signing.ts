/**
 * Ed25519 signatures of cards, tables, holders and card makers.
 *
 * Verification is that of RFC 8032 without cofactor, with canonical `S` and key, and refuses a key or an `R` of small
 * order, as the server's library does.  Source: docs/protocol.md section 9.5; docs/formats.md, "Signatures".
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { joinBytes, sameBytes } from "./bytes.ts";
import { InvalidSignature } from "./errors.ts";
import { ORDER } from "./scalar.ts";

export const SEED_BYTES = 32;
export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

type Point = typeof ed25519.Point.ZERO;

/** Return the public key of a secret seed, both 32 bytes. */
export function publicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}

/** Return the signature of a message, 64 bytes, under a secret seed of 32 bytes. */
export function sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed);
}

/** Decode a canonical point that is not of small order, or return nothing. */
function decodePoint(data: Uint8Array): Point | undefined {
  try {
    const point = ed25519.Point.fromBytes(data, false);
    return point.isSmallOrder() || !sameBytes(point.toBytes(), data) ? undefined : point;
  } catch {
    return undefined;
  }
}

function littleEndian(data: Uint8Array): bigint {
  return data.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/**
 * Accept the signature of a message.
 *
 * @param key public key, 32 bytes.
 * @param message what was signed.
 * @param signature 64 bytes.
 * @throws InvalidSignature it does not hold, or something has a wrong size or small order.
 */
export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): void {
  if (key.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) {
    throw new InvalidSignature("a key has 32 bytes and a signature 64");
  }
  const encodedR = signature.subarray(0, 32);
  const point = decodePoint(key);
  const s = littleEndian(signature.subarray(32));
  if (point === undefined || s >= ORDER || decodePoint(encodedR) === undefined) {
    throw new InvalidSignature("the signature does not hold");
  }
  // noble's own `verify` multiplies by the cofactor, which accepts signatures that the server's library refuses.
  const k = littleEndian(sha512(joinBytes(encodedR, key, message))) % ORDER;
  const r = ed25519.Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k));
  if (!sameBytes(r.toBytes(), encodedR)) throw new InvalidSignature("the signature does not hold");
}

/** Say whether 32 bytes are the canonical encoding of a point of the large prime order. */
export function isPublicKey(key: Uint8Array): boolean {
  const point = key.length === KEY_BYTES ? decodePoint(key) : undefined;
  return point?.isTorsionFree() === true;
}
