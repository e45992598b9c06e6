/** The one table of checks: `catalogue.json`, written from the Python code by `ballots/write_tables.py`. */
import entries from "./catalogue.json";

/** One line of the catalogue. */
export interface Entry {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
}

/** Every check by its slug, in order. */
export const CATALOGUE: ReadonlyMap<string, Entry> = new Map(entries.map((entry) => [entry.slug, entry]));
