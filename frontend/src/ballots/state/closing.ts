/** Handlers: closed tables and their lists, the closed contest, home round, repeat vote. */
import type { Event } from "../events/event.ts";
import type {
  CardsLeft,
  CheckinList,
  ContestClosed,
  ContestRevote,
  HomeRoundOpened,
  TableClosed,
} from "../events/polling.ts";
import { type ContestPhase, checkContest, checkElection, move, POLLING } from "../phases.ts";
import { IllegalEvent } from "../refusals.ts";
import { type BlobSource, nameOf, sortedBlob } from "./blobs.ts";
import type { Handlers } from "./handlers.ts";
import type { ContestState, TableState } from "./model.ts";
import { openTable } from "./polling.ts";
import type { StateView } from "./view.ts";

const SECRET_BYTES = 16;
const POLLING_DAYS: ReadonlySet<ContestPhase> = new Set([...POLLING, "PREPARED", "SEALED", "SUSPENDED"]);

function closeTable(state: StateView, body: TableClosed): void {
  const { table } = openTable(state, body.table, body.type);
  for (const member of ["ballots", "voided", "replaced", "added"] as const) {
    if (body[member] !== table[member]) {
      throw new IllegalEvent("CLOSING_COUNT_DIFFERS", { member, table: body.table, expected: table[member] });
    }
  }
  if (body.checkins < table.checkins) {
    throw new IllegalEvent("CHECKINS_NOT_RISING", { table: body.table, last: table.checkins - 1 });
  }
  if (body.checkins > table.rollSize) {
    throw new IllegalEvent("CHECKINS_TOO_MANY", { table: body.table, limit: table.rollSize });
  }
  const limit = body.checkins + body.replaced;
  if (body.ballots > limit) throw new IllegalEvent("COUNT_RULE", { table: body.table, limit });
  const made = table.cards?.count ?? 0;
  const counted = body.ballots + body.voided + body.left + body.missing;
  if (counted !== made) throw new IllegalEvent("CARDS_DO_NOT_ADD_UP", { table: body.table, made, counted });
  checkAmongPresent(body, "walked_away", body.walkedAway);
  checkAmongPresent(body, "assisted", body.assisted);
  table.isOpen = false;
  table.checkins = body.checkins;
  table.closing = body;
}

function checkAmongPresent(body: TableClosed, member: string, said: number): void {
  if (said > body.checkins) {
    throw new IllegalEvent("CLOSING_COUNT_DIFFERS", { member, table: body.table, expected: `<= ${body.checkins}` });
  }
}

/** Return a closed table and its last closing. */
function closedTable(
  state: StateView,
  { table: number, type }: CheckinList | CardsLeft,
): { readonly table: TableState; readonly closing: TableClosed } {
  const table = state.table(number);
  checkElection(type, state.phase);
  checkContest(type, state.contest(table.contest).phase);
  if (table.isOpen || table.closing === null) throw new IllegalEvent("TABLES_STILL_OPEN", { table: number });
  return { table, closing: table.closing };
}

function listCheckins(state: StateView, body: CheckinList): void {
  const { table, closing } = closedTable(state, body);
  if (table.rollsListed) throw new IllegalEvent("LIST_ALREADY_GIVEN", { table: body.table });
  // The members are strictly ascending, so the last one is the highest.
  const isOnRoll = (body.rolls.at(-1) ?? 0) <= table.rollSize;
  // A list after the home round repeats the one before it.
  const listed = new Set(body.rolls);
  const repeats = (table.rolls ?? []).every((roll) => listed.has(roll));
  if (body.rolls.length !== closing.checkins || !isOnRoll || !repeats) {
    throw new IllegalEvent("LIST_DIFFERS", { table: body.table });
  }
  table.rolls = body.rolls;
  table.rollsListed = true;
}

function listLeft(state: StateView, body: CardsLeft, _: Event, blobs: BlobSource): void {
  const { table, closing } = closedTable(state, body);
  if (table.left !== null) throw new IllegalEvent("LIST_ALREADY_GIVEN", { table: body.table });
  if (body.count !== closing.left) throw new IllegalEvent("LIST_DIFFERS", { table: body.table });
  sortedBlob(blobs, body.sha256, body.count, SECRET_BYTES);
  table.left = body.sha256;
}

function contestIn(state: StateView, { contest, type }: ContestClosed | HomeRoundOpened | ContestRevote): ContestState {
  const found = state.contest(contest);
  checkElection(type, state.phase);
  checkContest(type, found.phase);
  return found;
}

function closeContest(state: StateView, body: ContestClosed): void {
  const contest = contestIn(state, body);
  const open = state.tablesOf(contest).find((table) => table.isOpen || table.closing === null);
  if (open !== undefined) throw new IllegalEvent("TABLES_STILL_OPEN", { table: open.number });
  if (body.ballots !== contest.ballots.length || body.input !== nameOf(contest.mixInput())) {
    throw new IllegalEvent("INPUT_DIFFERS");
  }
  const isMet = state.reachesQuorum(contest);
  const present = state.contestCheckins(contest);
  if (body.checkins !== present || body.quorumBase !== contest.quorumBase || body.quorumMet !== isMet) {
    throw new IllegalEvent("QUORUM_DIFFERS");
  }
  contest.phase = move(body.type, contest.phase, isMet ? "CLOSED" : "BELOW_QUORUM");
  contest.input = body.input;
  contest.quorumMet = isMet;
}

function openHomeRound(state: StateView, body: HomeRoundOpened): void {
  const contest = contestIn(state, body);
  if (contest.homeRound) throw new IllegalEvent("HOME_ROUND_DONE");
  // A quorum of a small unit may be too few ballots to open; once they are mixed, none can be added.
  if (contest.phase === "CLOSED" && (state.fillsBatch(contest) || contest.tally.mixes.length > 0)) {
    throw new IllegalEvent("WRONG_PHASE", { type: body.type, phase: contest.phase });
  }
  contest.phase = move(body.type, contest.phase);
  contest.homeRound = true;
}

function revote(state: StateView, body: ContestRevote): void {
  const contest = contestIn(state, body);
  const [open] = state.openTables(contest);
  if (open !== undefined) throw new IllegalEvent("TABLES_STILL_OPEN", { table: open.number });
  contest.phase = move(body.type, contest.phase);
}

/**
 * Say whether a table may still open again, for a home round.
 *
 * Once false it stays so: check-ins and ballots only grow, there is one home round, and no phase leads back.
 */
export function mayReopen(state: StateView, table: TableState): boolean {
  const contest = state.contest(table.contest);
  if (POLLING_DAYS.has(contest.phase)) {
    if (contest.homeRound) return table.keys.length <= 1;
    return !(state.reachesQuorum(contest) && state.fillsBatch(contest));
  }
  if (contest.homeRound || contest.tally.mixes.length > 0) return false;
  return contest.phase === "BELOW_QUORUM" || (contest.phase === "CLOSED" && !state.fillsBatch(contest));
}

/** Return a table whose list of check-ins or left-over cards is not in the log yet, or null. */
export function closingPapersMissing(state: StateView, contest: ContestState): number | null {
  const found = state.tablesOf(contest).find((table) => !table.rollsListed || table.left === null);
  return found?.number ?? null;
}

export const CLOSING: Handlers<
  "table.closed" | "checkin.list" | "cards.left" | "contest.closed" | "home_round.opened" | "contest.revote"
> = {
  "table.closed": closeTable,
  "checkin.list": listCheckins,
  "cards.left": listLeft,
  "contest.closed": closeContest,
  "home_round.opened": openHomeRound,
  "contest.revote": revote,
};
