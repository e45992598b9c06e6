/** The tatib as data: every bound, and the sentences in which a broken one is told. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { serialise } from "../../src/ballots/canonical.ts";
import { InvalidRules, MalformedValue, NotCanonical } from "../../src/ballots/errors.ts";
import { parsePublication, Rules } from "../../src/ballots/rules.ts";
import { joinBytes, utf8 } from "../../src/crypto/bytes.ts";
import { text } from "../crypto/golden.ts";
import { vectors } from "./vectors.ts";

type Path = readonly (string | number)[];
type Tree = Record<string | number, unknown>;

function rulesSealed(): Tree {
  const [, fields] = vectors("events").find(([comment]) => comment === "rules.sealed")!;
  return (JSON.parse(text(fields, "leaf")) as { body: { rules: Tree } }).body.rules;
}

const DIRECT = rulesSealed();
const STAGE: Path = ["stages", 0];
const CONTEST: Path = [...STAGE, "contests", 0];

function contestOf(rules: Tree): Tree {
  return (rules["stages"] as [{ contests: [Tree] }])[0].contests[0];
}

/** Return the rules of one stage with one other member; `undefined` leaves it out. */
function changed(path: Path, value: unknown, base: Tree = DIRECT): Tree {
  const tree = structuredClone(base);
  let node = tree;
  for (const step of path.slice(0, -1)) node = node[step] as Tree;
  const last = path.at(-1)!;
  if (value === undefined) delete node[last];
  else node[last] = value;
  return tree;
}

/** Two stages: delegates of two units, who write the board. */
function twoStages(): Tree {
  const board = contestOf(DIRECT);
  const unit = (number: number): Tree => ({
    ...board,
    id: `utusan-${number}`,
    index: number,
    nominees: "UNIT",
    names_max: 3,
    seats: 3,
  });
  const delegates = { ...board, index: 3, electorate: "UTUSAN", names_max: 11 };
  return {
    ...structuredClone(DIRECT),
    preset: "DUA_TINGKAT",
    stages: [
      { id: "basis", title: "Pemilihan utusan", contests: [unit(1), unit(2)] },
      { id: "kelurahan", title: "Pemilihan tingkat kelurahan", contests: [delegates] },
    ],
  };
}

function faultsOf(value: unknown): readonly string[] {
  try {
    Rules.fromJson(value);
  } catch (fault) {
    if (fault instanceof InvalidRules) return fault.faults;
    throw fault;
  }
  return [];
}

const CONTEST_CALLED = "Pemilihan 'bkm' harus memuat";

describe("rules", () => {
  test.each([
    ["one stage", DIRECT],
    ["two stages", twoStages()],
  ])("%s survive their bytes", (_, tree) => {
    const rules = Rules.fromJson(tree);
    expect(rules.toJson()).toEqual(tree);
    expect(Rules.parse(rules.toBytes())).toEqual(rules);
    expect(rules.toBytes()).toEqual(serialise(tree));
  });

  test("what the rules say", () => {
    const rules = Rules.fromJson(twoStages());
    expect(rules.contests.map(({ id, width }) => [id, width])).toEqual([
      ["utusan-1", 6],
      ["utusan-2", 6],
      ["bkm", 22],
    ]);
    expect(rules.maxWidth).toBe(22);
    expect(rules.adult).toEqual({ age: 17, orEverMarried: true });
    expect(rules.countRules(rules.contests[2]!)).toEqual({
      seats: 11,
      reserves: 5,
      namesMin: 1,
      namesMax: 11,
      duplicatePolicy: "SEKALI",
      womenPercent: 30,
      womenRule: "LAPOR",
      womenRounding: null,
    });
  });

  test("a tatib that says how the women's share is rounded keeps saying it, and one that does not keeps silent", () => {
    const said = changed(["stages", 0, "contests", 0, "women_rounding"], "BAWAH");
    expect([Rules.fromJson(DIRECT).toJson(), Rules.fromJson(said).toJson()]).toEqual([DIRECT, said]);
  });

  test("the hash is that of the canonical JSON", () => {
    // sha256sum of the object in the vector of rules.sealed.
    expect(Rules.fromJson(DIRECT).sha256).toBe("913ef581398b96a11ae9432e685b1fd7b9c4a07b552c854b69d1b3d14f3f2220");
  });

  test.each([
    [1, 2],
    [40, 41],
    [41, 43],
    [150, 154],
    [0, 0],
  ])("a table of %i adults gets %i cards", (adults, cards) => {
    expect(Rules.fromJson(DIRECT).cardsFor(adults)).toBe(cards);
  });

  test("cards are rounded up from whole thousandths", () => {
    for (let permille = 0; permille <= 500; permille++) {
      const rules = Rules.fromJson(changed(["card_reserve_permille"], permille));
      for (const adults of [1, 7, 40, 125, 150]) {
        const exact = BigInt(adults) + (BigInt(adults) * BigInt(permille) + 999n) / 1000n;
        expect(rules.cardsFor(adults)).toBe(Number(exact));
      }
    }
  });

  test.each<[Path, unknown, string]>([
    [["preset"], "LAIN", "Tatib harus memuat 'preset' berupa salah satu dari LANGSUNG, DUA_TINGKAT, BEBAS."],
    [["preset"], null, "Tatib harus memuat 'preset' berupa salah satu dari LANGSUNG, DUA_TINGKAT, BEBAS."],
    [["adult", "age"], 14, "Syarat dewasa harus memuat 'age' berupa bilangan bulat dari 15 sampai 21."],
    [["adult", "age"], 22, "Syarat dewasa harus memuat 'age' berupa bilangan bulat dari 15 sampai 21."],
    [["adult", "age"], true, "Syarat dewasa harus memuat 'age' berupa bilangan bulat dari 15 sampai 21."],
    [["adult", "or_ever_married"], 1, "Syarat dewasa harus memuat 'or_ever_married' berupa benar atau salah."],
    [["adult"], null, "Syarat dewasa bukan objek."],
    [["adult"], [], "Syarat dewasa bukan objek."],
    [["adult", "age"], undefined, "Syarat dewasa tidak memuat 'age'."],
    [["holders"], 1, "Tatib harus memuat 'holders' berupa bilangan bulat dari 2 sampai 15."],
    [["holders"], 16, "Tatib harus memuat 'holders' berupa bilangan bulat dari 2 sampai 15."],
    [["holders"], 2.5, "Tatib harus memuat 'holders' berupa bilangan bulat dari 2 sampai 15."],
    [["holders"], "5", "Tatib harus memuat 'holders' berupa bilangan bulat dari 2 sampai 15."],
    [["threshold"], 1, "Tatib harus memuat 'threshold' berupa bilangan bulat dari 2 sampai 15."],
    [["threshold"], 6, "Ambang pembukaan tidak boleh melebihi jumlah pemegang kunci."],
    [["mixers"], 1, "Tatib harus memuat 'mixers' berupa bilangan bulat dari 2 sampai 15."],
    [["mixers"], 6, "Jumlah pengocok tidak boleh melebihi jumlah pemegang kunci."],
    [["min_batch"], 1, "Tatib harus memuat 'min_batch' berupa bilangan bulat dari 2 sampai 1000."],
    [["min_batch"], 1001, "Tatib harus memuat 'min_batch' berupa bilangan bulat dari 2 sampai 1000."],
    [["checkin_block"], 4, "Tatib harus memuat 'checkin_block' berupa bilangan bulat dari 5 sampai 50."],
    [["checkin_block"], 51, "Tatib harus memuat 'checkin_block' berupa bilangan bulat dari 5 sampai 50."],
    [["publication"], "rahasia", "Tatib harus memuat 'publication' berupa salah satu dari terbuka, saksi."],
    [
      ["card_reserve_permille"],
      -1,
      "Tatib harus memuat 'card_reserve_permille' berupa bilangan bulat dari 0 sampai 500.",
    ],
    [
      ["card_reserve_permille"],
      501,
      "Tatib harus memuat 'card_reserve_permille' berupa bilangan bulat dari 0 sampai 500.",
    ],
    [["table_max"], 0, "Tatib harus memuat 'table_max' berupa bilangan bulat dari 1 sampai 150."],
    [["table_max"], 151, "Tatib harus memuat 'table_max' berupa bilangan bulat dari 1 sampai 150."],
    [["audits_per_table"], 21, "Tatib harus memuat 'audits_per_table' berupa bilangan bulat dari 0 sampai 20."],
    [["duplicate_policy"], "DUA", "Tatib harus memuat 'duplicate_policy' berupa salah satu dari SEKALI, BATAL."],
    [["tie_ladder"], [], "Tatib harus memuat 'tie_ladder' berupa daftar 1 sampai 3 butir."],
    [
      ["tie_ladder"],
      ["UNDIAN", "UNDIAN"],
      "Tatib harus memuat 'tie_ladder' berupa daftar tanpa pengulangan dari MUSYAWARAH, PEMUNGUTAN_ULANG, UNDIAN.",
    ],
    [
      ["tie_ladder"],
      ["PANCO"],
      "Tatib harus memuat 'tie_ladder' berupa daftar tanpa pengulangan dari MUSYAWARAH, PEMUNGUTAN_ULANG, UNDIAN.",
    ],
    [["criteria"], [], "Tatib harus memuat 'criteria' berupa daftar 1 sampai 30 butir."],
    [["criteria"], "jujur", "Tatib harus memuat 'criteria' berupa daftar 1 sampai 30 butir."],
    [["criteria"], ["jujur", "jujur"], "Tatib memuat butir yang sama dua kali dalam 'criteria'."],
    [["criteria"], [" jujur"], "Tatib harus memuat 'criteria' berupa daftar teks 1 sampai 200 huruf."],
    [["criteria"], ["a".repeat(201)], "Tatib harus memuat 'criteria' berupa daftar teks 1 sampai 200 huruf."],
    [["stages"], [], "Tatib harus memuat 'stages' berupa daftar 1 sampai 4 butir."],
    [["stages"], "kelurahan", "Tatib harus memuat 'stages' berupa daftar 1 sampai 4 butir."],
    [
      [...STAGE, "title"],
      "",
      "Tahap 'kelurahan' harus memuat 'title' berupa teks 1 sampai 120 huruf tanpa spasi tepi.",
    ],
    [[...STAGE, "contests"], [], "Tahap 'kelurahan' harus memuat 'contests' berupa daftar 1 sampai 1023 butir."],
    [[...STAGE, "time"], 1, "Tahap 'kelurahan' memuat 'time' yang tidak dikenal."],
    [
      [...STAGE, "id"],
      "Kelurahan",
      "Tahap 'Kelurahan' harus memuat 'id' dari 1 sampai 32 huruf kecil, angka, atau tanda hubung.",
    ],
    [
      [...STAGE, "id"],
      "a".repeat(33),
      `Tahap '${"a".repeat(32)}' harus memuat 'id' dari 1 sampai 32 huruf kecil, angka, atau tanda hubung.`,
    ],
    [[...STAGE, "id"], 7, "Tahap tanpa nama harus memuat 'id' dari 1 sampai 32 huruf kecil, angka, atau tanda hubung."],
    [
      [...CONTEST, "id"],
      "BKM",
      "Pemilihan 'BKM' harus memuat 'id' dari 1 sampai 32 huruf kecil, angka, atau tanda hubung.",
    ],
    [[...CONTEST, "id"], "bkm-1", "Tatib LANGSUNG dan DUA_TINGKAT harus memuat satu pemilihan 'bkm'."],
    [[...CONTEST, "index"], 0, `${CONTEST_CALLED} 'index' berupa bilangan bulat dari 1 sampai 1023.`],
    [[...CONTEST, "index"], 1024, `${CONTEST_CALLED} 'index' berupa bilangan bulat dari 1 sampai 1023.`],
    [[...CONTEST, "title"], "a\0b", `${CONTEST_CALLED} 'title' berupa teks 1 sampai 120 huruf tanpa spasi tepi.`],
    [[...CONTEST, "unit"], "e\u0301", `${CONTEST_CALLED} 'unit' berupa teks 1 sampai 120 huruf tanpa spasi tepi.`],
    [[...CONTEST, "electorate"], "KK", `${CONTEST_CALLED} 'electorate' berupa salah satu dari DEWASA, UTUSAN.`],
    [[...CONTEST, "nominees"], "KOTA", `${CONTEST_CALLED} 'nominees' berupa salah satu dari KELURAHAN, UNIT, UTUSAN.`],
    [[...CONTEST, "names_min"], 0, `${CONTEST_CALLED} 'names_min' berupa bilangan bulat dari 1 sampai 3.`],
    [[...CONTEST, "names_min"], 4, `${CONTEST_CALLED} 'names_min' berupa bilangan bulat dari 1 sampai 3.`],
    [[...CONTEST, "names_max"], 18, `${CONTEST_CALLED} 'names_max' berupa bilangan bulat dari 1 sampai 17.`],
    [[...CONTEST, "seats"], 10, `${CONTEST_CALLED} 'seats' berupa bilangan bulat dari 11 sampai 17.`],
    [[...CONTEST, "seats"], 18, `${CONTEST_CALLED} 'seats' berupa bilangan bulat dari 11 sampai 17.`],
    [[...CONTEST, "reserves"], 61, `${CONTEST_CALLED} 'reserves' berupa bilangan bulat dari 0 sampai 60.`],
    [
      [...CONTEST, "quorum_percent"],
      101,
      `${CONTEST_CALLED} 'quorum_percent' berupa bilangan bulat dari 0 sampai 100.`,
    ],
    [[...CONTEST, "women_percent"], -1, `${CONTEST_CALLED} 'women_percent' berupa bilangan bulat dari 0 sampai 100.`],
    [[...CONTEST, "women_rule"], "BEBAS", `${CONTEST_CALLED} 'women_rule' berupa salah satu dari LAPOR, KURSI.`],
    [["lain"], 1, "Tatib memuat 'lain' yang tidak dikenal."],
    [["x".repeat(41)], 1, `Tatib memuat '${"x".repeat(40)}' yang tidak dikenal.`],
    [["preset"], "DUA_TINGKAT", "Tatib DUA_TINGKAT harus memuat dua tahap."],
  ])("a broken bound is one sentence: %j = %j", (path, value, sentence) => {
    expect(faultsOf(changed(path, value))).toEqual([sentence]);
  });

  test.each(Object.keys(DIRECT))("%s may not be missing", (name) => {
    expect(faultsOf(changed([name], undefined))).toContain(`Tatib tidak memuat '${name}'.`);
  });

  test("a stage and a contest are objects", () => {
    const id = "tanpa nama harus memuat 'id' dari 1 sampai 32 huruf kecil, angka, atau tanda hubung.";
    expect(faultsOf(changed(STAGE, null))).toEqual(["Tahap tanpa nama bukan objek.", `Tahap ${id}`]);
    expect(faultsOf(changed(CONTEST, "bkm"))).toEqual(["Pemilihan tanpa nama bukan objek.", `Pemilihan ${id}`]);
  });

  test("every member of a contest is needed", () => {
    for (const name of Object.keys(contestOf(DIRECT)).filter((each) => each !== "id")) {
      expect(faultsOf(changed([...CONTEST, name], undefined))[0]).toBe(`Pemilihan 'bkm' tidak memuat '${name}'.`);
    }
    expect(faultsOf(changed([...CONTEST, "id"], undefined))).toEqual([
      "Pemilihan tanpa nama tidak memuat 'id'.",
      "Pemilihan tanpa nama harus memuat 'id' dari 1 sampai 32 huruf kecil, angka, atau tanda hubung.",
    ]);
  });

  test("all faults are told at once, in the order of the object", () => {
    const tree = { ...changed(["holders"], 0), mixers: 0, zwei: 2, eins: 1 };
    expect(faultsOf(tree)).toEqual([
      "Tatib memuat 'eins' yang tidak dikenal.",
      "Tatib memuat 'zwei' yang tidak dikenal.",
      "Tatib harus memuat 'holders' berupa bilangan bulat dari 2 sampai 15.",
      "Tatib harus memuat 'mixers' berupa bilangan bulat dari 2 sampai 15.",
    ]);
    expect(faultsOf(changed(["criteria"], ["", "a", 1, "a"]))).toHaveLength(3);
    expect(() => Rules.fromJson(tree)).toThrow(faultsOf(tree).join(" "));
  });

  test("ids and indices are unique", () => {
    const other = [
      [["stages", 0, "contests", 1, "index"], 1, "Dua pemilihan memakai 'index' yang sama."],
      [["stages", 0, "contests", 1, "id"], "utusan-1", "Dua pemilihan memakai 'id' yang sama."],
      [["stages", 1, "id"], "basis", "Dua tahap memakai 'id' yang sama."],
      [["preset"], "LANGSUNG", "Tatib LANGSUNG hanya memuat satu pemilihan."],
    ] as const;
    for (const [path, value, sentence] of other) {
      expect(faultsOf(changed(path, value, twoStages()))).toEqual([sentence]);
    }
  });

  test("rules of one's own need no board", () => {
    expect(faultsOf(changed([...CONTEST, "id"], "panitia", changed(["preset"], "BEBAS")))).toEqual([]);
  });

  test("bytes that are not canonical are refused", () => {
    expect(() => Rules.parse(joinBytes(utf8(" "), Rules.fromJson(DIRECT).toBytes()))).toThrow(NotCanonical);
    expect(() => Rules.parse(utf8("null"))).toThrow("Tatib bukan objek.");
  });

  test("no value makes the reader crash", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => faultsOf(value).length > 0));
    const paths = [...Object.keys(DIRECT).map((name) => [name]), CONTEST, STAGE, [...CONTEST, "id"]];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        for (const fault of faultsOf(changed(path, value))) expect(fault).toMatch(/\.$/);
      }),
    );
  });

  test("there are two ways to publish", () => {
    expect(["terbuka", "saksi"].map(parsePublication)).toEqual(["terbuka", "saksi"]);
    for (const value of ["Terbuka", "", null, 0]) expect(() => parsePublication(value)).toThrow(MalformedValue);
  });
});
