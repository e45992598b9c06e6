/** The golden vectors that both implementations read, and their seeded randomness. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { shake256 } from "@noble/hashes/sha3.js";
import { fromHex, utf8 } from "../../src/crypto/bytes.ts";
import type { RandomSource } from "../../src/crypto/randomness.ts";

export type Fields = Readonly<Record<string, unknown>>;

interface GoldenFile {
  readonly numberOfTests: number;
  readonly testGroups: readonly (Fields & { readonly type: string; readonly tests: readonly Fields[] })[];
}

export interface GoldenTest {
  readonly label: string;
  readonly kind: string;
  readonly fields: Fields;
}

/** Return the tests of a file; a test's fields take the place of its group's. */
export function goldenTests(name: string): GoldenTest[] {
  const path = resolve(import.meta.dirname, "../../../crypto/vectors", name);
  const file = JSON.parse(readFileSync(path, "utf8")) as GoldenFile;
  const tests = file.testGroups.flatMap(({ type, tests: own, ...common }) =>
    own.map((test) => ({
      label: `${name} ${String(test["tcId"])} ${String(test["comment"])}`,
      kind: type,
      fields: { ...common, ...test },
    })),
  );
  if (tests.length !== file.numberOfTests || tests.length === 0) throw new Error(`${name} lacks tests`);
  return tests;
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw new TypeError(`${name} is no text`);
  return value;
}

export function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== "number") throw new TypeError(`${name} is no number`);
  return value;
}

export function list<T>(fields: Fields, name: string): readonly T[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new TypeError(`${name} is no list`);
  return value as readonly T[];
}

export function raw(fields: Fields, name: string): Uint8Array {
  return fromHex(text(fields, name));
}

/** The output of SHAKE-256 over a seed, read from its start. */
export function seeded(seed: string): RandomSource {
  const stream = shake256.create({ dkLen: 32 }).update(utf8(seed));
  return (count) => stream.xof(count);
}
