/**
 * Written names as texts and as slots of 60 bytes.  Source: docs/protocol.md section 4.
 *
 * A slot that holds no text is void, never an error: whoever cast the ballot chose its bytes.
 */
import { utf8 } from "../crypto/bytes.ts";
import { parse, serialise } from "./canonical.ts";
import { InvalidName, MalformedValue } from "./errors.ts";
import { compareBytes } from "./state/blobs.ts";
import { checkWritten, hasControl, hasLoneSurrogate, NAME_BYTES, SPACES } from "./texts.ts";

/** A decoded slot: a text, `""` for an empty slot, null for an undecodable one. */
export type SlotText = string | null;

// 40,000 ballots of 17 names of 60 bytes, each byte escaped to six, in one blob.
const MAX_ROWS_BYTES = 256 * 1024 * 1024;
const LONGEST_TYPED = 10 * NAME_BYTES;

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
  if (hasControl(name) || hasLoneSurrogate(name)) {
    throw new InvalidName("Nama memuat tanda yang tidak dapat ditulis.");
  }
  if (utf8(name).length > NAME_BYTES) {
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
  const slot = new Uint8Array(NAME_BYTES);
  const name = text === "" ? "" : writtenOf(text);
  if (name === null) throw new InvalidName("Nama ini tidak dapat ditulis di surat suara.");
  slot.set(utf8(name));
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
  return [...written, ...Array.from({ length: namesMax - written.length }, () => new Uint8Array(NAME_BYTES))];
}

/**
 * Return the text of 60 decoded bytes, `""` if all are zero, null if they hold no text.
 *
 * Text that is not in NFC counts as none: the public lists hold only NFC, and one name must not hide as two.
 */
export function fromSlot(slot: Uint8Array): SlotText {
  const end = slot.indexOf(0);
  const data = end < 0 ? slot : slot.subarray(0, end);
  if (slot.length !== NAME_BYTES || slot.subarray(data.length).some((byte) => byte !== 0)) return null;
  if (data.length === 0) return "";
  try {
    // A byte order mark is a character like any other.
    return writtenOf(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data));
  } catch (fault) {
    // What the decoder throws for bytes that are no UTF-8.
    if (fault instanceof TypeError) return null;
    throw fault;
  }
}

/** Return a text that a slot can hold, or null. */
function writtenOf(text: string): string | null {
  try {
    return checkWritten(text);
  } catch (fault) {
    if (fault instanceof MalformedValue) return null;
    throw fault;
  }
}

/** Return the rows blob: canonical JSON, one list for each row of the last mixed list. */
export function rowsBlob(rows: readonly (readonly SlotText[])[]): Uint8Array {
  return serialise(rows);
}

/**
 * Return the rows of a rows blob.
 *
 * @param data the blob.
 * @param count ballots of the contest.
 * @param namesMax slots of a ballot.
 * @throws MalformedValue not canonical, another number of rows or slots, or no slots.
 */
export function readRows(data: Uint8Array, count: number, namesMax: number): readonly (readonly SlotText[])[] {
  const rows: unknown = parse(data, MAX_ROWS_BYTES);
  if (!Array.isArray(rows) || rows.length !== count) throw new MalformedValue(`not a list of ${count} rows`);
  return rows.map((row: unknown) => {
    if (!Array.isArray(row) || row.length !== namesMax)
      throw new MalformedValue(`a row that has not ${namesMax} slots`);
    return row.map((slot: unknown) => (slot === null || slot === "" ? slot : checkWritten(slot)));
  });
}

/** Return the distinct texts of the rows, sorted by their bytes. */
export function distinct(rows: Iterable<Iterable<SlotText>>): readonly string[] {
  const found = new Set<string>();
  for (const row of rows) {
    for (const slot of row) if (slot !== null && slot !== "") found.add(slot);
  }
  return Array.from(found, (text) => ({ text, data: utf8(text) }))
    .sort((one, other) => compareBytes(one.data, other.data))
    .map(({ text }) => text);
}

/** Return the strings blob of a contest: canonical JSON of its distinct texts. */
export function stringsBlob(rows: Iterable<Iterable<SlotText>>): Uint8Array {
  return serialise(distinct(rows));
}
