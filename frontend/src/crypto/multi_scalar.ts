/**
 * Sums of products over noble's points.
 *
 * noble's own `pippenger` walks all 253 bits and adds zero digits too.  Half of the scalars of this protocol have 128
 * bits, so `sumPublic` uses signed digits, skips zeros and stops at the longest scalar.  Source of the method: Bernstein,
 * Doumen, Lange, Oosterwijk, "Faster batch forgery identification" (2012), section 4.
 */
import { mulAddUnsafe } from "@noble/curves/abstract/curve.js";
import { ristretto255 } from "@noble/curves/ed25519.js";
import { TICK_EVERY, type Tick } from "./work.ts";

/** A point of noble's ristretto255. */
export type Point = typeof ristretto255.Point.ZERO;

const ZERO = ristretto255.Point.ZERO;

// Below this many terms, tables of odd multiples with one chain of doublings are faster than buckets.
const FEW = 24;
const SCALAR_BYTES = 32;
const SECRET_WINDOW = 4;
// Points whose tables are held at once, and which share one chain of doublings.
const SECRET_CHUNK = 64;

/** Return each scalar as 32 bytes, little-endian. */
function packed(scalars: readonly bigint[]): Uint8Array {
  const data = new Uint8Array(SCALAR_BYTES * scalars.length);
  const view = new DataView(data.buffer);
  scalars.forEach((scalar, index) => {
    for (let word = 0; word < 4; word++) {
      view.setBigUint64(SCALAR_BYTES * index + 8 * word, (scalar >> BigInt(64 * word)) & 0xffff_ffff_ffff_ffffn, true);
    }
  });
  return data;
}

/** Return the signed digits of width `w` of all scalars, digit by digit: item `d * n + i` is digit `d` of scalar `i`. */
function signedDigits(scalars: readonly bigint[], w: number, digits: number): Int32Array {
  const count = scalars.length;
  const data = packed(scalars);
  const result = new Int32Array(digits * count);
  const base = 1 << w;
  for (let i = 0; i < count; i++) {
    let carry = 0;
    for (let d = 0; d < digits; d++) {
      const bit = d * w;
      const at = bit >> 3;
      let word = 0;
      // Digits have at most 13 bits: three bytes hold one at any offset.
      for (let k = 0; k < 3 && at + k < SCALAR_BYTES; k++) word |= data[SCALAR_BYTES * i + at + k]! << (8 * k);
      let digit = ((word >> (bit & 7)) & (base - 1)) + carry;
      carry = digit > base >> 1 ? 1 : 0;
      if (carry === 1) digit -= base;
      result[d * count + i] = digit;
    }
  }
  return result;
}

function bitLength(scalars: readonly bigint[]): number {
  let largest = 0n;
  for (const scalar of scalars) if (scalar > largest) largest = scalar;
  return largest.toString(2).length;
}

/** Return the digit width with the fewest additions, for `count` scalars of `bits` bits. */
function bestWidth(count: number, bits: number): number {
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let w = 2; w <= 13; w++) {
    const cost = (Math.floor(bits / w) + 1) * (count + 2 ** w);
    if (cost < least) {
      least = cost;
      best = w;
    }
  }
  return best;
}

/** Return the sum of scalars_i * points_i, in a time that depends on the scalars: for public ones only. */
export function sumPublic(scalars: readonly bigint[], points: readonly Point[], tick?: Tick): Point {
  const count = points.length;
  if (count === 0) return ZERO;
  if (count < FEW) {
    const sum = mulAddUnsafe(ristretto255.Point, [...points], [...scalars]);
    tick?.(count);
    return sum;
  }
  const bits = bitLength(scalars);
  const w = bestWidth(count, bits);
  const rounds = Math.floor(bits / w) + 1;
  const digits = signedDigits(scalars, w, rounds);
  const half = 1 << (w - 1);
  let total = ZERO;
  for (let d = rounds - 1; d >= 0; d--) {
    for (let k = 0; k < w && d !== rounds - 1; k++) total = total.double();
    total = total.add(bucketSum(digits.subarray(d * count, (d + 1) * count), points, half));
    // Every term passes through all rounds, so each round is its part of all the terms.
    tick?.(Math.floor(((rounds - d) * count) / rounds) - Math.floor(((rounds - d - 1) * count) / rounds));
  }
  return total;
}

function bucketSum(digits: Int32Array, points: readonly Point[], half: number): Point {
  const buckets: (Point | undefined)[] = new Array(half + 1).fill(undefined);
  for (let i = 0; i < digits.length; i++) {
    const digit = digits[i]!;
    if (digit === 0) continue;
    const place = digit < 0 ? -digit : digit;
    const point = digit < 0 ? points[i]!.negate() : points[i]!;
    const held = buckets[place];
    buckets[place] = held === undefined ? point : held.add(point);
  }
  let running: Point | undefined;
  let sum: Point | undefined;
  for (let place = half; place > 0; place--) {
    const held = buckets[place];
    if (held !== undefined) running = running === undefined ? held : running.add(held);
    if (running !== undefined) sum = sum === undefined ? running : sum.add(running);
  }
  return sum ?? ZERO;
}

/** Return the sum of scalars_i * points_i with the same sequence of point operations whatever the scalars. */
export function sumSecret(scalars: readonly bigint[], points: readonly Point[], tick?: Tick): Point {
  let total = ZERO;
  for (let start = 0; start < points.length; start += SECRET_CHUNK) {
    const end = Math.min(start + SECRET_CHUNK, points.length);
    total = total.add(secretChunk(scalars.slice(start, end), points.slice(start, end), tick));
  }
  return total;
}

function secretChunk(scalars: readonly bigint[], points: readonly Point[], tick?: Tick): Point {
  const size = 1 << SECRET_WINDOW;
  const data = packed(scalars);
  const tables = points.map((point) => {
    const table = [ZERO];
    for (let k = 1; k < size; k++) table.push(table[k - 1]!.add(point));
    return table;
  });
  let sum = ZERO;
  for (let d = 2 * SCALAR_BYTES - 1; d >= 0; d--) {
    for (let k = 0; k < SECRET_WINDOW; k++) sum = sum.double();
    for (let i = 0; i < tables.length; i++) {
      const table = tables[i]!;
      const digit = (data[SCALAR_BYTES * i + (d >> 1)]! >> (4 * (d & 1))) & (size - 1);
      // Every entry is touched, and zero is added like any other.
      let chosen = table[0]!;
      for (let k = 1; k < size; k++) chosen = k === digit ? table[k]! : chosen;
      sum = sum.add(chosen);
    }
    if (d % TICK_EVERY === 0) tick?.((TICK_EVERY * tables.length) / (2 * SCALAR_BYTES));
  }
  data.fill(0);
  return sum;
}
