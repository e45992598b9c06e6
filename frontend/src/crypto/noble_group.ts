/**
 * The group on noble's ristretto255, the default engine.
 *
 * JavaScript's integers of any size are not constant-time; "the same operations whatever the values" is the most that
 * can be had.  Secrets are used on their holder's own device only, where nobody else measures.
 */
import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import type { BaseTable, ElementVector, Group } from "./group_engine.ts";
import { type Point as NoblePoint, sumPublic, sumSecret } from "./multi_scalar.ts";
import { joined, pick } from "./records.ts";
import { TICK_EVERY, type Tick } from "./work.ts";

const { Point } = ristretto255;
const BYTES = 32;
const UNIFORM = 64;
// Bits of a table's window: 832 multiples.  Wider ones are faster only after thousands of multiplications.
const TABLE_WINDOW = 5;

class NobleVector implements ElementVector {
  readonly points: readonly NoblePoint[];
  /** The encodings, once somebody needed them. */
  bytes: Uint8Array | undefined;

  constructor(points: readonly NoblePoint[], bytes?: Uint8Array) {
    this.points = points;
    this.bytes = bytes;
  }

  get length(): number {
    return this.points.length;
  }
}

class NobleTable implements BaseTable {
  readonly engine = "noble";
  readonly point: NoblePoint;

  constructor(point: NoblePoint) {
    this.point = point;
  }
}

function own(vector: ElementVector): NobleVector {
  if (!(vector instanceof NobleVector)) throw new TypeError("elements of another engine");
  return vector;
}

function decodeOne(data: Uint8Array): NoblePoint | undefined {
  try {
    return Point.fromBytes(data);
  } catch {
    return undefined;
  }
}

function deriveOne(uniform: Uint8Array): NoblePoint {
  // noble's type says that a curve may lack this map; ristretto255 has it.
  const point = ristretto255_hasher.deriveToCurve?.(uniform);
  if (point === undefined) throw new TypeError("a library without the one-way map");
  return point;
}

/** Map indices to results, with a tick now and then. */
function each<T>(count: number, make: (index: number) => T, tick?: Tick): T[] {
  const made: T[] = [];
  let told = 0;
  for (let index = 0; index < count; index++) {
    made.push(make(index));
    if ((index + 1) % TICK_EVERY === 0) {
      tick?.(TICK_EVERY);
      told += TICK_EVERY;
    }
  }
  if (count > told) tick?.(count - told);
  return made;
}

function chosen(vector: ElementVector, count: number, index: (place: number) => number): NobleVector {
  const { points, bytes } = own(vector);
  return new NobleVector(
    each(count, (place) => points[index(place)]!),
    bytes && pick(bytes, BYTES, count, index),
  );
}

function pairs(
  one: ElementVector,
  other: ElementVector,
  combine: (a: NoblePoint, b: NoblePoint) => NoblePoint,
): NobleVector {
  const a = own(one).points;
  const b = own(other).points;
  return new NobleVector(a.map((point, index) => combine(point, b.length === 1 ? b[0]! : b[index]!)));
}

function multiply(point: NoblePoint, scalar: bigint): NoblePoint {
  // noble refuses zero.  Nothing secret is zero but with a chance of 2^-252.
  return scalar === 0n ? Point.ZERO : point.multiply(scalar);
}

export const nobleGroup: Group = {
  name: "noble",

  decode(data, allowIdentity, tick) {
    const points: NoblePoint[] = [];
    const count = data.length / BYTES;
    for (let index = 0; index < count; index++) {
      const point = decodeOne(data.subarray(BYTES * index, BYTES * (index + 1)));
      if (point === undefined || (!allowIdentity && point.is0())) return index;
      points.push(point);
      if ((index + 1) % TICK_EVERY === 0) tick?.(TICK_EVERY);
    }
    tick?.(count % TICK_EVERY);
    return new NobleVector(points, data.slice());
  },

  check(candidates) {
    return each(
      candidates.length / BYTES,
      (index) => decodeOne(candidates.subarray(BYTES * index, BYTES * (index + 1))) !== undefined,
    );
  },

  encode(vector, tick) {
    const { points, bytes } = own(vector);
    if (bytes !== undefined) {
      tick?.(points.length);
      return bytes.slice();
    }
    const made = new Uint8Array(BYTES * points.length);
    each(points.length, (index) => made.set(points[index]!.toBytes(), BYTES * index), tick);
    own(vector).bytes = made;
    return made.slice();
  },

  concat(parts) {
    const points = parts.flatMap((part) => own(part).points);
    if (parts.some((part) => own(part).bytes === undefined)) return new NobleVector(points);
    return new NobleVector(points, joined(parts.map((part) => own(part).bytes!)));
  },

  slice: (vector, start, step, count) => chosen(vector, count, (place) => start + step * place),
  take: (vector, indices) => chosen(vector, indices.length, (place) => indices[place]!),
  repeat: (vector, count) => chosen(vector, count, () => 0),

  add: (one, other) => pairs(one, other, (a, b) => a.add(b)),
  sub: (one, other) => pairs(one, other, (a, b) => a.subtract(b)),
  neg: (vector) => new NobleVector(own(vector).points.map((point) => point.negate())),
  sum: (vector) => new NobleVector([own(vector).points.reduce((total, point) => total.add(point), Point.ZERO)]),

  equal(one, other) {
    const b = own(other).points;
    return one.length === other.length && own(one).points.every((point, index) => point.equals(b[index]!));
  },

  findIdentity(vector) {
    const found = own(vector).points.findIndex((point) => point.is0());
    return found < 0 ? undefined : found;
  },

  times(vector, scalars, tick) {
    const { points } = own(vector);
    const one = scalars.length === 1;
    return new NobleVector(
      each(points.length, (index) => multiply(points[index]!, one ? scalars[0]! : scalars[index]!), tick),
    );
  },

  timesPublic(vector, scalar, tick) {
    const { points } = own(vector);
    return new NobleVector(each(points.length, (index) => points[index]!.multiplyUnsafe(scalar), tick));
  },

  table(vector) {
    // A point of its own: noble keeps tables by the point, and the generator's would take the slower, blinded way.
    const point = Point.fromBytes(own(vector).points[0]!.toBytes());
    return new NobleTable(point.precompute(TABLE_WINDOW, true));
  },

  tableTimes(table, scalars, tick) {
    if (!(table instanceof NobleTable)) throw new TypeError("a table of another engine");
    return new NobleVector(each(scalars.length, (index) => multiply(table.point, scalars[index]!), tick));
  },

  msmSecret: (scalars, vector, tick) => new NobleVector([sumSecret(scalars, own(vector).points, tick)]),
  msm: (scalars, vector, tick) => new NobleVector([sumPublic(scalars, own(vector).points, tick)]),

  hash: (uniform, tick) =>
    new NobleVector(
      each(uniform.length / UNIFORM, (index) => deriveOne(uniform.slice(UNIFORM * index, UNIFORM * (index + 1))), tick),
    ),
};
