/**
 * Chapter 2: events: form, election, order, signatures, blobs, figures.
 *
 * The order and the figures are judged by the same fold that the server uses; each refusal is written to the check that
 * an observer would look up.
 */
import { Event } from "../events/event.ts";
import { checkSignature } from "../events/signing.ts";
import type { Record } from "../record.ts";
import { IllegalEvent } from "../refusals.ts";
import { ElectionState } from "../state/fold.ts";
import { checkOf } from "./attribution.ts";
import { type At, Context } from "./context.ts";
import { attempt, type Findings } from "./findings.ts";
import { sentenceOf } from "./sentences.ts";

/** The protocol that this verifier knows. */
export const PROTOCOL = "rembug/1";

// Some ten milliseconds of signed events at the speed of a phone; what is not signed is faster.
const TICK_EVERY = 64;

/** What the events of a record come to. */
export interface ReadEvents {
  /** The events that could be read. */
  readonly context: Context;
  /** The fold over the legal ones. */
  readonly state: ElectionState;
}

/**
 * Check 2.1 to 2.6; return the readable events and the fold over the legal ones.
 *
 * @throws Cancelled the caller stopped the work.
 */
export function readEvents(record: Record, leaves: readonly Uint8Array[], findings: Findings): ReadEvents {
  const readable: At[] = [];
  for (const [index, data] of leaves.entries()) {
    if (index % TICK_EVERY === 0) findings.progress("events.form", index, leaves.length);
    findings.looked("events.form");
    attempt(
      () => readable.push({ index, event: Event.parse(data) }),
      (error) => findings.fail("events.form", sentenceOf(error), index),
    );
  }
  const context = new Context(findings, leaves.length, readable, record);
  checkElection(context);
  const state = fold(context);
  findings.guard("events.blobs", () => {
    const names = [...record.blobNames()];
    for (const [place, name] of names.entries()) {
      findings.progress("events.blobs", place, names.length);
      findings.looked("events.blobs");
      if (record.get(name) === null) {
        findings.fail("events.blobs", `lampiran ${name.slice(0, 12)} tidak cocok dengan namanya`);
      }
    }
  });
  return { context, state };
}

function checkElection(context: Context): void {
  const { findings, election } = context;
  for (const { index, event } of context.readable) {
    findings.require("events.election", event.election === election, "milik pemilihan lain", index);
  }
  const created = context.each("election.created");
  for (const [index, { protocol }] of created) {
    findings.require("events.form", protocol === PROTOCOL, `protokol '${protocol}' bukan ${PROTOCOL}`, index);
  }
  const isFirst = created.length === 1 && created[0]?.[0] === 0;
  findings.require("events.election", isFirst, "pemilihan tidak dibuka tepat satu kali di catatan pertama");
}

function fold(context: Context): ElectionState {
  const { findings, readable, contests, ended } = context;
  const state = new ElectionState();
  for (const [place, at] of readable.entries()) {
    if (place % TICK_EVERY === 0) findings.progress("events.order", place, readable.length);
    findings.looked("events.order");
    findings.looked("events.figures");
    checkSigner(context, state, at);
    attempt(
      () => state.apply(at.event, context.blobs),
      (error) => {
        if (error instanceof IllegalEvent) findings.fail(checkOf(error, at.event.type), error.reason, at.index);
        else findings.fail("events.figures", sentenceOf(error), at.index);
      },
    );
  }
  const published = new Set(context.each("election.published").flatMap(([, body]) => body.contests));
  for (const contest of contests.keys()) {
    if (published.has(contest) || ended.has(contest)) continue;
    findings.lack("events.order", `Pemilihan '${contest}' belum selesai: hasilnya belum diumumkan`);
  }
  return state;
}

function checkSigner(context: Context, state: ElectionState, { index, event }: At): void {
  if (event.signature === null) return;
  const check = () => {
    const key = state.signingKeyFor(event.body);
    if (key !== null) checkSignature(event, key);
  };
  context.findings.guard("events.signatures", check, index, event.type);
}
