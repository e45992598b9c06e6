/**
 * Written names as texts and as slots of 60 bytes.  Source: docs/protocol.md section 4.
 *
 * A slot that holds no text is void, never an error: whoever cast the ballot chose its bytes.
 */
import { utf8 } from "../crypto/bytes.ts";
import { SLOT_BYTES } from "../crypto/encoding.ts";
import { InvalidName } from "./errors.ts";

/** A decoded slot: a text, `""` for an empty slot, null for an undecodable one. */
export type SlotText = string | null;

const LONGEST_TYPED = 600;
const LONE_SURROGATE = /\p{Surrogate}/u;
// Four separators below U+0020 count as white space, as in the other implementation, and not as a fault.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are meant
const SPACES = /[\p{White_Space}\u{1c}-\u{1f}]+/u;

/**
 * Return a name as a booth writes it: NFC, runs of white space as one space, none at the edges.
 *
 * @throws InvalidName longer than 60 bytes, or with characters that cannot be written.
 */
export function normalise(text: string): string {
  if (text.length > LONGEST_TYPED) throw new InvalidName("Nama terlalu panjang.");
  const name = text
    .split(SPACES)
    .filter((word) => word !== "")
    .join(" ")
    .normalize("NFC");
  if (hasControl(name) || LONE_SURROGATE.test(name))
    throw new InvalidName("Nama memuat tanda yang tidak dapat ditulis.");
  if (utf8(name).length > SLOT_BYTES) {
    throw new InvalidName("Nama terlalu panjang. Singkat menjadi paling banyak 60 huruf.");
  }
  return name;
}

/**
 * Return the slot of a text in NFC, 60 bytes; an empty text gives the empty slot.
 *
 * @throws InvalidName no slot holds it.
 */
export function toSlot(text: string): Uint8Array {
  const slot = new Uint8Array(SLOT_BYTES);
  const data = LONE_SURROGATE.test(text) ? undefined : utf8(text);
  if (data === undefined || data.length > SLOT_BYTES || !isWritable(text)) {
    throw new InvalidName("Nama ini tidak dapat ditulis di surat suara.");
  }
  slot.set(data);
  return slot;
}

/**
 * Return the `namesMax` slots of a ballot: texts sorted by their bytes, empty slots last.
 *
 * The order of names carries no vote and must carry no signal.
 *
 * @throws InvalidName too many names, or one that no slot holds.
 */
export function toSlots(texts: readonly string[], namesMax: number): Uint8Array[] {
  const written = texts.filter((text) => text !== "").map(toSlot);
  if (written.length > namesMax) throw new InvalidName(`Paling banyak ${namesMax} nama.`);
  written.sort(compareBytes);
  return [...written, ...Array.from({ length: namesMax - written.length }, () => new Uint8Array(SLOT_BYTES))];
}

/**
 * Return the text of 60 decoded bytes, `""` if all are zero, null if they hold no text.
 *
 * Text that is not in NFC counts as none: the public lists hold only NFC, and one name must not hide as two.
 */
export function fromSlot(slot: Uint8Array): SlotText {
  const end = slot.indexOf(0);
  const data = end < 0 ? slot : slot.subarray(0, end);
  if (slot.length !== SLOT_BYTES || slot.subarray(data.length).some((byte) => byte !== 0)) return null;
  try {
    // A byte order mark is a character like any other.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    return isWritable(text) ? text : null;
  } catch {
    return null;
  }
}

function isWritable(text: string): boolean {
  return !hasControl(text) && text.normalize("NFC") === text;
}

function hasControl(text: string): boolean {
  return Array.from(text).some((character) => character < " " || (character >= "\x7f" && character <= "\x9f"));
}

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    if (one[at] !== other[at]) return one[at]! - other[at]!;
  }
  return one.length - other.length;
}
