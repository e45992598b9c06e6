/** Handlers: key ceremony and rehearsal (docs/protocol.md section 6). */
import { sameBytes } from "../../crypto/bytes.ts";
import { ceremonyHash as hashOfEvents } from "../../crypto/ceremony.ts";
import type { Body } from "../events/body.ts";
import type {
  CeremonyAbandoned,
  CeremonyBody,
  CeremonyCommitted,
  CeremonyComplained,
  CeremonyConfirmed,
  CeremonyRevealed,
  CeremonyShared,
  HolderRegistered,
  KeysJoined,
  RehearsalFactor,
  RehearsalPassed,
  RehearsalSet,
} from "../events/ceremony.ts";
import { type Event, holderOf } from "../events/event.ts";
import { checkElection } from "../phases.ts";
import { IllegalEvent } from "../refusals.ts";
import { sameValue } from "../same.ts";
import { type BlobSource, publicBlob } from "./blobs.ts";
import type { Handlers } from "./handlers.ts";
import { CeremonyState } from "./model.ts";
import type { StateView } from "./view.ts";

/** Return the hash that holders confirm, 64 bytes (docs/protocol.md section 6.4). */
export function ceremonyHash(ceremony: CeremonyState): Uint8Array {
  return hashOfEvents(ceremony.hashedEvents());
}

/**
 * Return the signing key of the holder who must sign a body.
 *
 * @throws IllegalEvent UNKNOWN_HOLDER.
 * @throws MalformedEvent no holder signs this type of event.
 */
export function signingKeyOf(state: StateView, body: Body): Uint8Array {
  return body.type === "holder.registered" ? body.signingKey : registered(state, holderOf(body)).signingKey;
}

function registered(state: StateView, holder: number): HolderRegistered {
  const found = state.ceremony.holders.get(holder);
  if (found === undefined) throw new IllegalEvent("UNKNOWN_HOLDER", { holder });
  return found;
}

function register(state: StateView, body: HolderRegistered, event: Event): void {
  checkElection(body.type, state.phase);
  const { holder } = body;
  if (holder > state.agreedRules().holders) throw new IllegalEvent("UNKNOWN_HOLDER", { holder });
  const { holders, registrations } = state.ceremony;
  if (holders.has(holder)) throw new IllegalEvent("HOLDER_ALREADY_REGISTERED", { holder });
  for (const other of holders.values()) {
    if (sameBytes(body.signingKey, other.signingKey) || sameBytes(body.boxKey, other.boxKey)) {
      throw new IllegalEvent("HOLDER_KEY_USED");
    }
  }
  holders.set(holder, body);
  registrations.set(holder, { index: state.size, data: event.data });
}

type Step = CeremonyCommitted | CeremonyRevealed | CeremonyShared | CeremonyConfirmed | CeremonyComplained;

/** Check what holds for every step of a holder in a run. */
function checkStep(state: StateView, body: Step): CeremonyState {
  checkElection(body.type, state.phase);
  const { ceremony } = state;
  registered(state, body.holder);
  if (body.ceremony !== ceremony.number) throw new IllegalEvent("OTHER_CEREMONY", { ceremony: ceremony.number });
  if (ceremony.keys !== null) throw new IllegalEvent("KEYS_ALREADY_JOINED");
  if (ceremony.complaints.length > 0 && body.type !== "ceremony.complained") {
    throw new IllegalEvent("CEREMONY_COMPLAINED");
  }
  if (ceremony.holders.size !== state.agreedRules().holders) throw new IllegalEvent("HOLDERS_INCOMPLETE");
  return ceremony;
}

/**
 * Check that everybody has done the step before, and this holder not yet this one.
 *
 * @param before how many have done the step before.
 */
function checkNew(state: StateView, holder: number, before: number, isDone: boolean): void {
  if (before !== state.agreedRules().holders) throw new IllegalEvent("CEREMONY_STEP_EARLY");
  if (isDone) throw new IllegalEvent("CEREMONY_STEP_DONE", { holder });
}

function commit(state: StateView, body: CeremonyCommitted, event: Event): void {
  const ceremony = checkStep(state, body);
  checkNew(state, body.holder, ceremony.holders.size, ceremony.committed.has(body.holder));
  ceremony.committed.set(body.holder, body.sha256);
  ceremony.events.push(event.data);
}

/** Return the bytes of a commitment blob (docs/protocol.md section 6.2). */
export function commitmentSize(threshold: number, width: number): number {
  return 32 * threshold * width + 64 * width;
}

function reveal(state: StateView, body: CeremonyRevealed, event: Event, blobs: BlobSource): void {
  const ceremony = checkStep(state, body);
  const { holder, sha256 } = body;
  checkNew(state, holder, ceremony.committed.size, ceremony.revealed.has(holder));
  if (sha256 !== ceremony.committed.get(holder)) throw new IllegalEvent("COMMITMENT_DIFFERS", { holder });
  const { threshold, maxWidth } = state.agreedRules();
  publicBlob(blobs, sha256, commitmentSize(threshold, maxWidth));
  ceremony.revealed.set(holder, body);
  ceremony.events.push(event.data);
}

function share(state: StateView, body: CeremonyShared, event: Event): void {
  const ceremony = checkStep(state, body);
  checkNew(state, body.holder, ceremony.revealed.size, ceremony.shared.has(body.holder));
  const everybody = Array.from({ length: state.agreedRules().holders }, (_, place) => place + 1);
  const others = everybody.filter((number) => number !== body.holder);
  const receivers = body.sealed.map(({ to }) => to);
  if (!sameValue(receivers, others)) throw new IllegalEvent("SHARES_INCOMPLETE");
  ceremony.shared.set(body.holder, body);
  ceremony.events.push(event.data);
}

function confirm(state: StateView, body: CeremonyConfirmed): void {
  const ceremony = checkStep(state, body);
  const { holder } = body;
  checkNew(state, holder, ceremony.shared.size, ceremony.confirmed.has(holder));
  if (!sameBytes(body.ceremonyHash, ceremonyHash(ceremony))) {
    throw new IllegalEvent("CEREMONY_HASH_DIFFERS", { holder });
  }
  ceremony.confirmed.add(holder);
}

function complain(state: StateView, body: CeremonyComplained): void {
  const ceremony = checkStep(state, body);
  if (body.against === body.holder || !ceremony.holders.has(body.against)) {
    throw new IllegalEvent("UNKNOWN_HOLDER", { holder: body.against });
  }
  if (ceremony.revealed.size === 0) throw new IllegalEvent("CEREMONY_STEP_EARLY");
  ceremony.complaints.push(body);
}

/** Check that a step belongs to the run in force. */
function checkRun(state: StateView, body: CeremonyAbandoned | KeysJoined): CeremonyState {
  const { ceremony } = state;
  if (body.ceremony !== ceremony.number) throw new IllegalEvent("OTHER_CEREMONY", { ceremony: ceremony.number });
  return ceremony;
}

function abandon(state: StateView, body: CeremonyAbandoned): void {
  checkElection(body.type, state.phase);
  const old = checkRun(state, body);
  for (const holder of body.without) registered(state, holder);
  const staying = <T>(each: ReadonlyMap<number, T>) =>
    new Map([...each].filter(([number]) => !body.without.includes(number)));
  state.ceremony = new CeremonyState(old.number + 1, staying(old.holders), staying(old.registrations));
}

function join(state: StateView, body: KeysJoined): void {
  checkElection(body.type, state.phase);
  const rules = state.agreedRules();
  const ceremony = checkRun(state, body);
  if (ceremony.keys !== null) throw new IllegalEvent("KEYS_ALREADY_JOINED");
  if (ceremony.complaints.length > 0) throw new IllegalEvent("CEREMONY_COMPLAINED");
  if (ceremony.confirmed.size !== rules.holders) throw new IllegalEvent("CEREMONY_STEP_EARLY");
  checkSize(body.keys, 32 * rules.maxWidth);
  ceremony.keys = body.keys;
}

function checkSize(data: Uint8Array, expected: number): void {
  if (data.length !== expected) throw new IllegalEvent("WIDTH_DIFFERS", { expected });
}

function rehearse(state: StateView, body: RehearsalSet): void {
  checkElection(body.type, state.phase);
  const { ceremony } = state;
  if (ceremony.keys === null) throw new IllegalEvent("KEYS_NOT_JOINED");
  if (ceremony.rehearsal !== null) throw new IllegalEvent("REHEARSAL_ALREADY_SET");
  checkSize(body.ciphertext, 32 * (1 + state.agreedRules().maxWidth));
  ceremony.rehearsal = body;
}

function factor(state: StateView, body: RehearsalFactor): void {
  checkElection(body.type, state.phase);
  const { ceremony } = state;
  const width = state.agreedRules().maxWidth;
  const { holder } = body;
  registered(state, holder);
  if (ceremony.rehearsal === null) throw new IllegalEvent("REHEARSAL_NOT_SET");
  if (ceremony.factors.has(holder)) throw new IllegalEvent("FACTOR_ALREADY_GIVEN", { holder });
  checkSize(body.factors, 32 * width);
  checkSize(body.proof, 96 * width);
  ceremony.factors.set(holder, body);
}

function pass(state: StateView, body: RehearsalPassed): void {
  checkElection(body.type, state.phase);
  const { ceremony } = state;
  const { threshold } = state.agreedRules();
  if (body.holders.length < threshold || !isRising(body.holders)) {
    throw new IllegalEvent("TOO_FEW_HOLDERS", { threshold });
  }
  for (const holder of body.holders) {
    if (!ceremony.factors.has(holder)) throw new IllegalEvent("FACTOR_MISSING", { holder });
  }
  ceremony.passed = body.holders;
  state.phase = "KEYED";
}

/** Say whether numbers are in ascending order, none of them twice. */
export function isRising(numbers: readonly number[]): boolean {
  return numbers.every((number, place) => place === 0 || numbers[place - 1]! < number);
}

export const CEREMONY: Handlers<CeremonyBody["type"]> = {
  "holder.registered": register,
  "ceremony.committed": commit,
  "ceremony.revealed": reveal,
  "ceremony.shared": share,
  "ceremony.confirmed": confirm,
  "ceremony.complained": complain,
  "ceremony.abandoned": abandon,
  "keys.joined": join,
  "rehearsal.set": rehearse,
  "rehearsal.factor": factor,
  "rehearsal.passed": pass,
};
