/** Blobs beside the log, named by their SHA-256. */
import { sha256 as hash } from "@noble/hashes/sha2.js";
import { toHex } from "../../crypto/bytes.ts";
import { IllegalEvent } from "../refusals.ts";

/** Whoever holds blobs.  It is trusted to give bytes of the name that was asked for. */
export interface BlobSource {
  /** Return the blob, or null where it is absent or withheld. */
  get(sha256: string): Uint8Array | null;
}

/** Return the name of a blob. */
export function nameOf(data: Uint8Array): string {
  return toHex(hash(data));
}

/** Blobs in memory; every blob is checked against its name when it is read. */
export class MappingBlobs implements BlobSource {
  readonly #blobs: ReadonlyMap<string, Uint8Array>;

  constructor(blobs: ReadonlyMap<string, Uint8Array>) {
    this.#blobs = blobs;
  }

  /** Name each blob by its hash. */
  static of(...blobs: readonly Uint8Array[]): MappingBlobs {
    return new MappingBlobs(new Map(blobs.map((blob) => [nameOf(blob), blob])));
  }

  get(sha256: string): Uint8Array | null {
    const data = this.#blobs.get(sha256);
    return data === undefined || nameOf(data) !== sha256 ? null : data;
  }
}

/**
 * Return a blob that is never withheld and has `size` bytes.
 *
 * @throws IllegalEvent BLOB_MISSING or BLOB_MALFORMED.
 */
export function publicBlob(blobs: BlobSource, sha256: string, size: number): Uint8Array {
  const data = blobs.get(sha256);
  if (data === null) throw new IllegalEvent("BLOB_MISSING", { sha256 });
  if (data.length !== size) throw new IllegalEvent("BLOB_MALFORMED", { sha256 });
  return data;
}

/** Return the pieces of `size` bytes that a list blob holds; the last may be shorter. */
export function split(data: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < data.length; start += size) pieces.push(data.subarray(start, start + size));
  return pieces;
}

/** Return pieces as one byte string; there may be more of them than a call takes arguments. */
export function joinAll(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let start = 0;
  for (const piece of pieces) {
    joined.set(piece, start);
    start += piece.length;
  }
  return joined;
}

/** Compare byte strings as Python does: by the first byte that differs, then by length. */
export function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i++) {
    const difference = one[i]! - other[i]!;
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Say whether every piece is less than the next. */
export function isAscending(pieces: readonly Uint8Array[]): boolean {
  return pieces.every((piece, place) => place === 0 || compareBytes(pieces[place - 1]!, piece) < 0);
}

/**
 * Return the `count` strings of `size` bytes of a public blob, strictly ascending.
 *
 * @throws IllegalEvent BLOB_MISSING or BLOB_MALFORMED.
 */
export function sortedBlob(blobs: BlobSource, sha256: string, count: number, size: number): Uint8Array[] {
  const items = split(publicBlob(blobs, sha256, count * size), size);
  if (!isAscending(items)) throw new IllegalEvent("BLOB_MALFORMED", { sha256 });
  return items;
}

/**
 * Check a blob that may be withheld.
 *
 * @throws IllegalEvent BLOB_MALFORMED: it is there and has another size.
 */
export function checkWithheldBlob(blobs: BlobSource, sha256: string, size: number): void {
  const data = blobs.get(sha256);
  if (data !== null && data.length !== size) throw new IllegalEvent("BLOB_MALFORMED", { sha256 });
}
