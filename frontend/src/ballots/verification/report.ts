/**
 * What a verification says: one line for each check, and one verdict.
 *
 * Nothing checked is never a pass.  A check is `ok` only when it looked at something; without data it is `incomplete`
 * and says what is missing; it is `not_applicable` only where the rules of the election make it so.
 */

/** How one check ended. */
export type Status = "ok" | "failed" | "incomplete" | "not_applicable";

/** What all checks together say. */
export type Verdict = "valid" | "invalid" | "incomplete";

/** One line of the report. */
export interface Check {
  /** How many things were looked at. */
  readonly count: number;
  /** Empty when all is well; else the first failures, each with its event and reason, or what is missing. */
  readonly detail: string;
  /** Chapter and number, as `9.4`: never given to another check. */
  readonly id: string;
  /** A name for programs, as `ballots.card-signature`. */
  readonly slug: string;
  readonly status: Status;
  /** What was checked, in plain Indonesian. */
  readonly title: string;
}

/** All checks, in the order of the catalogue; its JSON is what `rembug verify --json` prints. */
export interface Report {
  readonly checks: readonly Check[];
  readonly verdict: Verdict;
}

/** One failed check makes the record invalid; else one incomplete check, or no check at all, makes it incomplete. */
export function verdictOf(checks: readonly Check[]): Verdict {
  const statuses = new Set(checks.map((check) => check.status));
  if (statuses.has("failed")) return "invalid";
  if (statuses.has("incomplete") || !statuses.has("ok")) return "incomplete";
  return "valid";
}
