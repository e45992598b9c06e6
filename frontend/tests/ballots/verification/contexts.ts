/** Contexts over events that nobody signed and no log holds: each chapter reads them as they stand. */
import { serialise } from "../../../src/ballots/canonical.ts";
import type { Body } from "../../../src/ballots/events/body.ts";
import { Event } from "../../../src/ballots/events/event.ts";
import type { Officers } from "../../../src/ballots/ids.ts";
import { MappingBlobs, nameOf } from "../../../src/ballots/state/blobs.ts";
import { Context } from "../../../src/ballots/verification/context.ts";
import { Findings } from "../../../src/ballots/verification/findings.ts";
import type { Check } from "../../../src/ballots/verification/report.ts";

export const OFFICERS: Officers = ["ketua", "pokja"];
export const NO_BLOB = nameOf(new Uint8Array());

/** Return the context of these events, the first of them number 0. */
export function contextOf(bodies: readonly Body[], ...blobs: readonly Uint8Array[]): Context {
  const readable = bodies.map((body, index) => ({ index, event: Event.build("uji", body) }));
  return new Context(new Findings(), bodies.length, readable, MappingBlobs.of(...blobs));
}

/** Return what a chapter found for one check. */
export function found(context: Context, slug: string): Check {
  return context.findings.report().checks.find((check) => check.slug === slug)!;
}

/** Return a blob of canonical JSON. */
export function blobOf(value: unknown): Uint8Array {
  return serialise(value);
}

/** A register with one table of `adults` for the contest `bkm`. */
export function registerOf(adults: number): Body {
  const table = {
    table: 1,
    contest: "bkm",
    unit: "RT 01",
    place: "Balai",
    adults,
    men: adults,
    women: 0,
    roll: NO_BLOB,
  };
  const quorumBase = [{ contest: "bkm", adults }];
  return { type: "register.sealed", stage: "satu", tables: [table], nominees: [], quorumBase, officers: OFFICERS };
}

/** The closing of table 1. */
export function closingOf(checkins: number, ballots: number): Extract<Body, { type: "table.closed" }> {
  const none = {
    voided: 0,
    replaced: 0,
    added: 0,
    left: 0,
    missing: 0,
    walkedAway: 0,
    assisted: 0,
    paperSignatures: 0,
  };
  return { type: "table.closed", table: 1, checkins, ballots, ...none, officers: OFFICERS };
}
