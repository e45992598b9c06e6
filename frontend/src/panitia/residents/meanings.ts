/** What a column of an office's list may mean, as the service names it. */
import type { Schema } from "../../api/client.ts";

export type Meaning = Schema["Column"];
export type SeenColumn = Schema["ImportColumn"];

/** A column that is not read. */
export const UNUSED: Meaning = "Lain";

/** What an officer may choose, in the order in which lists have it. */
export const MEANINGS: readonly Meaning[] = [
  UNUSED,
  "Nama",
  "Panggilan",
  "L/P",
  "L",
  "P",
  "Tanggal lahir",
  "Umur",
  "NIK",
  "RT",
  "RW",
  "RT/RW",
  "Alamat",
  "Status kawin",
  "Keterangan",
];

/** Return what a column is read as; numbers, family cards and places of birth are not read at all. */
export function meaningOf(column: SeenColumn): Meaning {
  return column.meaning !== null && MEANINGS.includes(column.meaning) ? column.meaning : UNUSED;
}
