/**
 * Integers modulo the order of ristretto255, one and many.
 *
 * Trust: scalars are where the secrets are.  No text shows a value; bytes that were asked for are the caller's to wipe.
 */
import { ristretto255 } from "@noble/curves/ed25519.js";
import { MalformedEncoding } from "./errors.ts";
import { draw, type RandomSource } from "./randomness.ts";

/** The order of the group.  Source: RFC 8032 section 5.1, "L"; RFC 9496 section 4. */
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const { Fn } = ristretto255.Point;
const BYTES = 32;
const WIDE_BYTES = 64;
const BYTES_128 = 16;
const MASK_64 = 0xffff_ffff_ffff_ffffn;

/** Read `size` bytes (a multiple of 8) as a little-endian integer. */
function readInteger(data: Uint8Array, start: number, size: number): bigint {
  const view = new DataView(data.buffer, data.byteOffset + start, size);
  let value = 0n;
  for (let at = size - 8; at >= 0; at -= 8) value = (value << 64n) | view.getBigUint64(at, true);
  return value;
}

export function writeScalar(value: bigint, data: Uint8Array, start: number): void {
  const view = new DataView(data.buffer, data.byteOffset + start, BYTES);
  for (let at = 0; at < BYTES; at += 8) view.setBigUint64(at, (value >> BigInt(8 * at)) & MASK_64, true);
}

function modulo(value: bigint): bigint {
  const rest = value % ORDER;
  return rest < 0n ? rest + ORDER : rest;
}

/** One integer modulo `ORDER`. */
export class Scalar {
  /** From 0 to `ORDER` - 1. */
  readonly value: bigint;

  private constructor(value: bigint) {
    this.value = value;
  }

  /** Reduce an integer modulo `ORDER`. */
  static fromInt(value: bigint | number): Scalar {
    return new Scalar(modulo(BigInt(value)));
  }

  /**
   * Decode 32 bytes, little-endian, below `ORDER`.
   *
   * @throws MalformedEncoding they are not that.
   */
  static fromBytes(data: Uint8Array): Scalar {
    if (data.length !== BYTES) throw new MalformedEncoding("scalar");
    const value = readInteger(data, 0, BYTES);
    if (value >= ORDER) throw new MalformedEncoding("scalar");
    return new Scalar(value);
  }

  /** Reduce 64 bytes, little-endian, modulo `ORDER`. */
  static fromWide(data: Uint8Array): Scalar {
    if (data.length !== WIDE_BYTES) throw new MalformedEncoding("64 bytes to reduce to a scalar");
    return new Scalar(modulo(readInteger(data, 0, WIDE_BYTES)));
  }

  /** Draw 64 bytes, reduce them, and wipe them. */
  static random(random: RandomSource): Scalar {
    const data = draw(random, WIDE_BYTES);
    const scalar = Scalar.fromWide(data);
    data.fill(0);
    return scalar;
  }

  /** Return 32 bytes, little-endian. */
  toBytes(): Uint8Array {
    const data = new Uint8Array(BYTES);
    writeScalar(this.value, data, 0);
    return data;
  }

  add(other: Scalar): Scalar {
    return new Scalar(modulo(this.value + other.value));
  }

  sub(other: Scalar): Scalar {
    return new Scalar(modulo(this.value - other.value));
  }

  mul(other: Scalar): Scalar {
    return new Scalar(modulo(this.value * other.value));
  }

  neg(): Scalar {
    return new Scalar(modulo(-this.value));
  }

  /**
   * Return 1 / this.
   *
   * @throws MalformedEncoding this is zero.
   */
  inverse(): Scalar {
    if (this.value === 0n) throw new MalformedEncoding("scalar that has an inverse");
    return new Scalar(Fn.inv(this.value));
  }

  isZero(): boolean {
    return this.value === 0n;
  }

  equals(other: Scalar): boolean {
    return this.value === other.value;
  }

  /** Hide the value. */
  toString(): string {
    return "<Scalar>";
  }

  /** Keep the value out of every JSON. */
  toJSON(): string {
    return this.toString();
  }
}

/**
 * A vector of integers modulo `ORDER`.
 *
 * `add`, `sub` and `mul` go elementwise with a vector of the same length, or with one `Scalar` for all.
 *
 * @throws RangeError lengths that do not fit together.
 */
export class Scalars {
  readonly values: readonly bigint[];

  private constructor(values: readonly bigint[]) {
    this.values = values;
  }

  /**
   * Decode 32 bytes each, little-endian, below `ORDER`.
   *
   * @throws MalformedEncoding with the index of the first that is not that.
   */
  static fromBytes(data: Uint8Array): Scalars {
    if (data.length % BYTES !== 0) throw new MalformedEncoding("whole number of scalars");
    const values: bigint[] = [];
    for (let start = 0; start < data.length; start += BYTES) {
      const value = readInteger(data, start, BYTES);
      if (value >= ORDER) throw new MalformedEncoding("scalar", start / BYTES);
      values.push(value);
    }
    return new Scalars(values);
  }

  /** Put scalars into a vector. */
  static of(scalars: Iterable<Scalar>): Scalars {
    return new Scalars(Array.from(scalars, (scalar) => scalar.value));
  }

  /** Join vectors. */
  static concat(parts: Iterable<Scalars>): Scalars {
    return new Scalars([...parts].flatMap((part) => part.values));
  }

  /** Reduce integers modulo `ORDER`. */
  static fromInts(values: Iterable<bigint | number>): Scalars {
    return new Scalars(Array.from(values, (value) => modulo(BigInt(value))));
  }

  /** Reduce 64 bytes each, little-endian, modulo `ORDER`. */
  static fromWide(data: Uint8Array): Scalars {
    if (data.length % WIDE_BYTES !== 0) throw new RangeError("64 bytes for each scalar");
    const values: bigint[] = [];
    for (let start = 0; start < data.length; start += WIDE_BYTES) {
      values.push(modulo(readInteger(data, start, WIDE_BYTES)));
    }
    return new Scalars(values);
  }

  /** Take 16 bytes each, little-endian. */
  static from128(data: Uint8Array): Scalars {
    if (data.length % BYTES_128 !== 0) throw new RangeError("16 bytes for each scalar");
    const values: bigint[] = [];
    for (let start = 0; start < data.length; start += BYTES_128) values.push(readInteger(data, start, BYTES_128));
    return new Scalars(values);
  }

  /** Draw 64 bytes for each of `count` scalars, reduce them, and wipe them. */
  static random(count: number, random: RandomSource): Scalars {
    const data = draw(random, WIDE_BYTES * count);
    const scalars = Scalars.fromWide(data);
    data.fill(0);
    return scalars;
  }

  /** Return `count` times the same scalar. */
  static repeat(scalar: Scalar, count: number): Scalars {
    return new Scalars(new Array<bigint>(count).fill(scalar.value));
  }

  /** Return 32 bytes each, little-endian. */
  toBytes(): Uint8Array {
    const data = new Uint8Array(BYTES * this.length);
    this.values.forEach((value, index) => {
      writeScalar(value, data, BYTES * index);
    });
    return data;
  }

  get length(): number {
    return this.values.length;
  }

  /** Return one scalar. */
  at(index: number): Scalar {
    const value = this.values[index];
    if (value === undefined) throw new RangeError(`scalar ${index} of ${this.length}`);
    return Scalar.fromInt(value);
  }

  /** Return the scalars `start`, `start + step`, ... before `stop`. */
  slice(start: number, stop: number = this.length, step = 1): Scalars {
    if (step === 1) return new Scalars(this.values.slice(start, stop));
    const values: bigint[] = [];
    for (let index = start; index < Math.min(stop, this.length); index += step) values.push(this.values[index]!);
    return new Scalars(values);
  }

  *[Symbol.iterator](): Iterator<Scalar> {
    for (const value of this.values) yield Scalar.fromInt(value);
  }

  private with(other: Scalars | Scalar, combine: (a: bigint, b: bigint) => bigint): Scalars {
    if (other instanceof Scalar) return new Scalars(this.values.map((value) => modulo(combine(value, other.value))));
    this.fits(other);
    return new Scalars(this.values.map((value, index) => modulo(combine(value, other.values[index]!))));
  }

  private fits(other: Scalars): void {
    if (other.length !== this.length) throw new RangeError(`vectors of ${this.length} and ${other.length} scalars`);
  }

  add(other: Scalars | Scalar): Scalars {
    return this.with(other, (a, b) => a + b);
  }

  sub(other: Scalars | Scalar): Scalars {
    return this.with(other, (a, b) => a - b);
  }

  mul(other: Scalars | Scalar): Scalars {
    return this.with(other, (a, b) => a * b);
  }

  neg(): Scalars {
    return new Scalars(this.values.map((value) => modulo(-value)));
  }

  /** Add all up; zero if there are none. */
  sum(): Scalar {
    return Scalar.fromInt(this.values.reduce((total, value) => total + value, 0n));
  }

  /** Return the sum of the products of pairs. */
  dot(other: Scalars): Scalar {
    this.fits(other);
    return Scalar.fromInt(this.values.reduce((total, value, index) => total + value * other.values[index]!, 0n));
  }

  /** Multiply all together; one if there are none. */
  product(): Scalar {
    return Scalar.fromInt(this.values.reduce((total, value) => modulo(total * value), 1n));
  }

  /** Return the vector of `this[indices[j]]`, for indices from 0 to n - 1. */
  permuted(indices: readonly number[]): Scalars {
    return Scalars.of(indices.map((index) => this.at(index)));
  }

  /** Return the vector whose j-th item is the product of the items 0 to j. */
  runningProducts(): Scalars {
    let product = 1n;
    return new Scalars(
      this.values.map((value) => {
        product = modulo(product * value);
        return product;
      }),
    );
  }

  /** Return r with r_j = this_j + multipliers_j * r_{j-1}, where r_{-1} = start. */
  linearRecurrence(multipliers: Scalars, start: Scalar): Scalars {
    this.fits(multipliers);
    let before = start.value;
    return new Scalars(
      this.values.map((value, index) => {
        before = modulo(value + multipliers.values[index]! * before);
        return before;
      }),
    );
  }

  equals(other: Scalars): boolean {
    return this.length === other.length && this.values.every((value, index) => value === other.values[index]);
  }

  /** Hide the values. */
  toString(): string {
    return `<Scalars, ${this.length} of them>`;
  }

  /** Keep the values out of every JSON. */
  toJSON(): string {
    return this.toString();
  }
}
