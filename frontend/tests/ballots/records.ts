/** A small record, its log signed and its blobs named, that says nothing. */
import { Record, recordFiles } from "../../src/ballots/record.ts";
import { MappingSource } from "../../src/ballots/record_paths.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import { Checkpoint, signCheckpoint } from "../../src/crypto/checkpoint.ts";
import { MerkleTree } from "../../src/crypto/merkle.ts";

export const ORIGIN = "rembug.id/uji";
export const SEED = Uint8Array.from({ length: 32 }, (_, index) => index);
/** More than one tile of them. */
export const LEAVES = Array.from({ length: 300 }, (_, index) => utf8(`catatan ${index}`));
export const BLOBS = [utf8("lampiran satu"), utf8("lampiran dua")];
export const NOTE = utf8(
  signCheckpoint(new Checkpoint(ORIGIN, LEAVES.length, MerkleTree.over(LEAVES).root()), SEED).toText(),
);
/** The files of the record; one blob is given twice. */
export const FILES: ReadonlyMap<string, Uint8Array> = new Map(recordFiles(NOTE, LEAVES, [...BLOBS, BLOBS[0]!]));

/** Return the record in memory. */
export function recordOf(files: ReadonlyMap<string, Uint8Array>): Record {
  return new Record(new MappingSource(files));
}
