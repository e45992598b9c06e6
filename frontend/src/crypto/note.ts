/**
 * Signed notes: a text and signature lines under it.
 *
 * Source: C2SP signed-note.  Only Ed25519 (type 0x01) is signed here; `cosignature.ts` adds type 0x04.
 *
 * ```
 * rembug.id/bkm-2026
 * 42
 * CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *
 * — rembug.id/bkm-2026 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
 * ```
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { fromBase64, toBase64 } from "./base64.ts";
import { joinBytes, sameBytes, toHex, utf8 } from "./bytes.ts";
import { InvalidNote, InvalidSignature } from "./errors.ts";
import { publicKey as publicKeyOf, sign, verify } from "./signing.ts";

export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;
export const MAX_NOTE_BYTES = 64 * 1024;
const MOST_SIGNATURES = 32;
const LONGEST_KEY = 1024;
const KEY_ID_BYTES = 4;
const DASH = "\u2014 ";

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\p{Surrogate}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const NOT_IN_NAMES = /[+\p{White_Space}\u0000-\u001f\p{Surrogate}]/u;

/** One signature line: name of the key, key id, and the signature's bytes. */
export class NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;

  constructor(name: string, keyId: Uint8Array, signature: Uint8Array) {
    this.name = name;
    this.keyId = keyId;
    this.signature = signature;
  }

  /** Return the line without its newline. */
  line(): string {
    return `${DASH}${this.name} ${toBase64(joinBytes(this.keyId, this.signature))}`;
  }
}

/** A parsed note, whose signatures nobody has checked yet. */
export class Note {
  /** The signed text with its final newline. */
  readonly text: string;
  /** In the order of the lines. */
  readonly signatures: readonly NoteSignature[];

  constructor(text: string, signatures: readonly NoteSignature[]) {
    this.text = text;
    this.signatures = signatures;
  }

  /** Return the note as it is stored. */
  toText(): string {
    return `${this.text}\n${this.signatures.map((each) => `${each.line()}\n`).join("")}`;
  }

  /** Return the note with one more signature line. */
  withSignature(signature: NoteSignature): Note {
    return new Note(this.text, [...this.signatures, signature]);
  }
}

/** A public key that signs notes: a name, a type, and an Ed25519 key of 32 bytes. */
export class NoteKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly kind: number;

  /** @throws InvalidNote no name of a key, or not 32 bytes. */
  constructor(name: string, publicKey: Uint8Array, kind: number = ED25519) {
    if (!isKeyName(name) || publicKey.length !== 32) throw new InvalidNote("not a key of notes");
    this.name = name;
    this.publicKey = publicKey;
    this.kind = kind;
  }

  #material(): Uint8Array {
    return joinBytes(Uint8Array.of(this.kind), this.publicKey);
  }

  /** The first four bytes of `SHA-256(name || 0x0A || type || key)`. */
  get keyId(): Uint8Array {
    return sha256(joinBytes(utf8(`${this.name}\n`), this.#material())).slice(0, KEY_ID_BYTES);
  }

  /** Return the verifier key, `name+hex of key id+base64 of type and key`. */
  toText(): string {
    return `${this.name}+${toHex(this.keyId)}+${toBase64(this.#material())}`;
  }

  /**
   * Read a verifier key.
   *
   * @throws InvalidNote not what `toText` makes.
   */
  static parse(text: string): NoteKey {
    // Cut at the first two: base64 may hold more of them.
    const first = text.indexOf("+");
    const second = text.indexOf("+", first + 1);
    if ([...text].length > LONGEST_KEY || first < 0 || second < 0) throw new InvalidNote("not a verifier key");
    const material = fromBase64(text.slice(second + 1));
    const kind = material[0];
    if (material.length !== 33 || (kind !== ED25519 && kind !== COSIGNATURE)) {
      throw new InvalidNote("not a verifier key of a known type");
    }
    const key = new NoteKey(text.slice(0, first), material.slice(1), kind);
    if (key.toText() !== text) throw new InvalidNote("not a verifier key");
    return key;
  }
}

/** Say whether a text may name a key: not empty, without spaces, plus and control characters. */
export function isKeyName(name: string): boolean {
  return name !== "" && !NOT_IN_NAMES.test(name);
}

/**
 * Return the text of UTF-8 bytes, a byte order mark included.
 *
 * @throws InvalidNote with this message, when they are none.
 */
export function textOf(data: Uint8Array, refusal: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new InvalidNote(refusal);
  }
}

/**
 * Read a note; re-printed it is the same bytes.
 *
 * @throws InvalidNote malformed.
 */
export function parseNote(data: Uint8Array): Note {
  if (data.length > MAX_NOTE_BYTES) throw new InvalidNote("the note is too long");
  const whole = textOf(data, "the note is no UTF-8");
  const blank = whole.lastIndexOf("\n\n");
  if (blank <= 0 || UNPRINTABLE.test(whole)) throw new InvalidNote("no text and signatures");
  const lines = whole.slice(blank + 2);
  if (!lines.endsWith("\n")) throw new InvalidNote("the last line is not ended");
  const signatures = lines.slice(0, -1).split("\n").map(parseLine);
  if (signatures.length > MOST_SIGNATURES) throw new InvalidNote("too many signatures");
  const note = new Note(whole.slice(0, blank + 1), signatures);
  if (note.toText() !== whole) throw new InvalidNote("not the form of a note");
  return note;
}

function parseLine(line: string): NoteSignature {
  const space = line.indexOf(" ", DASH.length);
  const name = line.slice(DASH.length, space < 0 ? undefined : space);
  if (!line.startsWith(DASH) || !isKeyName(name)) throw new InvalidNote("not a signature line");
  const data = fromBase64(space < 0 ? "" : line.slice(space + 1));
  if (data.length <= KEY_ID_BYTES) throw new InvalidNote("not a signature line");
  return new NoteSignature(name, data.slice(0, KEY_ID_BYTES), data.slice(KEY_ID_BYTES));
}

/**
 * Return the text signed by one Ed25519 key.
 *
 * @param text ends with a newline.
 * @param name of the key.
 * @param seed 32 secret bytes.
 * @throws InvalidNote no text of whole lines, or no name of a key.
 */
export function signNote(text: string, name: string, seed: Uint8Array): Note {
  if (!text.endsWith("\n") || UNPRINTABLE.test(text)) throw new InvalidNote("a text of whole lines is signed");
  const key = new NoteKey(name, publicKeyOf(seed));
  return new Note(text, [new NoteSignature(name, key.keyId, sign(seed, utf8(text)))]);
}

/**
 * Accept a note that this key signed.
 *
 * @throws InvalidNote it has no signature of this key, or a wrong one.
 */
export function verifyNote(note: Note, key: NoteKey): void {
  const found = signaturesOf(note, key);
  if (found.length === 0) throw new InvalidNote(`not signed by ${key.name}`);
  for (const each of found) checkEd25519(key.publicKey, utf8(note.text), each.signature);
}

/** Return the signatures under the name and id of a key; others are to be ignored. */
export function signaturesOf(note: Note, key: NoteKey): NoteSignature[] {
  const keyId = key.keyId;
  return note.signatures.filter((each) => each.name === key.name && sameBytes(each.keyId, keyId));
}

/**
 * Accept an Ed25519 signature (RFC 8032), by the rules of `signing.ts`.
 *
 * @throws InvalidNote it does not hold.
 */
export function checkEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): void {
  try {
    verify(publicKey, message, signature);
  } catch (fault) {
    if (!(fault instanceof InvalidSignature)) throw fault;
    throw new InvalidNote("a signature does not hold");
  }
}
