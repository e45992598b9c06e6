/** The fold on the voting day: the count rule, cards, audits, closing, home round. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Body, BodyOf } from "../../../src/ballots/events/body.ts";
import { joinAll } from "../../../src/ballots/state/blobs.ts";
import { mayReopen } from "../../../src/ballots/state/closing.ts";
import { checkCast } from "../../../src/ballots/state/polling.ts";
import { BKM, NOWHERE, numbersTo, OFFICERS, type Story, told } from "./story.ts";

const opened = (adults?: readonly number[]) => told((story) => story.open(), adults);

const replaced: Body = { type: "card.replaced", table: 1, reason: "hilang", officers: OFFICERS };
const added: Body = { type: "voter.added", table: 1, reason: "warga baru", officers: OFFICERS };
const suspended: Body = { type: "contest.suspended", contest: BKM, reason: "hujan", officers: OFFICERS };
const resumed: Body = { type: "contest.resumed", contest: BKM, reason: "reda", officers: OFFICERS };
const homeRound: Body = { type: "home_round.opened", contest: BKM, reason: "belum kuorum", officers: OFFICERS };
const repeatVote: Body = { type: "contest.revote", contest: BKM, reason: "diulang bulan depan", officers: OFFICERS };

function castAt(story: Story, table: number, from: number, to: number): void {
  for (let card = from; card < to; card++) story.do(story.ballot(table, card));
}

describe("the count rule", () => {
  it("lets ballots outrun the check-ins by one block and no more", () => {
    const story = opened();
    castAt(story, 1, 0, 10);
    story.refuse(story.ballot(1, 10), "COUNT_RULE");
    story.do(story.block(1, 10));
    story.do(story.ballot(1, 10));
    // The other table has its own count.
    story.do(story.ballot(2, 0));
  });

  it("lets one more ballot in for a replaced card, and takes none for a voided one", () => {
    const story = opened();
    castAt(story, 1, 0, 10);
    story.do(replaced);
    story.do(story.ballot(1, 10));
    story.do(story.cardVoided(1, 30));
    story.refuse(story.ballot(1, 11), "COUNT_RULE");
  });

  it("has no slack at closing", () => {
    const story = opened();
    story.do(story.block(1, 10));
    castAt(story, 1, 0, 11);
    story.refuse(story.closing(1, 10), "COUNT_RULE");
    story.do(story.closing(1, 11));
  });

  it("is broken by no order of events", () => {
    const steps = fc.constantFrom("ballot", "block", "replace", "add", "void");
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 40 }), (taken) => {
        const story = opened([12]);
        const table = story.state.table(1);
        let card = 0;
        for (const step of taken) {
          const isCard = step === "ballot" || step === "void";
          if (isCard && card === story.credentials.get(1)!.length) continue;
          if (step === "ballot") {
            const isAllowed = table.ballots < table.checkins + table.replaced + 10;
            if (isAllowed) story.do(story.ballot(1, card));
            else story.refuse(story.ballot(1, card), "COUNT_RULE");
          } else if (step === "block") {
            const block = story.block(1, table.checkins + 10);
            if (block.total <= 12 + table.added) story.do(block);
            else story.refuse(block, "CHECKINS_TOO_MANY");
          } else story.do(step === "void" ? story.cardVoided(1, card) : step === "add" ? added : replaced);
          if (isCard) card += 1;
          expect(table.ballots).toBeLessThanOrEqual(table.checkins + table.replaced + 10);
          expect(table.checkins).toBeLessThanOrEqual(12 + table.added);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe("a card", () => {
  it("votes once", () => {
    const story = opened();
    const ballot = story.ballot(1, 0);
    story.do(ballot);
    story.refuse(ballot, "CREDENTIAL_USED");
    story.refuse(story.ballot(1, 0), "CREDENTIAL_USED");
    story.refuse(story.cardVoided(1, 0), "CREDENTIAL_USED");
  });

  it("that is voided does not vote", () => {
    const story = opened();
    story.do(story.cardVoided(1, 0));
    story.refuse(story.ballot(1, 0), "CREDENTIAL_VOIDED");
    story.refuse(story.cardVoided(1, 0), "CREDENTIAL_VOIDED");
  });

  it("votes only at its table, and only if it was listed", () => {
    const story = opened();
    story.refuse({ ...story.ballot(2, 0), table: 1 }, "CREDENTIAL_NOT_LISTED");
    story.refuse({ ...story.ballot(1, 0), credential: story.random(32) }, "CREDENTIAL_NOT_LISTED");
    story.refuse({ ...story.ballot(1, 0), table: 9 }, "UNKNOWN_TABLE");
    story.refuse({ ...story.ballot(1, 0), contest: "rt" }, "TABLE_OF_OTHER_CONTEST");
    story.refuse({ ...story.cardVoided(2, 0), table: 1 }, "CREDENTIAL_NOT_LISTED");
  });
});

describe("a ballot", () => {
  it("that copies another is refused under another card", () => {
    const story = opened();
    const ballot = story.ballot(1, 0);
    story.do(ballot);
    const credential = story.card(1, 1);
    story.refuse({ ...ballot, credential }, "CIPHERTEXT_COPIED");
    // Only the first element is the same.
    const { ciphertext } = ballot;
    const mauled = joinAll([ciphertext.subarray(0, 32), story.random(ciphertext.length - 32)]);
    story.refuse({ ...ballot, credential, ciphertext: mauled }, "CIPHERTEXT_COPIED");
  });

  it("of another width is refused", () => {
    const story = opened();
    story.refuse({ ...story.ballot(1, 0), ciphertext: story.random(32 * 9) }, "WIDTH_DIFFERS");
  });

  it("that is audited is never cast, and its card stays unspent", () => {
    const story = opened();
    const ballot = story.ballot(1, 0);
    const { contest, tracking } = checkCast(story.state, ballot);
    expect(contest.ballots).toHaveLength(0);
    const own: BodyOf<"ballot.audited"> = {
      type: "ballot.audited",
      contest: BKM,
      table: 1,
      tracking,
      ciphertext: null,
      proof: null,
      credential: null,
      randomness: null,
      names: null,
    };
    story.do(own);
    story.refuse(ballot, "TRACKING_USED");
    story.refuse(own, "TRACKING_USED");
    story.do(story.ballot(1, 0));
    const shown = story.committeeTest(1, 1);
    story.do(shown);
    const { audits, committeeAudits } = story.state.table(1);
    expect([audits, committeeAudits]).toEqual([2, 1]);
    story.refuse({ ...story.ballot(1, 2), ciphertext: shown.ciphertext! }, "CIPHERTEXT_COPIED");
    story.refuse({ ...story.committeeTest(1, 1), tracking: "0".repeat(16) }, "TRACKING_DIFFERS");
    story.refuse({ ...story.committeeTest(1, 1), names: ["A", "B", "C", "D"] }, "TOO_MANY_NAMES");
    story.refuse({ ...story.committeeTest(1, 1), credential: story.card(2, 1) }, "CREDENTIAL_NOT_LISTED");
    story.refuse({ ...story.committeeTest(1, 1), contest: "rt" }, "TABLE_OF_OTHER_CONTEST");
  });

  it("waits while the contest is suspended", () => {
    const story = opened();
    story.do(suspended);
    story.refuse(story.ballot(1, 0), "WRONG_PHASE");
    story.refuse(suspended, "WRONG_PHASE");
    story.do(resumed);
    story.do(story.ballot(1, 0));
  });
});

describe("a table", () => {
  it("that is closed takes nothing more", () => {
    const story = opened();
    story.do(story.closing(1));
    story.refuse(story.ballot(1, 0), "TABLE_NOT_OPEN");
    story.refuse(story.block(1, 10), "TABLE_NOT_OPEN");
    story.refuse(story.tableOpened(1), "TABLE_CLOSED");
  });

  test.each([
    [5, "CHECKINS_NOT_A_BLOCK"],
    [10, "CHECKINS_NOT_RISING"],
    [50, "CHECKINS_TOO_MANY"],
  ])("whose check-ins go from 10 to %d: %s", (total, code) => {
    const story = opened();
    story.do(story.block(1, 10));
    story.refuse(story.block(1, total), code);
  });

  it("has a key of its own for each opening", () => {
    const story = told((each) => each.seal());
    const key = story.random(32);
    story.do(story.tableOpened(1, key));
    story.refuse(story.tableOpened(2, key), "TABLE_KEY_USED");
    story.refuse(story.tableOpened(1), "TABLE_ALREADY_OPEN");
  });

  test.each([
    ["ballots", "CLOSING_COUNT_DIFFERS"],
    ["voided", "CLOSING_COUNT_DIFFERS"],
    ["replaced", "CLOSING_COUNT_DIFFERS"],
    ["added", "CLOSING_COUNT_DIFFERS"],
    ["walkedAway", "CLOSING_COUNT_DIFFERS"],
    ["assisted", "CLOSING_COUNT_DIFFERS"],
    ["left", "CARDS_DO_NOT_ADD_UP"],
    ["missing", "CARDS_DO_NOT_ADD_UP"],
  ] as const)("closes with the log's count of %s", (member, code) => {
    const story = opened();
    const closing = story.closing(1);
    story.refuse({ ...closing, [member]: closing[member] + 1 }, code);
  });

  it("closes with check-ins not below the last block and not beyond the roll", () => {
    const story = opened();
    story.do(story.block(1, 10));
    story.refuse(story.closing(1, 9), "CHECKINS_NOT_RISING");
    story.refuse(story.closing(1, 41), "CHECKINS_TOO_MANY");
    story.do(added);
    story.do(story.closing(1, 41));
  });

  it("states missing cards and does not hide them", () => {
    const story = opened();
    const closing = story.closing(1);
    story.do({ ...closing, left: closing.left - 2, missing: 2 });
  });

  it("lists as many as have come, none of them beyond the roll", () => {
    const story = opened();
    const list = (...rolls: readonly number[]): Body => ({ type: "checkin.list", table: 1, rolls });
    story.refuse(list(), "TABLES_STILL_OPEN");
    story.do(story.closing(1, 3));
    story.refuse(list(1, 2), "LIST_DIFFERS");
    story.refuse(list(1, 2, 41), "LIST_DIFFERS");
    story.do(list(1, 2, 40));
    story.refuse(list(1, 2, 40), "LIST_ALREADY_GIVEN");
  });

  it("lists as many left cards as stated, sorted", () => {
    const story = opened();
    story.do(story.closing(1, 0));
    const secrets = story.secrets.get(1)!;
    const left = (sha256: string, count = secrets.length): Body => ({ type: "cards.left", table: 1, count, sha256 });
    story.refuse(left(NOWHERE, secrets.length - 1), "LIST_DIFFERS");
    story.refuse(left(NOWHERE), "BLOB_MISSING");
    story.refuse(left(story.keep(joinAll(secrets.toReversed()))), "BLOB_MALFORMED");
    const sorted = story.keep(joinAll(secrets));
    story.do(left(sorted));
    story.refuse(left(sorted), "LIST_ALREADY_GIVEN");
  });
});

/** Five have come and voted: too few. */
function belowQuorum(): Story {
  const story = opened();
  castAt(story, 1, 0, 5);
  story.do(story.closing(1, 5), story.closing(2, 0));
  story.do(story.contestClosing());
  expect(story.contest.phase).toBe("BELOW_QUORUM");
  return story;
}

/** Half have come, and few of them voted. */
function closedWith(ballots: number): Story {
  const story = opened();
  story.do(story.block(1, 10), story.block(2, 10));
  castAt(story, 1, 0, ballots);
  story.do(story.closing(1, 20), story.closing(2, 15));
  story.do(story.contestClosing());
  expect(story.contest.phase).toBe("CLOSED");
  return story;
}

describe("below the quorum", () => {
  it("nothing is mixed", () => {
    const story = belowQuorum();
    story.refuse(story.mixStep(1), "WRONG_PHASE");
  });

  it("a home round reopens tables once and counts the whole", () => {
    const story = belowQuorum();
    story.do({ type: "checkin.list", table: 1, rolls: numbersTo(5) });
    story.do(homeRound);
    story.do(story.tableOpened(1));
    story.do(story.block(1, 30));
    castAt(story, 1, 5, 25);
    story.do(suspended);
    story.do(resumed);
    expect(story.contest.phase).toBe("HOME_ROUND");
    story.do(story.closing(1));
    // Who came on the day is on the list of the home round too.
    const others = { type: "checkin.list", table: 1, rolls: numbersTo(34).slice(4) } as const;
    story.refuse(others, "LIST_DIFFERS");
    story.do({ ...others, rolls: numbersTo(30) });
    story.refuse(story.tableOpened(1), "TABLE_CLOSED");
    story.do(story.contestClosing());
    expect(story.contest.phase).toBe("CLOSED");
    expect(story.contest.ballots).toHaveLength(25);
  });

  it("a second time, only a repeat vote remains", () => {
    const story = belowQuorum();
    story.do(homeRound);
    story.do(story.contestClosing());
    story.refuse(homeRound, "HOME_ROUND_DONE");
    story.do(repeatVote);
    story.refuse(story.mixStep(1), "WRONG_PHASE");
  });

  it("a table whose left cards are shown does not reopen", () => {
    const story = belowQuorum();
    story.papers(1);
    story.do(homeRound);
    story.refuse(story.tableOpened(1), "LEFT_CARDS_REVEALED");
  });
});

describe("a box too small to open", () => {
  it("goes from house to house though its quorum is met", () => {
    const story = closedWith(9);
    story.do(homeRound);
    story.do(story.tableOpened(1));
    story.refuse(repeatVote, "WRONG_PHASE");
    story.do(story.ballot(1, 9));
    story.do(story.closing(1));
    story.do(story.contestClosing());
    story.papers(1);
    story.papers(2);
    for (const holder of numbersTo(story.rules.mixers)) story.do(story.mixStep(holder));
    story.do(story.mixingFinished());
    story.do(story.openingOrdered());
  });

  it("is not filled any more once it may be opened or is mixed", () => {
    closedWith(10).refuse(homeRound, "WRONG_PHASE");
    const story = closedWith(9);
    story.do(story.mixStep(1));
    story.refuse(homeRound, "WRONG_PHASE");
    story.do(repeatVote);
  });
});

test.each([1, 2])("table %d may reopen until it is certain that it cannot", (number) => {
  const can = (story: Story) => mayReopen(story.state, story.state.table(number));
  expect(can(opened())).toBe(true);
  expect(can(closedWith(10))).toBe(false);
  const small = closedWith(9);
  expect(can(small)).toBe(true);
  small.do(small.mixStep(1));
  expect(can(small)).toBe(false);
  const story = belowQuorum();
  expect(can(story)).toBe(true);
  story.do(homeRound);
  expect(can(story)).toBe(true);
  story.do(story.tableOpened(number));
  story.do(suspended);
  expect(can(story)).toBe(false);
  story.do(story.closing(number), resumed);
  expect(can(story)).toBe(false);
  story.do(story.contestClosing());
  expect(can(story)).toBe(false);
});

describe("a contest", () => {
  test.each([
    ["ballots", 25, "INPUT_DIFFERS"],
    ["input", NOWHERE, "INPUT_DIFFERS"],
    ["checkins", 41, "QUORUM_DIFFERS"],
    ["quorumBase", 71, "QUORUM_DIFFERS"],
    ["quorumMet", false, "QUORUM_DIFFERS"],
  ])("closes with the log's figures, not with %s %s", (member, wrong, code) => {
    const story = told((each) => each.vote());
    story.closeTables();
    const closing = story.contestClosing();
    story.refuse({ ...closing, [member]: wrong }, code);
    story.do(closing);
  });

  it("does not close before its tables", () => {
    const story = told((each) => each.vote());
    story.do(story.closing(1));
    story.refuse(story.contestClosing(), "TABLES_STILL_OPEN");
  });
});
