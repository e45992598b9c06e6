/**
 * The one table of phases: which event may stand where, and what it leads to.
 *
 * The table is `phases.json`, written from the Python code by `ballots/write_tables.py`.
 */
import table from "./phases.json";
import { IllegalEvent } from "./refusals.ts";

/** Phase of the election as a whole. */
export type ElectionPhase = "DRAFT" | "AGREED" | "KEYED";

/** Phase of one contest. */
export type ContestPhase =
  | "PREPARED"
  | "SEALED"
  | "OPEN"
  | "SUSPENDED"
  | "CLOSED"
  | "BELOW_QUORUM"
  | "HOME_ROUND"
  | "MIXED"
  | "ORDERED"
  | "OPENED"
  | "ADJUDICATED"
  | "TIE"
  | "COUNTED"
  | "CERTIFIED"
  | "PUBLISHED"
  | "REVOTE";

type Targets = Readonly<Record<string, readonly string[]>>;

interface Moves {
  readonly election: Targets;
  readonly contest: Targets | null;
}

const MOVES: ReadonlyMap<string, Moves> = new Map(Object.entries(table.moves));

/** Phases in which ballots are accepted. */
export const POLLING: ReadonlySet<ContestPhase> = new Set(table.polling as ContestPhase[]);

function movesOf(kind: string): Moves {
  const moves = MOVES.get(kind);
  if (moves === undefined) throw new RangeError(`no event of type ${kind}`);
  return moves;
}

/**
 * Refuse an event in a phase of the election where it may not stand.
 *
 * @throws IllegalEvent WRONG_PHASE.
 */
export function checkElection(kind: string, phase: ElectionPhase): void {
  if (!(phase in movesOf(kind).election)) throw new IllegalEvent("WRONG_PHASE", { type: kind, phase });
}

/**
 * Refuse an event in a phase of its contest where it may not stand.
 *
 * @throws IllegalEvent WRONG_PHASE.
 */
export function checkContest(kind: string, phase: ContestPhase): void {
  const moves = movesOf(kind).contest;
  if (moves === null || !(phase in moves)) throw new IllegalEvent("WRONG_PHASE", { type: kind, phase });
}

/**
 * Return the phase that an event leads a contest to.
 *
 * @param target the one meant, where the table leaves a choice.
 * @throws IllegalEvent WRONG_PHASE: the table has no such move, or leaves a choice and none was meant.
 */
export function move(kind: string, phase: ContestPhase, target?: ContestPhase): ContestPhase {
  const targets = movesOf(kind).contest?.[phase] ?? [];
  const found = target ?? (targets.length === 1 ? targets[0] : undefined);
  if (found === undefined || !targets.includes(found)) throw new IllegalEvent("WRONG_PHASE", { type: kind, phase });
  return found as ContestPhase;
}
