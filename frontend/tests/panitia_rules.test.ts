/** The form of the rules: what is shown of a tatib, and the tatib that the fields say. */
import { describe, expect, test } from "vitest";
import { formOf, isTwoStage, type Rules, rulesOf } from "../src/panitia/rules_form.ts";

function contest(id: string, index: number, unit: string): Rules["stages"][number]["contests"][number] {
  return {
    ...{ id, index, title: `Utusan ${unit}`, unit, electorate: "DEWASA", nominees: "UNIT" },
    ...{ names_min: 1, names_max: 3, seats: 3, reserves: 2, quorum_percent: 30, women_percent: 30 },
    women_rule: "LAPOR",
  };
}

const BOARD = { ...contest("bkm", 3, "Sukamundur"), title: "Anggota BKM Sukamundur", seats: 11, names_max: 11 };
const DIRECT: Rules = {
  ...{ preset: "LANGSUNG", adult: { age: 17, or_ever_married: true }, holders: 5, threshold: 3, mixers: 2 },
  ...{ min_batch: 10, checkin_block: 10, publication: "terbuka", card_reserve_permille: 25, table_max: 150 },
  ...{ audits_per_table: 3, duplicate_policy: "SEKALI", tie_ladder: ["MUSYAWARAH"], criteria: ["jujur", "adil"] },
  stages: [{ id: "kelurahan", title: "Kelurahan", contests: [{ ...BOARD, index: 1 }] }],
};
const STAGED: Rules = {
  ...DIRECT,
  preset: "DUA_TINGKAT",
  stages: [
    {
      id: "basis",
      title: "Utusan",
      contests: [contest("utusan-1", 1, "RT 01/RW 01"), contest("utusan-2", 2, "RT 02/RW 01")],
    },
    { id: "kelurahan", title: "Kelurahan", contests: [BOARD] },
  ],
};

describe("rules", () => {
  test.each([
    ["direct", DIRECT],
    ["staged", STAGED],
  ] as const)("%s come back as they were shown", (_, rules) => {
    expect(rulesOf(rules, formOf(rules))).toEqual(rules);
  });

  test("say how the women's share is rounded, and what it does, where the committee chose it", () => {
    const shown = formOf(STAGED);
    const made = rulesOf(STAGED, { ...shown, boardWomen: { rule: "KURSI", rounding: "BAWAH" } });
    expect(made.stages[1]?.contests[0]).toMatchObject({ women_rule: "KURSI", women_rounding: "BAWAH" });
    expect(made.stages[0]).toEqual(STAGED.stages[0]);
    expect(rulesOf(made, formOf(made))).toEqual(made);
  });

  test("of two stages are known by their units", () => {
    expect([isTwoStage(DIRECT), isTwoStage(STAGED)]).toEqual([false, true]);
  });

  test("have one contest for each line of units, with one set of numbers, and the board after them", () => {
    const form = formOf(STAGED);
    const units = "RT 01/RW 01 + RT 02/RW 01\n\nRT 03/RW 01\n RT 04/RW 01 \n";
    const made = rulesOf(STAGED, { ...form, units, unit: { ...form.unit, seats: "4" } });
    const [basis, board] = made.stages;
    expect(basis?.contests.map(({ id, index, unit, title, seats }) => [id, index, unit, title, seats])).toEqual([
      ["utusan-1", 1, "RT 01/RW 01 + RT 02/RW 01", "Utusan RT 01/RW 01 + RT 02/RW 01", 4],
      ["utusan-2", 2, "RT 03/RW 01", "Utusan RT 03/RW 01", 4],
      ["utusan-3", 3, "RT 04/RW 01", "Utusan RT 04/RW 01", 4],
    ]);
    expect(board?.contests[0]).toMatchObject({ id: "bkm", index: 4, seats: 11 });
  });

  test("with a coordinator have a stage more, which goes again when it is taken back", () => {
    const made = rulesOf(DIRECT, { ...formOf(DIRECT), coordinator: true });
    expect(made.preset).toBe("BEBAS");
    expect(made.stages.at(-1)?.contests[0]).toMatchObject({
      index: 2,
      electorate: "UTUSAN",
      nominees: "UTUSAN",
      seats: 1,
    });
    expect(rulesOf(made, { ...formOf(made), coordinator: false })).toEqual(DIRECT);
  });

  test("keep what is no number as it was typed, for the service to refuse", () => {
    const form = formOf(DIRECT);
    const made = rulesOf(DIRECT, { ...form, all: { ...form.all, holders: "lima" } });
    expect(made.holders).toBe("lima");
  });
});

describe("witnesses of the log in the form", () => {
  const key = "pemantau.rw03+0a0b0c0d+BAAA";

  test("one a line: a name, and last the key", () => {
    const typed = { ...formOf(DIRECT), witnesses: `Bu Sri RW 03 ${key}\n\n${key}2\n`, quorum: "1" };
    const made = rulesOf(DIRECT, typed);
    expect(made.witnessing).toEqual({
      quorum: 1,
      witnesses: [
        { name: "Bu Sri RW 03", key },
        { name: "pemantau.rw03", key: `${key}2` },
      ],
    });
    expect(rulesOf(made, formOf(made))).toEqual(made);
  });

  test("none are no member", () => {
    const some = rulesOf(DIRECT, { ...formOf(DIRECT), witnesses: `Bu Sri ${key}`, quorum: "1" });
    expect(rulesOf(some, { ...formOf(some), witnesses: " \n" })).toEqual(DIRECT);
  });
});
