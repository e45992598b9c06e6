/** A whole election through the fold, and every event of it where it does not belong. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { Event } from "../../../src/ballots/events/event.ts";
import { IllegalEvent } from "../../../src/ballots/refusals.ts";
import { ElectionState } from "../../../src/ballots/state/fold.ts";
import { toHex } from "../../../src/crypto/bytes.ts";
import { codeOf } from "../refused.ts";
import { BKM, GOLDEN, golden, Story, snapshot, told } from "./story.ts";

const STORY = told((story) => story.publish());
const ANY: readonly Event[] = [...STORY.events, ...GOLDEN.values()];

describe("the whole story", () => {
  it("has the bytes that the Python implementation wrote, its ceremony hash and its count among them", () => {
    const last = new Map(STORY.events.map((event) => [event.type, toHex(event.data)]));
    expect(last.size).toBe(39);
    for (const [type, data] of last) expect(data).toBe(toHex(GOLDEN.get(type)!.data));
  });

  it("ends with a published result", () => {
    const { contest, state } = STORY;
    expect(contest.phase).toBe("PUBLISHED");
    expect(state.size).toBe(STORY.events.length);
    expect(contest.ballots).toHaveLength(24);
    expect(contest.tally.certified?.elected).toEqual(contest.tally.outcome?.elected);
    expect(contest.isPolling).toBe(false);
    expect(state.contestKeys(BKM)).toEqual(golden("keys.joined").keys);
    expect(state.cards.ofTable(1)).toEqual(STORY.credentials.get(1)!.map(toHex));
  });
});

describe("an event", () => {
  it("at any moment is accepted or changes nothing", () => {
    const moments = fc.integer({ min: 0, max: STORY.events.length - 1 });
    fc.assert(
      fc.property(moments, fc.array(fc.constantFrom(...ANY), { maxLength: 5 }), (start, others) => {
        const state = stateAfter(STORY.events.slice(0, start));
        for (const event of others) {
          const before = snapshot(state);
          const { size } = state;
          try {
            state.apply(event, STORY);
            expect(state.size).toBe(size + 1);
          } catch (fault) {
            if (!(fault instanceof IllegalEvent)) throw fault;
            expect(fault.reason).toMatch(/\.$/);
            expect(fault.reason).not.toMatch(/[{}]|undefined/);
            expect(snapshot(state)).toEqual(before);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test.each(
    [...new Set(STORY.events.map((event) => event.type))].filter(
      // What nothing later needs may be left out, and the end has nothing later.
      (type) =>
        !["card.replaced", "voter.added", "ballot.audited", "checkin.block", "election.published"].includes(type),
    ),
  )("of type %s is missed where all of them are left out", (type) => {
    const rest = STORY.events.filter((event) => event.type !== type);
    expect(() => stateAfter(rest)).toThrow(IllegalEvent);
  });

  it("belongs to its election, which begins with its first event and only once", () => {
    const [first, second] = STORY.events as [Event, Event];
    const elsewhere = Event.build("mekarjaya-2026", first.body);
    const empty = new ElectionState();
    expect(codeOf(() => empty.apply(second, STORY))).toBe("NOT_CREATED");
    expect(codeOf(() => empty.apply(GOLDEN.get("ballot.cast")!, STORY))).toBe("OTHER_ELECTION");
    empty.apply(first, STORY);
    expect(codeOf(() => empty.apply(first, STORY))).toBe("ALREADY_CREATED");
    expect(codeOf(() => empty.apply(elsewhere, STORY))).toBe("OTHER_ELECTION");
  });
});

function stateAfter(events: readonly Event[]): ElectionState {
  const state = new ElectionState();
  for (const event of events) state.apply(event, STORY);
  return state;
}

test("questions about what is not there are refused", () => {
  const { state } = new Story();
  expect(codeOf(() => state.agreedRules())).toBe("WRONG_PHASE");
  expect(codeOf(() => state.stage("kelurahan"))).toBe("UNKNOWN_STAGE");
  expect(codeOf(() => state.table(1))).toBe("UNKNOWN_TABLE");
  expect(codeOf(() => state.contestKeys(BKM))).toBe("UNKNOWN_CONTEST");
  const agreed = told((story) => story.agree());
  expect(codeOf(() => agreed.state.contestKeys(BKM))).toBe("KEYS_NOT_JOINED");
});
