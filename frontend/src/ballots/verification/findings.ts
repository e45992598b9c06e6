/**
 * Where the chapters write what they found.
 *
 * A chapter says what it looked at, what failed, what is missing, and what does not apply; the status of a check follows
 * from these four alone.  Only the error trees of the two layers are findings (`guard`): any other exception is a fault
 * of this program and leaves it, so that tests see it.
 */
import { CryptoError } from "../../crypto/errors.ts";
import { Cancelled, type Work } from "../../crypto/work.ts";
import { BallotsError } from "../errors.ts";
import { CATALOGUE, type Entry } from "./catalogue.ts";
import { type Check, type Report, type Status, verdictOf } from "./report.ts";
import { sentenceOf } from "./sentences.ts";

// Enough to find the fault; a forged record of thousands of bad ballots must not make a page of thousands of lines.
const FAILURES_SHOWN = 5;

/** Called with the slug of a check, what is done and what there is to do. */
export type Progress = (slug: string, done: number, total: number) => void;

interface Line {
  count: number;
  readonly failures: Set<string>;
  readonly missing: Set<string>;
  notApplicable: string;
}

/** Say whether a bad record can cause this error. */
export function isExpected(error: unknown): error is BallotsError | CryptoError {
  return error instanceof BallotsError || error instanceof CryptoError;
}

/**
 * Return what `work` gives, or what `otherwise` makes of an expected error.
 *
 * @throws whatever is no fault of the record.
 */
export function attempt<T, F>(work: () => T, otherwise: (error: BallotsError | CryptoError) => F): T | F {
  try {
    return work();
  } catch (error) {
    if (isExpected(error)) return otherwise(error);
    throw error;
  }
}

/** The findings of one verification; slugs are those of the catalogue. */
export class Findings {
  readonly #lines: ReadonlyMap<string, Line> = new Map(
    [...CATALOGUE.keys()].map((slug) => [
      slug,
      { count: 0, failures: new Set<string>(), missing: new Set<string>(), notApplicable: "" },
    ]),
  );
  readonly #progress: Progress;
  readonly #cancelled: () => boolean;

  constructor(progress: Progress = () => undefined, cancelled: () => boolean = () => false) {
    this.#progress = progress;
    this.#cancelled = cancelled;
  }

  #line(slug: string): Line {
    const line = this.#lines.get(slug);
    if (line === undefined) throw new RangeError(`no check ${slug}`);
    return line;
  }

  /**
   * Tell how far a check is.
   *
   * @throws Cancelled the caller stopped the work.
   */
  progress(slug: string, done: number, total: number): void {
    if (this.#cancelled()) throw new Cancelled();
    this.#progress(slug, done, total);
  }

  /** Return what long work of a check tells, and is stopped by. */
  work(slug: string): Work {
    return { progress: (done, total) => this.#progress(slug, done, total), cancelled: this.#cancelled };
  }

  /** Say that `count` things were looked at. */
  looked(slug: string, count = 1): void {
    this.#line(slug).count += count;
  }

  /** Say that a check failed, at the event with this index of the log when there is one. */
  fail(slug: string, reason: string, index?: number): void {
    this.#line(slug).failures.add(index === undefined ? reason : `catatan ${index}: ${reason}`);
  }

  /** Say that something needed for a check is not there, or not there yet. */
  lack(slug: string, sentence: string): void {
    this.#line(slug).missing.add(sentence);
  }

  /** Say why the rules of this election leave nothing to check. */
  skip(slug: string, sentence: string): void {
    this.#line(slug).notApplicable = sentence;
  }

  /** Look at one thing that must hold; return whether it does. */
  require(slug: string, holds: boolean, reason: string, index?: number): boolean {
    this.looked(slug);
    if (!holds) this.fail(slug, reason, index);
    return holds;
  }

  /** Look at one thing that throws when it does not hold; return what it gives, or undefined. */
  guard<T>(slug: string, work: () => T, index?: number, words = ""): T | undefined {
    this.looked(slug);
    return attempt(work, (error) => {
      this.fail(slug, words === "" ? sentenceOf(error) : `${words} (${sentenceOf(error)})`, index);
      return undefined;
    });
  }

  /** Return the report: every check of the catalogue, in order. */
  report(): Report {
    const checks = [...CATALOGUE.values()].map((entry) => checkOf(entry, this.#line(entry.slug)));
    return { checks, verdict: verdictOf(checks) };
  }
}

function checkOf(entry: Entry, line: Line): Check {
  const [status, detail] = statusOf(line);
  return { count: line.count, detail, id: entry.id, slug: entry.slug, status, title: entry.title };
}

function statusOf(line: Line): readonly [Status, string] {
  if (line.failures.size > 0) {
    const shown = [...line.failures].slice(0, FAILURES_SHOWN).join("; ");
    const more = line.failures.size - FAILURES_SHOWN;
    return ["failed", more <= 0 ? shown : `${shown}; dan ${more} lagi`];
  }
  if (line.missing.size > 0) return ["incomplete", [...line.missing].slice(0, FAILURES_SHOWN).join("; ")];
  if (line.count > 0) return ["ok", ""];
  if (line.notApplicable !== "") return ["not_applicable", line.notApplicable];
  return ["incomplete", "Belum ada yang dapat diperiksa."];
}
