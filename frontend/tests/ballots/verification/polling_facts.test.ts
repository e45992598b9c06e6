import { expect, test } from "vitest";
import type { Body } from "../../../src/ballots/events/body.ts";
import { follow } from "../../../src/ballots/verification/polling_facts.ts";
import { closingOf, contextOf, OFFICERS, registerOf } from "./contexts.ts";

const KEYS = [1, 2].map((byte) => new Uint8Array(32).fill(byte));
const OPENED: readonly Body[] = KEYS.map((tableKey) => ({
  type: "table.opened",
  table: 1,
  tableKey,
  officers: OFFICERS,
}));
const BALLOT: Body = {
  type: "ballot.cast",
  contest: "bkm",
  table: 1,
  credential: new Uint8Array(32),
  ciphertext: new Uint8Array(96),
  proof: new Uint8Array(64),
  signature: new Uint8Array(64),
  tableSignature: new Uint8Array(64),
};
const HERE: Body = { type: "checkin.block", table: 1, total: 5 };
const HALTED: Body = { type: "contest.suspended", contest: "bkm", reason: "hujan", officers: OFFICERS };
const RESUMED: Body = { type: "contest.resumed", contest: "bkm", reason: "reda", officers: OFFICERS };

test("a table from its opening to its closing", () => {
  const facts = follow(contextOf([registerOf(10), OPENED[0]!, HERE, BALLOT, closingOf(6, 1)]));
  expect(facts).toMatchObject({ earlyOrLate: [], overCount: [], closingFaults: [], prefixes: 4 });
  expect(facts.tables.get(1)).toMatchObject({ isOpen: false, ballots: 1, checkins: 6 });
  expect(facts.tables.get(1)!.closings.map(([index]) => index)).toEqual([4]);
});

test("a ballot counts under the key of its table at that moment", () => {
  const { tableKeys } = follow(contextOf([registerOf(10), OPENED[0]!, HERE, BALLOT, OPENED[1]!, BALLOT]));
  expect([...tableKeys]).toEqual([
    [3, KEYS[0]],
    [5, KEYS[1]],
  ]);
});

test.each([
  ["of another contest", [OPENED[0]!, HERE, { ...BALLOT, contest: "lain" }], "bukan meja pemilihan 'lain'"],
  ["before the table opens", [HERE, BALLOT], "tidak sedang dibuka"],
  ["while voting pauses", [OPENED[0]!, HERE, HALTED, BALLOT], "sedang dihentikan"],
] as [string, Body[], string][])("a ballot %s is out of time", (_, bodies, words) => {
  const { earlyOrLate } = follow(contextOf([registerOf(10), ...bodies]));
  expect(earlyOrLate).toEqual([[bodies.length, expect.stringContaining(words)]]);
});

test("voting goes on after a pause", () => {
  expect(follow(contextOf([registerOf(10), OPENED[0]!, HERE, HALTED, RESUMED, BALLOT])).earlyOrLate).toEqual([]);
});

test("more ballots than people, more people than the register, and a total that does not grow", () => {
  const { overCount } = follow(contextOf([registerOf(4), OPENED[0]!, BALLOT, HERE, HERE]));
  expect(overCount.map(([index]) => index)).toEqual([2, 3, 4, 4]);
  expect(overCount[0]![1]).toContain("1 suara untuk 0 hadir dan 0 pengganti");
});

test("a closing that states other numbers than the log", () => {
  const { closingFaults } = follow(contextOf([registerOf(10), OPENED[0]!, HERE, BALLOT, closingOf(4, 2)]));
  expect(closingFaults).toEqual([
    [4, "meja 1: ballots tertulis 2, di buku 1"],
    [4, "meja 1: hadir 4 kurang dari 5"],
  ]);
});
