/**
 * The static layout of the log: paths, hash tiles and entry bundles.
 *
 * Source: C2SP tlog-tiles.  A full tile holds 256 hashes; level 0 holds leaf hashes, level `L` hashes over `256**L`
 * leaves.  An entry bundle holds 256 entries, each behind its length in two bytes.
 */
import { joinBytes } from "./bytes.ts";
import { MalformedEncoding } from "./errors.ts";
import { HASH_BYTES, type MerkleTree } from "./merkle.ts";

export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;
export const MAX_ENTRY_BYTES = 65_535;
/** Stands for the level of entry bundles in `Tile`. */
export const ENTRIES = -1;

const LONGEST_PATH = 64;
const LENGTH_BYTES = 2;
// Three digits to a group; the first of several is not zero.
const PATH = /^tile\/(entries|[0-7])\/((?:x(?!000)\d{3}\/(?:x\d{3}\/)*)?\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** A tile: level (or `ENTRIES`), number, and width from 1 to 256. */
export class Tile {
  readonly level: number;
  readonly number: number;
  readonly width: number;

  constructor(level: number, number: number, width: number = TILE_WIDTH) {
    this.level = level;
    this.number = number;
    this.width = width;
  }

  /** Return the path below the log's folder, such as `tile/0/x001/234.p/7`. */
  path(): string {
    const groups = [digits(this.number % 1000)];
    for (let rest = Math.floor(this.number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
      groups.unshift(`x${digits(rest % 1000)}`);
    }
    const level = this.level === ENTRIES ? "entries" : String(this.level);
    const partial = this.width === TILE_WIDTH ? "" : `.p/${this.width}`;
    return `tile/${level}/${groups.join("/")}${partial}`;
  }
}

function digits(number: number): string {
  return String(number).padStart(3, "0");
}

function matchPath(path: string): readonly (string | undefined)[] | null {
  const match = path.length > LONGEST_PATH ? null : PATH.exec(path);
  return match === null || Number(match[3] ?? 1) >= TILE_WIDTH ? null : match;
}

/** Say whether a path is that of a tile, its number however large. */
export function isTilePath(path: string): boolean {
  return matchPath(path) !== null;
}

/**
 * Read the path of a tile.
 *
 * @throws MalformedEncoding not the path that `Tile.path` makes, or of a number from 2**53 on, where no tile is.
 */
export function parsePath(path: string): Tile {
  const match = matchPath(path);
  const number = Number(match?.[2]?.replaceAll(/[x/]/g, ""));
  if (match === null || !Number.isSafeInteger(number)) throw new MalformedEncoding("path of a tile");
  const level = match[1] === "entries" ? ENTRIES : Number(match[1]);
  return new Tile(level, number, match[3] === undefined ? TILE_WIDTH : Number(match[3]));
}

/**
 * Yield the tiles of a tree of `size` leaves: hash tiles of every level, then entry bundles.
 *
 * The last of a level may be partial; a level without a complete node has none.
 */
export function* tilesOf(size: number): Generator<Tile, void> {
  let count = size;
  for (let level = 0; count > 0; level++) {
    yield* row(level, count);
    count = Math.floor(count / TILE_WIDTH);
  }
  yield* row(ENTRIES, size);
}

function* row(level: number, count: number): Generator<Tile, void> {
  const full = Math.floor(count / TILE_WIDTH);
  for (let number = 0; number < full; number++) yield new Tile(level, number);
  if (count % TILE_WIDTH > 0) yield new Tile(level, full, count % TILE_WIDTH);
}

/** Say whether a log of `size` leaves serves this tile; partial widths below the present one count. */
export function existsIn(tile: Tile, size: number): boolean {
  const count = tile.level === ENTRIES ? size : Math.floor(size / TILE_WIDTH ** tile.level);
  return tile.number * TILE_WIDTH + tile.width <= count;
}

/**
 * Return the hashes of a hash tile, joined.
 *
 * @throws RangeError the tree has no such tile.
 */
export function hashTile(tree: MerkleTree, tile: Tile): Uint8Array {
  const start = tile.number * TILE_WIDTH;
  return joinBytes(...tree.hashes(tile.level * TILE_HEIGHT, start, start + tile.width));
}

/**
 * Return the `width` hashes of a hash tile.
 *
 * @throws MalformedEncoding another length.
 */
export function splitHashes(data: Uint8Array, width: number): Uint8Array[] {
  if (data.length !== width * HASH_BYTES) throw new MalformedEncoding("hash tile");
  return Array.from({ length: width }, (_, place) => data.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES));
}

/**
 * Join up to 256 entries, each behind its length (two bytes, big-endian).
 *
 * @throws RangeError none, too many, or an entry is longer than 65,535 bytes.
 */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const fits = entries.length >= 1 && entries.length <= TILE_WIDTH;
  if (!fits || entries.some((entry) => entry.length > MAX_ENTRY_BYTES)) throw new RangeError("not a bundle of entries");
  return joinBytes(...entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]));
}

/**
 * Return the `width` entries of a bundle.
 *
 * @throws MalformedEncoding the bundle holds another number of entries, or ends inside one.
 */
export function splitEntries(data: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let place = 0; place < data.length; ) {
    const start = place + LENGTH_BYTES;
    if (start > data.length) throw new MalformedEncoding("entry bundle");
    const stop = start + data[place]! * 256 + data[place + 1]!;
    if (stop > data.length) throw new MalformedEncoding("entry bundle");
    entries.push(data.subarray(start, stop));
    place = stop;
  }
  if (entries.length !== width) throw new MalformedEncoding("entry bundle");
  return entries;
}
