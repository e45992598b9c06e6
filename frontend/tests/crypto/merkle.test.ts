/** The log's tree against the golden vectors, and against a tree made by the definition. */
import { sha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toHex, utf8 } from "../../src/crypto/bytes.ts";
import { InvalidMerkleProof } from "../../src/crypto/errors.ts";
import {
  EMPTY_ROOT,
  leafHash,
  MerkleTree,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from "../../src/crypto/merkle.ts";
import { Cancelled, ticker } from "../../src/crypto/work.ts";
import { type Fields, list, number, raw, text } from "./golden.ts";
import { describeGolden, same } from "./outcomes.ts";

function proof(fields: Fields): Uint8Array[] {
  return list<string>(fields, "proof").map(fromHex);
}

describeGolden("merkle.json", {
  Root: (fields) => {
    const entries = list<string>(fields, "entries").map(fromHex);
    same(rootOf(entries.map(leafHash)), text(fields, "root"));
    same(MerkleTree.over(entries).root(), text(fields, "root"));
  },
  Inclusion: (fields) =>
    verifyInclusion(
      raw(fields, "leaf"),
      number(fields, "index"),
      number(fields, "size"),
      proof(fields),
      raw(fields, "root"),
    ),
  Consistency: (fields) =>
    verifyConsistency(
      number(fields, "old_size"),
      raw(fields, "old_root"),
      number(fields, "size"),
      raw(fields, "root"),
      proof(fields),
    ),
});

/** RFC 6962 section 2.1, word by word. */
function byDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(byDefinition(leaves.slice(0, k)), byDefinition(leaves.slice(k)));
}

const entries = Array.from({ length: 600 }, (_, index) => utf8(String(index)));
const leaves = entries.map(leafHash);
const tree = new MerkleTree(leaves);
const forged = leafHash(utf8("forged"));

describe("the tree", () => {
  test.each([0, 1, 2, 3, 7, 8, 9, 100, 257, 600])("of %i leaves has the root of the definition", (size) => {
    const root = toHex(byDefinition(leaves.slice(0, size)));
    expect(toHex(rootOf(leaves.slice(0, size)))).toBe(root);
    expect(toHex(tree.root(size))).toBe(root);
  });

  test("proves every leaf in every tree that holds it, and at no other place", () => {
    const place = fc.integer({ min: 1, max: 70 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
    fc.assert(
      fc.property(place, fc.nat(80), ([size, index], other) => {
        const path = tree.inclusionProof(index, size);
        verifyInclusion(leaves[index]!, index, size, path, tree.root(size));
        const wrongly = (leaf: Uint8Array, at: number, proof: Uint8Array[]) =>
          expect(() => verifyInclusion(leaf, at, size, proof, tree.root(size))).toThrow(InvalidMerkleProof);
        wrongly(forged, index, path);
        wrongly(leaves[index]!, index, [...path, forged]);
        if (path.length > 0) wrongly(leaves[index]!, index, path.slice(1));
        if (other !== index) wrongly(leaves[index]!, other, path);
      }),
    );
  });

  test("proves that a longer log begins with the shorter", () => {
    const other = new MerkleTree([forged, ...leaves]);
    fc.assert(
      fc.property(fc.nat(70), fc.nat(70), (one, two) => {
        const [old, size] = [Math.min(one, two), Math.max(one, two)];
        const proof = tree.consistencyProof(old, size);
        const verify = (oldRoot: Uint8Array) => () => verifyConsistency(old, oldRoot, size, tree.root(size), proof);
        if (old === 0) {
          expect(proof).toEqual([]);
          if (size > 0) expect(verify(EMPTY_ROOT)).toThrow(InvalidMerkleProof);
          return;
        }
        verify(tree.root(old))();
        expect(verify(other.root(old))).toThrow(InvalidMerkleProof);
      }),
    );
  });

  test("is proved in sizes beyond 32 bits", () => {
    // One full path at the left of a tree of 2^40 leaves: each sibling stands at the right.
    const path = Array.from({ length: 40 }, () => forged);
    const root = path.reduce(nodeHash, leaves[0]!);
    verifyInclusion(leaves[0]!, 0, 2 ** 40, path, root);
    expect(() => verifyInclusion(leaves[0]!, 2 ** 32, 2 ** 40, path, root)).toThrow(InvalidMerkleProof);
    expect(() => verifyInclusion(leaves[0]!, 0, 2 ** 39, path, root)).toThrow("too long");
    expect(() => verifyInclusion(leaves[0]!, 0, 2 ** 41, path, root)).toThrow("too short");
  });

  test("has no leaf, node or root beyond its leaves", () => {
    expect(() => tree.root(601)).toThrow(RangeError);
    expect(() => tree.root(-1)).toThrow(RangeError);
    expect(() => tree.inclusionProof(600)).toThrow(RangeError);
    expect(() => tree.inclusionProof(5, 5)).toThrow(RangeError);
    expect(() => tree.consistencyProof(6, 5)).toThrow(RangeError);
    expect(() => tree.hashes(9, 0, 2)).toThrow(RangeError);
    expect(() => tree.hashes(20, 0, 0)).toThrow(RangeError);
    expect(() => tree.append(new Uint8Array(31))).toThrow(RangeError);
  });

  test("tells how far it is, and can be stopped", () => {
    const told: number[] = [];
    MerkleTree.over(entries, ticker({ progress: (done) => told.push(done) }, entries.length));
    expect(told).toEqual([256, 512, 600]);
    const stopped = ticker({ cancelled: () => true }, entries.length);
    expect(() => MerkleTree.over(entries, stopped)).toThrow(Cancelled);
  });
});

describe("a proof", () => {
  test.each([
    ["a short hash", [new Uint8Array(31)]],
    ["too many hashes", Array.from({ length: 129 }, () => forged)],
  ])("with %s is refused", (_, proof) => {
    expect(() => verifyInclusion(leaves[0]!, 0, 2, proof, tree.root(2))).toThrow("32 bytes");
    expect(() => verifyConsistency(1, leaves[0]!, 2, tree.root(2), proof)).toThrow("32 bytes");
  });

  test("of consistency is refused between one size, an older one that is larger, and without hashes", () => {
    const root = tree.root(2);
    verifyConsistency(2, root, 2, root, []);
    verifyConsistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, []);
    expect(() => verifyConsistency(2, root, 2, root, [forged])).toThrow(InvalidMerkleProof);
    expect(() => verifyConsistency(2, root, 2, forged, [])).toThrow(InvalidMerkleProof);
    expect(() => verifyConsistency(0, forged, 0, forged, [])).toThrow(InvalidMerkleProof);
    expect(() => verifyConsistency(3, root, 2, root, [])).toThrow("larger");
    expect(() => verifyConsistency(1, leaves[0]!, 2, root, [])).toThrow("empty");
  });

  test("under a root of another length is refused", () => {
    expect(() => verifyInclusion(leaves[0]!, 0, 1, [], leaves[0]!.slice(1))).toThrow(InvalidMerkleProof);
  });
});
