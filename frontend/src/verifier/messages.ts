/** What a page and its verifying worker say to one another. */
import type { Report } from "../ballots/verification/report.ts";

/** To the worker: the bytes of a record's zip. */
export interface Question {
  readonly record: ArrayBuffer;
}

export type Answer =
  /** A check by its slug, what is done of it and what there is to do. */
  | { readonly kind: "progress"; readonly slug: string; readonly done: number; readonly total: number }
  | { readonly kind: "report"; readonly report: Report }
  /** The bytes are no record that can be opened. */
  | { readonly kind: "broken"; readonly why: string }
  | { readonly kind: "failed" };
