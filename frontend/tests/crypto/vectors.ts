/** Golden vectors, read as any other implementation would read them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { shake256 } from "@noble/hashes/sha3.js";
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../../src/crypto/bytes.ts";
import { CryptoError } from "../../src/crypto/errors.ts";
import type { RandomSource } from "../../src/crypto/randomness.ts";

const VECTORS = join(import.meta.dirname, "..", "..", "..", "crypto", "vectors");

/** The fields of one test, its group's where it has none of its own. */
export class Fields {
  constructor(private readonly members: Readonly<Record<string, unknown>>) {}

  has(name: string): boolean {
    return name in this.members;
  }

  text(name: string): string {
    const value = this.members[name];
    if (typeof value !== "string") throw new TypeError(`no text ${name}`);
    return value;
  }

  number(name: string): number {
    const value = this.members[name];
    if (typeof value !== "number") throw new TypeError(`no number ${name}`);
    return value;
  }

  bytes(name: string): Uint8Array {
    return fromHex(this.text(name));
  }

  texts(name: string): readonly string[] {
    return this.list(name).map(String);
  }

  list(name: string): readonly unknown[] {
    const value = this.members[name];
    if (!Array.isArray(value)) throw new TypeError(`no list ${name}`);
    return value;
  }
}

/** What the code computes is not what the vector states; only refusals of the protocol and this may refuse a case. */
export class AnotherOutcome extends Error {}

/** Demand that what was computed is what the vector states. */
export function same(computed: Uint8Array, stated: Uint8Array): void {
  if (toHex(computed) !== toHex(stated)) throw new AnotherOutcome();
}

interface File {
  readonly numberOfTests: number;
  readonly testGroups: readonly ({ readonly type: string; readonly tests: readonly Case[] } & Record<
    string,
    unknown
  >)[];
}
interface Case extends Record<string, unknown> {
  readonly tcId: number;
  readonly comment: string;
  readonly result: "valid" | "invalid";
}

/** Run a file of vectors: `valid` cases must pass, `invalid` ones be refused, and every type of group be known. */
export function runVectors(name: string, checks: Readonly<Record<string, (fields: Fields) => void>>): void {
  const file = JSON.parse(readFileSync(join(VECTORS, `${name}.json`), "utf8")) as File;
  test("no case is left out", () => {
    expect(file.testGroups.reduce((sum, group) => sum + group.tests.length, 0)).toBe(file.numberOfTests);
    expect(new Set(file.testGroups.map((group) => group.type))).toEqual(new Set(Object.keys(checks)));
  });
  for (const group of file.testGroups) {
    const check = checks[group.type];
    describe(group.type, () => {
      test.each(group.tests)("$tcId $comment: $result", (each) => {
        const run = () => check?.(new Fields({ ...group, ...each }));
        if (each.result === "valid") return run();
        expect(run).toThrow(expect.toSatisfy((e: unknown) => e instanceof CryptoError || e instanceof AnotherOutcome));
      });
    });
  }
}

/** The output of SHAKE-256 over a seed's UTF-8, read from its start. */
export function seededRandom(seed: string): RandomSource {
  const stream = shake256.create().update(new TextEncoder().encode(seed));
  return (count) => stream.xof(count);
}
