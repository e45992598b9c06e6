/** Blobs for the fold: by name, of one size, in one order. */
import { describe, expect, it } from "vitest";
import {
  checkWithheldBlob,
  compareBytes,
  isAscending,
  MappingBlobs,
  nameOf,
  publicBlob,
  sortedBlob,
} from "../../src/ballots/state/blobs.ts";
import { codeOf } from "./refused.ts";

const ascending = Uint8Array.of(1, 2, 3, 4);
const descending = Uint8Array.of(3, 4, 1, 2);
const blobs = MappingBlobs.of(ascending, descending);

describe("a blob", () => {
  it("is found by the hash of its bytes alone", () => {
    expect(blobs.get(nameOf(ascending))).toBe(ascending);
    expect(new MappingBlobs(new Map([[nameOf(ascending), descending]])).get(nameOf(ascending))).toBeNull();
  });

  it("that is public is refused when it is missing or has another size", () => {
    expect(publicBlob(blobs, nameOf(ascending), 4)).toBe(ascending);
    expect(codeOf(() => publicBlob(blobs, nameOf(Uint8Array.of(9)), 1))).toBe("BLOB_MISSING");
    expect(codeOf(() => publicBlob(blobs, nameOf(ascending), 5))).toBe("BLOB_MALFORMED");
  });

  it("of a list is refused unless it rises strictly", () => {
    expect(sortedBlob(blobs, nameOf(ascending), 2, 2)).toHaveLength(2);
    expect(codeOf(() => sortedBlob(blobs, nameOf(descending), 2, 2))).toBe("BLOB_MALFORMED");
    expect(isAscending([Uint8Array.of(1), Uint8Array.of(1)])).toBe(false);
  });

  it("that is withheld may be missing, but not of another size", () => {
    expect(codeOf(() => checkWithheldBlob(blobs, nameOf(Uint8Array.of(9)), 1))).toBe("");
    expect(codeOf(() => checkWithheldBlob(blobs, nameOf(ascending), 5))).toBe("BLOB_MALFORMED");
  });
});

describe("byte strings", () => {
  it("stand in the order of their first difference, a beginning before the whole", () => {
    expect(compareBytes(Uint8Array.of(1, 255), Uint8Array.of(2))).toBeLessThan(0);
    expect(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBeLessThan(0);
    expect(compareBytes(Uint8Array.of(7), Uint8Array.of(7))).toBe(0);
  });
});
