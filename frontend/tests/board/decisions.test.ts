import { expect, test } from "vitest";
import type { Body } from "../../src/ballots/events/body.ts";
import type { Code } from "../../src/ballots/events/fields.ts";
import { readDecisions, searched } from "../../src/board/decisions.ts";
import { blobName, boardOf, OFFICERS } from "./boards.ts";

const SITI = {
  id: "0000000014",
  name: "Siti Rahayu",
  sex: "P",
  unit: "RT 03/RW 01",
  salt: new Uint8Array(16),
} as const;
const ROWS = [
  ["siti", "siti"],
  ["SETAN", "siti"],
];

function opened(rows: unknown = ROWS): Body {
  const [name, none] = [blobName(rows), blobName("none")];
  return { type: "contest.opened", contest: "bkm", holders: [1, 2], rows: name, strings: none };
}
function decided(string: string, code: Code, reason = "jelas", contest = "bkm"): Body {
  const person = code.startsWith("SAH") ? SITI : null;
  return { type: "adjudication.decided", contest, string, code, person, reason, officers: OFFICERS, monitor: "saksi" };
}
function reversed(string: string): Body {
  return {
    type: "adjudication.reversed",
    contest: "bkm",
    string,
    reason: "salah",
    officers: OFFICERS,
    monitor: "saksi",
  };
}

test("each text stands with the resident it means, the reason, and how often it was written", async () => {
  const { settled } = await readDecisions(boardOf([opened(), decided("siti", "SAH")], ROWS), "bkm");
  expect(settled).toEqual([
    expect.objectContaining({ shown: "siti", code: "SAH", reason: "jelas", times: 3, person: expect.anything() }),
  ]);
  expect(JSON.stringify(settled)).not.toContain("salt");
});

test("where the rows are withheld nothing says how often a text was written", async () => {
  const { settled } = await readDecisions(boardOf([opened(), decided("siti", "SAH")]), "bkm");
  expect(settled[0]?.times).toBeNull();
});

test("what is no name is not repeated, also not where the reason quotes it", async () => {
  const insult = decided("SETAN", "TIDAK_SAH_BUKAN_NAMA", "SETAN bukan nama");
  const { settled } = await readDecisions(boardOf([opened(), insult], ROWS), "bkm");
  expect(settled[0]).toMatchObject({ shown: "", isMasked: true, reason: "*** bukan nama", times: 1 });
});

test("the last word about a text is the one in force, and what was taken back is counted", async () => {
  const first = decided("siti", "TIDAK_SAH_GANDA_MAKNA");
  const board = boardOf([
    opened(),
    first,
    decided("asep", "SAH"),
    reversed("siti"),
    decided("siti", "SAH"),
    reversed("asep"),
  ]);
  const { settled, reversed: back } = await readDecisions(board, "bkm");
  expect(settled.map(({ shown, code }) => [shown, code])).toEqual([["siti", "SAH"]]);
  expect(back).toBe(2);
});

test("decisions of another contest, and of before the opening, are left out", async () => {
  const board = boardOf([
    decided("dulu", "SAH"),
    opened(),
    decided("siti", "SAH"),
    decided("lain", "SAH", "jelas", "rt-1"),
  ]);
  expect((await readDecisions(board, "bkm")).settled.map(({ shown }) => shown)).toEqual(["siti"]);
});

test("a text that would turn the line around shows the number of the sign that would", async () => {
  const { settled } = await readDecisions(boardOf([opened(), decided("siti \u202Epusat", "SAH")]), "bkm");
  expect(settled[0]).toMatchObject({ shown: "siti ‹U+202E›pusat", isStrange: true });
});

test("a search finds words of text, resident, unit and reason in any order, case and accent", async () => {
  const board = boardOf([opened(), decided("bu siti", "SAH"), decided("déwi", "TIDAK_SAH_GANDA_MAKNA", "ada dua")]);
  const { settled } = await readDecisions(board, "bkm");
  const found = (words: string) => searched(settled, words).map(({ shown }) => shown);
  expect(found("RAHAYU bu")).toEqual(["bu siti"]);
  expect(found("dewi")).toEqual(["déwi"]);
  expect(found("dua rahayu")).toEqual([]);
  expect(found(" ")).toHaveLength(2);
});
