/** Both engines side by side: the same bytes and the same refusals, whatever is asked. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex } from "../../src/crypto/bytes.ts";
import type { ElementVector, Group } from "../../src/crypto/group_engine.ts";
import { nobleGroup } from "../../src/crypto/noble_group.ts";
import { ORDER } from "../../src/crypto/scalar.ts";
import { startCore } from "../../src/crypto/wasm_core.ts";
import { WasmGroup } from "../../src/crypto/wasm_group.ts";
import { Cancelled } from "../../src/crypto/work.ts";

const core = startCore(
  new Uint8Array(readFileSync(resolve(import.meta.dirname, "../../src/crypto/rembug_group.wasm"))),
);
const wasmGroup = new WasmGroup(core);
const IDENTITY = new Uint8Array(32);
const RUNS = { numRuns: 12 };

const uniform = (most: number) => fc.uint8Array({ minLength: 64 * most, maxLength: 64 * most });
const scalar = fc.oneof(
  fc.bigInt({ min: 0n, max: ORDER - 1n }),
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
  fc.constantFrom(0n, 1n, 2n, ORDER - 1n),
);

/** Do the same on both; each result is bytes, or something that can be compared as it is. */
function both<T>(run: (group: Group, bytes: (vector: ElementVector) => string) => T): void {
  const [one, other] = [nobleGroup, wasmGroup].map((group) => run(group, (vector) => toHex(group.encode(vector))));
  expect(other).toStrictEqual(one);
}

/** Return elements without encodings known, two identities among them. */
function made(group: Group, seed: Uint8Array): ElementVector {
  const hashed = group.hash(seed);
  const zero = group.sub(hashed, hashed);
  return group.concat([hashed, group.slice(zero, 0, 1, 1), hashed, group.slice(zero, 0, 1, 1)]);
}

describe("Both engines", () => {
  test("add, choose and compare alike", () => {
    fc.assert(
      fc.property(uniform(3), fc.array(fc.nat({ max: 7 }), { maxLength: 9 }), (seed, indices) => {
        both((group, bytes) => {
          const a = made(group, seed);
          const b = group.take(a, [7, 6, 5, 4, 3, 2, 1, 0]);
          const first = group.slice(a, 0, 1, 1);
          return [
            bytes(a),
            bytes(group.add(a, b)),
            bytes(group.sub(a, b)),
            bytes(group.add(a, first)),
            bytes(group.sub(a, first)),
            bytes(group.neg(a)),
            bytes(group.sum(a)),
            bytes(group.sum(group.take(a, []))),
            bytes(group.take(a, indices)),
            bytes(group.slice(a, 1, 3, 2)),
            bytes(group.repeat(first, 5)),
            bytes(group.concat([])),
            group.findIdentity(a),
            group.findIdentity(group.hash(seed)),
            group.equal(a, a),
            group.equal(a, b),
            group.equal(a, first),
            // A different sum of the same value: another representative of the same element.
            group.equal(group.sub(group.add(a, b), b), a),
          ];
        });
      }),
      RUNS,
    );
  });

  test("multiply alike", () => {
    fc.assert(
      fc.property(uniform(2), fc.array(scalar, { minLength: 6, maxLength: 6 }), (seed, scalars) => {
        both((group, bytes) => {
          const a = made(group, seed);
          const table = group.table(group.slice(a, 0, 1, 1));
          const products = group.times(a, scalars);
          return [
            bytes(products),
            // The elements, not the encodings that came with them.
            bytes(group.neg(products)),
            bytes(group.times(a, scalars.slice(0, 1))),
            bytes(group.timesPublic(a, scalars[1]!)),
            bytes(group.neg(group.timesPublic(a, scalars[1]!))),
            bytes(group.tableTimes(table, scalars)),
            bytes(group.neg(group.tableTimes(table, scalars))),
            bytes(group.tableTimes(group.table(group.slice(a, 2, 1, 1)), scalars)),
            bytes(group.msm(scalars, a)),
            bytes(group.msmSecret(scalars, a)),
            bytes(group.msm([], group.take(a, []))),
            bytes(group.msmSecret([], group.take(a, []))),
          ];
        });
      }),
      RUNS,
    );
  });

  test("refuse alike", () => {
    const odd = fc.oneof(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      // Canonical field elements that are small and so either encode an element, or are negative, or are no squares.
      fc
        .nat({ max: 400 })
        .map((value) => new Uint8Array(32).fill(0).map((_, at) => (value >> (8 * at)) & 255 & (at < 2 ? 255 : 0))),
      // The field's order and what comes after it.
      fc
        .nat({ max: 18 })
        .map((value) =>
          new Uint8Array(32).fill(255).map((byte, at) => (at === 0 ? 237 + value : at === 31 ? 127 : byte)),
        ),
      fc.constant(IDENTITY),
      uniform(1).map((seed) => nobleGroup.encode(nobleGroup.hash(seed))),
    );
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 6 }), fc.boolean(), (records, allowIdentity) => {
        const data = Uint8Array.from(records.flatMap((each) => [...each]));
        both((group, bytes) => {
          const decoded = group.decode(data, allowIdentity);
          return [typeof decoded === "number" ? decoded : bytes(group.neg(decoded)), group.check(data)];
        });
      }),
      { numRuns: 150 },
    );
  });
});

describe("WebAssembly", () => {
  const seed = (count: number) => Uint8Array.from({ length: 64 * count }, (_, at) => (at * 167 + (at >> 8)) & 255);
  const spread = (count: number) =>
    Array.from({ length: count }, (_, at) => (BigInt(at) ** 9n * 977n + 5n) % 2n ** 128n);

  test("does long lists in pieces and tells of each element once", () => {
    const count = 5000;
    const few = wasmGroup.hash(seed(50));
    const many = wasmGroup.take(
      few,
      Array.from({ length: count }, (_, at) => (at * 7) % 50),
    );
    const scalars = spread(count);
    let told = 0;
    const total = wasmGroup.msm(scalars, many, (more) => {
      told += more;
    });
    expect(told).toBe(count);
    // The same sum, with the scalars of one element added up first.
    const added = Array.from({ length: 50 }, () => 0n);
    scalars.forEach((each, at) => {
      added[(at * 7) % 50]! += each;
    });
    const known = nobleGroup.decode(wasmGroup.encode(few), false) as ElementVector;
    expect(toHex(wasmGroup.encode(total))).toBe(toHex(nobleGroup.encode(nobleGroup.msm(added, known))));
    expect(toHex(wasmGroup.encode(wasmGroup.sum(many)))).toBe(
      toHex(nobleGroup.encode(nobleGroup.timesPublic(nobleGroup.sum(known), BigInt(count / 50)))),
    );
    const identity = wasmGroup.sub(wasmGroup.slice(few, 0, 1, 1), wasmGroup.slice(few, 0, 1, 1));
    expect(wasmGroup.findIdentity(wasmGroup.concat([many, identity]))).toBe(count);
    expect(wasmGroup.equal(many, wasmGroup.concat([wasmGroup.slice(many, 0, 1, count - 1), identity]))).toBe(false);
    const encoded = wasmGroup.encode(many);
    encoded.set(new Uint8Array(32).fill(255), 32 * 4321);
    expect(wasmGroup.decode(encoded, true)).toBe(4321);
  });

  test.each([
    ["times", (vector: ElementVector, scalars: bigint[], tick?: () => void) => wasmGroup.times(vector, scalars, tick)],
    [
      "msmSecret",
      (vector: ElementVector, scalars: bigint[], tick?: () => void) => wasmGroup.msmSecret(scalars, vector, tick),
    ],
    [
      "tableTimes",
      (vector: ElementVector, scalars: bigint[], tick?: () => void) =>
        wasmGroup.tableTimes(wasmGroup.table(wasmGroup.slice(vector, 0, 1, 1)), scalars, tick),
    ],
  ])("%s leaves no scalar in the memory, also when it is cancelled", (_, run) => {
    const secrets = Array.from(
      { length: 130 },
      () => 0x1d2c3b4a59687786950413223140fedcba9876543210a1b2c3d4e5f607182931n % ORDER,
    );
    const vector = wasmGroup.hash(seed(130));
    const first = Buffer.from(secrets[0]!.toString(16).padStart(64, "0"), "hex").reverse();
    const memory = () => Buffer.from(core.memory.buffer);
    run(vector, secrets);
    expect(memory().indexOf(first)).toBe(-1);
    const stop = () => {
      // The search is one that finds what is there.
      expect(memory().indexOf(first)).toBeGreaterThan(0);
      throw new Cancelled();
    };
    expect(() => run(vector, secrets, stop)).toThrow(Cancelled);
    expect(memory().indexOf(first)).toBe(-1);
  });

  test("takes no elements of another engine", () => {
    const foreign = nobleGroup.hash(seed(1));
    expect(() => wasmGroup.encode(foreign)).toThrow(TypeError);
    expect(() => nobleGroup.encode(wasmGroup.hash(seed(1)))).toThrow(TypeError);
    expect(() => wasmGroup.tableTimes(nobleGroup.table(foreign), [1n])).toThrow(TypeError);
  });
});
