/**
 * The key file of a key holder: shares and signing secrets under a passphrase.
 *
 * One line of JSON with sorted members and no spaces; its box is bound to the other members (`passphrase_box.ts`).
 * Source: docs/formats.md, "Key file".
 */
import { sameBytes } from "./bytes.ts";
import { MalformedEncoding } from "./errors.ts";
import {
  Argon2Cost,
  costOf,
  fromB64,
  fromLine,
  integerOf,
  kdfOf,
  lock,
  SALT_BYTES,
  textOf,
  toB64,
  toLine,
  unlock,
} from "./passphrase_box.ts";
import { draw, type RandomSource } from "./randomness.ts";

export const FORMAT = "rembug-key/1";
export const MAX_FILE_BYTES = 1 << 20;
const SIGNING_KEY_BYTES = 32;

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
    return toLine({ box: toB64(this.box), ...headerOf(this) });
  }

  /**
   * Read a file; re-printed it is the same bytes.
   *
   * @throws MalformedEncoding malformed, or its cost is out of bounds.
   */
  static parse(data: Uint8Array): KeyFile {
    const value = fromLine(data, MAX_FILE_BYTES);
    const file = new KeyFile({
      election: textOf(value["election"]),
      holder: integerOf(value["holder"]),
      signingKey: fromB64(textOf(value["signing_key"])),
      cost: costOf(value["kdf"]),
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
  open(passphrase: string): Promise<Uint8Array> {
    return unlock(headerOf(this), this.box, passphrase, this);
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
  const { election, holder, signingKey } = owner;
  const bare = { election, holder, signingKey, cost, salt: draw(random, SALT_BYTES) };
  const box = await lock(headerOf(bare), secret, passphrase, bare, random);
  return new KeyFile({ ...bare, box });
}

/** Return the members in clear, in the order in which they are printed. */
function headerOf({ election, holder, signingKey, cost, salt }: Omit<KeyFileFields, "box">): object {
  return {
    election,
    format: FORMAT,
    holder,
    kdf: kdfOf(cost),
    salt: toB64(salt),
    signing_key: toB64(signingKey),
  };
}
