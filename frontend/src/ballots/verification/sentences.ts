/** What a verifier says about an error, in Indonesian; the tables are Python's (`sentences.py`). */
import { InvalidCard, InvalidName, InvalidRules } from "../errors.ts";
import { IllegalEvent } from "../refusals.ts";
import tables from "./sentences.json";

// Their own words are Indonesian already.
const SPEAKING = [IllegalEvent, InvalidCard, InvalidName, InvalidRules];

const OF_CLASS: Readonly<Record<string, string>> = tables.class;
const OF_MESSAGE: readonly [RegExp, string][] = tables.message.map(([pattern, template]) => [
  new RegExp(`^(?:${pattern})$`, "s"),
  template!,
]);

/** Return the Indonesian sentence of an expected error. */
export function sentenceOf(error: Error): string {
  if (SPEAKING.some((each) => error instanceof each)) return error.message;
  for (const [pattern, template] of OF_MESSAGE) {
    const found = pattern.exec(error.message);
    if (found !== null) return template.replace(/\{(\d)\}/g, (_, place: string) => found[Number(place) + 1]!);
  }
  return OF_CLASS[error.name] ?? tables.any;
}
