/**
 * The public record: log and blobs, from a zip or memory.
 *
 * Source: docs/formats.md, "Public record".  A record carries no list of its files: everything in it follows from the
 * checkpoint and the events.  Reading here checks form and hashes; what the record says is for `verification` to judge.
 */
import { sameBytes } from "../crypto/bytes.ts";
import { Checkpoint } from "../crypto/checkpoint.ts";
import { CryptoError, MalformedEncoding } from "../crypto/errors.ts";
import { MerkleTree } from "../crypto/merkle.ts";
import { type Note, parseNote } from "../crypto/note.ts";
import { ENTRIES, entryBundle, hashTile, splitEntries, TILE_WIDTH, type Tile, tilesOf } from "../crypto/tiles.ts";
import { ticker, type Work } from "../crypto/work.ts";
import { BrokenRecord } from "./errors.ts";
import { blobOf, blobPath, CHECKPOINT, type RecordSource } from "./record_paths.ts";
import { type BlobSource, nameOf } from "./state/blobs.ts";

/** More leaves than a kelurahan of 40,000 adults has by far; it bounds what a stranger can make us read. */
export const MAX_LEAVES = 2 ** 20;

/** A record that can be read; only its checkpoint has been read so far. */
export class Record implements BlobSource {
  /** Whoever holds the files. */
  readonly source: RecordSource;
  /** The file `checkpoint`. */
  readonly noteBytes: Uint8Array;
  /** The same, parsed; its signatures are not checked. */
  readonly note: Note;
  /** Origin, size and root that the note states. */
  readonly checkpoint: Checkpoint;
  #leaves: readonly Uint8Array[] | undefined;
  #tree: MerkleTree | undefined;
  // A blob is asked for by many checks, and to hash a large one takes a phone long.
  readonly #checked = new Map<string, Uint8Array>();

  /**
   * Read the checkpoint.
   *
   * @throws BrokenRecord there is none, or it cannot be read, or it states too many leaves.
   */
  constructor(source: RecordSource) {
    const data = source.read(CHECKPOINT);
    if (data === null) throw new BrokenRecord("the record has no checkpoint");
    try {
      this.note = parseNote(data);
      this.checkpoint = Checkpoint.parse(this.note.text);
    } catch (fault) {
      if (!(fault instanceof CryptoError)) throw fault;
      throw new BrokenRecord(`checkpoint: ${fault.message}`);
    }
    if (this.checkpoint.size > MAX_LEAVES) throw new BrokenRecord("the log is too long");
    this.noteBytes = data;
    this.source = source;
  }

  /**
   * The leaves of the log, as many as the checkpoint states.
   *
   * @throws BrokenRecord an entry bundle is missing, or holds another number of entries.
   */
  get leaves(): readonly Uint8Array[] {
    this.#leaves ??= [...tilesOf(this.checkpoint.size)]
      .filter((tile) => tile.level === ENTRIES)
      .flatMap((tile) => this.#entries(tile));
    return this.#leaves;
  }

  #entries(tile: Tile): Uint8Array[] {
    const data = this.source.read(tile.path());
    if (data === null) throw new BrokenRecord(`${tile.path()} is missing`);
    try {
      return splitEntries(data, tile.width);
    } catch (fault) {
      if (!(fault instanceof MalformedEncoding)) throw fault;
      throw new BrokenRecord(`${tile.path()} is no bundle of ${tile.width} entries`);
    }
  }

  /**
   * The tree over the leaves; its root need not be the one of the checkpoint.
   *
   * @throws BrokenRecord as `leaves`.
   */
  get tree(): MerkleTree {
    return this.buildTree();
  }

  /**
   * Return the tree over the leaves, and tell how far it is when it has to be made.
   *
   * @throws BrokenRecord as `leaves`.
   * @throws Cancelled the caller stopped the work.
   */
  buildTree(work: Work = {}): MerkleTree {
    this.#tree ??= MerkleTree.over(this.leaves, ticker(work, this.leaves.length));
    return this.#tree;
  }

  /**
   * Yield the path of every hash tile that is missing or is not what the leaves give.
   *
   * @throws BrokenRecord as `leaves`, or a tile cannot be read.
   */
  *wrongTiles(): Generator<string, void> {
    for (const tile of tilesOf(this.checkpoint.size)) {
      if (tile.level === ENTRIES) continue;
      const data = this.source.read(tile.path());
      if (data === null || !sameBytes(data, hashTile(this.tree, tile))) yield tile.path();
    }
  }

  /**
   * Return a blob, or null where it is absent (withheld, or lost).
   *
   * @throws BrokenRecord what stands at its place has another hash or cannot be read.
   */
  blob(sha256: string): Uint8Array | null {
    const known = this.#checked.get(sha256);
    if (known !== undefined) return known;
    const data = this.source.read(blobPath(sha256));
    if (data === null) return null;
    if (nameOf(data) !== sha256) throw new BrokenRecord(`${blobPath(sha256)} has another hash`);
    this.#checked.set(sha256, data);
    return data;
  }

  /** Return a blob for the fold, or null where it is absent or has another hash. */
  get(sha256: string): Uint8Array | null {
    try {
      return this.blob(sha256);
    } catch (fault) {
      if (!(fault instanceof BrokenRecord)) throw fault;
      return null;
    }
  }

  /** Yield the names of the blobs that are there; none where the source cannot say. */
  *blobNames(): Generator<string, void> {
    for (const path of this.source.paths() ?? []) {
      const name = blobOf(path);
      if (name !== null) yield name;
    }
  }

  /** Yield the names of the blobs that are there and have another hash or cannot be read. */
  *wrongBlobs(): Generator<string, void> {
    for (const name of this.blobNames()) {
      try {
        this.blob(name);
      } catch (fault) {
        if (!(fault instanceof BrokenRecord)) throw fault;
        yield name;
      }
    }
  }

  /**
   * Yield the paths of files that no event and no checkpoint of this record leads to.
   *
   * @param knownBlobs the blobs that the events name.
   */
  *strangers(knownBlobs: Iterable<string>): Generator<string, void> {
    const known = new Set([CHECKPOINT]);
    for (const tile of tilesOf(this.checkpoint.size)) known.add(tile.path());
    for (const name of knownBlobs) known.add(blobPath(name));
    for (const path of this.source.paths() ?? []) if (!known.has(path)) yield path;
  }
}

/**
 * Yield the path and content of every file of a record, for `MappingSource` or `writeZip`.
 *
 * @param note the signed checkpoint over all the leaves.
 * @param leaves the leaves of the log.
 * @param blobs the blobs that may be published, in any order; twice the same counts once.
 */
export function* recordFiles(
  note: Uint8Array,
  leaves: readonly Uint8Array[],
  blobs: Iterable<Uint8Array>,
): Generator<readonly [string, Uint8Array], void> {
  yield [CHECKPOINT, note];
  const tree = MerkleTree.over(leaves);
  for (const tile of tilesOf(leaves.length)) {
    const start = tile.number * TILE_WIDTH;
    const isBundle = tile.level === ENTRIES;
    yield [tile.path(), isBundle ? entryBundle(leaves.slice(start, start + tile.width)) : hashTile(tree, tile)];
  }
  const named = new Map<string, Uint8Array>();
  for (const blob of blobs) named.set(nameOf(blob), blob);
  for (const [name, blob] of named) yield [blobPath(name), blob];
}
