/** Opens a record from the bytes of the file that somebody chose. */
import { Record } from "./record.ts";
import { ZipSource } from "./record_zip.ts";

/**
 * Open a record in a zip.
 *
 * @throws BrokenRecord there is no record.
 */
export function openRecord(data: Uint8Array): Record {
  return new Record(new ZipSource(data));
}
