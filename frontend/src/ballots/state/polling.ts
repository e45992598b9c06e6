/** Handlers: open tables, check-ins, ballots, audits, cards. */
import { toHex } from "../../crypto/bytes.ts";
import type { EventType } from "../events/body.ts";
import type {
  BallotAudited,
  BallotCast,
  CardReplaced,
  CardVoided,
  CheckinBlock,
  ContestResumed,
  ContestSuspended,
  TableOpened,
  VoterAdded,
} from "../events/polling.ts";
import { checkContest, checkElection, move, POLLING as POLLING_PHASES } from "../phases.ts";
import { IllegalEvent } from "../refusals.ts";
import { trackingCode } from "../tracking.ts";
import type { Handlers } from "./handlers.ts";
import type { ContestState, TableState } from "./model.ts";
import type { StateView } from "./view.ts";

const ELEMENT_BYTES = 32;

/**
 * Return an open table and its contest, in a phase where an event of this type may stand.
 *
 * @throws IllegalEvent UNKNOWN_TABLE, WRONG_PHASE or TABLE_NOT_OPEN.
 */
export function openTable(
  state: StateView,
  number: number,
  type: EventType,
): { readonly table: TableState; readonly contest: ContestState } {
  const table = state.table(number);
  const contest = state.contest(table.contest);
  checkElection(type, state.phase);
  checkContest(type, contest.phase);
  if (!table.isOpen) throw new IllegalEvent("TABLE_NOT_OPEN", { table: number });
  return { table, contest };
}

function open(state: StateView, body: TableOpened): void {
  checkElection(body.type, state.phase);
  const table = state.table(body.table);
  const contest = state.contest(table.contest);
  checkContest(body.type, contest.phase);
  if (table.isOpen) throw new IllegalEvent("TABLE_ALREADY_OPEN", { table: body.table });
  // A table opens once on the day, and once more in the home round.
  const isHome = contest.phase === "HOME_ROUND";
  if (table.closing !== null && (!isHome || table.keys.length > 1)) {
    throw new IllegalEvent("TABLE_CLOSED", { table: body.table });
  }
  if (table.left !== null) throw new IllegalEvent("LEFT_CARDS_REVEALED", { table: body.table });
  const key = toHex(body.tableKey);
  if (state.tableKeys.has(key)) throw new IllegalEvent("TABLE_KEY_USED");
  table.isOpen = true;
  table.key = body.tableKey;
  table.keys.push(body.tableKey);
  table.rollsListed = false;
  state.tableKeys.add(key);
  contest.phase = move(body.type, contest.phase);
}

function checkIn(state: StateView, { type, table: number, total }: CheckinBlock): void {
  const { table } = openTable(state, number, type);
  const block = state.agreedRules().checkinBlock;
  if (total % block !== 0) throw new IllegalEvent("CHECKINS_NOT_A_BLOCK", { block });
  if (total <= table.checkins) throw new IllegalEvent("CHECKINS_NOT_RISING", { table: number, last: table.checkins });
  if (total > table.rollSize) throw new IllegalEvent("CHECKINS_TOO_MANY", { table: number, limit: table.rollSize });
  table.checkins = total;
}

function add(state: StateView, body: VoterAdded): void {
  openTable(state, body.table, body.type).table.added += 1;
}

/** Where a ballot goes that may be cast. */
export interface AcceptableBallot {
  readonly contest: ContestState;
  readonly table: TableState;
  readonly tracking: string;
}

/**
 * Check a ballot against the state, changing nothing; signatures and proof are not looked at.
 *
 * @throws IllegalEvent the ballot is not acceptable here and now.
 */
export function checkCast(state: StateView, body: BallotCast): AcceptableBallot {
  const table = state.table(body.table);
  if (table.contest !== body.contest) {
    throw new IllegalEvent("TABLE_OF_OTHER_CONTEST", { table: body.table, contest: body.contest });
  }
  const contest = state.contest(body.contest);
  if (!POLLING_PHASES.has(contest.phase)) {
    throw new IllegalEvent("WRONG_PHASE", { type: body.type, phase: contest.phase });
  }
  if (!table.isOpen) throw new IllegalEvent("TABLE_NOT_OPEN", { table: body.table });
  checkUnspent(state, body.table, toHex(body.credential));
  const tracking = checkSealed(state, contest, body.ciphertext, body.proof);
  const limit = state.ballotLimit(table);
  if (table.ballots >= limit) throw new IllegalEvent("COUNT_RULE", { table: body.table, limit });
  return { contest, table, tracking };
}

/** Check that a card is listed for a table, and neither used nor voided. */
function checkUnspent({ cards }: StateView, table: number, credential: string): void {
  if (cards.tableOf.get(credential) !== table) throw new IllegalEvent("CREDENTIAL_NOT_LISTED", { table });
  if (cards.used.has(credential)) throw new IllegalEvent("CREDENTIAL_USED");
  if (cards.voided.has(credential)) throw new IllegalEvent("CREDENTIAL_VOIDED");
}

/** Check that a ciphertext has its size and is no copy; return its tracking code, which nobody has yet. */
function checkSealed(state: StateView, contest: ContestState, ciphertext: Uint8Array, proof: Uint8Array): string {
  const expected = ELEMENT_BYTES * (1 + contest.rules.width);
  if (ciphertext.length !== expected) throw new IllegalEvent("WIDTH_DIFFERS", { expected });
  if (contest.c1.has(firstElement(ciphertext))) throw new IllegalEvent("CIPHERTEXT_COPIED");
  const tracking = trackingCode(state.election, contest.id, ciphertext, proof);
  if (state.tracking.has(tracking)) throw new IllegalEvent("TRACKING_USED");
  return tracking;
}

function firstElement(ciphertext: Uint8Array): string {
  return toHex(ciphertext.subarray(0, ELEMENT_BYTES));
}

function cast(state: StateView, body: BallotCast): void {
  const { contest, table, tracking } = checkCast(state, body);
  const index = state.size;
  state.cards.used.set(toHex(body.credential), index);
  state.tracking.cast.set(tracking, index);
  contest.c1.add(firstElement(body.ciphertext));
  contest.ballots.push(body);
  contest.indices.push(index);
  table.ballots += 1;
}

function audit(state: StateView, body: BallotAudited): void {
  const { table, contest } = openTable(state, body.table, body.type);
  if (table.contest !== body.contest) {
    throw new IllegalEvent("TABLE_OF_OTHER_CONTEST", { table: body.table, contest: body.contest });
  }
  if (state.tracking.has(body.tracking)) throw new IllegalEvent("TRACKING_USED");
  if (body.ciphertext !== null && body.proof !== null) {
    checkShown(state, contest, body, body.ciphertext, body.proof);
    contest.c1.add(firstElement(body.ciphertext));
    table.committeeAudits += 1;
  }
  state.tracking.audited.set(body.tracking, state.size);
  contest.audited.push(body);
  table.audits += 1;
}

/** Check the content of a test of the committee. */
function checkShown(
  state: StateView,
  contest: ContestState,
  { names, credential, table, tracking }: BallotAudited,
  ciphertext: Uint8Array,
  proof: Uint8Array,
): void {
  const limit = contest.rules.namesMax;
  if ((names?.length ?? 0) > limit) throw new IllegalEvent("TOO_MANY_NAMES", { limit });
  if (credential === null || state.cards.tableOf.get(toHex(credential)) !== table) {
    throw new IllegalEvent("CREDENTIAL_NOT_LISTED", { table });
  }
  if (checkSealed(state, contest, ciphertext, proof) !== tracking) throw new IllegalEvent("TRACKING_DIFFERS");
}

function voidCard(state: StateView, body: CardVoided): void {
  const { table } = openTable(state, body.table, body.type);
  const credential = toHex(body.credential);
  checkUnspent(state, body.table, credential);
  state.cards.voided.set(credential, body);
  table.voided += 1;
}

function replace(state: StateView, body: CardReplaced): void {
  openTable(state, body.table, body.type).table.replaced += 1;
}

function pollingContest(state: StateView, { contest, type }: ContestSuspended | ContestResumed): ContestState {
  const found = state.contest(contest);
  checkElection(type, state.phase);
  checkContest(type, found.phase);
  return found;
}

function suspend(state: StateView, body: ContestSuspended): void {
  const contest = pollingContest(state, body);
  contest.phase = move(body.type, contest.phase);
}

function resume(state: StateView, body: ContestResumed): void {
  const contest = pollingContest(state, body);
  contest.phase = move(body.type, contest.phase, contest.homeRound ? "HOME_ROUND" : "OPEN");
}

export const POLLING: Handlers<
  | "table.opened"
  | "checkin.block"
  | "voter.added"
  | "ballot.cast"
  | "ballot.audited"
  | "card.voided"
  | "card.replaced"
  | "contest.suspended"
  | "contest.resumed"
> = {
  "table.opened": open,
  "checkin.block": checkIn,
  "voter.added": add,
  "ballot.cast": cast,
  "ballot.audited": audit,
  "card.voided": voidCard,
  "card.replaced": replace,
  "contest.suspended": suspend,
  "contest.resumed": resume,
};
