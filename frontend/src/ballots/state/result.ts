/** Handlers: count, ties, acceptances, certification, publication. */
import { sha512 } from "@noble/hashes/sha2.js";
import { Domain, frames } from "../../crypto/domains.ts";
import { type Afterwards, outcomeOf } from "../counting.ts";
import { decodeResult } from "../counting_codec.ts";
import { ballotsOf, CountingError, type Outcome, type Result, votesOf, womenMet } from "../counting_model.ts";
import { checkSettlement } from "../counting_seats.ts";
import type { Event } from "../events/event.ts";
import type {
  AcceptanceRecorded,
  ElectionPublished,
  ResultCertified,
  ResultCounted,
  TieRevote,
  TieSettled,
} from "../events/tally.ts";
import { type ContestPhase, move } from "../phases.ts";
import { IllegalEvent, type Refusal } from "../refusals.ts";
import { sameValue } from "../same.ts";
import { type BlobSource, compareBytes } from "./blobs.ts";
import type { Handlers } from "./handlers.ts";
import { contestIn } from "./mixing.ts";
import type { ContestState, TallyState } from "./model.ts";
import type { StateView } from "./view.ts";

/**
 * Return the order that a lot gives (docs/protocol.md section 12).
 *
 * @param root root of the checkpoint, 32 bytes.
 * @param dice text of the dice thrown in public.
 * @param persons the tied persons, in any order.
 */
export function lotOrder(root: Uint8Array, dice: string, persons: readonly string[]): readonly string[] {
  return persons
    .map((person) => ({
      person,
      drawn: sha512(frames("domain", Domain.LOT, "root", root, "dice", dice, "person", person)),
    }))
    .sort((one, other) => compareBytes(one.drawn, other.drawn))
    .map(({ person }) => person);
}

/** Run a part of the count; what it refuses, refuses the event with this code. */
function counted<T>(code: Refusal, work: () => T): T {
  try {
    return work();
  } catch (fault) {
    if (fault instanceof CountingError) throw new IllegalEvent(code);
    throw fault;
  }
}

function outcomeAfter(state: StateView, contest: ContestState, result: Result, afterwards: Afterwards): Outcome {
  const rules = state.agreedRules().countRules(contest.rules);
  const sexes = new Map([...contest.tally.persons.values()].map(({ id, sex }) => [id, sex]));
  return counted("RESULT_DIFFERS", () => outcomeOf(result, rules, sexes, afterwards));
}

function phaseOf(outcome: Outcome): ContestPhase {
  return outcome.state === "TIE" ? "TIE" : "COUNTED";
}

function inForce({ result, outcome }: TallyState): { readonly result: Result; readonly outcome: Outcome } {
  if (result === null || outcome === null) throw new IllegalEvent("RESULT_DIFFERS");
  return { result, outcome };
}

function ordersOf(settled: readonly TieSettled[]): readonly (readonly string[])[] {
  return settled.map((each) => each.persons);
}

function count(state: StateView, body: ResultCounted): void {
  const contest = contestIn(state, body.contest, body.type);
  const { tally, rules } = contest;
  const result = counted("RESULT_MALFORMED", () => decodeResult(body.result));
  if (ballotsOf(result) !== contest.ballots.length || result.seats !== rules.seats) {
    throw new IllegalEvent("RESULT_DIFFERS");
  }
  if ([...votesOf(result.ranking).keys()].some((person) => !tally.persons.has(person))) {
    throw new IllegalEvent("RESULT_DIFFERS");
  }
  if (!sameValue(result.outcome, outcomeAfter(state, contest, result, {}))) throw new IllegalEvent("RESULT_DIFFERS");
  // Answers given before a recount still hold.
  const outcome = outcomeAfter(state, contest, result, { declined: tally.declined });
  contest.phase = move(body.type, contest.phase, phaseOf(outcome));
  tally.result = result;
  tally.outcome = outcome;
}

function settle(state: StateView, body: TieSettled): void {
  const contest = contestIn(state, body.contest, body.type);
  const rules = state.agreedRules();
  const { tally } = contest;
  const { result, outcome } = inForce(tally);
  const { method, persons } = body;
  if (!rules.tieLadder.includes(method)) throw new IllegalEvent("NOT_ON_THE_LADDER", { method });
  if (method === "PEMUNGUTAN_ULANG" && tally.revote === null) throw new IllegalEvent("REVOTE_MISSING");
  counted("NOT_TIED", () => checkSettlement(outcome, persons));
  checkLot(state, tally, body);
  const settled = [...tally.settled, body];
  const after = { settled: ordersOf(settled), declined: tally.declined };
  const outcomeNow = outcomeAfter(state, contest, result, after);
  contest.phase = move(body.type, contest.phase, phaseOf(outcomeNow));
  tally.settled = settled;
  tally.outcome = outcomeNow;
}

/** Check that a lot is drawn from a checkpoint after the opening, and gives the order that is stated. */
function checkLot(state: StateView, tally: TallyState, { checkpoint, dice, persons }: TieSettled): void {
  if (checkpoint === null || dice === null) return;
  if (checkpoint.size <= tally.openedIndex || checkpoint.size > state.size) throw new IllegalEvent("LOT_CHECKPOINT");
  if (!sameValue(persons, lotOrder(checkpoint.root, dice, persons))) throw new IllegalEvent("LOT_ORDER");
}

function revote(state: StateView, body: TieRevote): void {
  const contest = contestIn(state, body.contest, body.type);
  const { outcome } = inForce(contest.tally);
  const method = "PEMUNGUTAN_ULANG";
  if (!state.agreedRules().tieLadder.includes(method)) throw new IllegalEvent("NOT_ON_THE_LADDER", { method });
  counted("NOT_TIED", () => checkSettlement(outcome, body.persons));
  contest.tally.revote = body;
}

function accept(state: StateView, body: AcceptanceRecorded): void {
  const contest = contestIn(state, body.contest, body.type);
  const { tally } = contest;
  const { result } = inForce(tally);
  const { person } = body;
  if (!votesOf(result.ranking).has(person)) throw new IllegalEvent("UNKNOWN_PERSON", { person });
  const declined = tally.declined;
  if (body.willing) declined.delete(person);
  else declined.add(person);
  const outcome = outcomeAfter(state, contest, result, { settled: ordersOf(tally.settled), declined });
  contest.phase = move(body.type, contest.phase, phaseOf(outcome));
  tally.acceptances.set(person, body);
  tally.outcome = outcome;
}

function certify(state: StateView, body: ResultCertified, _: Event, blobs: BlobSource): void {
  const contest = contestIn(state, body.contest, body.type);
  const { outcome } = inForce(contest.tally);
  const women = { elected: outcome.womenElected, required: outcome.womenRequired, met: womenMet(outcome) };
  const follows = { elected: outcome.elected, reserves: outcome.reserves, women };
  const { elected, reserves, minutes } = body;
  if (!sameValue({ elected, reserves, women: body.women }, follows)) throw new IllegalEvent("CERTIFIED_DIFFERS");
  if (blobs.get(minutes) === null) throw new IllegalEvent("BLOB_MISSING", { sha256: minutes });
  contest.phase = move(body.type, contest.phase);
  contest.tally.certified = body;
}

function publish(state: StateView, body: ElectionPublished): void {
  const contests = body.contests.map((each) => contestIn(state, each, body.type));
  if (body.policy !== state.agreedRules().publication) throw new IllegalEvent("POLICY_DIFFERS");
  if (contests.length === 0 || new Set(contests).size !== contests.length) {
    throw new IllegalEvent("UNKNOWN_CONTEST", { contest: body.contests.join(", ") });
  }
  for (const contest of contests) contest.phase = move(body.type, contest.phase);
}

export const RESULT: Handlers<
  "result.counted" | "tie.settled" | "tie.revote" | "acceptance.recorded" | "result.certified" | "election.published"
> = {
  "result.counted": count,
  "tie.settled": settle,
  "tie.revote": revote,
  "acceptance.recorded": accept,
  "result.certified": certify,
  "election.published": publish,
};
