/** The golden vectors of the election's language, written by the Python implementation. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Fields, text } from "../crypto/golden.ts";

/** Return the tests of a file, each with its comment. */
export function vectors(name: string): readonly [string, Fields][] {
  const path = resolve(import.meta.dirname, "../../../ballots/vectors", `${name}.json`);
  const { tests } = JSON.parse(readFileSync(path, "utf8")) as { tests: readonly Fields[] };
  if (tests.length === 0) throw new Error(`${name} lacks tests`);
  return tests.map((each) => [text(each, "comment"), each]);
}
