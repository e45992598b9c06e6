/** The phases and refusals that the fold shares with the Python code. */
import { describe, expect, it } from "vitest";
import { checkContest, checkElection, move, POLLING } from "../../src/ballots/phases.ts";
import { IllegalEvent } from "../../src/ballots/refusals.ts";
import { codeOf } from "./refused.ts";

describe("phases", () => {
  it("accept ballots only while a contest is open, on the day or in the home round", () => {
    expect([...POLLING].sort()).toEqual(["HOME_ROUND", "OPEN"]);
    expect(codeOf(() => checkContest("ballot.cast", "OPEN"))).toBe("");
    expect(codeOf(() => checkContest("ballot.cast", "CLOSED"))).toBe("WRONG_PHASE");
  });

  it("lead to the one target, or to the one that is meant", () => {
    expect(move("table.opened", "SEALED")).toBe("OPEN");
    expect(move("contest.closed", "OPEN", "BELOW_QUORUM")).toBe("BELOW_QUORUM");
    expect(codeOf(() => move("contest.closed", "OPEN", "MIXED"))).toBe("WRONG_PHASE");
  });

  it("refuse a choice that nobody made", () => {
    expect(codeOf(() => move("contest.closed", "OPEN"))).toBe("WRONG_PHASE");
  });

  it("refuse an event without a contest where a contest is asked", () => {
    expect(codeOf(() => checkContest("rules.sealed", "OPEN"))).toBe("WRONG_PHASE");
    expect(codeOf(() => checkElection("rules.sealed", "KEYED"))).toBe("WRONG_PHASE");
  });

  it("know no other event", () => {
    expect(() => checkElection("ballot.burnt", "KEYED")).toThrow(RangeError);
  });
});

describe("a refusal", () => {
  it("fills its Indonesian sentence with facts", () => {
    const error = new IllegalEvent("CARD_COUNT_WRONG", { table: 3, least: 90, most: 93 });
    expect(error.reason).toBe("Jumlah kartu meja 3 harus dari 90 sampai 93.");
    expect(error.message).toBe(`CARD_COUNT_WRONG: ${error.reason}`);
  });
});
