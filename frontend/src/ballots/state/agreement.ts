/** Handlers: the election, its assemblies, what they agree to, and the rules that follow. */
import { InvalidSignature } from "../../crypto/errors.ts";
import {
  type Adoption,
  decisionOf,
  isCarried,
  type Minutes,
  mayAdopt,
  minutesFromBytes,
  outcomeOf,
} from "../assemblies.ts";
import { serialise } from "../canonical.ts";
import { agreementOf, checkSigner as checkSignature } from "../document_signatures.ts";
import { criteriaOf, type Document, documentFromBytes, isWhole, unknownReferences } from "../documents.ts";
import { BallotsError } from "../errors.ts";
import type {
  AssemblyRecorded,
  DocumentAgreed,
  DocumentSigner,
  RulesReopened,
  RulesSealed,
} from "../events/agreement.ts";
import type { Event } from "../events/event.ts";
import type { DocumentKind } from "../events/fields.ts";
import type { ElectionCreated } from "../events/setup.ts";
import { checkElection } from "../phases.ts";
import { IllegalEvent, type Refusal } from "../refusals.ts";
import type { Rules } from "../rules.ts";
import { shorten } from "../rules_reading.ts";
import { type BlobSource, compareBytes } from "./blobs.ts";
import type { Handlers } from "./handlers.ts";
import { CardList, CeremonyState, ContestState } from "./model.ts";
import type { StateView } from "./view.ts";

/** Documents without which there is no election; the ART may come later. */
const NEEDED: readonly DocumentKind[] = ["AD", "TATIB", "KRITERIA"];

function created(state: StateView, body: ElectionCreated, event: Event): void {
  if (state.created !== null || state.size !== 0) throw new IllegalEvent("ALREADY_CREATED");
  state.created = body;
  state.election = event.election;
}

function recorded(state: StateView, body: AssemblyRecorded, _: Event, blobs: BlobSource): void {
  checkElection(body.type, state.phase);
  const { assembly } = body;
  const before = state.assemblies.get(assembly);
  const next = state.assemblies.size + 1;
  if (before === undefined && assembly !== next) throw new IllegalEvent("ASSEMBLY_NOT_NEXT", { assembly: next });
  const revision = (before?.body.revision ?? 0) + 1;
  if (body.revision !== revision) throw new IllegalEvent("REVISION_NOT_NEXT", { assembly, revision });
  const minutes = readMinutes(body, blobs);
  if (before !== undefined) checkRevision(state, before.minutes, minutes);
  state.assemblies.set(assembly, { index: state.size, body, minutes });
}

/** Refuse a revision that takes a document in force the decision that agreed to it. */
function checkRevision(state: StateView, before: Minutes, minutes: Minutes): void {
  const { assembly } = minutes;
  for (const [document, versions] of state.documents) {
    const agreed = versions.at(-1)!.body;
    if (agreed.assembly !== assembly) continue;
    const old = decisionOf(before, agreed.decision);
    if (!isBorneOut(minutes, agreed) || !sameJson(old, decisionOf(minutes, agreed.decision))) {
      throw new IllegalEvent("ADOPTION_CHANGED", { assembly, document });
    }
  }
}

function isBorneOut(minutes: Minutes, body: DocumentAgreed): boolean {
  try {
    checkAdoption(minutes, body);
    checkScan(minutes, body);
    return true;
  } catch (fault) {
    if (fault instanceof IllegalEvent) return false;
    throw fault;
  }
}

function sameJson(one: unknown, other: unknown): boolean {
  return compareBytes(serialise(one), serialise(other)) === 0;
}

/** Return a blob that must be there, read; whatever is wrong with it has one code. */
function readBlob<T>(
  blobs: BlobSource,
  sha256: string,
  read: (data: Uint8Array) => T,
  malformed: Refusal,
  facts: Record<string, string | number>,
): T {
  const data = blobs.get(sha256);
  if (data === null) throw new IllegalEvent("BLOB_MISSING", { sha256 });
  try {
    return read(data);
  } catch (fault) {
    if (fault instanceof BallotsError) throw new IllegalEvent(malformed, facts);
    throw fault;
  }
}

/**
 * Return the minutes that an event names.
 *
 * @throws IllegalEvent BLOB_MISSING, MINUTES_MALFORMED, or MINUTES_DIFFER: they say something else than the event.
 */
export function readMinutes(body: AssemblyRecorded, blobs: BlobSource): Minutes {
  const { assembly } = body;
  const minutes = readBlob(blobs, body.sha256, minutesFromBytes, "MINUTES_MALFORMED", { assembly });
  const isSame =
    minutes.assembly === assembly &&
    minutes.revision === body.revision &&
    minutes.kind === body.kind &&
    minutes.title === body.title &&
    minutes.date === body.date &&
    minutes.men === body.men &&
    minutes.women === body.women &&
    outcomeOf(minutes) === body.outcome;
  if (!isSame) throw new IllegalEvent("MINUTES_DIFFER", { assembly });
  return minutes;
}

/**
 * Refuse an agreement that the minutes of its assembly do not bear out.
 *
 * @throws IllegalEvent UNKNOWN_DECISION, NOT_ADOPTED, NOT_CARRIED or QUORUM_MISSED.
 */
export function checkAdoption(minutes: Minutes, body: DocumentAgreed): void {
  const { assembly, decision } = body;
  const where = { assembly, decision };
  const taken = decisionOf(minutes, decision);
  if (taken === null) throw new IllegalEvent("UNKNOWN_DECISION", where);
  const { adopts } = taken;
  const isThis = adopts?.document === body.document && adopts.version === body.version && adopts.sha256 === body.sha256;
  if (!isThis) throw new IllegalEvent("NOT_ADOPTED", where);
  if (!isCarried(taken)) throw new IllegalEvent("NOT_CARRIED", where);
  if (!mayAdopt(minutes)) throw new IllegalEvent("QUORUM_MISSED", { assembly });
}

/**
 * Refuse an agreement whose scan is no attachment of its assembly.
 *
 * @throws IllegalEvent SCAN_NOT_ATTACHED.
 */
export function checkScan(minutes: Minutes, { assembly, scan }: DocumentAgreed): void {
  if (scan !== null && minutes.attachments.every(({ sha256 }) => sha256 !== scan)) {
    throw new IllegalEvent("SCAN_NOT_ATTACHED", { assembly });
  }
}

/**
 * Return the text that an event names.
 *
 * @throws IllegalEvent BLOB_MISSING, DOCUMENT_MALFORMED, DOCUMENT_DIFFERS or DOCUMENT_INCOMPLETE.
 */
export function readDocument(body: DocumentAgreed, blobs: BlobSource): Document {
  const facts = { document: body.document };
  const text = readBlob(blobs, body.sha256, documentFromBytes, "DOCUMENT_MALFORMED", facts);
  if (text.document !== body.document || text.title !== body.title) throw new IllegalEvent("DOCUMENT_DIFFERS", facts);
  if (!isWhole(text)) throw new IllegalEvent("DOCUMENT_INCOMPLETE", facts);
  return text;
}

/**
 * Refuse a text whose references nothing answers, or whose rules are not those of the event.
 *
 * @throws IllegalEvent REFERENCE_UNKNOWN or RULES_TEXT_DIFFERS.
 */
export function checkFields(text: Document, body: DocumentAgreed): void {
  const [name] = unknownReferences(text);
  if (name !== undefined) {
    throw new IllegalEvent("REFERENCE_UNKNOWN", { document: body.document, name: shorten(name, 80) });
  }
  if (text.rules !== null && text.rules.sha256 !== body.rulesSha256) throw new IllegalEvent("RULES_TEXT_DIFFERS");
}

/**
 * Refuse a signature that does not hold.
 *
 * @throws IllegalEvent SIGNATURE_WRONG.
 */
export function checkSigner(election: string, body: DocumentAgreed, signer: DocumentSigner): void {
  try {
    checkSignature(agreementOf(election, body), signer);
  } catch (fault) {
    if (!(fault instanceof InvalidSignature)) throw fault;
    throw new IllegalEvent("SIGNATURE_WRONG", { document: body.document, name: signer.name });
  }
}

/**
 * Refuse criteria that are not those of the rules, word for word and in their order.
 *
 * @throws IllegalEvent CRITERIA_DIFFER.
 */
export function checkCriteria(criteria: Document, rules: Rules): void {
  if (!sameJson(criteriaOf(criteria), rules.criteria)) throw new IllegalEvent("CRITERIA_DIFFER");
}

function agreed(state: StateView, body: DocumentAgreed, event: Event, blobs: BlobSource): void {
  checkElection(body.type, state.phase);
  const { document, assembly } = body;
  const versions = state.documents.get(document) ?? [];
  const version = versions.at(-1)?.body.version ?? 0;
  if (body.version <= version) throw new IllegalEvent("VERSION_NOT_NEWER", { document, version });
  const isFrozen = state.phase !== "DRAFT" || (state.rules !== null && document === "TATIB");
  if (isFrozen && document !== "ART") throw new IllegalEvent("DOCUMENT_FROZEN", { document });
  const held = state.assemblies.get(assembly);
  if (held === undefined) throw new IllegalEvent("UNKNOWN_ASSEMBLY", { assembly });
  checkAdoption(held.minutes, body);
  checkScan(held.minutes, body);
  const text = readDocument(body, blobs);
  checkFields(text, body);
  if (document === "KRITERIA" && state.rules !== null) checkCriteria(text, state.rules);
  for (const signer of body.signers) checkSigner(event.election, body, signer);
  state.documents.set(document, [...versions, { index: state.size, body, text }]);
  if (state.awaited?.document === document && state.awaited.version === body.version) state.awaited = null;
  agree(state);
}

function sealed(state: StateView, body: RulesSealed): void {
  if (state.rules !== null) throw new IllegalEvent("RULES_ALREADY_SEALED");
  checkElection(body.type, state.phase);
  const tatib = state.documents.get("TATIB")?.at(-1);
  if (tatib?.body.rulesSha256 !== body.rules.sha256) throw new IllegalEvent("RULES_NOT_AGREED");
  if (state.awaited !== null) {
    const { document, version } = state.awaited;
    throw new IllegalEvent("NEWER_NOT_AGREED", { document, version });
  }
  const criteria = state.documents.get("KRITERIA")?.at(-1);
  if (criteria !== undefined) checkCriteria(criteria.text, body.rules);
  state.rules = body.rules;
  for (const holder of [...state.ceremony.holders.keys()]) {
    if (holder <= body.rules.holders) continue;
    state.ceremony.holders.delete(holder);
    state.ceremony.registrations.delete(holder);
  }
  state.contests = new Map(
    body.rules.stages.flatMap((stage) =>
      stage.contests.map((contest) => [contest.id, new ContestState(contest, stage.id)] as const),
    ),
  );
  agree(state);
}

function reopened(state: StateView, body: RulesReopened): void {
  checkElection(body.type, state.phase);
  state.agreedRules();
  for (const { id, phase } of state.contests.values()) {
    if (phase !== "PREPARED" && phase !== "SEALED") throw new IllegalEvent("POLLS_WERE_OPENED", { contest: id });
  }
  const awaited = newerText(state, body);
  const { number, holders, registrations } = state.ceremony;
  state.phase = "DRAFT";
  state.rules = null;
  state.awaited = awaited;
  state.contests = new Map();
  state.tables = new Map();
  state.cards = new CardList();
  state.booth = null;
  // Who holds a key is known; the key itself is made anew, as after a run that was given up.
  state.ceremony = new CeremonyState(number + 1, holders, registrations);
}

/** Return the newer text for which a decision opens the rules again. */
function newerText(state: StateView, { assembly, decision }: RulesReopened): Adoption {
  const minutes = state.assemblies.get(assembly)?.minutes;
  if (minutes === undefined) throw new IllegalEvent("UNKNOWN_ASSEMBLY", { assembly });
  const where = { assembly, decision };
  const taken = decisionOf(minutes, decision);
  if (taken === null) throw new IllegalEvent("UNKNOWN_DECISION", where);
  const { adopts } = taken;
  if (adopts === null || !NEEDED.includes(adopts.document)) throw new IllegalEvent("NOTHING_NEWER", where);
  const version = state.documents.get(adopts.document)?.at(-1)?.body.version ?? 0;
  if (adopts.version <= version) throw new IllegalEvent("NOTHING_NEWER", where);
  if (!isCarried(taken)) throw new IllegalEvent("NOT_CARRIED", where);
  if (!mayAdopt(minutes)) throw new IllegalEvent("QUORUM_MISSED", { assembly });
  return adopts;
}

function agree(state: StateView): void {
  if (state.phase !== "DRAFT" || state.rules === null) return;
  if (NEEDED.every((kind) => state.documents.has(kind))) state.phase = "AGREED";
}

export const AGREEMENT: Handlers<
  "election.created" | "assembly.recorded" | "document.agreed" | "rules.sealed" | "rules.reopened"
> = {
  "election.created": created,
  "assembly.recorded": recorded,
  "document.agreed": agreed,
  "rules.sealed": sealed,
  "rules.reopened": reopened,
};
