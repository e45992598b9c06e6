/**
 * The group on curve25519-dalek as WebAssembly (`frontend/wasm`), for workers: several times as fast as noble's.
 *
 * Elements are kept here, as opaque blocks of bytes; only what one call needs goes through WebAssembly's memory, so that
 * this memory stays small whatever the lists.  Secrets are wiped from it when the call is done.
 */
import type { BaseTable, ElementVector, Group } from "./group_engine.ts";
import { joined, pick } from "./records.ts";
import { writeScalar } from "./scalar.ts";
import type { Address, Core } from "./wasm_core.ts";
import type { Tick } from "./work.ts";

const BYTES = 32;
const UNIFORM = 64;
/** Elements of one call where each costs 10 to 100 us: a tick follows. */
const BLOCK = 64;
/** Elements of one call where each costs less than 1 us, and most terms of one public sum: 60 ms. */
const CHUNK = 4096;
/** Terms of one secret sum. */
const SECRET_CHUNK = 128;

class WasmVector implements ElementVector {
  /** The elements as the core holds them. */
  readonly blocks: Uint8Array;
  readonly length: number;
  /** The encodings, once somebody needed them. */
  bytes: Uint8Array | undefined;

  constructor(blocks: Uint8Array, length: number, bytes?: Uint8Array) {
    this.blocks = blocks;
    this.length = length;
    this.bytes = bytes;
  }
}

class WasmTable implements BaseTable {
  readonly engine = "wasm";
  readonly address: Address;

  constructor(address: Address) {
    this.address = address;
  }
}

function own(vector: ElementVector): WasmVector {
  if (!(vector instanceof WasmVector)) throw new TypeError("elements of another engine");
  return vector;
}

/** What a multiplication makes: elements and, at almost no further cost, their encodings. */
type Multiply = (start: number, count: number) => void;

/** ristretto255 by a program that runs. */
export class WasmGroup implements Group {
  readonly name = "wasm";
  private readonly core: Core;
  /** Bytes of an element. */
  private readonly size: number;
  // Three parts of the work area: for `CHUNK` elements, for as many uniform strings or scalars, and for encodings.
  private readonly elements: Address;
  private readonly input: Address;
  private readonly output: Address;
  private readonly tables: FinalizationRegistry<Address>;

  constructor(core: Core) {
    this.core = core;
    this.size = core.point_size();
    this.elements = core.reserve(CHUNK * (this.size + UNIFORM + BYTES));
    this.input = this.elements + CHUNK * this.size;
    this.output = this.input + CHUNK * UNIFORM;
    this.tables = new FinalizationRegistry((address) => core.table_free(address));
  }

  /** Return the core's memory as it is now: when it grows, older views of it are empty. */
  private get memory(): Uint8Array {
    return new Uint8Array(this.core.memory.buffer);
  }

  private put(data: Uint8Array, size: number, start: number, count: number, at: Address): void {
    this.memory.set(data.subarray(size * start, size * (start + count)), at);
  }

  private putPoints(vector: ElementVector, start: number, count: number, at: Address = this.elements): void {
    this.put(own(vector).blocks, this.size, start, count, at);
  }

  private putScalars(scalars: readonly bigint[], start: number, count: number): void {
    const { memory } = this;
    for (let place = 0; place < count; place++)
      writeScalar(scalars[start + place]!, memory, this.input + BYTES * place);
  }

  private got(at: Address, bytes: number): Uint8Array {
    return this.memory.slice(at, at + bytes);
  }

  /** Wipe what so many elements and scalars have left in the work area, also when the work was cancelled. */
  private wipe(count: number): void {
    const { memory } = this;
    memory.fill(0, this.elements, this.elements + this.size * count);
    memory.fill(0, this.input, this.input + BYTES * count);
    memory.fill(0, this.output, this.output + BYTES * count);
  }

  /** Run over `count` elements, some at a time, with a tick after each. */
  private each(count: number, most: number, run: (start: number, count: number) => void, tick?: Tick): void {
    for (let start = 0; start < count; start += most) {
      const some = Math.min(most, count - start);
      run(start, some);
      tick?.(some);
    }
  }

  /** Collect the elements that each run leaves in the work area. */
  private made(
    count: number,
    most: number,
    run: (start: number, count: number) => void,
    tick?: Tick,
    known?: Uint8Array,
  ): WasmVector {
    const blocks = new Uint8Array(this.size * count);
    const collect = (start: number, some: number) => {
      run(start, some);
      const from = this.elements;
      blocks.set(this.memory.subarray(from, from + this.size * some), this.size * start);
    };
    this.each(count, most, collect, tick);
    return new WasmVector(blocks, count, known);
  }

  /** Collect what multiplications leave in the work area, elements and encodings, and wipe it if it is secret. */
  private multiplied(count: number, isSecret: boolean, run: Multiply, tick?: Tick): WasmVector {
    const bytes = new Uint8Array(BYTES * count);
    const collect = (start: number, some: number) => {
      run(start, some);
      bytes.set(this.memory.subarray(this.output, this.output + BYTES * some), BYTES * start);
    };
    try {
      return this.made(count, BLOCK, collect, tick, bytes);
    } finally {
      if (isSecret) this.wipe(BLOCK);
    }
  }

  decode(data: Uint8Array, allowIdentity: boolean, tick?: Tick): ElementVector | number {
    const count = data.length / BYTES;
    const blocks = new Uint8Array(this.size * count);
    for (let start = 0; start < count; start += BLOCK) {
      const some = Math.min(BLOCK, count - start);
      this.put(data, BYTES, start, some, this.input);
      const good = this.core.decode(this.input, some, Number(allowIdentity), this.elements);
      if (good < some) return start + good;
      blocks.set(this.memory.subarray(this.elements, this.elements + this.size * some), this.size * start);
      tick?.(some);
    }
    return new WasmVector(blocks, count, data.slice());
  }

  check(candidates: Uint8Array): boolean[] {
    const answers: boolean[] = [];
    this.each(candidates.length / BYTES, BLOCK, (start, some) => {
      this.put(candidates, BYTES, start, some, this.input);
      this.core.check(this.input, some, this.output);
      for (const answer of this.got(this.output, some)) answers.push(answer === 1);
    });
    return answers;
  }

  encode(vector: ElementVector, tick?: Tick): Uint8Array {
    const mine = own(vector);
    if (mine.bytes !== undefined) {
      tick?.(mine.length);
      return mine.bytes.slice();
    }
    const bytes = new Uint8Array(BYTES * mine.length);
    const run = (start: number, some: number) => {
      this.putPoints(mine, start, some);
      this.core.encode(this.elements, some, this.output);
      bytes.set(this.memory.subarray(this.output, this.output + BYTES * some), BYTES * start);
    };
    this.each(mine.length, BLOCK, run, tick);
    mine.bytes = bytes;
    return bytes.slice();
  }

  concat(parts: readonly ElementVector[]): ElementVector {
    const mine = parts.map(own);
    const known = mine.flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes]));
    return new WasmVector(
      joined(mine.map(({ blocks }) => blocks)),
      mine.reduce((total, { length }) => total + length, 0),
      known.length === mine.length ? joined(known) : undefined,
    );
  }

  slice(vector: ElementVector, start: number, step: number, count: number): ElementVector {
    const { blocks, bytes } = own(vector);
    const cut = (data: Uint8Array, size: number) =>
      step === 1
        ? data.slice(size * start, size * (start + count))
        : pick(data, size, count, (place) => start + step * place);
    return new WasmVector(cut(blocks, this.size), count, bytes && cut(bytes, BYTES));
  }

  take(vector: ElementVector, indices: readonly number[]): ElementVector {
    return this.chosen(vector, indices.length, (place) => indices[place]!);
  }

  repeat(vector: ElementVector, count: number): ElementVector {
    return this.chosen(vector, count, () => 0);
  }

  private chosen(vector: ElementVector, count: number, index: (place: number) => number): WasmVector {
    const { blocks, bytes } = own(vector);
    return new WasmVector(pick(blocks, this.size, count, index), count, bytes && pick(bytes, BYTES, count, index));
  }

  add(one: ElementVector, other: ElementVector): ElementVector {
    return this.pairs(one, other, this.core.add);
  }

  sub(one: ElementVector, other: ElementVector): ElementVector {
    return this.pairs(one, other, this.core.sub);
  }

  private pairs(one: ElementVector, other: ElementVector, combine: Core["add"]): WasmVector {
    const single = other.length === 1;
    const half = CHUNK / 2;
    const second = this.elements + half * this.size;
    return this.made(one.length, half, (start, some) => {
      this.putPoints(one, start, some);
      this.putPoints(other, single ? 0 : start, single ? 1 : some, second);
      combine(this.elements, second, some, Number(single));
    });
  }

  neg(vector: ElementVector): ElementVector {
    return this.made(vector.length, CHUNK, (start, some) => {
      this.putPoints(vector, start, some);
      this.core.neg(this.elements, some);
    });
  }

  sum(vector: ElementVector): ElementVector {
    return this.sums(vector.length, CHUNK, (start, some) => {
      this.putPoints(vector, start, some);
      this.core.sum(this.elements, some, this.output);
    });
  }

  /** Add up the sums of parts, which each run leaves where encodings go. */
  private sums(count: number, most: number, run: (start: number, count: number) => void, tick?: Tick): WasmVector {
    const parts: Uint8Array[] = [];
    const collect = (start: number, some: number) => {
      run(start, some);
      parts.push(this.got(this.output, this.size));
    };
    // Of nothing there is a sum too.
    if (count === 0) collect(0, 0);
    this.each(count, most, collect, tick);
    const partial = new WasmVector(joined(parts), parts.length);
    return parts.length === 1 ? partial : (this.sum(partial) as WasmVector);
  }

  equal(one: ElementVector, other: ElementVector): boolean {
    if (one.length !== other.length) return false;
    const half = CHUNK / 2;
    const second = this.elements + half * this.size;
    for (let start = 0; start < one.length; start += half) {
      const some = Math.min(half, one.length - start);
      this.putPoints(one, start, some);
      this.putPoints(other, start, some, second);
      if (this.core.equal(this.elements, second, some) === 0) return false;
    }
    return true;
  }

  findIdentity(vector: ElementVector): number | undefined {
    for (let start = 0; start < vector.length; start += CHUNK) {
      const some = Math.min(CHUNK, vector.length - start);
      this.putPoints(vector, start, some);
      const found = this.core.find_identity(this.elements, some);
      if (found < some) return start + found;
    }
    return undefined;
  }

  times(vector: ElementVector, scalars: readonly bigint[], tick?: Tick): ElementVector {
    const single = scalars.length === 1;
    const run: Multiply = (start, some) => {
      this.putPoints(vector, start, some);
      this.putScalars(scalars, single ? 0 : start, single ? 1 : some);
      this.core.times(this.elements, this.input, some, Number(single), this.output);
    };
    return this.multiplied(vector.length, true, run, tick);
  }

  timesPublic(vector: ElementVector, scalar: bigint, tick?: Tick): ElementVector {
    const run: Multiply = (start, some) => {
      this.putPoints(vector, start, some);
      this.putScalars([scalar], 0, 1);
      this.core.times_public(this.elements, this.input, some, this.output);
    };
    return this.multiplied(vector.length, false, run, tick);
  }

  table(vector: ElementVector): BaseTable {
    this.putPoints(vector, 0, 1);
    const table = new WasmTable(this.core.table_new(this.elements));
    this.tables.register(table, table.address);
    return table;
  }

  tableTimes(table: BaseTable, scalars: readonly bigint[], tick?: Tick): ElementVector {
    if (!(table instanceof WasmTable)) throw new TypeError("a table of another engine");
    const run: Multiply = (start, some) => {
      this.putScalars(scalars, start, some);
      this.core.table_times(table.address, this.input, some, this.elements, this.output);
    };
    return this.multiplied(scalars.length, true, run, tick);
  }

  msmSecret(scalars: readonly bigint[], vector: ElementVector, tick?: Tick): ElementVector {
    const run = (start: number, some: number) => {
      this.putPoints(vector, start, some);
      this.putScalars(scalars, start, some);
      this.core.msm_secret(this.input, this.elements, some, this.output);
    };
    try {
      return this.sums(vector.length, SECRET_CHUNK, run, tick);
    } finally {
      this.wipe(SECRET_CHUNK);
    }
  }

  msm(scalars: readonly bigint[], vector: ElementVector, tick?: Tick): ElementVector {
    const run = (start: number, some: number) => {
      this.putPoints(vector, start, some);
      this.putScalars(scalars, start, some);
      this.core.msm(this.input, this.elements, some, this.output);
    };
    return this.sums(vector.length, CHUNK, run, tick);
  }

  hash(uniform: Uint8Array, tick?: Tick): ElementVector {
    const run = (start: number, some: number) => {
      this.put(uniform, UNIFORM, start, some, this.input);
      this.core.hash(this.input, some, this.elements);
    };
    return this.made(uniform.length / UNIFORM, BLOCK, run, tick);
  }
}
