/** The static layout of the log against the golden vectors, and as the C2SP text has it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toHex, utf8 } from "../../src/crypto/bytes.ts";
import { MalformedEncoding } from "../../src/crypto/errors.ts";
import { leafHash, MerkleTree, rootOf } from "../../src/crypto/merkle.ts";
import {
  ENTRIES,
  entryBundle,
  existsIn,
  hashTile,
  isTilePath,
  parsePath,
  splitEntries,
  splitHashes,
  Tile,
  tilesOf,
} from "../../src/crypto/tiles.ts";
import { list, number, raw, text } from "./golden.ts";
import { AnotherOutcome, describeGolden } from "./outcomes.ts";

function same(computed: string | number, stated: unknown): void {
  if (computed !== stated) throw new AnotherOutcome();
}

describeGolden("tiles.json", {
  TilePath: (fields) => {
    const tile = parsePath(text(fields, "path"));
    same(tile.level, fields["level"]);
    same(tile.number, fields["number"]);
    same(tile.width, fields["width"]);
    same(tile.path(), fields["path"]);
  },
  EntryBundle: (fields) => {
    const entries = splitEntries(raw(fields, "bundle"), number(fields, "width"));
    same(entries.map(toHex).join(), list<string>(fields, "entries").join());
    same(toHex(entryBundle(entries)), fields["bundle"]);
  },
});

describe("the path of a tile", () => {
  // Source: C2SP tlog-tiles, "Merkle Tree": tile 1234067 is x001/x234/067.
  test.each([
    [new Tile(0, 1_234_067), "tile/0/x001/x234/067"],
    [new Tile(ENTRIES, 0, 7), "tile/entries/000.p/7"],
    [new Tile(1, 273, 255), "tile/1/273.p/255"],
    [new Tile(7, 1_000_000), "tile/7/x001/x000/000"],
  ])("is that of the specification", (tile, path) => {
    expect(tile.path()).toBe(path);
    expect(parsePath(path)).toEqual(tile);
    expect(isTilePath(path)).toBe(true);
  });

  test.each([
    "tile/0/1",
    "tile/0/x000/001",
    "tile/0/001.p/0",
    "tile/0/001.p/256",
    "tile/00/001",
    "tile/0/001/../002",
    "tile/8/001",
    "tile/-1/001",
    "tile/0/\u0661\u0661\u0661",
    "tile/entries",
    "tile/0/001.p/",
    "tile/0/001.p/07",
    "tile/0/001\n",
    "tail/0/001",
    `tile/0/${"x001/".repeat(12)}001`,
  ])("is not %j", (path) => {
    expect(() => parsePath(path)).toThrow(MalformedEncoding);
    expect(isTilePath(path)).toBe(false);
  });

  test("may name a number that no tile has, as in Python", () => {
    const path = `tile/0/${"x999/".repeat(7)}999`;
    expect(isTilePath(path)).toBe(true);
    expect(() => parsePath(path)).toThrow(MalformedEncoding);
  });
});

describe("the tiles of a log", () => {
  test("hold each leaf once, and exist", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70_000 }), (size) => {
        const tiles = [...tilesOf(size)];
        const bundles = tiles.filter((tile) => tile.level === ENTRIES);
        expect(bundles.reduce((sum, tile) => sum + tile.width, 0)).toBe(size);
        expect(tiles.every((tile) => existsIn(tile, size))).toBe(true);
        expect(existsIn(new Tile(ENTRIES, Math.floor(size / 256), (size % 256) + 1), size)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  test("of an empty log are none", () => {
    expect([...tilesOf(0)]).toEqual([]);
  });

  test("come level by level, a partial one last", () => {
    expect([...tilesOf(600)].map((tile) => tile.path())).toEqual([
      ...["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"],
      ...["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"],
    ]);
  });

  test("lead to the root", () => {
    const tree = MerkleTree.over(Array.from({ length: 600 }, (_, index) => utf8(String(index))));
    const level0 = [...tilesOf(600)]
      .filter((tile) => tile.level === 0)
      .flatMap((tile) => splitHashes(hashTile(tree, tile), tile.width));
    expect(rootOf(level0)).toEqual(tree.root());
    const level1 = splitHashes(hashTile(tree, new Tile(1, 0, 2)), 2);
    expect(level1).toEqual([rootOf(level0.slice(0, 256)), rootOf(level0.slice(256, 512))]);
    expect(() => hashTile(tree, new Tile(1, 0, 3))).toThrow(RangeError);
    expect(() => splitHashes(new Uint8Array(63), 2)).toThrow(MalformedEncoding);
  });
});

describe("a bundle", () => {
  test("holds entries of any length up to 65,535 bytes", () => {
    const entries = [new Uint8Array(0), new Uint8Array(300).fill(7), new Uint8Array(65_535), leafHash(fromHex("00"))];
    expect(splitEntries(entryBundle(entries), 4)).toEqual(entries);
    expect(() => entryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
    expect(() => entryBundle([])).toThrow(RangeError);
    expect(() => entryBundle(Array.from({ length: 257 }, () => new Uint8Array(1)))).toThrow(RangeError);
  });
});
