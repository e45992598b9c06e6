/** Who and what the story of the fold's tests is about, and its golden events. */
import type { Body, BodyOf } from "../../../src/ballots/events/body.ts";
import { Event } from "../../../src/ballots/events/event.ts";
import { Rules } from "../../../src/ballots/rules.ts";
import { utf8 } from "../../../src/crypto/bytes.ts";
import { text } from "../../crypto/golden.ts";
import { vectors } from "../vectors.ts";

export const ELECTION = "sukamaju-2026";
export const OFFICERS = ["ketua", "sekretaris"] as const;
export const MONITOR = "pemantau";
export const BKM = "bkm";
/** The name of a blob that nobody has. */
export const NOWHERE = "0".repeat(64);

/** One event of every type, as the Python implementation wrote it; most of them are the last ones of this story. */
export const GOLDEN: ReadonlyMap<string, Event> = new Map(
  vectors("events")
    .filter(([, fields]) => fields["result"] === "valid")
    .map(([type, fields]) => [type, Event.parse(utf8(text(fields, "leaf")))]),
);

/** Return the golden body of a type. */
export function golden<T extends Body["type"]>(type: T): BodyOf<T> {
  return GOLDEN.get(type)!.body as BodyOf<T>;
}

/** The rules of the story. */
export const LANGSUNG = golden("rules.sealed").rules;

/** Return the rules of the story with other members, as their names are in JSON. */
export function rulesWith(changes: Readonly<Record<string, unknown>>): Rules {
  return Rules.fromJson({ ...LANGSUNG.toJson(), ...changes });
}

/** Return the numbers from 1 to `last`. */
export function numbersTo(last: number): number[] {
  return Array.from({ length: last }, (_, place) => place + 1);
}
