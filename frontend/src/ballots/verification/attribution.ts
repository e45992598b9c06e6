/**
 * Which check a refusal of the fold belongs to: `attribution.json`, written from the Python code by
 * `ballots/write_tables.py`.
 */
import type { IllegalEvent } from "../refusals.ts";
import table from "./attribution.json";

const BY_EVENT: ReadonlyMap<string, string> = new Map(
  table.event.map(([code = "", kind = "", slug = ""]) => [`${code} ${kind}`, slug]),
);

/** Return the slug of the check that a refused event of this type fails. */
export function checkOf(error: IllegalEvent, kind: string): string {
  return BY_EVENT.get(`${error.code} ${kind}`) ?? table.any[error.code];
}
