/**
 * Cards: a secret on paper that is the key to one ballot.  Source: docs/protocol.md section 7.
 *
 * Whoever holds a secret can cast one ballot at its table; it is in no message.
 */
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { utf8 } from "../crypto/bytes.ts";
import { Domain, frames, u32be } from "../crypto/domains.ts";
import { publicKey, SEED_BYTES, sign, verify } from "../crypto/signing.ts";
import { asTyped, base32ToBits, bitsToBase32, firstBits, fromBase32, toBase32 } from "./base32.ts";
import { InvalidCard, MalformedValue } from "./errors.ts";
import { MAX_CONTEST_INDEX, MAX_TABLE } from "./ids.ts";

export const SECRET_BYTES = 16;
export const TEXT_LENGTH = 36;
const NUMBER_LENGTH = 6;
const VERSION = "1";
const CHECKED = 32;
const CHECKSUM_BITS = 20;
const NUMBER_BITS = 30;
const LONGEST_TYPED = 200;

/** Where a card can be used. */
export interface CardPlace {
  readonly election: string;
  readonly contest: string;
  /** Number of the polling table. */
  readonly table: number;
}

/**
 * Return the Ed25519 seed of a card, 32 bytes: HKDF-SHA512 (RFC 5869) of its secret.
 *
 * @throws MalformedValue the secret has not 16 bytes.
 */
export function cardSeed(secret: Uint8Array, place: CardPlace): Uint8Array {
  if (secret.length !== SECRET_BYTES) throw new MalformedValue("a card secret has 16 bytes");
  const info = frames("election", place.election, "contest", place.contest, "table", u32be(place.table));
  return hkdf(sha512, secret, utf8(Domain.CARD), info, SEED_BYTES);
}

/** What stands on a card. */
export class Card {
  /** Index of the contest in the rules, 1 to 1023. */
  readonly contestIndex: number;
  /** Number of its table. */
  readonly table: number;
  readonly #secret: Uint8Array;

  /** @throws MalformedValue no card can hold this. */
  constructor(contestIndex: number, table: number, secret: Uint8Array) {
    if (!isBetween(contestIndex, MAX_CONTEST_INDEX) || !isBetween(table, MAX_TABLE)) {
      throw new MalformedValue("no card of such a contest or table");
    }
    if (secret.length !== SECRET_BYTES) throw new MalformedValue("a card secret has 16 bytes");
    this.contestIndex = contestIndex;
    this.table = table;
    this.#secret = secret;
  }

  /** The secret, 16 bytes; private, so that no dump of the object shows it. */
  get secret(): Uint8Array {
    return this.#secret;
  }

  /** Return the text of the QR code, 36 characters. */
  toText(): string {
    const contest = bitsToBase32(BigInt(this.contestIndex), 2);
    const start = VERSION + contest + bitsToBase32(BigInt(this.table), 3) + toBase32(this.#secret);
    return start + checksum(start);
  }

  /**
   * Read a card text that was scanned or typed.
   *
   * @throws InvalidCard an Indonesian sentence that says what is wrong, without the secret.
   */
  static parse(text: string): Card {
    const plain = text.length > LONGEST_TYPED ? "" : asTyped(text);
    if (plain.length !== TEXT_LENGTH) throw new InvalidCard(`Kode kartu harus ${TEXT_LENGTH} huruf dan angka.`);
    if (!plain.startsWith(VERSION)) throw new InvalidCard("Ini bukan kartu suara Rembug, atau dari versi lain.");
    const secret = secretOf(plain);
    if (plain.slice(CHECKED) !== checksum(plain.slice(0, CHECKED))) {
      throw new InvalidCard("Kode kartu salah ketik. Periksa lagi huruf demi huruf.");
    }
    const contestIndex = Number(base32ToBits(plain.slice(1, 3)));
    const table = Number(base32ToBits(plain.slice(3, 6)));
    if (contestIndex === 0 || table === 0) {
      throw new InvalidCard("Kode kartu tidak menyebut pemilihan atau meja yang ada.");
    }
    return new Card(contestIndex, table, secret);
  }
}

/** Return the number printed inside a card, 6 characters; two cards may share one. */
export function cardNumber(credential: Uint8Array): string {
  const digest = sha512(frames("domain", Domain.CARD_NUMBER, "credential", credential));
  return bitsToBase32(firstBits(digest, NUMBER_BITS), NUMBER_LENGTH);
}

/** Return the statement that voids a torn card: its credential, 32 bytes, and its signature, 64. */
export function voidCard(secret: Uint8Array, place: CardPlace): { credential: Uint8Array; signature: Uint8Array } {
  const seed = cardSeed(secret, place);
  const credential = publicKey(seed);
  const signature = sign(seed, voidBytes(place, credential));
  seed.fill(0);
  return { credential, signature };
}

/**
 * Accept the void statement of a card.
 *
 * @throws InvalidSignature it is not signed by its credential.
 */
export function verifyVoid(place: CardPlace, credential: Uint8Array, signature: Uint8Array): void {
  verify(credential, voidBytes(place, credential), signature);
}

function voidBytes({ election, contest, table }: CardPlace, credential: Uint8Array): Uint8Array {
  return frames(
    "domain",
    Domain.CARD_VOID,
    "election",
    election,
    "contest",
    contest,
    "table",
    u32be(table),
    "credential",
    credential,
  );
}

function isBetween(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

/** Decode the secret of a text, all of whose characters must be of the alphabet. */
function secretOf(plain: string): Uint8Array {
  try {
    base32ToBits(plain);
    return fromBase32(plain.slice(6, CHECKED), SECRET_BYTES);
  } catch (fault) {
    if (!(fault instanceof MalformedValue)) throw fault;
    throw new InvalidCard("Kode kartu memuat huruf yang tidak dikenal. Periksa lagi.");
  }
}

function checksum(start: string): string {
  const digest = sha512(frames("domain", Domain.CARD_CHECKSUM, "text", start));
  return bitsToBase32(firstBits(digest, CHECKSUM_BITS), CHECKSUM_BITS / 5);
}
