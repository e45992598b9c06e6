/** What the key holder's page and its worker say to one another.  No secret is among it but the passphrase. */
import type { Stage } from "../holder/common.ts";
import type { RefusalKey } from "../holder/errors.ts";
import type { Values } from "../i18n/fill.ts";

/** What the board says, as far as this holder needs it. */
export interface View {
  /** How many holders the agreed rules want; 0 before the rules are sealed. */
  readonly holders: number;
  /** Who is registered, by number. */
  readonly names: ReadonlyMap<number, string>;
  /** The log's key that this device has pinned. */
  readonly logKey: string;
  /** Whether the board has the open key under its number. */
  readonly isRegistered: boolean;
  readonly contests: readonly ContestView[];
}

/** A contest on the night. */
export interface ContestView {
  readonly id: string;
  readonly title: string;
  readonly phase: string;
  readonly ballots: number;
  readonly mixes: number;
  readonly mixers: number;
  /** Whether this holder has mixed it, or given her opening factors. */
  readonly isMixed: boolean;
  readonly isOpened: boolean;
}

/** An open key. */
export interface OpenKey {
  readonly holder: number;
  /** The public signing key in hexadecimal. */
  readonly fingerprint: string;
  readonly file: Uint8Array;
}

/** What one look at the board led to. */
export interface Step {
  /** Which sentence the page says. */
  readonly said:
    | "committed"
    | "revealed"
    | "shared"
    | "confirmed"
    | "complained"
    | "complaint"
    | "waiting"
    | "finished"
    | "rehearsal.there"
    | "rehearsal.over"
    | "rehearsal.waiting"
    | "rehearsal.sent";
  /** For the places in the sentence. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** Others have to act first. */
  readonly waiting?: boolean;
  /** Nothing is left to do. */
  readonly finished?: boolean;
  /** The code that all holders read aloud, in groups. */
  readonly code?: string;
}

/** What the page may ask, with the answer to each. */
export interface Calls {
  /** Take the board of an election into view; the answer has the holders whose keys this browser keeps. */
  enter: { readonly ask: { readonly election: string; readonly csrf: string }; readonly answer: readonly number[] };
  look: { readonly ask: object; readonly answer: View };
  make: { readonly ask: { readonly holder: number; readonly passphrase: string }; readonly answer: OpenKey };
  /** Open a key file, or else the key that this browser keeps for a holder. */
  open: {
    readonly ask: { readonly file?: Uint8Array; readonly holder?: number; readonly passphrase: string };
    readonly answer: OpenKey;
  };
  /** Whether a saved copy is the key that is open, and opens. */
  check: { readonly ask: { readonly file: Uint8Array }; readonly answer: boolean };
  register: { readonly ask: { readonly name: string }; readonly answer: null };
  ceremony: { readonly ask: object; readonly answer: Step };
  rehearse: { readonly ask: object; readonly answer: Step };
  mix: { readonly ask: { readonly contest: string }; readonly answer: number };
  open_list: { readonly ask: { readonly contest: string }; readonly answer: number };
}

export type Call = keyof Calls;

/** One question of the page. */
export type Question = { readonly [K in Call]: { readonly kind: K; readonly ask: Calls[K]["ask"] } }[Call];

/** What the worker says. */
export type Answer =
  | { readonly kind: "done"; readonly answer: Calls[Call]["answer"] }
  | { readonly kind: "progress"; readonly stage: Stage; readonly done: number; readonly total: number }
  /** The key changed and is kept in this browser. */
  | { readonly kind: "kept"; readonly file: Uint8Array }
  /** A sentence by its key; `isAway` where the server did not answer and may later. */
  | { readonly kind: "refused"; readonly key: RefusalKey; readonly values: Values; readonly isAway: boolean }
  | { readonly kind: "failed" };
