/** The guided path: which steps are done, of one stage and of two. */
import { expect, test } from "vitest";
import type { Summary } from "../../src/panitia/office.svelte.ts";
import { type Known, stepsOf } from "../../src/panitia/path.ts";

const NOTHING: Known = { rows: 0, keys: "", installed: false };
const READY: Known = { rows: 60, keys: "PASSED", installed: false };

function summary(
  stages: Readonly<Record<string, Readonly<Record<string, string>>>>,
  tables: readonly string[],
): Summary {
  const contests = Object.values(stages).flatMap((each) => Object.entries(each));
  return {
    id: "e",
    title: "",
    phase: "",
    log_key: "",
    log_size: 1,
    assemblies: 0,
    documents: [],
    rules_sealed: contests.length > 0,
    stages: Object.entries(stages).map(([id, each]) => ({ id, title: id, contests: Object.keys(each) })),
    contests: contests.map(([id, phase]) => ({ id, phase })),
    tables: tables.map((contest) => ({ contest })),
  } as unknown as Summary;
}

function next(found: Summary, known: Known): string {
  const step = stepsOf(found, known).find((each) => !each.done);
  return step === undefined ? "" : `${step.name}${step.stage ? ` ${step.stage}` : ""}`;
}

test("an election that has just begun has all steps before it, and none is done", () => {
  const steps = stepsOf(summary({}, []), NOTHING);
  expect(steps.map((each) => each.name)).toEqual([
    "residents",
    "rules",
    "tables",
    "keys",
    "sealed",
    "polls",
    "opened",
    "names",
    "counted",
    "published",
    "installed",
  ]);
  expect(steps.every((each) => !each.done)).toBe(true);
});

test.each([
  ["PREPARED", "sealed"],
  ["SEALED", "polls"],
  ["OPEN", "polls"],
  ["BELOW_QUORUM", "polls"],
  ["CLOSED", "opened"],
  ["ORDERED", "opened"],
  ["OPENED", "names"],
  ["ADJUDICATED", "counted"],
  ["TIE", "counted"],
  ["COUNTED", "published"],
  ["CERTIFIED", "published"],
  ["PUBLISHED", "installed"],
])("a contest at %s waits for %s", (phase, step) => {
  expect(next(summary({ s: { bkm: phase } }, ["bkm"]), READY)).toBe(step);
});

test("keys are made once, after the first tables are final", () => {
  expect(next(summary({ s: { bkm: "PREPARED" } }, []), READY)).toBe("tables");
  expect(next(summary({ s: { bkm: "PREPARED" } }, ["bkm"]), { ...READY, keys: "JOINED" })).toBe("keys");
  const two = stepsOf(summary({ basis: { a: "OPEN" }, bkm: { b: "PREPARED" } }, ["a"]), READY);
  expect(two.filter((each) => each.name === "keys")).toHaveLength(1);
});

test("of two stages the first one is finished first, and its slowest unit counts", () => {
  expect(next(summary({ basis: { a: "PUBLISHED", b: "OPENED" }, bkm: { c: "PREPARED" } }, ["a", "b"]), READY)).toBe(
    "names basis",
  );
  expect(next(summary({ basis: { a: "PUBLISHED", b: "PUBLISHED" }, bkm: { c: "PREPARED" } }, ["a", "b"]), READY)).toBe(
    "tables bkm",
  );
});

test("a contest that is repeated does not hold the others up", () => {
  expect(next(summary({ s: { a: "REVOTE", b: "CLOSED" } }, ["a"]), READY)).toBe("opened");
});

test("everything is done once the board is installed", () => {
  const done = { ...READY, installed: true };
  expect(next(summary({ s: { bkm: "PUBLISHED" } }, ["bkm"]), done)).toBe("");
});
