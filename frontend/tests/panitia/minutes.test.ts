/** Drafts of minutes: what is missing, what goes to the board, and how two note takers' words come together. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minutesFromJson, minutesToJson } from "../../src/ballots/assemblies.ts";
import { ASSEMBLY_KINDS as KINDS } from "../../src/ballots/events/fields.ts";
import {
  count,
  type Draft,
  EMPTY,
  membersByUnit,
  newDraft,
  quorumOf,
  readDraft,
} from "../../src/panitia/assemblies/draft.ts";
import { merge, same } from "../../src/panitia/assemblies/merging.ts";
import { lines, minutesOf, missingIn, sectionsOf } from "../../src/panitia/assemblies/minutes.ts";

function whole(kind: (typeof KINDS)[number] = "BEBAS"): Draft {
  return {
    ...newDraft(kind, { unit: "Kelurahan Sukamundur", title: "Rembug warga" }),
    date: "2026-11-01",
    from: "19:30",
    until: "22:00",
    place: "Balai Kelurahan",
    convenor: "Panitia",
    chair: "Haji Komarudin",
    note_taker: "Enung Nurhayati",
    men: "61",
    women: "74",
    poor: "40",
    agenda: [{ title: "Pembukaan", minutes: "Dibuka dengan doa." }],
    decisions: [{ ...EMPTY.decision(), text: "Warga sepakat." }],
    signatures: [{ name: "Haji Komarudin", capacity: "pemimpin rembug" }],
  };
}
const lacks = (draft: Draft) => missingIn(draft).map((each) => each.lack);

describe("what is missing", () => {
  test("nothing in whole minutes", () => {
    expect(lacks(whole())).toEqual([]);
  });
  test("of a new draft every screen that must be filled in", () => {
    const sections = new Set(missingIn(newDraft("", { unit: "", title: "" })).map((each) => each.section));
    expect(Array.from(sections)).toEqual(["kind", "when", "people", "agenda", "decisions", "signatures"]);
  });
  test("a readiness assembly says accept or decline in one decision, and either is whole", () => {
    const draft = whole("RKM");
    expect(lacks(draft)).toEqual(["outcome"]);
    for (const outcome of ["MENERIMA", "MENOLAK"]) {
      draft.decisions[0] = { ...draft.decisions[0]!, outcome };
      expect(lacks(draft)).toEqual([]);
    }
    draft.decisions.push({ ...draft.decisions[0]!, outcome: "MENERIMA" });
    expect(lacks(draft)).toEqual(["outcome"]);
  });
  test("counted votes need their numbers, and no more of them than people", () => {
    const draft = whole();
    const decision = { ...EMPTY.decision(), text: "Warga sepakat.", method: "SUARA" };
    draft.decisions = [decision];
    expect(lacks(draft)).toEqual(["votes"]);
    decision.votes = { for: "100", against: "35", abstain: "0" };
    expect(lacks(draft)).toEqual([]);
    decision.votes = { for: "100", against: "35", abstain: "1" };
    expect(lacks(draft)).toEqual(["votes-many"]);
  });
  test("no text is adopted by an assembly that missed its quorum and did not wait", () => {
    const draft = whole();
    draft.quorum = { has: true, percent: "50", grace: false };
    draft.invitation = { sent: "", how: "surat", invited: "270" };
    draft.decisions[0] = { ...draft.decisions[0]!, adopts: { document: "AD", version: 1, sha256: "00".repeat(32) } };
    expect(quorumOf(draft)).toEqual({ present: 135, invited: 270, reached: false, valid: false });
    expect(lacks(draft)).toEqual(["adopts-quorum"]);
    draft.quorum.grace = true;
    expect(lacks(draft)).toEqual([]);
    draft.invitation.invited = "269";
    expect(quorumOf(draft)?.reached).toBe(true);
  });
  test("choosing an institution needs all seven answers and a choice; a committee its members", () => {
    const draft = whole("LEMBAGA");
    draft.assessment[0]!.institution = "LPM";
    expect(lacks(draft)).toEqual(["assessment", "chosen"]);
    for (const each of draft.assessment[0]!.criteria) each.meets = "SEBAGIAN";
    draft.chosen = { option: "FORM_NEW", name: "BKM Sukamundur" };
    expect(lacks(draft)).toEqual([]);
    expect(sectionsOf(draft)).toContain("institutions");
    expect(lacks(whole("PANITIA"))).toEqual(["members"]);
  });
  test("more of poor households than present is seen", () => {
    expect(lacks({ ...whole(), poor: "136" })).toEqual(["poor"]);
  });
});

test("a committee has at least three of each RW", () => {
  const member = (unit: string) => ({ name: "A", sex: "P", unit, role: "anggota" });
  const draft = { ...whole("PANITIA"), members: ["RW 01", "RW 01", "RW 02", " RW 01 ", ""].map(member) };
  expect(membersByUnit(draft)).toEqual([
    { unit: "RW 01", count: 3, enough: true },
    { unit: "RW 02", count: 1, enough: false },
  ]);
});

test("minutes are canonical, numbered, and without what nobody filled in", () => {
  const draft = whole();
  draft.decisions.unshift(EMPTY.decision());
  draft.decisions.push({ ...EMPTY.decision(), text: "  Kedua.\r\nBaris.\t ", dissent: ["", "Keberatan."] });
  draft.agenda.push(EMPTY.item());
  draft.elements = "ketua RT, kader PKK\npemuda";
  draft.assessment = [EMPTY.assessment()];
  const minutes = minutesOf(draft, 3, 2);
  expect(minutes.decisions).toMatchObject([
    { number: 1, text: "Warga sepakat.", votes: null, outcome: null },
    { number: 2, text: "Kedua.\nBaris.", dissent: ["Keberatan."] },
  ]);
  expect(minutes.elements).toEqual(["ketua RT", "kader PKK", "pemuda"]);
  expect(minutes).toMatchObject({
    assembly: 3,
    revision: 2,
    invitation: null,
    quorum: null,
    assessment: [],
    members: [],
  });
  expect(minutesFromJson(minutesToJson(minutes))).toEqual(minutes);
});

test("any words that people type become minutes that the board takes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (one, two) => {
      const draft = { ...whole(), title: `A${one}`, agenda: [{ title: `B${two}`, minutes: `${one}C\n${two}` }] };
      expect(lacks(draft)).toEqual([]);
    }),
  );
  expect(lines("a\u0000b\u0085c")).toBe("a b c");
});

test.each([
  ["12", 12],
  [" 1.250 ", 1250],
  ["", null],
  ["dua", null],
  ["-1", null],
  ["1234567", null],
])("a count is read as people type it: %s", (text, expected) => {
  expect(count(text)).toBe(expected);
});

describe("reading a kept draft", () => {
  test("gives the same draft", () => {
    for (const kind of KINDS) {
      const draft = whole(kind);
      expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
      expect(same(readDraft(JSON.parse(JSON.stringify(draft))), draft)).toBe(true);
    }
  });
  test("survives any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(whole())), (value, name) => {
        expect(Object.keys(readDraft({ [name]: value }))).toEqual(Object.keys(whole()));
      }),
    );
    expect(readDraft(null).zone).toBe("WIB");
  });
});

describe("two note takers", () => {
  test("who wrote in different parts lose nothing and are asked nothing", () => {
    const base = whole();
    const mine = { ...base, men: "70" };
    const theirs = { ...base, women: "80", place: "Masjid" };
    const { draft, disputed } = merge(base, mine, theirs);
    expect(disputed).toEqual([]);
    expect(draft).toEqual({ ...base, men: "70", women: "80", place: "Masjid" });
  });
  test("who changed the same part are asked about that part alone", () => {
    const base = whole();
    const { draft, disputed } = merge(base, { ...base, men: "70", chair: "A" }, { ...base, men: "71", zone: "WIT" });
    expect(disputed).toEqual(["men"]);
    expect(draft).toEqual({ ...base, men: "70", chair: "A", zone: "WIT" });
  });
  test("keep each other's attachments, and those that one took away stay away", () => {
    const file = (sha256: string) => ({ name: sha256, media: "image/png", size: 1, sha256 });
    const base = { ...whole(), attachments: [file("a"), file("b")] };
    const mine = { ...base, attachments: [file("a"), file("b"), file("c")] };
    const theirs = { ...base, attachments: [file("b"), file("d")] };
    expect(merge(base, mine, theirs).draft.attachments.map((each) => each.sha256)).toEqual(["b", "c", "d"]);
  });
  test("who never met in one version are asked about every difference", () => {
    expect(merge(null, whole(), { ...whole(), men: "1", poor: "1" }).disputed).toEqual(["men", "poor"]);
  });
});
