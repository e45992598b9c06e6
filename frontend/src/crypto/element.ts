/** Elements of ristretto255 (RFC 9496), one and many, held decoded and written additively. */
import { MalformedEncoding } from "./errors.ts";
import { type ElementVector, ENGINE } from "./group_engine.ts";
import type { Scalar, Scalars } from "./scalar.ts";
import type { Tick } from "./work.ts";

const BYTES = 32;
const ANY = "group element";
const NONIDENTITY = "group element other than the identity";

/** One group element.  `vector` is the engine's, of length 1. */
export class Element {
  readonly vector: ElementVector;

  constructor(vector: ElementVector) {
    this.vector = vector;
  }

  /**
   * Decode the 32 bytes of an element, which may be the identity.
   *
   * @throws MalformedEncoding they are not the canonical encoding of an element.
   */
  static fromBytes(data: Uint8Array): Element {
    return Element.decoded(data, true);
  }

  /**
   * Decode the 32 bytes of an element other than the identity.
   *
   * @throws MalformedEncoding they are not the canonical encoding of one.
   */
  static decodeNonidentity(data: Uint8Array): Element {
    return Element.decoded(data, false);
  }

  private static decoded(data: Uint8Array, allowIdentity: boolean): Element {
    const decoded = data.length === BYTES ? ENGINE.decode(data, allowIdentity) : 0;
    if (typeof decoded === "number") throw new MalformedEncoding(allowIdentity ? ANY : NONIDENTITY);
    return new Element(decoded);
  }

  /** Return the neutral element, 32 zero bytes. */
  static identity(): Element {
    return Element.fromBytes(new Uint8Array(BYTES));
  }

  /** Return the canonical encoding, 32 bytes. */
  toBytes(): Uint8Array {
    return ENGINE.encode(this.vector);
  }

  isIdentity(): boolean {
    return ENGINE.findIdentity(this.vector) !== undefined;
  }

  add(other: Element): Element {
    return new Element(ENGINE.add(this.vector, other.vector));
  }

  sub(other: Element): Element {
    return new Element(ENGINE.sub(this.vector, other.vector));
  }

  neg(): Element {
    return new Element(ENGINE.neg(this.vector));
  }

  /** Return scalar * this, for a secret scalar. */
  times(scalar: Scalar): Element {
    return new Element(ENGINE.times(this.vector, [scalar.value]));
  }

  equals(other: Element): boolean {
    return ENGINE.equal(this.vector, other.vector);
  }

  /** Name the class only: an element may be a voter's name before it is sealed. */
  toString(): string {
    return "<Element>";
  }

  toJSON(): string {
    return this.toString();
  }
}

/**
 * A vector of group elements.
 *
 * `add` and `sub` go elementwise with a vector of the same length, or with one `Element` for all.
 *
 * @throws RangeError lengths that do not fit together.
 */
export class Elements {
  readonly vector: ElementVector;

  constructor(vector: ElementVector) {
    this.vector = vector;
  }

  /**
   * Decode the 32 bytes of each element.
   *
   * @throws MalformedEncoding with the index of the first that is not the canonical encoding of an element, or that is
   *   the identity where it is not allowed.
   */
  static fromBytes(data: Uint8Array, options: { allowIdentity?: boolean; tick?: Tick } = {}): Elements {
    if (data.length % BYTES !== 0) throw new MalformedEncoding("whole number of group elements");
    const allowed = options.allowIdentity === true;
    const decoded = ENGINE.decode(data, allowed, options.tick);
    if (typeof decoded === "number") throw new MalformedEncoding(allowed ? ANY : NONIDENTITY, decoded);
    return new Elements(decoded);
  }

  /** Put elements into a vector. */
  static of(elements: Iterable<Element>): Elements {
    return new Elements(ENGINE.concat(Array.from(elements, (element) => element.vector)));
  }

  /** Return `count` times the same element. */
  static repeat(element: Element, count: number): Elements {
    return new Elements(ENGINE.repeat(element.vector, count));
  }

  /** Join vectors. */
  static concat(parts: Iterable<Elements>): Elements {
    return new Elements(ENGINE.concat(Array.from(parts, (part) => part.vector)));
  }

  /** Return the canonical encodings, 32 bytes each; asking twice costs nothing. */
  toBytes(tick?: Tick): Uint8Array {
    return ENGINE.encode(this.vector, tick);
  }

  get length(): number {
    return this.vector.length;
  }

  /** Return one element. */
  at(index: number): Element {
    if (!(Number.isInteger(index) && index >= 0 && index < this.length)) {
      throw new RangeError(`element ${index} of ${this.length}`);
    }
    return new Element(ENGINE.slice(this.vector, index, 1, 1));
  }

  /** Return the elements `start`, `start + step`, ... before `stop`; nothing is decoded or encoded anew. */
  slice(start: number, stop: number = this.length, step = 1): Elements {
    const count = Math.max(0, Math.ceil((Math.min(stop, this.length) - start) / step));
    return new Elements(ENGINE.slice(this.vector, start, step, count));
  }

  *[Symbol.iterator](): Iterator<Element> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  private fits(other: { readonly length: number }): void {
    if (other.length !== this.length) throw new RangeError(`vectors of ${this.length} elements and ${other.length}`);
  }

  add(other: Elements | Element): Elements {
    if (other instanceof Elements) this.fits(other);
    return new Elements(ENGINE.add(this.vector, other.vector));
  }

  sub(other: Elements | Element): Elements {
    if (other instanceof Elements) this.fits(other);
    return new Elements(ENGINE.sub(this.vector, other.vector));
  }

  neg(): Elements {
    return new Elements(ENGINE.neg(this.vector));
  }

  /** Add all up; the identity if there are none. */
  sum(): Element {
    return new Element(ENGINE.sum(this.vector));
  }

  /** Return the index of the first neutral element, if there is one. */
  firstIdentity(): number | undefined {
    return ENGINE.findIdentity(this.vector);
  }

  /** Return the vector of `this[indices[j]]`, for indices from 0 to n - 1. */
  permuted(indices: readonly number[]): Elements {
    if (indices.some((index) => !(index >= 0 && index < this.length))) throw new RangeError("index out of range");
    return new Elements(ENGINE.take(this.vector, indices));
  }

  /** Return scalars_i * this_i, for secret scalars. */
  times(scalars: Scalars, tick?: Tick): Elements {
    this.fits(scalars);
    return new Elements(ENGINE.times(this.vector, scalars.values, tick));
  }

  /** Return scalar * this_i for one secret scalar. */
  timesEach(scalar: Scalar, tick?: Tick): Elements {
    return new Elements(ENGINE.times(this.vector, [scalar.value], tick));
  }

  /** Return scalar * this_i for one public scalar, in a time that depends on it. */
  timesEachPublic(scalar: Scalar, tick?: Tick): Elements {
    return new Elements(ENGINE.timesPublic(this.vector, scalar.value, tick));
  }

  /** Say whether both hold the same elements in the same order. */
  equals(other: Elements): boolean {
    return ENGINE.equal(this.vector, other.vector);
  }

  /** Show the length only. */
  toString(): string {
    return `<Elements, ${this.length} of them>`;
  }

  toJSON(): string {
    return this.toString();
  }
}
