/**
 * The key file of a key holder: shares and signing secrets under a passphrase.
 *
 * One line of JSON with sorted members and no spaces.  The key is Argon2id (RFC 9106) of the passphrase; the box is
 * XSalsa20-Poly1305.  A secretbox binds no further data, so the plaintext begins with the hash of the header: whoever
 * changes a header member makes the file unreadable.  Source: docs/formats.md, "Key file".
 */
import { sha512 } from "@noble/hashes/sha2.js";
import { argon2id } from "hash-wasm";
import { fromBase64, toBase64 } from "./base64.ts";
import { BOX_KEY_BYTES, NONCE_BYTES, openSecret, sealSecret } from "./box.ts";
import { joinBytes, sameBytes, utf8 } from "./bytes.ts";
import { CryptoError, MalformedEncoding, WrongPassphrase } from "./errors.ts";
import { normalPassphrase } from "./passphrase.ts";
import { draw, type RandomSource } from "./randomness.ts";

export const FORMAT = "rembug-key/1";
export const MAX_FILE_BYTES = 1 << 20;
const SALT_BYTES = 16;
const SIGNING_KEY_BYTES = 32;
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
    if (!sound) throw new MalformedEncoding("cost of a key file");
  }
}

function isFromTo(number: number, least: number, most: number): boolean {
  return Number.isInteger(number) && number >= least && number <= most;
}

/** Whose key file it is, in clear. */
export interface KeyFileOwner {
  /** Id of the election. */
  readonly election: string;
  /** Number of the holder. */
  readonly holder: number;
  /** The holder's public Ed25519 key, 32 bytes, so that a file can be told from another. */
  readonly signingKey: Uint8Array;
}

/** What a `KeyFile` is made of. */
export interface KeyFileFields extends KeyFileOwner {
  /** Of Argon2id. */
  readonly cost: Argon2Cost;
  /** Of Argon2id, 16 bytes. */
  readonly salt: Uint8Array;
  /** Nonce (24 bytes) and ciphertext. */
  readonly box: Uint8Array;
}

/** A key file, closed. */
export class KeyFile implements KeyFileFields {
  readonly election: string;
  readonly holder: number;
  readonly signingKey: Uint8Array;
  readonly cost: Argon2Cost;
  readonly salt: Uint8Array;
  readonly box: Uint8Array;

  constructor(fields: KeyFileFields) {
    this.election = fields.election;
    this.holder = fields.holder;
    this.signingKey = fields.signingKey;
    this.cost = fields.cost;
    this.salt = fields.salt;
    this.box = fields.box;
  }

  /** Return the file. */
  toBytes(): Uint8Array {
    return json({ box: toB64(this.box), ...headerOf(this) });
  }

  /**
   * Read a file; re-printed it is the same bytes.
   *
   * @throws MalformedEncoding malformed, or its cost is out of bounds.
   */
  static parse(data: Uint8Array): KeyFile {
    if (data.length > MAX_FILE_BYTES) throw new MalformedEncoding("key file");
    const value = recordOf(parsed(data));
    const kdf = recordOf(value["kdf"]);
    const file = new KeyFile({
      election: textOf(value["election"]),
      holder: integerOf(value["holder"]),
      signingKey: fromB64(textOf(value["signing_key"])),
      cost: new Argon2Cost({
        memoryKib: integerOf(kdf["memory_kib"]),
        passes: integerOf(kdf["passes"]),
        lanes: integerOf(kdf["lanes"]),
      }),
      salt: fromB64(textOf(value["salt"])),
      box: fromB64(textOf(value["box"])),
    });
    const sound = file.signingKey.length === SIGNING_KEY_BYTES && file.salt.length === SALT_BYTES;
    // Another format, another member, spaces and every second way to write a value: none is printed again.
    if (!sound || !sameBytes(file.toBytes(), data)) throw new MalformedEncoding("key file");
    return file;
  }

  /**
   * Return the secret payload.
   *
   * @throws WrongPassphrase another passphrase, or the file was altered.
   */
  async open(passphrase: string): Promise<Uint8Array> {
    const key = await keyOrRefusal(passphrase, this.salt, this.cost);
    const plain = openSecret(key, this.box.subarray(NONCE_BYTES), this.box.subarray(0, NONCE_BYTES));
    key.fill(0);
    if (plain === undefined || !sameBytes(plain.subarray(0, HASH_BYTES), headerHash(this))) {
      throw new WrongPassphrase("the key file does not open");
    }
    const secret = plain.slice(HASH_BYTES);
    plain.fill(0);
    return secret;
  }
}

/**
 * Lock a secret payload.
 *
 * @param owner whose it is, in clear.
 * @param secret the payload.
 * @param passphrase as typed; leading and trailing spaces and letter case do not matter.
 * @param random source of salt and nonce.
 * @param cost other than the default, in tests and on weak devices.
 * @throws MalformedEncoding the passphrase is empty or no text.
 */
export async function sealKeyFile(
  owner: KeyFileOwner,
  secret: Uint8Array,
  passphrase: string,
  random: RandomSource,
  cost: Argon2Cost = new Argon2Cost(),
): Promise<KeyFile> {
  const salt = draw(random, SALT_BYTES);
  const nonce = draw(random, NONCE_BYTES);
  const { election, holder, signingKey } = owner;
  const bare = { election, holder, signingKey, cost, salt };
  const key = await keyOf(passphrase, salt, cost);
  const plain = joinBytes(headerHash(bare), secret);
  const box = joinBytes(nonce, sealSecret(key, plain, nonce));
  key.fill(0);
  plain.fill(0);
  return new KeyFile({ ...bare, box });
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
    throw new WrongPassphrase("the key file does not open");
  }
}

/** Members in the order in which they are printed. */
type Header = Readonly<Record<"election" | "format" | "salt" | "signing_key", string>> & {
  readonly holder: number;
  readonly kdf: Readonly<Record<"lanes" | "memory_kib" | "passes", number>>;
};

function headerOf({ election, holder, signingKey, cost, salt }: Omit<KeyFileFields, "box">): Header {
  return {
    election,
    format: FORMAT,
    holder,
    kdf: { lanes: cost.lanes, memory_kib: cost.memoryKib, passes: cost.passes },
    salt: toB64(salt),
    signing_key: toB64(signingKey),
  };
}

function headerHash(file: Omit<KeyFileFields, "box">): Uint8Array {
  return sha512(json(headerOf(file)));
}

/** Print members that stand in sorted order, in ASCII. */
function json(value: Header & { readonly box?: string }): Uint8Array {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return utf8(JSON.stringify(value).replace(/[^ -~]/g, escaped));
}

function parsed(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data));
  } catch {
    // No UTF-8 or no JSON.
    throw new MalformedEncoding("key file");
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new MalformedEncoding("key file");
  return value as Readonly<Record<string, unknown>>;
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new MalformedEncoding("key file");
  return value;
}

function integerOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw new MalformedEncoding("key file");
  return value;
}

function toB64(data: Uint8Array): string {
  return toBase64(data).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromB64(text: string): Uint8Array {
  if (!B64URL.test(text) || text.length % 4 === 1) throw new MalformedEncoding("key file");
  const padded = text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4);
  try {
    return fromBase64(padded);
  } catch (fault) {
    // Spare bits that are not zero.
    if (!(fault instanceof CryptoError)) throw fault;
    throw new MalformedEncoding("key file");
  }
}
