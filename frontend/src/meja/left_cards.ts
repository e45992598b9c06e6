/**
 * Secrets of left-over cards between their scan and the closing of their table.
 *
 * Trust: whoever has one can vote with it at a table's tablet until the table is closed; the opened cards themselves lie
 * on the desk just then.  Kept on this device, so that a reload or a dead battery does not make the officers scan
 * everything again, and forgotten as soon as the table is closed, when the scan begins anew, or after a day.
 */
import { del, get, set } from "idb-keyval";
import { durableStore } from "../ui/durable.ts";

const DAY_MS = 24 * 3_600_000;

interface Held {
  /** Of the last scan, in ms since 1970. */
  readonly moment: number;
  /** Secrets as base64url. */
  readonly secrets: readonly string[];
}

const store = durableStore("rembug-sisa", "sisa");

function nameOf(election: string, table: number): string {
  return `${election}/${table}`;
}

/** Return what was scanned of a table and is not a day old. */
export async function leftCards(election: string, table: number): Promise<ReadonlySet<string>> {
  const held = await get<Held>(nameOf(election, table), store);
  if (held === undefined) return new Set();
  if (Math.abs(Date.now() - held.moment) <= DAY_MS) return new Set(held.secrets);
  await forgetLeftCards(election, table);
  return new Set();
}

export function keepLeftCards(election: string, table: number, secrets: ReadonlySet<string>): Promise<void> {
  return set(nameOf(election, table), { moment: Date.now(), secrets: [...secrets] } satisfies Held, store);
}

export function forgetLeftCards(election: string, table: number): Promise<void> {
  return del(nameOf(election, table), store);
}
