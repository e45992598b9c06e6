/** Handlers: mixing, opening, adjudication. */
import { sameBytes, utf8 } from "../../crypto/bytes.ts";
import { CryptoError } from "../../crypto/errors.ts";
import type { Note } from "../../crypto/note.ts";
import { type JsonValue, parse } from "../canonical.ts";
import { NotCanonical } from "../errors.ts";
import type { Event } from "../events/event.ts";
import type {
  AdjudicationCompleted,
  AdjudicationDecided,
  AdjudicationReversed,
  ContestOpened,
  ContestWitnessed,
  MixDone,
  MixingFinished,
  OpeningFactor,
  OpeningOrdered,
  Person,
  TallyBody,
} from "../events/tally.ts";
import { checkContest, checkElection, move } from "../phases.ts";
import { IllegalEvent } from "../refusals.ts";
import { holdsCommitment, nomineeCommitment } from "../register.ts";
import { openWitnessed, signersOf } from "../witnessing.ts";
import { type BlobSource, checkWithheldBlob, isAscending, publicBlob } from "./blobs.ts";
import { isRising } from "./ceremony.ts";
import { closingPapersMissing } from "./closing.ts";
import type { Handlers } from "./handlers.ts";
import type { ContestState } from "./model.ts";
import type { StateView } from "./view.ts";

// 40,000 ballots of 17 names of 60 bytes, every character escaped to six bytes, cannot be longer.
const MAX_STRINGS_BYTES = 256 * 1024 * 1024;

/**
 * Return a contest in a phase where an event of this type may stand.
 *
 * @throws IllegalEvent UNKNOWN_CONTEST or WRONG_PHASE.
 */
export function contestIn(state: StateView, contest: string, type: TallyBody["type"]): ContestState {
  const found = state.contest(contest);
  checkElection(type, state.phase);
  checkContest(type, found.phase);
  return found;
}

function checkHolder(state: StateView, holder: number): void {
  if (!state.ceremony.holders.has(holder)) throw new IllegalEvent("UNKNOWN_HOLDER", { holder });
}

/**
 * Return the hash of the last list of ciphertexts: the last mix, or else the accepted ballots.
 *
 * @throws IllegalEvent WRONG_PHASE: the contest is not closed.
 */
export function listHash(contest: ContestState): string {
  const last = contest.tally.mixes.at(-1)?.output ?? contest.input;
  if (last === null) throw new IllegalEvent("WRONG_PHASE", { type: "mix.done", phase: contest.phase });
  return last;
}

/** Return the bytes of a mix's output and of its proof (docs/protocol.md section 10). */
export function mixSizes(count: number, width: number): { readonly output: number; readonly proof: number } {
  return { output: 32 * count * (1 + width), proof: 32 * (5 * count + 8 + width) };
}

function mix(state: StateView, body: MixDone, _: Event, blobs: BlobSource): void {
  const contest = contestIn(state, body.contest, body.type);
  const { holder } = body;
  checkHolder(state, holder);
  const { mixes } = contest.tally;
  const step = mixes.length + 1;
  if (body.step !== step) throw new IllegalEvent("STEP_DIFFERS", { step });
  if (mixes.some((each) => each.holder === holder)) throw new IllegalEvent("MIXED_BEFORE", { holder });
  if (body.input !== listHash(contest)) throw new IllegalEvent("INPUT_DIFFERS");
  const sizes = mixSizes(contest.ballots.length, contest.rules.width);
  publicBlob(blobs, body.output, sizes.output);
  publicBlob(blobs, body.proof, sizes.proof);
  mixes.push(body);
}

function finish(state: StateView, body: MixingFinished): void {
  const contest = contestIn(state, body.contest, body.type);
  const { mixers } = state.agreedRules();
  const steps = contest.tally.mixes.length;
  if (steps < mixers) throw new IllegalEvent("TOO_FEW_MIXES", { mixers });
  if (body.steps !== steps || body.list !== listHash(contest)) throw new IllegalEvent("INPUT_DIFFERS");
  contest.phase = move(body.type, contest.phase);
  contest.tally.mixedIndex = state.size;
}

function witness(state: StateView, body: ContestWitnessed, _: Event, blobs: BlobSource): void {
  const contest = contestIn(state, body.contest, body.type);
  const { witnessing } = state.agreedRules();
  if (witnessing === null) throw new IllegalEvent("NO_WITNESSES");
  const data = blobs.get(body.note);
  if (data === null) throw new IllegalEvent("BLOB_MISSING", { sha256: body.note });
  const { size, root } = body.checkpoint;
  if (size <= contest.tally.mixedIndex || size > state.size) throw new IllegalEvent("WITNESS_CHECKPOINT");
  // Whether the root is that of the leaves is for whoever holds the tree to say.
  const given = signersOf(witnessing, noteOf(data, state.created?.logKey ?? "", size, root)).length;
  if (given < witnessing.quorum) throw new IllegalEvent("TOO_FEW_WITNESSES", { given, least: witnessing.quorum });
  contest.tally.witnessed = body;
}

function noteOf(data: Uint8Array, logKey: string, size: number, root: Uint8Array): Note {
  try {
    return openWitnessed(data, logKey, size, root);
  } catch (fault) {
    if (!(fault instanceof CryptoError)) throw fault;
    throw new IllegalEvent("WITNESS_CHECKPOINT");
  }
}

function order(state: StateView, body: OpeningOrdered): void {
  const contest = contestIn(state, body.contest, body.type);
  if (body.list !== listHash(contest)) throw new IllegalEvent("INPUT_DIFFERS");
  if (!state.fillsBatch(contest)) throw new IllegalEvent("TOO_FEW_BALLOTS", { least: state.agreedRules().minBatch });
  const table = closingPapersMissing(state, contest);
  if (table !== null) throw new IllegalEvent("CLOSING_PAPERS_MISSING", { table });
  const { witnessing } = state.agreedRules();
  if (witnessing !== null && contest.tally.witnessed === null) {
    throw new IllegalEvent("NOT_WITNESSED", { least: witnessing.quorum });
  }
  contest.phase = move(body.type, contest.phase);
}

function factor(state: StateView, body: OpeningFactor, _: Event, blobs: BlobSource): void {
  const contest = contestIn(state, body.contest, body.type);
  const { holder } = body;
  checkHolder(state, holder);
  if (contest.tally.factors.has(holder)) throw new IllegalEvent("FACTOR_ALREADY_GIVEN", { holder });
  const { width } = contest.rules;
  checkWithheldBlob(blobs, body.factors, 32 * contest.ballots.length * width);
  checkWithheldBlob(blobs, body.proof, 96 * width);
  contest.tally.factors.set(holder, body);
}

function opened(state: StateView, body: ContestOpened, _: Event, blobs: BlobSource): void {
  const contest = contestIn(state, body.contest, body.type);
  const { threshold } = state.agreedRules();
  if (body.holders.length !== threshold || !isRising(body.holders)) {
    throw new IllegalEvent("TOO_FEW_HOLDERS", { threshold });
  }
  for (const holder of body.holders) {
    if (!contest.tally.factors.has(holder)) throw new IllegalEvent("FACTOR_MISSING", { holder });
  }
  const strings = readStrings(blobs, body.strings);
  contest.tally.opened = body;
  contest.tally.openedIndex = state.size;
  contest.tally.strings = strings;
  contest.phase = move(body.type, contest.phase);
}

/**
 * Return the distinct texts of a strings blob, or null while it is withheld.
 *
 * @throws IllegalEvent BLOB_MALFORMED: no canonical list of texts sorted by their bytes.
 */
export function readStrings(blobs: BlobSource, sha256: string): ReadonlySet<string> | null {
  const data = blobs.get(sha256);
  if (data === null) return null;
  const texts = textsOf(parsed(data));
  if (texts === null || texts.includes("") || !isAscending(texts.map(utf8))) {
    throw new IllegalEvent("BLOB_MALFORMED", { sha256 });
  }
  return new Set(texts);
}

/** Return the value of canonical JSON; null, which is no list either, for other bytes. */
function parsed(data: Uint8Array): JsonValue {
  try {
    return parse(data, MAX_STRINGS_BYTES);
  } catch (fault) {
    if (fault instanceof NotCanonical) return null;
    throw fault;
  }
}

function textsOf(value: JsonValue): readonly string[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : null;
}

function decide(state: StateView, body: AdjudicationDecided): void {
  const contest = contestIn(state, body.contest, body.type);
  const { tally } = contest;
  if (tally.decisions.has(body.string)) throw new IllegalEvent("ALREADY_DECIDED");
  if (tally.strings !== null && !tally.strings.has(body.string)) throw new IllegalEvent("STRING_NOT_WRITTEN");
  if (body.person !== null) checkPerson(contest, body.person);
  tally.decisions.set(body.string, body);
  if (body.person !== null) tally.persons.set(body.person.id, body.person);
}

function checkPerson(contest: ContestState, person: Person): void {
  if (!holdsCommitment(contest.nomineeList, nomineeCommitment(person))) {
    throw new IllegalEvent("PERSON_NOT_NOMINEE", { person: person.id });
  }
  const known = contest.tally.persons.get(person.id);
  if (known !== undefined && !isSamePerson(known, person)) {
    throw new IllegalEvent("PERSON_DIFFERS", { person: person.id });
  }
}

function isSamePerson(one: Person, other: Person): boolean {
  const isSameName = one.id === other.id && one.name === other.name;
  return isSameName && one.sex === other.sex && one.unit === other.unit && sameBytes(one.salt, other.salt);
}

function reverse(state: StateView, body: AdjudicationReversed): void {
  const contest = contestIn(state, body.contest, body.type);
  const { tally } = contest;
  if (!tally.decisions.has(body.string)) throw new IllegalEvent("NOT_DECIDED");
  tally.decisions.delete(body.string);
  // Whatever was counted from the old decision no longer stands; answers of persons do.
  tally.result = null;
  tally.outcome = null;
  tally.settled = [];
  tally.revote = null;
  contest.phase = move(body.type, contest.phase);
}

function complete(state: StateView, body: AdjudicationCompleted): void {
  const contest = contestIn(state, body.contest, body.type);
  const { decisions, strings } = contest.tally;
  const decided = decisions.size;
  if (body.decided !== decided || (strings !== null && strings.size !== decided)) {
    throw new IllegalEvent("DECISIONS_INCOMPLETE", { decided });
  }
  contest.phase = move(body.type, contest.phase);
}

export const MIXING: Handlers<
  | "mix.done"
  | "mixing.finished"
  | "contest.witnessed"
  | "opening.ordered"
  | "opening.factor"
  | "contest.opened"
  | "adjudication.decided"
  | "adjudication.reversed"
  | "adjudication.completed"
> = {
  "mix.done": mix,
  "mixing.finished": finish,
  "contest.witnessed": witness,
  "opening.ordered": order,
  "opening.factor": factor,
  "contest.opened": opened,
  "adjudication.decided": decide,
  "adjudication.reversed": reverse,
  "adjudication.completed": complete,
};
