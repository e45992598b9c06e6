/**
 * A secret under a passphrase: Argon2id (RFC 9106) of the passphrase is the key, XSalsa20-Poly1305 the box.
 *
 * A secretbox binds no further data, so the plaintext begins with the hash of what stands in clear beside it: whoever
 * changes that makes the file unreadable.  Source: docs/formats.md, "Key file".
 */
import { sha512 } from "@noble/hashes/sha2.js";
import { argon2id } from "hash-wasm";
import { fromBase64, toBase64 } from "./base64.ts";
import { BOX_KEY_BYTES, NONCE_BYTES, openSecret, sealSecret } from "./box.ts";
import { joinBytes, sameBytes, utf8 } from "./bytes.ts";
import { CryptoError, MalformedEncoding, WrongPassphrase } from "./errors.ts";
import { normalPassphrase } from "./passphrase.ts";
import { draw, type RandomSource } from "./randomness.ts";

export const SALT_BYTES = 16;
const HASH_BYTES = 64;
const MOST_MEMORY_KIB = 1 << 20;
const MOST_PASSES = 16;
const MOST_LANES = 8;
const DEFAULT_MEMORY_KIB = 256 * 1024;
const DEFAULT_PASSES = 3;
const B64URL = /^[A-Za-z0-9_-]*$/;

/** What an `Argon2Cost` is made of. */
export interface Argon2CostFields {
  readonly memoryKib?: number;
  readonly passes?: number;
  readonly lanes?: number;
}

/** Cost of Argon2id: memory in KiB, passes, lanes.  The default is for a laptop (docs/protocol.md section 6). */
export class Argon2Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;

  /**
   * Take a cost that a machine can pay.
   *
   * @throws MalformedEncoding it is out of bounds.
   */
  constructor(fields: Argon2CostFields = {}) {
    this.memoryKib = fields.memoryKib ?? DEFAULT_MEMORY_KIB;
    this.passes = fields.passes ?? DEFAULT_PASSES;
    this.lanes = fields.lanes ?? 1;
    // The upper bounds keep a hostile file from taking the machine; the lower ones are Argon2's own.
    const sound =
      isFromTo(this.lanes, 1, MOST_LANES) &&
      isFromTo(this.memoryKib, 8 * this.lanes, MOST_MEMORY_KIB) &&
      isFromTo(this.passes, 1, MOST_PASSES);
    if (!sound) throw new MalformedEncoding("cost of a passphrase");
  }
}

/**
 * Read the member `kdf` of a file.
 *
 * @throws MalformedEncoding it is none, or out of bounds.
 */
export function costOf(value: unknown): Argon2Cost {
  const kdf = recordOf(value);
  return new Argon2Cost({
    memoryKib: integerOf(kdf["memory_kib"]),
    passes: integerOf(kdf["passes"]),
    lanes: integerOf(kdf["lanes"]),
  });
}

/** Return the member `kdf` of a file, its members in sorted order. */
export function kdfOf({ lanes, memoryKib, passes }: Argon2Cost): Readonly<Record<string, number>> {
  return { lanes, memory_kib: memoryKib, passes };
}

function isFromTo(number: number, least: number, most: number): boolean {
  return Number.isInteger(number) && number >= least && number <= most;
}

/** Salt and cost of a key. */
export interface Salted {
  /** 16 bytes. */
  readonly salt: Uint8Array;
  readonly cost: Argon2Cost;
}

/**
 * Return nonce (24 bytes) and ciphertext of a secret, bound to what stands in clear beside it.
 *
 * @param header the file's members in clear, sorted, as `toLine` prints them.
 * @param passphrase as typed; leading and trailing spaces and letter case do not matter.
 * @param random source of the nonce.
 * @throws MalformedEncoding the passphrase is empty or no text.
 */
export async function lock(
  header: object,
  secret: Uint8Array,
  passphrase: string,
  { salt, cost }: Salted,
  random: RandomSource,
): Promise<Uint8Array> {
  const nonce = draw(random, NONCE_BYTES);
  const key = await keyOf(passphrase, salt, cost);
  const plain = joinBytes(sha512(toLine(header)), secret);
  const box = joinBytes(nonce, sealSecret(key, plain, nonce));
  key.fill(0);
  plain.fill(0);
  return box;
}

/**
 * Return the secret.
 *
 * @throws WrongPassphrase another passphrase, or the file was altered.
 */
export async function unlock(
  header: object,
  box: Uint8Array,
  passphrase: string,
  { salt, cost }: Salted,
): Promise<Uint8Array> {
  const key = await keyOrRefusal(passphrase, salt, cost);
  const plain = openSecret(key, box.subarray(NONCE_BYTES), box.subarray(0, NONCE_BYTES));
  key.fill(0);
  if (plain === undefined || !sameBytes(plain.subarray(0, HASH_BYTES), sha512(toLine(header)))) {
    throw new WrongPassphrase("the file does not open");
  }
  const secret = plain.slice(HASH_BYTES);
  plain.fill(0);
  return secret;
}

async function keyOf(passphrase: string, salt: Uint8Array, cost: Argon2Cost): Promise<Uint8Array> {
  const password = utf8(normalPassphrase(passphrase));
  if (password.length === 0) throw new MalformedEncoding("passphrase that is not empty");
  const key = await argon2id({
    password,
    salt,
    iterations: cost.passes,
    memorySize: cost.memoryKib,
    parallelism: cost.lanes,
    hashLength: BOX_KEY_BYTES,
    outputType: "binary",
  });
  password.fill(0);
  return key;
}

/** Return the key; what cannot be a passphrase is a wrong one. */
async function keyOrRefusal(passphrase: string, salt: Uint8Array, cost: Argon2Cost): Promise<Uint8Array> {
  try {
    return await keyOf(passphrase, salt, cost);
  } catch (fault) {
    if (!(fault instanceof CryptoError)) throw fault;
    throw new WrongPassphrase("the file does not open");
  }
}

/** Print a file of this kind: members that stand in sorted order, no spaces, in ASCII. */
export function toLine(value: object): Uint8Array {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return utf8(JSON.stringify(value).replace(/[^ -~]/g, escaped));
}

/**
 * Read the JSON object of such a file.
 *
 * @throws MalformedEncoding it is longer than `most` bytes, or no object.
 */
export function fromLine(data: Uint8Array, most: number): Readonly<Record<string, unknown>> {
  if (data.length > most) throw new MalformedEncoding("file under a passphrase");
  try {
    return recordOf(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data)));
  } catch {
    // No UTF-8 or no JSON.
    throw new MalformedEncoding("file under a passphrase");
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new MalformedEncoding("file under a passphrase");
  return value as Readonly<Record<string, unknown>>;
}

/** @throws MalformedEncoding it is no text. */
export function textOf(value: unknown): string {
  if (typeof value !== "string") throw new MalformedEncoding("file under a passphrase");
  return value;
}

/** @throws MalformedEncoding it is no whole number. */
export function integerOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw new MalformedEncoding("file under a passphrase");
  return value;
}

/** Return base64url without padding. */
export function toB64(data: Uint8Array): string {
  return toBase64(data).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @throws MalformedEncoding it is no base64url without padding. */
export function fromB64(text: string): Uint8Array {
  if (!B64URL.test(text) || text.length % 4 === 1) throw new MalformedEncoding("file under a passphrase");
  const padded = text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4);
  try {
    return fromBase64(padded);
  } catch (fault) {
    // Spare bits that are not zero.
    if (!(fault instanceof CryptoError)) throw fault;
    throw new MalformedEncoding("file under a passphrase");
  }
}
