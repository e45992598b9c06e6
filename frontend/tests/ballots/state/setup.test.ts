/** The fold before the polls: agreement, key ceremony, register, cards. */
import { describe, expect, it, test } from "vitest";
import type { BodyOf } from "../../../src/ballots/events/body.ts";
import type { SealedTable } from "../../../src/ballots/events/setup.ts";
import { joinAll } from "../../../src/ballots/state/blobs.ts";
import { ceremonyHash } from "../../../src/ballots/state/ceremony.ts";
import { codeOf } from "../refused.ts";
import { BKM, NOWHERE, numbersTo, OFFICERS, rulesWith, Story, snapshot, told } from "./story.ts";

const created = () => told((story) => story.create());
const agreed = () => told((story) => story.agree());
const holders = () =>
  told((story) => {
    story.agree();
    story.registerHolders();
  });
const keyed = () => told((story) => story.key());
const registered = () =>
  told((story) => {
    story.key();
    story.do(story.register());
  });

describe("the agreement", () => {
  it("seals the rules only as they were agreed", () => {
    const story = created();
    story.refuse(story.sealedRules(), "RULES_NOT_AGREED");
    story.do(story.document("TATIB"));
    story.refuse(story.sealedRules(rulesWith({ min_batch: 11 })), "RULES_NOT_AGREED");
    story.do(story.sealedRules());
    expect(story.state.phase).toBe("DRAFT");
    story.refuse(story.sealedRules(), "RULES_ALREADY_SEALED");
    story.refuse(story.document("TATIB", 2), "DOCUMENT_FROZEN");
    story.do(story.document("KRITERIA"), story.document("AD"));
    expect(story.state.phase).toBe("AGREED");
  });

  it("leaves only the bylaws to change", () => {
    const story = agreed();
    story.refuse(story.document("AD", 2), "DOCUMENT_FROZEN");
    story.do(story.document("ART"), story.document("ART", 2));
    story.refuse(story.document("ART", 2), "VERSION_NOT_NEWER");
    expect(story.state.documents.get("ART")?.map(({ body }) => body.version)).toEqual([1, 2]);
  });

  it("has the text of each document in the record", () => {
    const story = created();
    const document = story.document("AD");
    story.blobs.delete(document.sha256);
    story.refuse(document, "BLOB_MISSING");
  });
});

describe("a holder", () => {
  it("registers once, with keys of their own", () => {
    const story = agreed();
    const first = story.registration(1, "Aep");
    story.do(first);
    story.refuse(first, "HOLDER_ALREADY_REGISTERED");
    story.refuse({ ...first, holder: 2 }, "HOLDER_KEY_USED");
    story.refuse({ ...first, holder: 2, boxKey: story.random(32) }, "HOLDER_KEY_USED");
    story.refuse(story.registration(6, "Aep"), "UNKNOWN_HOLDER");
  });

  it("signs with the registered key", () => {
    const story = holders();
    const body = { type: "ceremony.committed", ceremony: 1, holder: 3, sha256: NOWHERE } as const;
    const { state } = story;
    expect(state.signingKeyFor(body)).toEqual(state.ceremony.holders.get(3)!.signingKey);
    expect(state.signingKeyFor(story.stageSealed())).toBeNull();
    const before = snapshot(state);
    expect(codeOf(() => state.signingKeyFor({ ...body, holder: 9 }))).toBe("UNKNOWN_HOLDER");
    expect(snapshot(state)).toEqual(before);
    const newcomer = story.registration(1);
    expect(state.signingKeyFor(newcomer)).toBe(newcomer.signingKey);
  });
});

test("the cards of a table are signed by their maker's key", () => {
  const story = registered();
  const cards = story.cards(1);
  expect(story.state.signingKeyFor(cards)).toBe(cards.makerKey);
});

describe("the key ceremony", () => {
  const committed = (holder: number, sha256: string, ceremony = 1): BodyOf<"ceremony.committed"> => ({
    type: "ceremony.committed",
    ceremony,
    holder,
    sha256,
  });
  const revealed = (holder: number, sha256: string): BodyOf<"ceremony.revealed"> => ({
    type: "ceremony.revealed",
    ceremony: 1,
    holder,
    sha256,
  });

  it("waits for everybody", () => {
    const story = told((each) => {
      each.agree();
      each.do(each.registration(1));
    });
    story.refuse(committed(1, NOWHERE), "HOLDERS_INCOMPLETE");
    story.refuse(committed(2, NOWHERE), "UNKNOWN_HOLDER");
  });

  it("shows no commitment before everybody has committed", () => {
    const story = holders();
    const blob = story.commitment();
    story.do(...[1, 2, 3, 4].map((holder) => committed(holder, blob)));
    story.refuse(revealed(1, blob), "CEREMONY_STEP_EARLY");
    story.refuse(committed(1, blob), "CEREMONY_STEP_DONE");
    story.refuse(committed(5, blob, 2), "OTHER_CEREMONY");
    story.do(committed(5, blob));
    story.refuse(revealed(1, story.commitment()), "COMMITMENT_DIFFERS");
    story.do(revealed(1, blob));
  });

  it("shows commitments of their size", () => {
    const story = holders();
    const short = story.keep(story.random(32));
    story.do(...story.holders().map((holder) => committed(holder, short)));
    story.refuse(revealed(1, short), "BLOB_MALFORMED");
  });

  it("shares with every other holder, in order", () => {
    const story = holders();
    const blob = story.commitment();
    story.do(...story.holders().map((holder) => committed(holder, blob)));
    story.do(...story.holders().map((holder) => revealed(holder, blob)));
    const shared = (...to: readonly number[]): BodyOf<"ceremony.shared"> => ({
      type: "ceremony.shared",
      ceremony: 1,
      holder: 1,
      sealed: to.map((number) => ({ to: number, sha256: NOWHERE })),
    });
    story.refuse(shared(2, 3, 4), "SHARES_INCOMPLETE");
    story.refuse(shared(3, 2, 4, 5), "SHARES_INCOMPLETE");
    story.refuse(shared(1, 2, 3, 4, 5), "SHARES_INCOMPLETE");
    story.do(shared(2, 3, 4, 5));
    story.refuse(shared(2, 3, 4, 5), "CEREMONY_STEP_DONE");
  });

  it("is confirmed as this very run", () => {
    const story = holders();
    story.ceremony(1, false);
    const whole = ceremonyHash(story.state.ceremony);
    expect(whole).toHaveLength(64);
    story.refuse(story.confirmation(1, whole.toReversed()), "CEREMONY_HASH_DIFFERS");
    story.do(story.confirmation(1, whole));
    // Confirmations are not part of what is confirmed.
    story.do(story.confirmation(2, whole));
    story.refuse(story.confirmation(2, whole), "CEREMONY_STEP_DONE");
    story.refuse(story.keysJoined(), "CEREMONY_STEP_EARLY");
  });

  it("after a complaint can only be abandoned, and starts afresh", () => {
    const story = holders();
    const blob = story.commitment();
    const complaint = (against: number): BodyOf<"ceremony.complained"> => ({
      type: "ceremony.complained",
      ceremony: 1,
      holder: 1,
      against,
      reason: "bagian salah",
    });
    const abandoned = (...without: readonly number[]): BodyOf<"ceremony.abandoned"> => ({
      type: "ceremony.abandoned",
      ceremony: 1,
      without,
      officers: OFFICERS,
    });
    story.refuse(complaint(2), "CEREMONY_STEP_EARLY");
    story.do(...story.holders().map((holder) => committed(holder, blob)));
    story.do(revealed(1, blob));
    story.refuse(complaint(1), "UNKNOWN_HOLDER");
    story.do(complaint(2));
    story.refuse(revealed(2, blob), "CEREMONY_COMPLAINED");
    story.refuse(story.keysJoined(), "CEREMONY_COMPLAINED");
    story.refuse(abandoned(6), "UNKNOWN_HOLDER");
    story.refuse({ ...abandoned(2), ceremony: 2 }, "OTHER_CEREMONY");
    story.do(abandoned(2));
    story.refuse(committed(1, blob, 2), "HOLDERS_INCOMPLETE");
    story.do(story.registration(2, "Pengganti"));
    story.ceremony(2);
    story.do(story.keysJoined(2));
    // The registration of the substitute comes last, as in the log.
    const inOrder = [...story.state.ceremony.registrations].sort(([, one], [, other]) => one.index - other.index);
    expect(inOrder.map(([holder]) => holder)).toEqual([1, 3, 4, 5, 2]);
    expect(story.state.ceremony.hashedEvents()[4]).toEqual(inOrder[4]![1].data);
  });

  it("rehearses with the threshold", () => {
    const story = holders();
    story.ceremony();
    story.refuse(story.rehearsal(), "KEYS_NOT_JOINED");
    story.refuse({ ...story.keysJoined(), keys: story.random(64) }, "WIDTH_DIFFERS");
    story.do(story.keysJoined());
    story.refuse(story.keysJoined(), "KEYS_ALREADY_JOINED");
    story.refuse(committed(1, NOWHERE), "KEYS_ALREADY_JOINED");
    const factor = story.rehearsalFactor(1);
    story.refuse(factor, "REHEARSAL_NOT_SET");
    story.refuse({ ...story.rehearsal(), ciphertext: story.random(32 * 5) }, "WIDTH_DIFFERS");
    story.do(story.rehearsal());
    story.refuse(story.rehearsal(), "REHEARSAL_ALREADY_SET");
    story.refuse({ ...factor, proof: story.random(192) }, "WIDTH_DIFFERS");
    story.do(factor);
    story.refuse(factor, "FACTOR_ALREADY_GIVEN");
    const passed = (...by: readonly number[]): BodyOf<"rehearsal.passed"> => ({
      type: "rehearsal.passed",
      holders: by,
    });
    story.refuse(passed(1), "TOO_FEW_HOLDERS");
    story.refuse(passed(1, 1, 1), "TOO_FEW_HOLDERS");
    story.refuse(passed(1, 2, 3), "FACTOR_MISSING");
  });
});

describe("the register", () => {
  const faults: readonly [Partial<SealedTable>, string][] = [
    [{ adults: 151, women: 131 }, "TABLE_TOO_LARGE"],
    [{ adults: 0, women: 0, men: 0 }, "TABLE_TOO_LARGE"],
    [{ women: 19 }, "SEXES_DO_NOT_ADD_UP"],
    [{ contest: "rt" }, "UNKNOWN_CONTEST"],
    [{ table: 2 }, "TABLE_ALREADY_SEALED"],
    [{ roll: NOWHERE }, "BLOB_MISSING"],
  ];

  test.each(faults)("is spoilt as a whole by a table with %j", (changes, code) => {
    const story = keyed();
    const register = story.register();
    const [first, second] = register.tables as [SealedTable, SealedTable];
    story.refuse({ ...register, tables: [{ ...first, ...changes }, second] }, code);
  });

  it("may come in parts, and is whole before the seal", () => {
    const story = keyed();
    const register = story.register();
    story.refuse({ ...register, stage: "basis" }, "UNKNOWN_STAGE");
    story.do({ ...register, tables: register.tables.slice(0, 1), nominees: [] });
    story.refuse(story.stageSealed(), "BOOTH_NOT_SEALED");
    story.do({ type: "booth.sealed", bundles: [] });
    story.refuse(story.stageSealed(), "REGISTER_INCOMPLETE");
    story.refuse({ ...register, tables: [], nominees: [] }, "QUORUM_BASE_ALREADY_SEALED");
    story.refuse({ ...register, nominees: [], quorumBase: [] }, "TABLE_ALREADY_SEALED");
    const twice = [...register.nominees, ...register.nominees];
    story.refuse({ ...register, tables: [], nominees: twice, quorumBase: [] }, "NOMINEES_ALREADY_SEALED");
    story.do({ ...register, tables: register.tables.slice(1), quorumBase: [] });
    story.refuse({ ...register, tables: [], quorumBase: [] }, "NOMINEES_ALREADY_SEALED");
    story.refuse(story.stageSealed(), "CARDS_MISSING");
    story.do(story.cards(1), story.cards(2));
    story.do(story.stageSealed());
    story.refuse(register, "WRONG_PHASE");
    expect(story.contest.nomineeList).toHaveLength(32 * story.people.length);
  });

  it("is of the contests of its stage", () => {
    const [stage] = rulesWith({}).toJson()["stages"] as { contests: { id: string; index: number }[] }[];
    const basis = { ...stage, id: "basis", contests: [{ ...stage!.contests[0], id: "utusan-1", index: 2 }] };
    const story = new Story(rulesWith({ preset: "DUA_TINGKAT", stages: [basis, stage] }));
    story.key();
    story.refuse({ ...story.register(), stage: "basis" }, "CONTEST_OF_OTHER_STAGE");
  });

  it("is at least as large as the quorum base", () => {
    const story = keyed();
    story.do({ ...story.register(), quorumBase: [{ contest: BKM, adults: 71 }] });
    story.do(story.cards(1), story.cards(2));
    story.do({ type: "booth.sealed", bundles: [] });
    story.refuse(story.stageSealed(), "QUORUM_BASE_TOO_LARGE");
  });
});

describe("cards", () => {
  it("are listed once, sorted, and not too many", () => {
    const story = registered();
    const cards = story.cards(1);
    const credentials = story.credentials.get(1)!;
    const [first] = credentials as [Uint8Array];
    const doubled = story.keep(joinAll([first, ...credentials.slice(0, -1)]));
    const backwards = story.keep(joinAll(credentials.toReversed()));
    story.refuse({ ...cards, count: 42 }, "CARD_COUNT_WRONG");
    story.refuse({ ...cards, count: 39 }, "CARD_COUNT_WRONG");
    story.refuse({ ...cards, count: 40 }, "BLOB_MALFORMED");
    story.refuse({ ...cards, sha256: doubled }, "BLOB_MALFORMED");
    story.refuse({ ...cards, sha256: backwards }, "BLOB_MALFORMED");
    story.refuse({ ...cards, sha256: NOWHERE }, "BLOB_MISSING");
    story.refuse({ ...cards, table: 7 }, "UNKNOWN_TABLE");
    story.refuse({ ...cards, contest: "rt" }, "UNKNOWN_CONTEST");
    story.do(cards);
    story.refuse(cards, "CARDS_ALREADY_REGISTERED");
  });

  it("are of one table only", () => {
    const story = registered();
    story.do(story.cards(1));
    const cards = story.cards(2);
    // The smallest of table 1 takes the place of whichever keeps the list sorted.
    const stolen = [story.card(1, 0), ...story.credentials.get(2)!.slice(1)];
    stolen.sort((one, other) => Buffer.compare(one, other));
    story.refuse({ ...cards, sha256: story.keep(joinAll(stolen)) }, "CARD_LISTED_TWICE");
  });
});

test("the booth does not change while people vote", () => {
  const story = told((each) => each.open());
  story.refuse({ type: "booth.sealed", bundles: [] }, "BOOTH_IN_USE");
  expect(story.state.openTables(story.contest).map(({ number }) => number)).toEqual(numbersTo(2));
});
