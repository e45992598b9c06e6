/** Handlers: final register, cards, the booth's code, sealing of a stage. */
import { toHex } from "../../crypto/bytes.ts";
import type { Event } from "../events/event.ts";
import type { BoothSealed, CardsRegistered, RegisterSealed, SealedTable, StageSealed } from "../events/setup.ts";
import { checkContest, checkElection, move } from "../phases.ts";
import { IllegalEvent } from "../refusals.ts";
import { COMMITMENT_BYTES } from "../register.ts";
import { type BlobSource, joinAll, publicBlob, sortedBlob } from "./blobs.ts";
import type { Handlers } from "./handlers.ts";
import { type ContestState, TableState } from "./model.ts";
import type { StateView } from "./view.ts";

const CREDENTIAL_BYTES = 32;

function contestOf(state: StateView, contest: string, { stage, type }: RegisterSealed): ContestState {
  const found = state.contest(contest);
  if (found.stage !== stage) throw new IllegalEvent("CONTEST_OF_OTHER_STAGE", { contest, stage });
  checkContest(type, found.phase);
  return found;
}

function checkTable(state: StateView, { table, adults, men, women }: SealedTable, limit: number): void {
  if (state.tables.has(table)) throw new IllegalEvent("TABLE_ALREADY_SEALED", { table });
  if (adults < 1 || adults > limit) throw new IllegalEvent("TABLE_TOO_LARGE", { table, limit });
  if (men + women !== adults) throw new IllegalEvent("SEXES_DO_NOT_ADD_UP", { table });
}

function sealRegister(state: StateView, body: RegisterSealed, _: Event, blobs: BlobSource): void {
  checkElection(body.type, state.phase);
  const rules = state.agreedRules();
  state.stage(body.stage);
  checkTables(state, body, rules.tableMax, blobs);
  const lists = nomineeLists(state, body, blobs);
  const bases = quorumBases(state, body);

  for (const sealed of body.tables) {
    state.tables.set(sealed.table, new TableState(sealed));
    state.contest(sealed.contest).tables.push(sealed.table);
  }
  for (const nominees of body.nominees) {
    const contest = state.contest(nominees.contest);
    contest.nominees = nominees;
    contest.nomineeList = lists.get(nominees.contest)!;
  }
  for (const [contest, adults] of bases) state.contest(contest).quorumBase = adults;
}

function checkTables(state: StateView, body: RegisterSealed, limit: number, blobs: BlobSource): void {
  const seen = new Set<number>();
  for (const sealed of body.tables) {
    contestOf(state, sealed.contest, body);
    checkTable(state, sealed, limit);
    if (seen.has(sealed.table)) throw new IllegalEvent("TABLE_ALREADY_SEALED", { table: sealed.table });
    seen.add(sealed.table);
    publicBlob(blobs, sealed.roll, COMMITMENT_BYTES * sealed.adults);
  }
}

function nomineeLists(state: StateView, body: RegisterSealed, blobs: BlobSource): Map<string, Uint8Array> {
  const lists = new Map<string, Uint8Array>();
  for (const { contest, count, sha256 } of body.nominees) {
    const found = contestOf(state, contest, body);
    if (found.nominees !== null || lists.has(contest)) throw new IllegalEvent("NOMINEES_ALREADY_SEALED", { contest });
    lists.set(contest, joinAll(sortedBlob(blobs, sha256, count, COMMITMENT_BYTES)));
  }
  return lists;
}

function quorumBases(state: StateView, body: RegisterSealed): Map<string, number> {
  const bases = new Map<string, number>();
  for (const { contest, adults } of body.quorumBase) {
    const found = contestOf(state, contest, body);
    if (found.quorumBase !== null || bases.has(contest)) {
      throw new IllegalEvent("QUORUM_BASE_ALREADY_SEALED", { contest });
    }
    bases.set(contest, adults);
  }
  return bases;
}

function registerCards(state: StateView, body: CardsRegistered, _: Event, blobs: BlobSource): void {
  checkElection(body.type, state.phase);
  const table = state.table(body.table);
  const contest = state.contest(body.contest);
  const rules = state.agreedRules();
  if (table.contest !== body.contest) {
    throw new IllegalEvent("TABLE_OF_OTHER_CONTEST", { table: body.table, contest: body.contest });
  }
  checkContest(body.type, contest.phase);
  if (table.cards !== null) throw new IllegalEvent("CARDS_ALREADY_REGISTERED", { table: body.table });
  const [least, most] = [table.adults, rules.cardsFor(table.adults)];
  if (body.count < least || body.count > most) {
    throw new IllegalEvent("CARD_COUNT_WRONG", { table: body.table, least, most });
  }
  const credentials = sortedBlob(blobs, body.sha256, body.count, CREDENTIAL_BYTES).map(toHex);
  if (credentials.some((credential) => state.cards.tableOf.has(credential))) {
    throw new IllegalEvent("CARD_LISTED_TWICE", { table: body.table });
  }
  table.cards = body;
  for (const credential of credentials) state.cards.tableOf.set(credential, body.table);
}

function sealBooth(state: StateView, body: BoothSealed): void {
  checkElection(body.type, state.phase);
  if (state.contestsIn("OPEN", "SUSPENDED", "HOME_ROUND").length > 0) throw new IllegalEvent("BOOTH_IN_USE");
  state.booth = body;
}

function sealStage(state: StateView, body: StageSealed): void {
  checkElection(body.type, state.phase);
  if (state.booth === null) throw new IllegalEvent("BOOTH_NOT_SEALED");
  const contests = state.stage(body.stage).contests.map((each) => state.contest(each.id));
  for (const contest of contests) checkWhole(state, contest, body);
  for (const contest of contests) contest.phase = move(body.type, contest.phase);
}

/** Check that a contest has everything that its stage is sealed with. */
function checkWhole(state: StateView, contest: ContestState, body: StageSealed): void {
  checkContest(body.type, contest.phase);
  if (contest.tables.length === 0 || contest.nominees === null || contest.quorumBase === null) {
    throw new IllegalEvent("REGISTER_INCOMPLETE", { contest: contest.id });
  }
  const tables = state.tablesOf(contest);
  const bare = tables.find((table) => table.cards === null);
  if (bare !== undefined) throw new IllegalEvent("CARDS_MISSING", { table: bare.number });
  if (contest.quorumBase > tables.reduce((sum, table) => sum + table.adults, 0)) {
    throw new IllegalEvent("QUORUM_BASE_TOO_LARGE", { contest: contest.id });
  }
}

export const REGISTER: Handlers<"register.sealed" | "cards.registered" | "booth.sealed" | "stage.sealed"> = {
  "register.sealed": sealRegister,
  "cards.registered": registerCards,
  "booth.sealed": sealBooth,
  "stage.sealed": sealStage,
};
