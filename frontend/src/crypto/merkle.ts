/**
 * The Merkle tree of the log: hashing of RFC 6962, proofs of RFC 9162.
 *
 * Hashes are SHA-256, 32 bytes.  Source: RFC 6962 section 2.1 (hashing), RFC 9162 sections 2.1.3 and 2.1.4 (proofs).
 * Sizes are safe integers, so nothing here uses the operators that work on 32 bits.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { sameBytes } from "./bytes.ts";
import { InvalidMerkleProof } from "./errors.ts";
import type { Tick } from "./work.ts";

export const HASH_BYTES = 32;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const TICK_EVERY = 256;

// No honest proof in a tree of fewer than 2^64 leaves is longer.
const MOST_HASHES = 128;

/** Root of the tree without leaves.  Source: RFC 6962 section 2.1. */
export const EMPTY_ROOT: Uint8Array = /* @__PURE__ */ sha256(new Uint8Array(0));

/** Return the hash of a leaf, 32 bytes. */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256.create().update(LEAF).update(entry).digest();
}

/** Return the hash of an inner node, 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(NODE).update(left).update(right).digest();
}

/** A growing tree that keeps the hash of every complete node, so that proofs cost only look-ups. */
export class MerkleTree {
  #levels: Uint8Array[][] = [[]];

  /** Start with these leaves, given by their hashes. */
  constructor(leafHashes: Iterable<Uint8Array> = []) {
    for (const each of leafHashes) this.append(each);
  }

  /**
   * Return the tree over these entries.
   *
   * @param tick told of the entries that were hashed.
   * @throws Cancelled (from the tick) the caller stopped the work.
   */
  static over(entries: readonly Uint8Array[], tick?: Tick): MerkleTree {
    const tree = new MerkleTree();
    for (let start = 0; start < entries.length; start += TICK_EVERY) {
      const some = entries.slice(start, start + TICK_EVERY);
      for (const entry of some) tree.append(leafHash(entry));
      tick?.(some.length);
    }
    return tree;
  }

  /** Return a tree of the same leaves that grows by itself. */
  copy(): MerkleTree {
    const other = new MerkleTree();
    other.#levels = this.#levels.map((level) => [...level]);
    return other;
  }

  /** How many leaves it has. */
  get length(): number {
    return this.#levels[0]!.length;
  }

  /**
   * Add a leaf by its hash.
   *
   * @throws RangeError it has not 32 bytes.
   */
  append(leaf: Uint8Array): void {
    if (leaf.length !== HASH_BYTES) throw new RangeError("a leaf hash has 32 bytes");
    const levels = this.#levels;
    levels[0]!.push(leaf);
    for (let height = 0; levels[height]!.length % 2 === 0; height++) {
      const level = levels[height]!;
      if (levels.length === height + 1) levels.push([]);
      levels[height + 1]!.push(nodeHash(level.at(-2)!, level.at(-1)!));
    }
  }

  /**
   * Return the hashes of complete nodes `start .. stop - 1`, each over `2**height` leaves.
   *
   * @throws RangeError they are not all complete.
   */
  hashes(height: number, start: number, stop: number): Uint8Array[] {
    const level = this.#levels[height];
    if (level === undefined || !(0 <= start && start <= stop && stop <= level.length)) {
      throw new RangeError("no complete nodes there");
    }
    return level.slice(start, stop);
  }

  /**
   * Return the root of the tree, or of its first `size` leaves.
   *
   * @throws RangeError it has fewer.
   */
  root(size = this.length): Uint8Array {
    return this.#range(0, this.#checked(size));
  }

  /**
   * Return the proof that leaf `index` is in the tree of the first `size` leaves, leaf's sibling first.
   *
   * @throws RangeError there is no such leaf or tree.
   */
  inclusionProof(index: number, size = this.length): Uint8Array[] {
    const stop = this.#checked(size);
    if (!isNumberBelow(index, stop)) throw new RangeError("no such leaf");
    return this.#path(index, 0, stop);
  }

  /**
   * Return the proof that the tree of `old` leaves is the beginning of that of `size` leaves.
   *
   * Empty for equal sizes and for `old = 0`.
   *
   * @throws RangeError there are no such trees.
   */
  consistencyProof(old: number, size = this.length): Uint8Array[] {
    const whole = this.#checked(size);
    if (!isNumberBelow(old, whole + 1)) throw new RangeError("no such tree");
    return old === 0 || old === whole ? [] : this.#subproof(old, 0, whole, true);
  }

  #checked(size: number): number {
    if (!isNumberBelow(size, this.length + 1)) throw new RangeError("no such tree");
    return size;
  }

  /** Return the root over the leaves `start .. stop - 1`; `start` is a multiple of a power of two above. */
  #range(start: number, stop: number): Uint8Array {
    const count = stop - start;
    if (count === 0) return EMPTY_ROOT;
    const half = splitOf(count);
    if (count === 1 || count === 2 * half) return this.#levels[heightOf(count)]![start / count]!;
    return nodeHash(this.#range(start, start + half), this.#range(start + half, stop));
  }

  #path(index: number, start: number, stop: number): Uint8Array[] {
    if (stop - start === 1) return [];
    const split = start + splitOf(stop - start);
    return index < split
      ? [...this.#path(index, start, split), this.#range(split, stop)]
      : [...this.#path(index, split, stop), this.#range(start, split)];
  }

  // RFC 9162 section 2.1.4.1, SUBPROOF; `old` counts from the first leaf of the whole tree.
  #subproof(old: number, start: number, stop: number, whole: boolean): Uint8Array[] {
    if (old === stop) return whole ? [] : [this.#range(start, stop)];
    const split = start + splitOf(stop - start);
    return old <= split
      ? [...this.#subproof(old, start, split, whole), this.#range(split, stop)]
      : [...this.#subproof(old, split, stop, false), this.#range(start, split)];
  }
}

/** Return the largest power of two below `count`; 1 for one leaf. */
function splitOf(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

/** Return the height of a complete tree of `count` leaves, a power of two. */
function heightOf(count: number): number {
  let height = 0;
  for (let rest = count; rest > 1; rest /= 2) height++;
  return height;
}

function isNumberBelow(value: number, bound: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value < bound;
}

/** Return the root over these leaf hashes. */
export function rootOf(leafHashes: Iterable<Uint8Array>): Uint8Array {
  return new MerkleTree(leafHashes).root();
}

/**
 * Accept that `leaf` (a leaf hash) is number `index` of the tree of `size` leaves with this root.
 *
 * Source: RFC 9162 section 2.1.3.2.
 *
 * @throws InvalidMerkleProof it is not, or the proof is malformed.
 */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  checkHashes([leaf, ...proof]);
  if (!Number.isSafeInteger(size) || !isNumberBelow(index, size)) {
    throw new InvalidMerkleProof("no such leaf in a tree of this size");
  }
  let hash = leaf;
  const walk = new Walk(index, size - 1);
  for (const sibling of proof) hash = walk.step() ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  walk.end();
  if (!sameBytes(hash, root)) throw new InvalidMerkleProof("the proof leads to another root");
}

/**
 * Accept that the tree of `oldSize` leaves is the beginning of the tree of `size` leaves.
 *
 * Source: RFC 9162 section 2.1.4.2.
 *
 * @throws InvalidMerkleProof it is not, or the proof is malformed.
 */
export function verifyConsistency(
  oldSize: number,
  oldRoot: Uint8Array,
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): void {
  checkHashes(proof);
  if (!Number.isSafeInteger(size) || !isNumberBelow(oldSize, size + 1)) {
    throw new InvalidMerkleProof("the older tree is larger");
  }
  if (oldSize === size) {
    if (proof.length > 0 || !sameBytes(oldRoot, root) || (size === 0 && !sameBytes(root, EMPTY_ROOT))) {
      throw new InvalidMerkleProof("trees of one size need no proof, and have one root");
    }
    return;
  }
  if (oldSize === 0) {
    throw new InvalidMerkleProof("every tree begins with the empty one: there is nothing to prove");
  }
  if (proof.length === 0) throw new InvalidMerkleProof("the proof is empty");
  const [oldFound, found] = consistentRoots(oldSize, oldRoot, size, proof);
  if (!sameBytes(oldFound, oldRoot) || !sameBytes(found, root)) {
    throw new InvalidMerkleProof("the proof leads to other roots");
  }
}

/** Return the roots of both trees to which a consistency proof leads. */
function consistentRoots(
  oldSize: number,
  oldRoot: Uint8Array,
  size: number,
  proof: readonly Uint8Array[],
): readonly [Uint8Array, Uint8Array] {
  const isComplete = 2 ** heightOf(oldSize) === oldSize;
  const [first, ...rest] = isComplete ? [oldRoot, ...proof] : proof;
  const walk = new Walk(oldSize - 1, size - 1);
  walk.skipRight();
  let old = first!;
  let hash = first!;
  for (const sibling of rest) {
    if (walk.step()) {
      old = nodeHash(sibling, old);
      hash = nodeHash(sibling, hash);
    } else {
      hash = nodeHash(hash, sibling);
    }
  }
  walk.end();
  return [old, hash];
}

/** The two numbers `fn` and `sn` that both algorithms of RFC 9162 carry from the leaf to the root. */
class Walk {
  #fn: number;
  #sn: number;

  constructor(fn: number, sn: number) {
    this.#fn = fn;
    this.#sn = sn;
  }

  #up(): void {
    this.#fn = Math.floor(this.#fn / 2);
    this.#sn = Math.floor(this.#sn / 2);
  }

  /** Go up as long as the node is a right child. */
  skipRight(): void {
    while (this.#fn % 2 === 1) this.#up();
  }

  /**
   * Go up by one hash of the proof; return whether that hash stands at the left.
   *
   * @throws InvalidMerkleProof the root is reached.
   */
  step(): boolean {
    if (this.#sn === 0) throw new InvalidMerkleProof("the proof is too long");
    const isLeft = this.#fn % 2 === 1 || this.#fn === this.#sn;
    if (isLeft) while (this.#fn % 2 === 0 && this.#fn !== 0) this.#up();
    this.#up();
    return isLeft;
  }

  /** @throws InvalidMerkleProof the root is not reached. */
  end(): void {
    if (this.#sn !== 0) throw new InvalidMerkleProof("the proof is too short");
  }
}

function checkHashes(hashes: readonly Uint8Array[]): void {
  if (hashes.length > MOST_HASHES || hashes.some((each) => each.length !== HASH_BYTES)) {
    throw new InvalidMerkleProof("not a list of hashes of 32 bytes");
  }
}
