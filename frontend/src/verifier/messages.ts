/** What a page and its verifying worker say to one another. */
import type { Report } from "../ballots/verification/report.ts";

/** To the worker: a record, and what an observer brings along. */
export interface Question {
  /** The bytes of a record's zip. */
  readonly record: ArrayBuffer;
  /** Receipt files of voters. */
  readonly receipts: readonly Uint8Array[];
  /** Checkpoints that somebody kept. */
  readonly olderCheckpoints: readonly Uint8Array[];
}

export type Answer =
  /** A check by its slug, what is done of it and what there is to do. */
  | { readonly kind: "progress"; readonly slug: string; readonly done: number; readonly total: number }
  /** What is known so far; a check that is well may still fail, none that failed becomes well. */
  | { readonly kind: "sofar"; readonly report: Report }
  /** All is known; `engine` is what the group was computed with. */
  | { readonly kind: "report"; readonly report: Report; readonly engine: string }
  /** The bytes are no record that can be opened. */
  | { readonly kind: "broken"; readonly why: string }
  | { readonly kind: "failed" };
