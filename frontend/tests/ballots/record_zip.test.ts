/** A record as one zip: the same bytes as in Python, none of them free, and no other zip is read. */
import fc from "fast-check";
import { type ZipOptions, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { crc32 } from "../../src/ballots/crc32.ts";
import { BrokenRecord } from "../../src/ballots/errors.ts";
import { openRecord } from "../../src/ballots/record_open.ts";
import { MAX_FILE_BYTES } from "../../src/ballots/record_paths.ts";
import { writeZip, ZipSource } from "../../src/ballots/record_zip.ts";
import { nameOf } from "../../src/ballots/state/blobs.ts";
import { joinBytes, utf8 } from "../../src/crypto/bytes.ts";
import { BLOBS, FILES, LEAVES } from "./records.ts";

// What `rembug_ballots.record_zip.write_zip` makes of the same files.
const PYTHON_SHA256 = "d2fc716781bb372c28018310d4d571ff0e2ff2feab44d84b4309f0e959bfc8db";

const ZIP = writeZip(FILES);
const OPTIONS: ZipOptions = { level: 0, os: 3, attrs: 0o100644 * 2 ** 16, mtime: new Date(1980, 0, 1) };
const EMPTY = new Uint8Array(0);
const NO_MEMBERS = joinBytes(utf8("PK\u0005\u0006"), new Uint8Array(18));

/** Open a zip and read all of it. */
function content(data: Uint8Array): Map<string, Uint8Array | null> {
  const source = new ZipSource(data);
  return new Map(Array.from(source.paths(), (path) => [path, source.read(path)]));
}

/** Return the last place of a mark in the zip. */
function lastPlace(data: Uint8Array, mark: string): number {
  return Array.from(data, (byte) => String.fromCharCode(byte))
    .join("")
    .lastIndexOf(mark);
}

describe("the zip of a record", () => {
  test("holds the record", () => {
    const record = openRecord(ZIP);
    expect(record.leaves).toEqual(LEAVES);
    expect(record.tree.root()).toEqual(record.checkpoint.root);
    expect([...record.wrongTiles()]).toEqual([]);
    expect([...record.wrongBlobs()]).toEqual([]);
    expect([...record.strangers(BLOBS.map(nameOf))]).toEqual([]);
    expect(content(ZIP)).toEqual(FILES);
    expect([...content(ZIP).keys()]).toEqual([...FILES.keys()].sort());
    expect(new ZipSource(ZIP).read(`blobs/${"0".repeat(64)}`)).toBeNull();
  });

  test("has the same bytes in Python, in any order of the files", () => {
    expect(nameOf(ZIP)).toBe(PYTHON_SHA256);
    expect(nameOf(writeZip([...FILES].reverse()))).toBe(PYTHON_SHA256);
  });

  test("is read where it stands inside other bytes", () => {
    const inside = joinBytes(utf8("di depan"), ZIP, utf8("di belakang"));
    expect(content(inside.subarray(8, 8 + ZIP.length))).toEqual(FILES);
  });

  test("has no byte that is free", () => {
    fc.assert(
      fc.property(fc.nat(ZIP.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const wrong = ZIP.slice();
        wrong[place]! ^= change;
        expect(() => content(wrong)).toThrow(BrokenRecord);
      }),
      { numRuns: 300 },
    );
  });

  test("has no byte that is free in its headers, its first entry and its end", () => {
    const entry = lastPlace(ZIP, "PK\u0001\u0002");
    const places = [...Array(60).keys(), ...Array.from({ length: ZIP.length - entry }, (_, index) => entry + index)];
    for (const place of places) {
      for (const bits of [1, 8, 0x80]) {
        const wrong = ZIP.slice();
        wrong[place]! ^= bits;
        expect(() => content(wrong)).toThrow(BrokenRecord);
      }
    }
  });

  test.each([
    ["nothing", EMPTY],
    ["two letters", utf8("PK")],
    ["a zip without its last byte", ZIP.slice(0, -1)],
    ["a zip and a byte more", joinBytes(ZIP, Uint8Array.of(0))],
    ["a byte and a zip", joinBytes(Uint8Array.of(0), ZIP)],
    ["the beginning of a zip", ZIP.slice(0, 5000)],
    ["bytes of no zip", new Uint8Array(100_000)],
    [
      "a directory of 65,535 members that are not there",
      joinBytes(NO_MEMBERS.slice(0, 8), new Uint8Array(14).fill(255)),
    ],
  ])("is not %s", (_, data) => {
    expect(() => content(data)).toThrow("no zip of a record: ");
  });

  test("without members opens, and holds no record", () => {
    expect(content(NO_MEMBERS)).toEqual(new Map());
    expect(() => openRecord(NO_MEMBERS)).toThrow("the record has no checkpoint");
  });
});

describe("a foreign zip", () => {
  test.each([
    [["../checkpoint"]],
    [["/etc/passwd"]],
    [["tile/0/000", "checkpoint"]],
    [["lain"]],
    [[`blobs/${"a".repeat(63)}`]],
    [["checkpoint", "tile/"]],
    [["\u0441heckpoint"]],
  ])("with the members %j is refused", (names) => {
    const zip = zipSync(Object.fromEntries(names.map((name) => [name, EMPTY])), OPTIONS);
    expect(() => new ZipSource(zip)).toThrow("a member that no record has, or not in order");
  });

  test("with a member twice is refused", () => {
    const names = [`blobs/${"a".repeat(64)}`, `blobs/${"b".repeat(64)}`];
    const zip = zipSync(Object.fromEntries(names.map((name) => [name, EMPTY])), OPTIONS);
    const letters = zip.map((byte) => (byte === 0x62 ? 0x61 : byte));
    // "blobs" itself has the letter: put it back.
    const text = Array.from(letters, (byte) => String.fromCharCode(byte))
      .join("")
      .replaceAll("aloas/", "blobs/");
    const twice = Uint8Array.from(text, (character) => character.charCodeAt(0));
    expect(() => new ZipSource(zip)).not.toThrow();
    expect(() => new ZipSource(twice)).toThrow("not in order");
  });

  test("that unpacks to more than it is is refused, and not unpacked", () => {
    const bomb = zipSync({ checkpoint: new Uint8Array(100_000) }, { ...OPTIONS, level: 9 });
    expect(() => new ZipSource(bomb)).toThrow("compressed");
  });

  test("that calls deflated what is stored is refused", () => {
    const zip = zipSync({ checkpoint: utf8("a") }, OPTIONS);
    const entry = lastPlace(zip, "PK\u0001\u0002");
    const wrong = zip.slice();
    wrong[8] = 8;
    wrong[entry + 10] = 8;
    expect(() => new ZipSource(zip)).not.toThrow();
    expect(() => new ZipSource(wrong)).toThrow("a header that the form does not have");
  });

  test("that claims a member of more than 256 MiB, or 2 GiB in all, is refused", () => {
    const names = Array.from({ length: 9 }, (_, index) => `blobs/${String(index).repeat(64)}`);
    const claim = (size: number) => {
      const zip = zipSync(Object.fromEntries(names.map((name) => [name, EMPTY])), OPTIONS);
      const view = new DataView(zip.buffer);
      for (let place = 0; place < zip.length - 4; place++) {
        if (view.getUint32(place, true) !== 0x02014b50) continue;
        view.setUint32(place + 20, size, true);
        view.setUint32(place + 24, size, true);
      }
      return () => new ZipSource(zip);
    };
    expect(claim(MAX_FILE_BYTES + 1)).toThrow("compressed or too large");
    expect(claim(MAX_FILE_BYTES)).toThrow("the record is too large");
    expect(claim(MAX_FILE_BYTES / 2)).toThrow("a header that the form does not have");
  });

  test.each([
    ["of another date", { mtime: new Date(1981, 0, 1) }],
    ["of another system", { os: 0 }],
    ["of another mode", { attrs: 0 }],
    ["with a comment", { comment: "a" }],
    ["with an extra field", { extra: { 7: EMPTY } }],
  ])("%s is refused", (_, options) => {
    const zip = zipSync({ checkpoint: utf8("a") }, { ...OPTIONS, ...options });
    expect(() => new ZipSource(zip)).toThrow("that the form does not have");
  });
});

describe("what is no record", () => {
  const file = ["checkpoint", EMPTY] as const;
  const many = Array.from({ length: 65_536 }, (_, index) => `blobs/${index.toString(16).padStart(64, "0")}`);

  test.each([
    ["a file twice", [file, file]],
    ["a strange file", [file, ["lain", EMPTY] as const]],
  ])("is not written: %s", (_, files) => {
    expect(() => writeZip(files)).toThrow("a path that no record has, or the same one twice");
  });

  test("is not written: too large a file, or too many", () => {
    expect(() => writeZip([["checkpoint", new Uint8Array(MAX_FILE_BYTES + 1)]])).toThrow("too large for one zip");
    const files = many.map((path) => [path, EMPTY] as const);
    expect(() => writeZip(files)).toThrow("too large for one zip");
    // As many as there may be are written and read.
    expect(content(writeZip(files.slice(1))).size).toBe(65_535);
  });

  test("is not read: too many members, counted where a larger form of zip counts them", () => {
    const zip = zipSync(Object.fromEntries(many.map((path) => [path, EMPTY])), OPTIONS);
    const end = zip.length - 22;
    const larger = new Uint8Array(56 + 20);
    const view = new DataView(larger.buffer);
    view.setUint32(0, 0x06064b50, true);
    view.setUint32(32, many.length, true);
    view.setUint32(48, new DataView(zip.buffer).getUint32(end + 16, true), true);
    view.setUint32(56, 0x07064b50, true);
    view.setUint32(64, end, true);
    const count = Uint8Array.of(255, 255, 255, 255);
    const whole = joinBytes(zip.slice(0, end), larger, zip.slice(end, end + 8), count, zip.slice(end + 12));
    expect(() => new ZipSource(whole)).toThrow("too many members");
  });
});

test("checksums are those of the standard", () => {
  // Source: the check value of CRC-32/ISO-HDLC.
  expect(crc32(utf8("123456789"))).toBe(0xcbf43926);
  expect(crc32(EMPTY)).toBe(0);
});
