/**
 * Paths of a public record, and whoever holds its files.  Source: docs/formats.md, "Public record".
 *
 * A record comes from strangers: nothing is read whose path is not in this grammar, or that is too large.
 */
import { isTilePath } from "../crypto/tiles.ts";

export const CHECKPOINT = "checkpoint";
// The largest blob of 40,000 ballots of 17 names is below 60 MB.
export const MAX_FILE_BYTES = 256 * 1024 * 1024;
export const MAX_RECORD_BYTES = 2 * 1024 * 1024 * 1024;
export const MAX_FILES = 200_000;

const BLOB = /^blobs\/([0-9a-f]{64})$/;

/** Say whether a path can be one of a record. */
export function isRecordPath(path: string): boolean {
  return path === CHECKPOINT || blobOf(path) !== null || isTilePath(path);
}

/** Return where a blob stands. */
export function blobPath(sha256: string): string {
  return `blobs/${sha256}`;
}

/** Return the name of the blob whose place this is, or null where it is none. */
export function blobOf(path: string): string | null {
  return BLOB.exec(path)?.[1] ?? null;
}

/**
 * Whoever holds the files of a record: a zip or memory.
 *
 * Nothing that it gives is trusted; who reads checks all of it.
 */
export interface RecordSource {
  /**
   * Return the file at a path of the grammar, or null where there is none.
   *
   * @throws BrokenRecord it is too large or cannot be read.
   */
  read(path: string): Uint8Array | null;

  /** Return every path that is there, or null where that cannot be known. */
  paths(): Iterable<string> | null;
}

/** A record in memory. */
export class MappingSource implements RecordSource {
  readonly #files: ReadonlyMap<string, Uint8Array>;

  /** Take the files by path. */
  constructor(files: ReadonlyMap<string, Uint8Array>) {
    this.#files = files;
  }

  read(path: string): Uint8Array | null {
    return this.#files.get(path) ?? null;
  }

  paths(): Iterable<string> {
    return this.#files.keys();
  }
}
