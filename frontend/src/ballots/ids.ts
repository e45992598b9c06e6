/** Identifiers.  Source: docs/formats.md, "Identifiers". */
import { MalformedValue } from "./errors.ts";

/** Two distinct accounts in the order in which they agreed. */
export type Officers = readonly [string, string];

/** 10 bits of a card text. */
export const MAX_CONTEST_INDEX = 1023;
/** 15 bits of a card text. */
export const MAX_TABLE = 32767;
export const MAX_HOLDERS = 15;

const CROCKFORD_CLASS = "[0-9A-HJKMNP-TV-Z]";

function textParser(pattern: string): (value: unknown) => string {
  const form = new RegExp(`^(?:${pattern})$`);
  return (value) => {
    if (typeof value !== "string" || !form.test(value)) throw new MalformedValue(`does not match ${pattern}`);
    return value;
  };
}

/**
 * Return what reads integers from `low` to `high`.
 *
 * What it returns throws MalformedValue for every other value.
 */
export function numberParser(low: number, high: number): (value: unknown) => number {
  return (value) => {
    // JSON has one zero: the other one of this language is none of ours.
    if (typeof value !== "number" || !Number.isInteger(value) || Object.is(value, -0) || value < low || value > high) {
      throw new MalformedValue(`not an integer from ${low} to ${high}`);
    }
    return value;
  };
}

/** Each returns its value, or throws MalformedValue. */
export const parseElectionId = textParser("[a-z0-9.-]{1,64}");
export const parseContestId = textParser("[a-z0-9-]{1,32}");
export const parseContestIndex = numberParser(1, MAX_CONTEST_INDEX);
export const parseStageId = textParser("[a-z0-9-]{1,32}");
export const parseTableNumber = numberParser(1, MAX_TABLE);
export const parseHolderNumber = numberParser(1, MAX_HOLDERS);
export const parsePersonId = textParser(`${CROCKFORD_CLASS}{10}`);
export const parseOfficerId = textParser("[a-z0-9._-]{1,40}");
export const parseTrackingCode = textParser(`${CROCKFORD_CLASS}{16}`);
export const parseSha256 = textParser("[0-9a-f]{64}");

/**
 * Return two distinct officers.
 *
 * @throws MalformedValue not a list of exactly two distinct account ids.
 */
export function parseOfficers(value: unknown): Officers {
  if (!Array.isArray(value) || value.length !== 2) throw new MalformedValue("not exactly two officers");
  const first = parseOfficerId(value[0]);
  const second = parseOfficerId(value[1]);
  if (first === second) throw new MalformedValue("one officer twice");
  return [first, second];
}

/** Return the origin line of the election's log. */
export function logOrigin(election: string): string {
  return `rembug.id/${election}`;
}
