import { expect, test } from "vitest";
import { parseObject } from "../../src/ballots/canonical.ts";
import { EVENT_TYPES, Event } from "../../src/ballots/events/event.ts";
import { eventsOf, isOfType } from "../../src/board/source.ts";
import { linesOf } from "../../src/board/words.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import { vectors } from "../ballots/vectors.ts";
import { text } from "../crypto/golden.ts";
import { boardOf, OFFICERS } from "./boards.ts";

const KNOWN = { titles: new Map([["bkm", "Anggota BKM"]]) };
const VALID = vectors("events").filter(([, each]) => text(each, "result") === "valid");

test.each(VALID)("%s is said in words, with no gap in them", (_, each) => {
  const event = Event.parse(utf8(text(each, "leaf")));
  const [line] = linesOf([{ index: 7, event }], KNOWN);
  expect(line?.words).toMatch(/\p{L}/u);
  expect(line?.words).not.toMatch(/[{}]|undefined|NaN/);
});

test("the vectors hold every type of event, so every sentence was read", () => {
  const types = VALID.map(([, each]) => String(parseObject(utf8(text(each, "leaf")))["type"]));
  expect([...new Set(types)].sort()).toEqual(EVENT_TYPES);
});

test("no sentence repeats what a voter wrote", async () => {
  const shared = { contest: "bkm", string: "TULISAN", reason: "TULISAN", officers: OFFICERS, monitor: "saksi" };
  const decided = { ...shared, type: "adjudication.decided", code: "TIDAK_SAH_BUKAN_NAMA", person: null } as const;
  const board = boardOf([decided, { ...shared, type: "adjudication.reversed" }]);
  const lines = linesOf(await eventsOf(board, 0, 2), KNOWN);
  expect(JSON.stringify(lines)).not.toContain("TULISAN");
});

test("neighbours that say the same are one line, and an entry that is no event is said to be none", async () => {
  const stage = { type: "stage.sealed", stage: "satu", officers: OFFICERS } as const;
  const entries = [...(await eventsOf(boardOf([stage, stage, stage]), 0, 3))].reverse();
  expect(linesOf(entries, KNOWN)).toMatchObject([{ last: 2, first: 0 }]);
  expect(linesOf([{ index: 4, event: null }], KNOWN)).toMatchObject([{ last: 4, words: null }]);
});

test("the type of an entry is seen at its end, and only there", () => {
  const leaf = Event.build("uji", { type: "stage.sealed", stage: "satu", officers: OFFICERS }).data;
  expect(isOfType(leaf, "stage.sealed")).toBe(true);
  expect(isOfType(leaf, "ballot.cast")).toBe(false);
});
