import { expect, test } from "vitest";
import { portion, quietTick } from "../../../src/ballots/verification/portion.ts";
import { Cancelled, ticker, type Work } from "../../../src/crypto/work.ts";

function told(): [Work, [number, number][]] {
  const seen: [number, number][] = [];
  return [{ progress: (done, total) => void seen.push([done, total]) }, seen];
}

test("pieces of work count as one work", () => {
  const [work, seen] = told();
  for (const before of [0, 1]) ticker(portion(work, before, 2), 10)(10);
  expect(seen).toEqual([
    [10, 20],
    [20, 20],
  ]);
});

test("a piece and a preparation are stopped with the work", () => {
  const work = { cancelled: () => true };
  expect(() => ticker(portion(work, 0, 2), 10)(1)).toThrow(Cancelled);
  expect(() => quietTick(work)(1)).toThrow(Cancelled);
});

test("a preparation is worked off and never told as done", () => {
  const [work, seen] = told();
  quietTick(work)(5);
  expect(seen).toEqual([]);
});
