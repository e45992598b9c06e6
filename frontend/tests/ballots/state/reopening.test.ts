/** A newer text opens the rules again, and everything that followed from them is made anew. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/ballots/canonical.ts";
import type { BodyOf } from "../../../src/ballots/events/body.ts";
import type { DocumentKind } from "../../../src/ballots/events/fields.ts";
import { adopts, agreed, recorded, sampleDecision, sampleDocument } from "../agreements.ts";
import { ELECTION, OFFICERS, rulesWith, type Story, told } from "./story.ts";

const FEWER = rulesWith({ holders: 3, threshold: 2 });
const reopened = (assembly: number, decision = 1): BodyOf<"rules.reopened"> => ({
  type: "rules.reopened",
  assembly,
  decision,
  officers: OFFICERS,
});

/** Record an assembly whose decision adopts a version, and return the event that it may open the rules with. */
function decided(story: Story, kind: DocumentKind, version: number, members: JsonObject = {}, of: JsonObject = {}) {
  const text = story.keepText(sampleDocument(kind, FEWER, "tetangga"));
  const minutes = story.minutes([sampleDecision(1, { adopts: adopts(text, version), ...members })], of);
  story.do(recorded(minutes));
  return reopened(minutes.assembly);
}

describe("rules that are opened again", () => {
  it("take with them what followed from them, and shut the gate until the newer text is agreed to", () => {
    const story = told((each) => each.seal());
    const reopening = decided(story, "TATIB", 2);
    story.do(reopening);
    const { state } = story;
    expect([state.phase, state.rules, state.booth]).toEqual(["DRAFT", null, null]);
    expect([state.contests.size, state.tables.size, state.cards.tableOf.size]).toEqual([0, 0, 0]);
    expect([state.ceremony.number, state.ceremony.keys, state.ceremony.holders.size]).toEqual([2, null, 5]);
    story.refuse(story.sealedRules(), "NEWER_NOT_AGREED");
    story.refuse(reopening, "WRONG_PHASE");
    story.do(agreed(ELECTION, sampleDocument("TATIB", FEWER, "tetangga"), reopening.assembly, 2));
    story.refuse(story.sealedRules(), "RULES_NOT_AGREED");
    story.do(story.sealedRules(FEWER));
    expect(story.state.phase).toBe("AGREED");
    expect([...story.state.ceremony.holders.keys()]).toEqual([1, 2, 3]);
    expect([...story.state.ceremony.registrations.keys()]).toEqual([1, 2, 3]);
  });

  it("need a valid decision about a newer text", () => {
    const story = told((each) => each.agree());
    story.refuse(reopened(9), "UNKNOWN_ASSEMBLY");
    story.refuse(reopened(1, 9), "UNKNOWN_DECISION");
    story.refuse(reopened(1), "NOTHING_NEWER");
    story.refuse(decided(story, "TATIB", 1), "NOTHING_NEWER");
    story.refuse(decided(story, "ART", 2), "NOTHING_NEWER");
    const lost = { method: "SUARA", votes: { for: 10, against: 10, abstain: 0 } };
    story.refuse(decided(story, "TATIB", 2, lost), "NOT_CARRIED");
    story.refuse(decided(story, "TATIB", 2, {}, { men: 1, women: 1, poor: 0 }), "QUORUM_MISSED");
  });

  it("stay as they are once a table was open", () => {
    const story = told((each) => each.open());
    story.refuse(decided(story, "TATIB", 2), "POLLS_WERE_OPENED");
  });
});
