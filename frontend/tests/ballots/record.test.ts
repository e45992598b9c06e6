/** The public record in memory: read, compared with itself, and refused. */
import { describe, expect, test } from "vitest";
import { BrokenRecord } from "../../src/ballots/errors.ts";
import { MAX_LEAVES, Record } from "../../src/ballots/record.ts";
import { blobOf, isRecordPath, MappingSource, type RecordSource } from "../../src/ballots/record_paths.ts";
import { nameOf } from "../../src/ballots/state/blobs.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import { Checkpoint, signCheckpoint } from "../../src/crypto/checkpoint.ts";
import { Cancelled } from "../../src/crypto/work.ts";
import { BLOBS, FILES, LEAVES, NOTE, ORIGIN, recordOf, SEED } from "./records.ts";

describe("a record", () => {
  test("gives its log and its blobs", () => {
    const record = recordOf(FILES);
    expect(record.noteBytes).toBe(NOTE);
    expect(record.note.signatures).toHaveLength(1);
    expect(record.checkpoint.origin).toBe(ORIGIN);
    expect(record.leaves).toEqual(LEAVES);
    expect(record.tree.length).toBe(LEAVES.length);
    expect(record.tree.root()).toEqual(record.checkpoint.root);
    expect([...record.wrongTiles()]).toEqual([]);
    expect([...record.wrongBlobs()]).toEqual([]);
    expect(new Set(record.blobNames())).toEqual(new Set(BLOBS.map(nameOf)));
    for (const blob of BLOBS) expect(record.get(nameOf(blob))).toEqual(blob);
    expect([...record.strangers(record.blobNames())]).toEqual([]);
  });

  test("of no leaves is one too", () => {
    const empty = signCheckpoint(new Checkpoint(ORIGIN, 0, recordOf(FILES).tree.root(0)), SEED).toText();
    const record = recordOf(new Map([["checkpoint", utf8(empty)]]));
    expect(record.leaves).toEqual([]);
    expect(record.tree.root()).toEqual(record.checkpoint.root);
    expect([...record.wrongTiles()]).toEqual([]);
  });

  test("tells how far its tree is, and can be stopped", () => {
    const record = recordOf(FILES);
    expect(() => record.buildTree({ cancelled: () => true })).toThrow(Cancelled);
    const told: [number, number][] = [];
    const tree = record.buildTree({ progress: (done, total) => told.push([done, total]) });
    expect(told).toEqual([
      [256, 300],
      [300, 300],
    ]);
    expect(record.tree).toBe(tree);
  });

  test.each(["checkpoint", "tile/entries/000", "tile/entries/001.p/44"])("cannot be read without %s", (path) => {
    expect(() => recordOf(new Map([...FILES].filter(([name]) => name !== path))).leaves).toThrow(BrokenRecord);
    const shorter = FILES.get(path)!.slice(0, -1);
    expect(() => recordOf(new Map([...FILES, [path, shorter]])).leaves).toThrow(BrokenRecord);
  });

  test.each(["", "a\n1\n", "\u0000"])("is not read with the checkpoint %j", (words) => {
    expect(() => recordOf(new Map([["checkpoint", utf8(words)]]))).toThrow("checkpoint: ");
  });

  test("that claims to be endless is refused", () => {
    const claim = (size: number) => {
      const note = signCheckpoint(new Checkpoint(ORIGIN, size, new Uint8Array(32)), SEED).toText();
      return recordOf(new Map([["checkpoint", utf8(note)]]));
    };
    expect(claim(MAX_LEAVES).checkpoint.size).toBe(MAX_LEAVES);
    expect(() => claim(MAX_LEAVES + 1)).toThrow("too long");
  });

  test("names wrong and missing hash tiles", () => {
    const tile = "tile/0/001.p/44";
    expect([...recordOf(new Map([...FILES, [tile, FILES.get(tile)!.slice().reverse()]])).wrongTiles()]).toEqual([tile]);
    const less = new Map([...FILES].filter(([path]) => path !== tile && path !== "tile/1/000.p/1"));
    expect([...recordOf(less).wrongTiles()]).toEqual([tile, "tile/1/000.p/1"]);
  });

  test("names wrong blobs and gives none of them", () => {
    const name = nameOf(BLOBS[0]!);
    const wrong = recordOf(new Map([...FILES, [`blobs/${name}`, utf8("lain")]]));
    expect([...wrong.wrongBlobs()]).toEqual([name]);
    expect(wrong.get(name)).toBeNull();
    expect(() => wrong.blob(name)).toThrow("another hash");
    expect(wrong.blob("0".repeat(64))).toBeNull();
  });

  test("gives a blob as it was when its hash was taken", () => {
    const name = nameOf(BLOBS[0]!);
    const files = new Map(FILES);
    const record = recordOf(files);
    expect(record.get(name)).toEqual(BLOBS[0]);
    files.set(`blobs/${name}`, utf8("lain"));
    expect(record.get(name)).toEqual(BLOBS[0]);
  });

  test("names files that nothing leads to", () => {
    const blob = `blobs/${"0".repeat(64)}`;
    const record = recordOf(new Map([...FILES, ["tile/0/009", utf8("")], [blob, utf8("")], ["lain", utf8("")]]));
    const names = [...record.blobNames()].filter((name) => name !== "0".repeat(64));
    expect(new Set(record.strangers(names))).toEqual(new Set(["tile/0/009", blob, "lain"]));
  });

  test("of a source that has no list names no files", () => {
    const source: RecordSource = { read: (path) => FILES.get(path) ?? null, paths: () => null };
    const record = new Record(source);
    expect([...record.blobNames()]).toEqual([]);
    expect([...record.strangers([])]).toEqual([]);
    expect(record.get(nameOf(BLOBS[1]!))).toEqual(BLOBS[1]);
  });
});

test("a record in memory has the files that it was given", () => {
  const source = new MappingSource(FILES);
  expect([...source.paths()]).toEqual([...FILES.keys()]);
  expect(source.read("lain")).toBeNull();
});

test.each([
  ["checkpoint", true],
  ["tile/0/000", true],
  ["tile/entries/x001/234.p/7", true],
  [`blobs/${"0a".repeat(32)}`, true],
  [`blobs/${"0A".repeat(32)}`, false],
  [`blobs/${"0a".repeat(32)}\n`, false],
  [`blobs/${"a".repeat(63)}`, false],
  ["checkpoint/", false],
  ["tile/entries/../checkpoint", false],
  ["tile/0/000.p/256", false],
  ["tile/0/1", false],
  ["", false],
  ["manifest.json", false],
])("the grammar of paths: %j", (path, good) => {
  expect(isRecordPath(path)).toBe(good);
  expect(blobOf(path)).toBe(good && path.startsWith("blobs/") ? path.slice(6) : null);
});
