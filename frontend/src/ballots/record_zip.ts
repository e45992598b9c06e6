/**
 * A public record as one zip file.  Source: docs/formats.md, "Zip".
 *
 * The bytes of the file follow from its content alone: members are stored, not compressed, because most of a record
 * does not compress and compressors differ between machines.  The reader takes only this form, so that no byte is
 * free: a changed one breaks the form, a checksum, or the content.
 */
import { type UnzipFileFilter, unzipSync, type Zippable, zipSync } from "fflate";
import { joinBytes, sameBytes, utf8 } from "../crypto/bytes.ts";
import { crc32 } from "./crc32.ts";
import { BrokenRecord } from "./errors.ts";
import { isRecordPath, MAX_FILE_BYTES, MAX_FILES, MAX_RECORD_BYTES, type RecordSource } from "./record_paths.ts";

const DOS_DATE = (1 << 5) | 1;
const UNIX = 3;
const VERSION = 20;
const MODE = 0o100644 * 2 ** 16;
// The directory counts members in two bytes.
const MAX_MEMBERS = Math.min(MAX_FILES, 0xffff);

// Marks of a local header, a directory entry and the end, and where a local header has the checksum.
// Source: PKWARE APPNOTE 6.3.10 sections 4.3.7, 4.3.12 and 4.3.16.
const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const CRC_AT = 14;

/** What the directory says of a member. */
interface Listed {
  readonly name: string;
  readonly size: number;
}

/** Where a member's content stands, and its checksum. */
interface Member {
  readonly start: number;
  readonly size: number;
  readonly crc: number;
}

/**
 * Return a record as a zip: names sorted, stored, dated 1980-01-01.
 *
 * @param files paths and contents, in any order.
 * @throws BrokenRecord a path that no record has, twice the same path, or too much.
 */
export function writeZip(files: Iterable<readonly [string, Uint8Array]>): Uint8Array {
  const members: Zippable = {};
  let total = 0;
  let count = 0;
  let last = "";
  for (const [path, data] of [...files].sort(([one], [other]) => (one < other ? -1 : Number(one > other)))) {
    total += data.length;
    count++;
    if (!isRecordPath(path) || path === last) {
      throw new BrokenRecord("a path that no record has, or the same one twice");
    }
    if (data.length > MAX_FILE_BYTES || total > MAX_RECORD_BYTES || count > MAX_MEMBERS) {
      throw new BrokenRecord("the record is too large for one zip");
    }
    members[path] = data;
    last = path;
  }
  // A zip has no time zone: the library writes the date as the machine's own zone shows it.
  return zipSync(members, { level: 0, os: UNIX, attrs: MODE, mtime: new Date(1980, 0, 1) });
}

/** A record in the bytes of a zip file, read member by member. */
export class ZipSource implements RecordSource {
  readonly #data: Uint8Array;
  readonly #members: ReadonlyMap<string, Member>;

  /**
   * Take a zip and check its form, without reading the contents.
   *
   * @throws BrokenRecord it is no zip of the form that `writeZip` makes, or it is too large.
   */
  constructor(data: Uint8Array) {
    this.#members = checkForm(listed(data), data);
    this.#data = data;
  }

  /** @throws BrokenRecord the checksum of this member does not hold. */
  read(path: string): Uint8Array | null {
    const member = this.#members.get(path);
    if (member === undefined) return null;
    const content = this.#data.subarray(member.start, member.start + member.size);
    // The library reads no checksums.
    if (crc32(content) !== member.crc) throw new BrokenRecord(`${path}: Bad CRC-32`);
    return content;
  }

  /** Return every path, sorted. */
  paths(): Iterable<string> {
    return this.#members.keys();
  }
}

/** Return what the directory of a zip lists; nothing is unpacked. */
function listed(data: Uint8Array): Listed[] {
  const members: Listed[] = [];
  let total = 0;
  const filter: UnzipFileFilter = ({ name, size, originalSize }) => {
    if (members.length === MAX_MEMBERS) throw refusal("too many members");
    if (!isRecordPath(name) || name <= (members.at(-1)?.name ?? "")) {
      throw refusal("a member that no record has, or not in order");
    }
    if (size !== originalSize || size > MAX_FILE_BYTES) throw refusal("a member that is compressed or too large");
    total += size;
    if (total > MAX_RECORD_BYTES) throw refusal("the record is too large");
    members.push({ name, size });
    return false;
  };
  try {
    unzipSync(data, { filter });
  } catch (fault) {
    // An archive made to confuse raises almost anything from the library.
    throw fault instanceof BrokenRecord ? fault : refusal(fault instanceof Error ? fault.message : String(fault));
  }
  return members;
}

/** Make every byte that is no content anew and compare; return where the members are. */
function checkForm(members: readonly Listed[], data: Uint8Array): Map<string, Member> {
  const places = new Map<string, Member>();
  const entries: Uint8Array[] = [];
  let offset = 0;
  for (const { name, size } of members) {
    const path = utf8(name);
    const crc = checksumAt(data, offset + CRC_AT);
    const shared = joinBytes(u16(0, 0, 0, DOS_DATE), u32(crc, size, size), u16(path.length, 0));
    const start = skip(data, offset, joinBytes(u32(LOCAL), u16(VERSION), shared, path), "a header");
    const versions = u16(UNIX * 256 + VERSION, VERSION);
    entries.push(joinBytes(u32(ENTRY), versions, shared, u16(0, 0, 0), u32(MODE, offset), path));
    places.set(name, { start, size, crc });
    offset = start + size;
  }
  let place = offset;
  for (const entry of entries) place = skip(data, place, entry, "a directory");
  const end = joinBytes(u32(END), u16(0, 0, members.length, members.length), u32(place - offset, offset), u16(0));
  if (skip(data, place, end, "a directory") !== data.length) throw refusal("a directory that the form does not have");
  return places;
}

/** Return the four bytes at a place as a number; what lies behind the end is 0, which no header there can match. */
function checksumAt(data: Uint8Array, place: number): number {
  const bytes = new Uint8Array(4);
  bytes.set(data.subarray(place, place + 4));
  return new DataView(bytes.buffer).getUint32(0, true);
}

/** Return the place behind these bytes, which must stand here. */
function skip(data: Uint8Array, place: number, expected: Uint8Array, what: string): number {
  const stop = place + expected.length;
  if (!sameBytes(data.subarray(place, stop), expected)) throw refusal(`${what} that the form does not have`);
  return stop;
}

function refusal(reason: string): BrokenRecord {
  return new BrokenRecord(`no zip of a record: ${reason}`);
}

/** Return numbers of 16 bits joined, little-endian. */
function u16(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value, value >>> 8]));
}

/** Return numbers of 32 bits joined, little-endian. */
function u32(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value, value >>> 8, value >>> 16, value >>> 24]));
}
