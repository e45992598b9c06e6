/** Counting: hand-made examples, invariants of the domain study (8.6), and a recount by brute force. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { count, outcomeOf, quorumMet } from "../../src/ballots/counting.ts";
import { decodeResult, encodeResult } from "../../src/ballots/counting_codec.ts";
import {
  ballotsOf,
  type CountRules,
  Decision,
  DUPLICATE_POLICIES,
  MalformedDecision,
  MalformedResult,
  MalformedRow,
  MalformedSettlement,
  type Orders,
  type Outcome,
  rankingOf,
  type Slot,
  UndecidedText,
  UnknownPerson,
  votesOf,
  WOMEN_ROUNDINGS,
  WOMEN_RULES,
  womenMet,
  womenRequired,
} from "../../src/ballots/counting_model.ts";
import { allot, checkSettlement } from "../../src/ballots/counting_seats.ts";

const RULES: CountRules = {
  seats: 2,
  reserves: 2,
  namesMin: 1,
  namesMax: 3,
  duplicatePolicy: "SEKALI",
  womenPercent: 0,
  womenRule: "LAPOR",
  womenRounding: null,
};
const DECISIONS = new Map([
  ["Asep", new Decision("SAH", "A")],
  ["Kang Asep", new Decision("SAH_DENGAN_KETERANGAN", "A")],
  ["Budi", new Decision("SAH", "B")],
  ["Citra", new Decision("SAH", "C")],
  ["Pak RT", new Decision("SAH_JABATAN", "D")],
  ["Dedi", new Decision("TIDAK_SAH_GANDA_MAKNA", null)],
  ["X", new Decision("TIDAK_SAH_BUKAN_NAMA", null)],
]);
const SEXES = new Map(Object.entries({ A: "L", B: "L", C: "P", D: "L" }));

interface Changes extends Partial<CountRules> {
  readonly women?: string;
  readonly settled?: Orders;
  readonly declined?: readonly string[];
}

function allotted(votes: Record<string, number>, changes: Changes = {}): Outcome {
  const { women = "", settled = [], declined = [], ...rules } = changes;
  const sexes = new Map(Object.keys(votes).map((person) => [person, women.includes(person) ? "P" : "L"]));
  const afterwards = { settled, declined: new Set(declined) };
  return allot(new Map(Object.entries(votes)), sexes, { ...RULES, ...rules }, afterwards);
}

const seatsForWomen = { womenRule: "KURSI" } as const;

describe("one ballot", () => {
  const examples: readonly [Slot[], number, "SEKALI" | "BATAL", "valid" | "void" | "blank", Record<string, number>][] =
    [
      [["", "", ""], 1, "SEKALI", "blank", {}],
      [["Asep", "", ""], 1, "SEKALI", "valid", { A: 1 }],
      [["Asep", "Budi", "Citra"], 1, "SEKALI", "valid", { A: 1, B: 1, C: 1 }],
      [["Asep", "Kang Asep", ""], 1, "SEKALI", "valid", { A: 1 }],
      [["Asep", "Kang Asep", "Budi"], 1, "BATAL", "void", {}],
      [["Asep", "Kang Asep", ""], 2, "SEKALI", "void", {}],
      [["Asep", "Dedi", ""], 2, "SEKALI", "valid", { A: 1 }],
      [["Asep", "", ""], 2, "SEKALI", "void", {}],
      [["Dedi", "Dedi", ""], 1, "BATAL", "void", {}],
      [["Dedi", "X", ""], 1, "SEKALI", "void", {}],
      [[null, "Budi", ""], 2, "SEKALI", "valid", { B: 1 }],
      [[null, "", ""], 1, "SEKALI", "void", {}],
      [["Pak RT", null, null], 3, "BATAL", "valid", { D: 1 }],
    ];

  test.each(examples)("%j with at least %d names under %s is %s", (row, namesMin, duplicatePolicy, kind, votes) => {
    const result = count([row], DECISIONS, { ...RULES, namesMin, duplicatePolicy }, SEXES);
    expect(result[kind]).toBe(1);
    expect(ballotsOf(result)).toBe(1);
    expect(votesOf(result.ranking)).toEqual(new Map(Object.entries(votes)));
  });

  it("reports void names by code, and only where it stands", () => {
    const rows = [
      ["Asep", "Dedi", "X"],
      ["Dedi", "", ""],
      ["Budi", "Budi", null],
    ];
    const result = count(rows, DECISIONS, RULES, SEXES);
    expect(result.namesVoid).toEqual(new Map(Object.entries({ TIDAK_SAH_GANDA_MAKNA: 1, TIDAK_SAH_BUKAN_NAMA: 1 })));
    expect([result.namesRepeated, result.namesUndecodable, result.namesCounted]).toEqual([1, 1, 2]);
  });
});

describe("a tie", () => {
  it("wholly above the line stops nothing", () => {
    const outcome = allotted({ A: 5, B: 5, C: 1 }, { reserves: 1 });
    expect(outcome).toMatchObject({ state: "COUNTED", elected: ["A", "B"], reserves: ["C"] });
  });

  it("across the last seat stops the count, with the tied and the free seats", () => {
    const outcome = allotted({ A: 5, B: 3, C: 3, D: 3, E: 1 }, { seats: 3 });
    expect(outcome).toMatchObject({ state: "TIE", elected: ["A"], reserves: [] });
    expect(outcome.ties).toEqual([{ votes: 3, persons: ["B", "C", "D"], places: 2 }]);
  });

  it("that is settled seats the first of the agreed order", () => {
    const outcome = allotted({ A: 5, B: 3, C: 3, D: 3 }, { seats: 3, settled: [["D", "B", "C"]] });
    expect(outcome).toMatchObject({ state: "COUNTED", elected: ["A", "D", "B"], reserves: ["C"] });
  });

  it("of women for a seat kept for them stops the count", () => {
    const votes = { A: 5, B: 4, C: 2, D: 2, E: 2 };
    const changes = { ...seatsForWomen, women: "CD", womenPercent: 30 };
    expect(allotted(votes, changes).ties).toEqual([{ votes: 2, persons: ["C", "D"], places: 1 }]);
    expect(allotted(votes, { ...changes, settled: [["D", "C"]] }).elected).toEqual(["A", "D"]);
  });

  it("shows the places that are left beside somebody who was settled out of its tier", () => {
    const votes = { A: 2, D: 2, F: 2, B: 1, C: 1, E: 1, G: 1 };
    const changes = { ...seatsForWomen, women: "CDEG", womenPercent: 50, seats: 4, settled: [["G", "C", "E"]] };
    const outcome = allotted(votes, { ...changes, declined: ["F"] });
    expect(outcome.elected).toEqual(["A", "D", "G"]);
    expect(outcome.ties).toEqual([{ votes: 1, persons: ["B", "C"], places: 1 }]);
  });

  it("that the women's share decides by itself is none", () => {
    const outcome = allotted({ A: 5, B: 3, C: 3 }, { ...seatsForWomen, women: "C", womenPercent: 50 });
    expect(outcome).toMatchObject({ state: "COUNTED", elected: ["A", "C"] });
  });

  it("may lie among men and among women apart", () => {
    const votes = { A: 9, B: 9, C: 2, D: 2 };
    const changes = { ...seatsForWomen, women: "CD", womenPercent: 50 };
    expect(allotted(votes, changes).ties).toEqual([
      { votes: 9, persons: ["A", "B"], places: 1 },
      { votes: 2, persons: ["C", "D"], places: 1 },
    ]);
    expect(allotted(votes, { ...changes, settled: [["D", "B", "C", "A"]] }).elected).toEqual(["B", "D"]);
  });

  it("of reserves is shown as open and stops nothing", () => {
    const outcome = allotted({ A: 9, B: 8, C: 5, D: 5, E: 1 }, { reserves: 3 });
    expect(outcome).toMatchObject({ state: "COUNTED", reserves: ["C", "D", "E"] });
    expect(outcome.reserveTies).toEqual([{ votes: 5, persons: ["C", "D"], places: 2 }]);
  });

  it("for the last place among the reserves keeps them off the list", () => {
    const outcome = allotted({ A: 9, B: 8, C: 5, D: 1, E: 1 }, { reserves: 2 });
    expect(outcome.reserves).toEqual(["C"]);
    expect(outcome.reserveTies).toEqual([{ votes: 1, persons: ["D", "E"], places: 1 }]);
  });
});

describe("seats", () => {
  it("stay unfilled where there are fewer persons", () => {
    const outcome = allotted({ A: 5, B: 3 }, { seats: 11 });
    expect(outcome).toMatchObject({ state: "SEATS_UNFILLED", elected: ["A", "B"], unfilled: 9 });
  });

  it("are not moved by the women's share where it is only reported", () => {
    const outcome = allotted({ A: 5, B: 3, C: 2 }, { women: "C", womenPercent: 30 });
    expect(outcome).toMatchObject({ elected: ["A", "B"], womenRequired: 1, womenElected: 0 });
    expect(womenMet(outcome)).toBe(false);
  });

  it("of the last man go to the first woman where they are kept for women", () => {
    const outcome = allotted({ A: 5, B: 3, C: 2 }, { ...seatsForWomen, women: "C", womenPercent: 30 });
    expect(outcome).toMatchObject({ elected: ["A", "C"], reserves: ["B"] });
    expect(womenMet(outcome)).toBe(true);
  });

  test.each([
    [9, 3],
    [11, 4],
    [13, 4],
    [15, 5],
    [17, 6],
    [10, 3],
  ])("%d, 30 per cent of them for women, make %d", (seats, required) => {
    expect(womenRequired({ ...RULES, seats, womenPercent: 30 })).toBe(required);
  });

  test.each([
    ["ATAS", [3, 4, 5, 6]],
    ["BAWAH", [3, 3, 4, 5]],
    ["TERDEKAT", [3, 3, 5, 5]],
  ] as const)("are rounded %s where the rules say so", (womenRounding, required) => {
    const made = [10, 11, 15, 17].map((seats) => womenRequired({ seats, womenPercent: 30, womenRounding }));
    expect(made).toEqual(required);
  });

  it("go to the next in rank when an elected person declines", () => {
    expect(allotted({ A: 9, B: 8, C: 5 }, { declined: ["A"] }).elected).toEqual(["B", "C"]);
  });
});

describe("a settlement", () => {
  test.each([
    [["C"]],
    [["C", "B", "D"]],
    [["C", "C", "B"]],
    [[]],
    [["A", "B", "C"]],
  ])("%j does not cover the tied and nobody else", (order) => {
    const outcome = allotted({ A: 5, B: 3, C: 3, D: 1 });
    checkSettlement(outcome, ["C", "B"]);
    expect(() => checkSettlement(outcome, order)).toThrow(MalformedSettlement);
  });

  it("is refused where nobody is tied", () => {
    expect(() => checkSettlement(allotted({ A: 5, B: 3 }), [])).toThrow(MalformedSettlement);
  });

  it("may order ties of reserves as whole groups", () => {
    const outcome = allotted({ A: 9, B: 8, C: 5, D: 5 });
    checkSettlement(outcome, ["D", "C"]);
    expect(() => checkSettlement(outcome, ["D"])).toThrow(MalformedSettlement);
  });
});

test("the quorum is reached exactly and never by rounding", () => {
  expect(quorumMet(30, 100, 30)).toBe(true);
  expect(quorumMet(29, 97, 30)).toBe(false);
  expect(quorumMet(0, 50, 0)).toBe(true);
});

describe("no count is made", () => {
  it("of a text without a decision", () => {
    expect(() => count([["Entah", "", ""]], DECISIONS, RULES, SEXES)).toThrow(UndecidedText);
  });

  it("of a person without a description", () => {
    expect(() => count([["Asep", "", ""]], DECISIONS, RULES, new Map())).toThrow(UnknownPerson);
  });

  it("of a row longer than the ballot", () => {
    expect(() => count([["Asep", "", "", ""]], DECISIONS, RULES, SEXES)).toThrow(MalformedRow);
  });

  test.each([
    ["SAH", null],
    ["TIDAK_SAH_BUKAN_NAMA", "A"],
    ["LAIN", null],
  ])("from a decision %s for person %s", (code, person) => {
    expect(() => new Decision(code, person)).toThrow(MalformedDecision);
  });
});

describe("a ranking that is too long for a leaf", () => {
  it("is cut at a whole group", () => {
    const many = (length: number, letter: string, votes: number): [string, number][] =>
      Array.from({ length }, (_, place) => [`${letter}${String(place).padStart(9, "0")}`, votes]);
    const ranking = rankingOf(new Map([...many(1500, "0", 2), ...many(600, "Z", 1)]));
    expect(ranking.groups.map(([, persons]) => persons.length)).toEqual([1500]);
    expect([ranking.unlistedPersons, ranking.unlistedVotes]).toEqual([600, 600]);
  });

  it("gives no outcome when it is cut too high", () => {
    const result = count([["Asep", "", ""]], DECISIONS, RULES, SEXES);
    const ranking = { ...result.ranking, unlistedPersons: 1, unlistedVotes: 1 };
    expect(() => outcomeOf({ ...result, ranking }, RULES, SEXES)).toThrow(MalformedResult);
  });
});

// -- properties -------------------------------------------------------------------------------------------------------

const PEOPLE = [..."ABCDEF"];

const countRules = (namesMax: number): fc.Arbitrary<CountRules> =>
  fc.record({
    seats: fc.integer({ min: 1, max: 6 }),
    reserves: fc.integer({ min: 0, max: 4 }),
    namesMin: fc.integer({ min: 1, max: 3 }),
    namesMax: fc.constant(namesMax),
    duplicatePolicy: fc.constantFrom(...DUPLICATE_POLICIES),
    womenPercent: fc.integer({ min: 0, max: 100 }),
    womenRule: fc.constantFrom(...WOMEN_RULES),
    womenRounding: fc.constantFrom(null, ...WOMEN_ROUNDINGS),
  });
const votesAmong: fc.Arbitrary<Map<string, number>> = fc
  .record(Object.fromEntries(PEOPLE.map((person) => [person, fc.integer({ min: 1, max: 3 })])), { requiredKeys: [] })
  .map((votes) => new Map(Object.entries(votes).filter((each): each is [string, number] => each[1] !== undefined)));
const sexesAmong: fc.Arbitrary<Map<string, string>> = fc
  .tuple(...PEOPLE.map(() => fc.constantFrom("L", "P")))
  .map((sexes) => new Map(PEOPLE.map((person, place) => [person, sexes[place]!])));
const inAnyOrder = fc.shuffledSubarray(PEOPLE, { minLength: PEOPLE.length });

function permutations(items: readonly string[]): string[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) => permutations(items.filter((each) => each !== first)).map((rest) => [first, ...rest]));
}

/** Every order of all persons that puts more votes first and keeps to a settled order. */
function rankings(votes: ReadonlyMap<string, number>, settled: Orders): string[][] {
  const groups = [3, 2, 1].map((number) => [...votes.keys()].filter((person) => votes.get(person) === number));
  const [order] = settled;
  if (order !== undefined) return [groups.flatMap((group) => order.filter((person) => group.includes(person)))];
  return groups.reduce<string[][]>(
    (found, group) => found.flatMap((start) => permutations(group).map((rest) => [...start, ...rest])),
    [[]],
  );
}

/** The rule word by word: the last elected man gives way to the next woman until the share is met. */
function elect(ranking: readonly string[], sexes: ReadonlyMap<string, string>, rules: CountRules): Set<string> {
  const [elected, others] = [ranking.slice(0, rules.seats), ranking.slice(rules.seats)];
  if (rules.womenRule === "LAPOR") return new Set(elected);
  // Short of a whole seat, a share may stop where the rounding forgives the rest: 0, less than 1, or less than a half.
  const wanted = rules.womenPercent * rules.seats - { ATAS: 0, BAWAH: 99, TERDEKAT: 49 }[rules.womenRounding ?? "ATAS"];
  while (100 * elected.filter((each) => sexes.get(each) === "P").length < wanted) {
    const woman = others.find((person) => sexes.get(person) === "P");
    const man = elected.findLast((person) => sexes.get(person) === "L");
    if (woman === undefined || man === undefined) break;
    elected.splice(elected.indexOf(man), 1, woman);
    others.splice(others.indexOf(woman), 1);
  }
  return new Set(elected);
}

describe("by brute force", () => {
  it("a tie is reported exactly when the order of equals decides a seat", () => {
    fc.assert(
      fc.property(votesAmong, sexesAmong, countRules(7), fc.array(inAnyOrder, { maxLength: 1 }), (...situation) => {
        const [votes, sexes, rules, settled] = situation;
        const outcome = allot(votes, sexes, rules, { settled });
        const sets = rankings(votes, settled).map((ranking) => elect(ranking, sexes, rules));
        const inSome = new Set(sets.flatMap((set) => [...set]));
        const inAll = [...inSome].filter((person) => sets.every((set) => set.has(person)));
        expect(new Set(outcome.elected)).toEqual(new Set(inAll));
        const tied = new Set(outcome.ties.flatMap((tie) => tie.persons));
        expect(tied).toEqual(new Set([...inSome].filter((person) => !inAll.includes(person))));
        expect(outcome.state === "TIE").toBe(inSome.size > inAll.length);
        for (const tie of outcome.ties) {
          expect(tie.places > 0 && tie.places < tie.persons.length).toBe(true);
          expect(tie.persons.every((person) => votes.get(person) === tie.votes)).toBe(true);
        }
        const filled = outcome.elected.length + outcome.ties.reduce((sum, tie) => sum + tie.places, 0);
        expect(filled + outcome.unfilled).toBe(rules.seats);
      }),
      { numRuns: 150 },
    );
  });

  it("settling the tied ends every tie", () => {
    fc.assert(
      fc.property(votesAmong, sexesAmong, countRules(7), inAnyOrder, (votes, sexes, rules, people) => {
        const outcome = allot(votes, sexes, rules);
        if (outcome.ties.length === 0) return;
        const order = people.filter((person) => outcome.ties.some((tie) => tie.persons.includes(person)));
        checkSettlement(outcome, order);
        const settled = allot(votes, sexes, rules, { settled: [order] });
        expect(settled.state).not.toBe("TIE");
        expect(settled.elected).toEqual(expect.arrayContaining([...outcome.elected]));
        if (rules.womenRule === "KURSI") return;
        for (const tie of outcome.ties) {
          const theirs = order.filter((person) => tie.persons.includes(person));
          expect(theirs.filter((person) => settled.elected.includes(person))).toEqual(theirs.slice(0, tie.places));
        }
      }),
    );
  });
});

const rowsAtWill = fc.array(fc.array(fc.constantFrom("", null, ...DECISIONS.keys()), { maxLength: 3 }), {
  maxLength: 30,
});

/** A second count that shares no line with the first: by sets, ballot by ballot. */
function recount(rows: readonly (readonly Slot[])[], rules: CountRules) {
  const votes = new Map<string, number>();
  const kinds = { valid: 0, void: 0, blank: 0 };
  for (const row of rows) {
    const written = row.filter((slot) => slot !== "");
    const decided = written.flatMap((slot) => (slot === null ? [] : [{ text: slot, ...DECISIONS.get(slot)! }]));
    const people = decided.filter(({ code }) => code.startsWith("SAH")).map(({ person }) => person!);
    const voided = new Set(decided.filter(({ code }) => code.startsWith("TIDAK")).map(({ text }) => text));
    const residents = new Set(people);
    const different = residents.size + voided.size + written.filter((slot) => slot === null).length;
    const twice = rules.duplicatePolicy === "BATAL" && residents.size !== people.length;
    if (written.length === 0) kinds.blank += 1;
    else if (different < rules.namesMin || people.length === 0 || twice) kinds.void += 1;
    else {
      kinds.valid += 1;
      for (const person of residents) votes.set(person, (votes.get(person) ?? 0) + 1);
    }
  }
  return { votes, ...kinds };
}

describe("any count", () => {
  it("agrees with an independent recount", () => {
    fc.assert(
      fc.property(rowsAtWill, countRules(3), (rows, rules) => {
        const { ranking, valid, void: voided, blank } = count(rows, DECISIONS, rules, SEXES);
        expect({ votes: votesOf(ranking), valid, void: voided, blank }).toEqual(recount(rows, rules));
      }),
    );
  });

  it("makes and loses no ballot and no vote", () => {
    fc.assert(
      fc.property(rowsAtWill, countRules(3), (rows, rules) => {
        const result = count(rows, DECISIONS, rules, SEXES);
        const votes = [...votesOf(result.ranking).values()];
        expect(ballotsOf(result)).toBe(rows.length);
        expect(votes.reduce((sum, number) => sum + number, 0)).toBe(result.namesCounted);
        expect(result.namesCounted).toBeLessThanOrEqual(result.valid * rules.namesMax);
        expect(Math.max(0, ...votes)).toBeLessThanOrEqual(result.valid);
        expect(result.outcome.elected.length).toBeLessThanOrEqual(rules.seats);
        expect(result.outcome.elected.filter((person) => result.outcome.reserves.includes(person))).toEqual([]);
      }),
    );
  });

  it("is the same in every order of ballots and of names", () => {
    fc.assert(
      fc.property(rowsAtWill, countRules(3), (rows, rules) => {
        const mixed = rows.map((row) => row.toReversed()).toReversed();
        const encoded = (each: typeof rows) => JSON.stringify(encodeResult(count(each, DECISIONS, rules, SEXES)));
        expect(encoded(mixed)).toBe(encoded(rows));
      }),
    );
  });

  it("is read back from its object", () => {
    fc.assert(
      fc.property(rowsAtWill, countRules(3), (rows, rules) => {
        const result = count(rows, DECISIONS, rules, SEXES);
        const decoded = decodeResult(JSON.parse(JSON.stringify(encodeResult(result))));
        expect(decoded).toEqual(result);
        expect(outcomeOf(decoded, rules, SEXES)).toEqual(result.outcome);
      }),
    );
  });
});

describe("no result", () => {
  const value: Readonly<Record<string, unknown>> = {
    ...encodeResult(count([["Asep", "", ""]], DECISIONS, RULES, SEXES)),
  };

  test.each(Object.keys(value))("has %s missing or changed", (member) => {
    for (const wrong of [null, [null], -1, true, { a: 1 }, "x", 0.5]) {
      expect(() => decodeResult({ ...value, [member]: wrong })).toThrow(MalformedResult);
    }
    const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== member));
    expect(() => decodeResult(rest)).toThrow(MalformedResult);
  });

  it("has another member, a number for a truth value, or an order of its own", () => {
    expect(() => decodeResult({ ...value, extra: 0 })).toThrow(MalformedResult);
    expect(() => decodeResult({ ...value, women: { elected: 0, met: 1, required: 0 } })).toThrow(MalformedResult);
    expect(() => decodeResult({ ...value, women: { elected: 0, met: false, required: 0 } })).toThrow(MalformedResult);
    expect(() => decodeResult({ ...value, ranking: [[1, ["A"], 1]] })).toThrow(MalformedResult);
    expect(() => decodeResult([value])).toThrow(MalformedResult);
  });
});
