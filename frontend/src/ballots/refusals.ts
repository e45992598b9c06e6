/**
 * Why an event is refused: stable codes, and one Indonesian sentence for each.
 *
 * The sentences are `refusals.json`, written from the Python code by `ballots/write_tables.py`.
 */
import { BallotsError } from "./errors.ts";
import sentences from "./refusals.json";

/** Codes of `IllegalEvent`. */
export type Refusal = keyof typeof sentences;

/** What a sentence names. */
export type Facts = Readonly<Record<string, string | number>>;

/** A well-formed event that is not allowed here and now; the state is as it was before. */
export class IllegalEvent extends BallotsError {
  override name = "IllegalEvent";
  readonly code: Refusal;
  readonly facts: Facts;
  /** An Indonesian sentence. */
  readonly reason: string;

  constructor(code: Refusal, facts: Facts = {}) {
    const reason = sentences[code].replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ""));
    super(`${code}: ${reason}`);
    this.code = code;
    this.facts = facts;
    this.reason = reason;
  }
}
