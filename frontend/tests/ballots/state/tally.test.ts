/** The fold after the polls: mixing, opening, adjudication, count, ties, certification. */
import { describe, expect, it, test } from "vitest";
import type { Body, BodyOf } from "../../../src/ballots/events/body.ts";
import { lotOrder } from "../../../src/ballots/state/result.ts";
import { utf8 } from "../../../src/crypto/bytes.ts";
import { BKM, golden, MONITOR, NOWHERE, numbersTo, OFFICERS, rulesWith, Story, told } from "./story.ts";

const closed = () => told((story) => story.close());
const ordered = () => told((story) => story.order());
const opened = () => told((story) => story.opened());
const tied = () => told((story) => story.count());

describe("a mix", () => {
  const faults: readonly [Partial<BodyOf<"mix.done">>, string][] = [
    [{ step: 2 }, "STEP_DIFFERS"],
    [{ holder: 6 }, "UNKNOWN_HOLDER"],
    [{ input: NOWHERE }, "INPUT_DIFFERS"],
    [{ output: NOWHERE }, "BLOB_MISSING"],
    [{ proof: NOWHERE }, "BLOB_MISSING"],
  ];

  test.each(faults)("takes the list before it, not %j", (changes, code) => {
    const story = closed();
    story.refuse({ ...story.mixStep(1), ...changes }, code);
  });

  it("has an output and a proof of their size", () => {
    const story = closed();
    const step = story.mixStep(1);
    story.refuse({ ...step, output: step.proof }, "BLOB_MALFORMED");
    story.refuse({ ...step, proof: step.output }, "BLOB_MALFORMED");
  });

  it("is by another holder each time, and there must be two", () => {
    const story = closed();
    story.do(story.mixStep(1));
    story.refuse(story.mixStep(1), "MIXED_BEFORE");
    const early = story.mixingFinished(1);
    story.refuse(early, "TOO_FEW_MIXES");
    story.do(story.mixStep(3));
    story.refuse(early, "INPUT_DIFFERS");
    story.refuse(story.mixingFinished(3), "INPUT_DIFFERS");
    story.do(story.mixingFinished());
  });
});

describe("an opening", () => {
  const factor = (holder: number): BodyOf<"opening.factor"> => ({
    type: "opening.factor",
    contest: BKM,
    holder,
    factors: NOWHERE,
    proof: "1".repeat(64),
  });

  it("is never of a small box", () => {
    const story = told((each) => each.open(), [6]);
    story.do(story.ballot(1, 0), story.ballot(1, 1));
    story.do(story.closing(1, 2));
    story.papers(1);
    story.do(story.contestClosing());
    for (const holder of [1, 2]) story.do(story.mixStep(holder));
    story.do(story.mixingFinished());
    story.refuse(story.openingOrdered(), "TOO_FEW_BALLOTS");
  });

  it("waits for the lists of every table", () => {
    const story = told((each) => each.vote());
    story.closeTables(false);
    story.do(story.contestClosing());
    for (const holder of [1, 2]) story.do(story.mixStep(holder));
    story.do(story.mixingFinished());
    const order = story.openingOrdered();
    story.refuse(order, "CLOSING_PAPERS_MISSING");
    story.papers(1);
    story.refuse(order, "CLOSING_PAPERS_MISSING");
    story.papers(2);
    story.refuse({ ...order, list: NOWHERE }, "INPUT_DIFFERS");
    story.do(order);
  });

  it("is by exactly the threshold of holders", () => {
    const story = ordered();
    for (const holder of [1, 2, 4]) story.do(factor(holder));
    story.refuse(factor(4), "FACTOR_ALREADY_GIVEN");
    story.refuse(factor(6), "UNKNOWN_HOLDER");
    story.refuse({ ...factor(5), factors: story.keep(story.random(32)) }, "BLOB_MALFORMED");
    story.refuse(story.contestOpened([1, 2]), "TOO_FEW_HOLDERS");
    story.refuse(story.contestOpened([1, 2, 3, 4]), "TOO_FEW_HOLDERS");
    story.refuse(story.contestOpened([2, 1, 4]), "TOO_FEW_HOLDERS");
    story.refuse(story.contestOpened([1, 2, 3]), "FACTOR_MISSING");
    story.do(story.contestOpened([1, 2, 4]));
    expect([...story.contest.tally.strings!].sort()).toEqual(
      numbersTo(13)
        .map((number) => `warga ${number}`)
        .sort(),
    );
  });

  test.each([
    '["b","a"]',
    '["a","a"]',
    '["","a"]',
    '["a",1]',
    '{"a":1}',
    "null",
    '["\u{1f600}","\uffee"]',
    '[ "a"]',
  ])("is not of the texts %s", (texts) => {
    const story = ordered();
    for (const holder of [1, 2, 3]) story.do(factor(holder));
    story.refuse({ ...story.contestOpened([1, 2, 3]), strings: story.keep(utf8(texts)) }, "BLOB_MALFORMED");
  });

  it("sorts texts by their bytes, not by their units", () => {
    const story = ordered();
    for (const holder of [1, 2, 3]) story.do(factor(holder));
    story.do({ ...story.contestOpened([1, 2, 3]), strings: story.keep(utf8('["\uffee","\u{1f600}"]')) });
    expect(story.contest.tally.strings?.size).toBe(2);
  });

  it("whose texts are withheld leaves the fold going", () => {
    const story = ordered();
    for (const holder of [1, 2, 3]) story.do(factor(holder));
    story.do({ ...story.contestOpened([1, 2, 3]), rows: "2".repeat(64), strings: "3".repeat(64) });
    expect(story.contest.tally.strings).toBeNull();
    story.do(story.decision("warga 40"));
    story.do(story.completion(1));
  });
});

describe("the adjudication", () => {
  it("has one decision at a time for a text", () => {
    const story = opened();
    story.do(story.decision("warga 1"));
    story.refuse(story.decision("warga 1"), "ALREADY_DECIDED");
    story.do(story.reversal("warga 1"));
    story.refuse(story.reversal("warga 1"), "NOT_DECIDED");
    const voided = { ...story.decision("warga 1"), code: "TIDAK_SAH_GANDA_MAKNA", person: null } as const;
    story.do(voided);
    expect(story.contest.tally.decisions.get("warga 1")).toEqual(voided);
  });

  it("decides only texts that were written", () => {
    const story = opened();
    story.refuse(story.decision("warga 40"), "STRING_NOT_WRITTEN");
  });

  it("counts only residents of the sealed list, each as they were decided before", () => {
    const story = opened();
    const decision = story.decision("warga 1");
    story.refuse({ ...decision, person: story.person(99) }, "PERSON_NOT_NOMINEE");
    const renamed = { ...story.people[0]!, name: "Warga Lain" };
    story.refuse({ ...decision, person: renamed }, "PERSON_NOT_NOMINEE");
  });

  it("knows a person who is on the list twice by the first decision", () => {
    const story = new Story();
    const twin = { ...story.people[0]!, salt: story.random(16) };
    (story.people as (typeof twin)[]).push(twin);
    story.opened();
    story.do(story.decision("warga 1"));
    story.refuse({ ...story.decision("warga 2"), person: twin }, "PERSON_DIFFERS");
    story.do({ ...story.decision("warga 2"), person: { ...story.people[0]! } });
  });

  it("is complete when every text is decided", () => {
    const story = opened();
    story.do(story.decision("warga 1"));
    story.refuse(story.completion(1), "DECISIONS_INCOMPLETE");
    story.refuse(story.completion(13), "DECISIONS_INCOMPLETE");
  });

  it("that is reversed after the count sends the contest back", () => {
    const story = told((each) => each.settle());
    story.do(story.reversal("warga 3"));
    expect(story.contest.phase).toBe("OPENED");
    expect(story.contest.tally).toMatchObject({ result: null, outcome: null, settled: [], revote: null });
    story.do(story.decision("warga 3"));
    story.do(story.completion(13));
    story.do(story.result());
  });
});

describe("a tie", () => {
  const repeatVote = (story: Story): Body => ({
    type: "tie.revote",
    contest: BKM,
    persons: story.tied(),
    reason: "malam ini",
    officers: OFFICERS,
  });

  /** Return the settlement of a tie by lot, from a checkpoint at the end of the log. */
  function lot(story: Story): BodyOf<"tie.settled"> {
    const root = story.random(32);
    const dice = "3 5 1";
    const persons = lotOrder(root, dice, story.tied());
    const checkpoint = { size: story.state.size, root };
    return story.settlement({ method: "UNDIAN", persons, dice, checkpoint });
  }

  it("stops the certification", () => {
    const story = tied();
    expect(story.contest.phase).toBe("TIE");
    story.refuse(story.certification(), "WRONG_PHASE");
  });

  it("is settled by an order of exactly the tied", () => {
    const story = tied();
    const persons = story.tied();
    story.refuse(story.settlement({ persons: persons.slice(0, -1) }), "NOT_TIED");
    story.refuse(story.settlement({ persons: [...persons, story.people[39]!.id] }), "NOT_TIED");
    story.do(story.settlement());
    expect(story.contest.phase).toBe("COUNTED");
    story.refuse(story.settlement({ persons }), "NOT_TIED");
    story.do(story.certification());
  });

  it("is settled by a repeat vote only after that was decided", () => {
    const story = tied();
    const again = story.settlement({ method: "PEMUNGUTAN_ULANG" });
    story.refuse(again, "REVOTE_MISSING");
    story.refuse({ ...golden("tie.revote"), persons: [] }, "NOT_TIED");
    story.do(repeatVote(story));
    story.do(again);
    expect(story.contest.phase).toBe("COUNTED");
  });

  it("is settled by lot in the order of its dice, from a checkpoint after the opening", () => {
    const story = tied();
    const good = lot(story);
    const checkpoint = (size: number) => ({ size, root: good.checkpoint!.root });
    story.refuse({ ...good, persons: good.persons.toReversed() }, "LOT_ORDER");
    story.refuse({ ...good, dice: "3 5 2" }, "LOT_ORDER");
    story.refuse({ ...good, checkpoint: checkpoint(story.contest.tally.openedIndex) }, "LOT_CHECKPOINT");
    story.refuse({ ...good, checkpoint: checkpoint(story.state.size + 1) }, "LOT_CHECKPOINT");
    story.do(good);
  });

  it("is settled only by a rung of the agreed ladder", () => {
    const story = new Story(rulesWith({ tie_ladder: ["UNDIAN"] }));
    story.count();
    story.refuse(story.settlement(), "NOT_ON_THE_LADDER");
    story.refuse(repeatVote(story), "NOT_ON_THE_LADDER");
    story.do(lot(story));
  });
});

describe("a result", () => {
  it("that is false is refused", () => {
    const story = told((each) => each.adjudicate());
    const good = story.result();
    const wrong: Readonly<Record<string, BodyOf<"result.counted">["result"][string]>> = {
      state: "COUNTED",
      elected: [],
      seats: 12,
      ballots: { blank: 0, valid: 23, void: 0 },
      ranking: [[24, [story.people[30]!.id]]],
    };
    for (const [member, value] of Object.entries(wrong)) {
      story.refuse({ ...good, result: { ...good.result, [member]: value } }, "RESULT_DIFFERS");
    }
    story.refuse({ ...good, result: { a: 1 } }, "RESULT_MALFORMED");
    story.do(good);
  });

  it("gives the place of who declines to the next", () => {
    const story = told((each) => each.settle());
    const before = story.outcome;
    const [first] = before.elected as [string];
    const answer = (person: string, willing: boolean): Body => ({
      type: "acceptance.recorded",
      contest: BKM,
      person,
      willing,
      reason: "sakit",
      officers: OFFICERS,
    });
    story.refuse(answer(story.people[39]!.id, false), "UNKNOWN_PERSON");
    const stale = story.certification();
    story.do(answer(first, false));
    expect(story.contest.tally.declined).toEqual(new Set([first]));
    story.refuse(stale, "CERTIFIED_DIFFERS");
    expect(story.outcome.elected).not.toContain(first);
    expect(story.outcome.elected).toHaveLength(11);
    story.do(answer(first, true));
    expect(story.outcome).toEqual(before);
  });

  it("is certified as it was counted, and published as it was agreed", () => {
    const story = told((each) => each.settle());
    const good = story.certification();
    story.refuse({ ...good, elected: good.elected.toReversed() }, "CERTIFIED_DIFFERS");
    story.refuse({ ...good, reserves: good.elected.slice(0, 1) }, "CERTIFIED_DIFFERS");
    story.refuse({ ...good, women: { ...good.women, met: !good.women.met } }, "CERTIFIED_DIFFERS");
    story.refuse({ ...good, minutes: NOWHERE }, "BLOB_MISSING");
    story.do(good);
    const published = story.published();
    story.refuse({ ...published, policy: "saksi" }, "POLICY_DIFFERS");
    story.refuse({ ...published, contests: [] }, "UNKNOWN_CONTEST");
    story.refuse({ ...published, contests: [BKM, BKM] }, "UNKNOWN_CONTEST");
    story.do(published);
    story.refuse({ ...story.reversal("warga 1"), monitor: MONITOR }, "WRONG_PHASE");
  });
});
