/**
 * libsodium's boxes, which the server's library makes: XSalsa20-Poly1305, under a key that two X25519 keys agree on.
 *
 * Source: RFC 7748 section 6.1; Bernstein, "Cryptography in NaCl" (2009), sections 5, 9 and 10.
 */
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { utf8 } from "./bytes.ts";
import { MalformedEncoding } from "./errors.ts";

export const BOX_KEY_BYTES = 32;
export const NONCE_BYTES = 24;
export const TAG_BYTES = 16;

// The constant of Salsa20, as in noble's and libsodium's own use of HSalsa20.
const SIGMA = utf8("expand 32-byte k");
const ZERO_NONCE_BYTES = 16;

/** Return `tag || ciphertext` (libsodium's `crypto_secretbox`) under a key of 32 bytes. */
export function sealSecret(key: Uint8Array, plaintext: Uint8Array, nonce: Uint8Array): Uint8Array {
  return xsalsa20poly1305(key, nonce).encrypt(plaintext);
}

/** Return the plaintext of `tag || ciphertext`, or nothing when it was not sealed so. */
export function openSecret(key: Uint8Array, sealed: Uint8Array, nonce: Uint8Array): Uint8Array | undefined {
  if (sealed.length < TAG_BYTES || nonce.length !== NONCE_BYTES) return undefined;
  const cipher = xsalsa20poly1305(key, nonce);
  try {
    return cipher.decrypt(sealed);
  } catch {
    // Lengths are right, so it can only be the tag.
    return undefined;
  }
}

/** Return the X25519 public key of a secret, both 32 bytes. */
export function boxKey(secret: Uint8Array): Uint8Array {
  return x25519.getPublicKey(secret);
}

/** libsodium's `crypto_box` between two holders: the same in both directions. */
export class Box {
  private readonly key: Uint8Array;

  /**
   * Agree on a key.
   *
   * @throws MalformedEncoding a length is not 32, or the other's key is of small order.
   */
  constructor(ownSecret: Uint8Array, otherKey: Uint8Array) {
    if (ownSecret.length !== BOX_KEY_BYTES || otherKey.length !== BOX_KEY_BYTES) {
      throw new MalformedEncoding(`box keys of ${BOX_KEY_BYTES} bytes`);
    }
    const shared = agreed(ownSecret, otherKey);
    const key = new Uint32Array(BOX_KEY_BYTES / 4);
    hsalsa(words(SIGMA), words(shared), words(new Uint8Array(ZERO_NONCE_BYTES)), key);
    shared.fill(0);
    this.key = new Uint8Array(key.buffer);
  }

  /** Return `tag || ciphertext`; a nonce of 24 bytes is used once. */
  seal(plaintext: Uint8Array, nonce: Uint8Array): Uint8Array {
    return sealSecret(this.key, plaintext, nonce);
  }

  /** Return the plaintext of `tag || ciphertext`, or nothing when it was not sealed so. */
  open(sealed: Uint8Array, nonce: Uint8Array): Uint8Array | undefined {
    return openSecret(this.key, sealed, nonce);
  }

  /** Hide the key. */
  toString(): string {
    return "<Box>";
  }

  /** Keep the key out of every JSON. */
  toJSON(): string {
    return this.toString();
  }
}

function agreed(ownSecret: Uint8Array, otherKey: Uint8Array): Uint8Array {
  try {
    return x25519.getSharedSecret(ownSecret, otherKey);
  } catch {
    // noble refuses a product of zero, as libsodium does.
    throw new MalformedEncoding("box key that is not of small order");
  }
}

/** Return the bytes as noble takes them: words in the order of this machine. */
function words(data: Uint8Array): Uint32Array {
  return new Uint32Array(data.slice().buffer);
}
