/** What every written text was settled as, from the board: for everybody to read once the result is published. */
import { parse } from "../ballots/canonical.ts";
import type { Code } from "../ballots/events/fields.ts";
import type { AdjudicationDecided } from "../ballots/events/tally.ts";
import { isStrange, visible } from "../ui/strange.ts";
import { type Board, backwards } from "./source.ts";

// 40,000 ballots of 17 names of 60 bytes, each byte escaped to six.
const MOST_ROWS_BYTES = 256 * 1024 * 1024;

/** One text and its meaning. */
export interface Settled {
  /** Number of the entry. */
  readonly index: number;
  /** As a page may show it: masked where the code says so, invisible signs made visible. */
  readonly shown: string;
  readonly isMasked: boolean;
  /** Whether it holds signs that cannot be seen or that turn the line around. */
  readonly isStrange: boolean;
  readonly code: Code;
  readonly person: { readonly name: string; readonly sex: string; readonly unit: string } | null;
  readonly reason: string;
  /** How often it stands on the opened ballots; null where these are not public. */
  readonly times: number | null;
}

/** The decisions of a contest in force, sorted by text, and how many were taken back on the way. */
export interface Decisions {
  readonly settled: readonly Settled[];
  readonly reversed: number;
}

/** The code whose texts a page does not repeat: insults, slogans, pictures of letters. */
const MASKED: Code = "TIDAK_SAH_BUKAN_NAMA";

/**
 * Return the decisions of a contest.
 *
 * @throws NoBoard the board cannot be read.
 */
export async function readDecisions(board: Board, contest: string): Promise<Decisions> {
  const found = new Map<string, readonly [number, AdjudicationDecided]>();
  const over = new Set<string>();
  let reversed = 0;
  let rows: string | undefined;
  for await (const { index, event } of backwards(board)) {
    const { body } = event;
    if (!("contest" in body) || body.contest !== contest) continue;
    // From the end: the first word about a text is the one in force.
    if (body.type === "adjudication.decided") {
      if (!over.has(body.string)) found.set(body.string, [index, body]);
      over.add(body.string);
    } else if (body.type === "adjudication.reversed") {
      reversed++;
      over.add(body.string);
    } else if (body.type === "contest.opened") {
      rows = body.rows;
      break;
    }
  }
  const times = rows === undefined ? null : timesOf(await board.blob(rows));
  const settled = [...found.values()].map(([index, body]) => shownOf(index, body, times));
  const order = new Intl.Collator("id");
  settled.sort((one, other) => Number(one.isMasked) - Number(other.isMasked) || order.compare(one.shown, other.shown));
  return { settled, reversed };
}

function shownOf(index: number, body: AdjudicationDecided, times: ReadonlyMap<string, number> | null): Settled {
  const { string, code, person, reason } = body;
  const isMasked = code === MASKED;
  return {
    index,
    shown: isMasked ? "" : visible(string),
    isMasked,
    isStrange: !isMasked && isStrange(string),
    code,
    person: person && { name: person.name, sex: person.sex, unit: person.unit },
    // An officer may have quoted the text.
    reason: visible(isMasked ? reason.replaceAll(string, "***") : reason),
    times: times && (times.get(string) ?? 0),
  };
}

/** Return how often each text stands in the rows of the opened ballots; null where they are not public. */
function timesOf(data: Uint8Array | null): ReadonlyMap<string, number> | null {
  if (data === null) return null;
  const times = new Map<string, number>();
  try {
    const rows: unknown = parse(data, MOST_ROWS_BYTES);
    for (const text of Array.isArray(rows) ? rows.flat(1) : []) {
      if (typeof text === "string" && text !== "") times.set(text, (times.get(text) ?? 0) + 1);
    }
  } catch {
    // The verifier names what is wrong with the rows.
    return null;
  }
  return times;
}

/** Return those decisions that hold every word somewhere: in the text, the resident, the unit or the reason. */
export function searched(settled: readonly Settled[], words: string): readonly Settled[] {
  const wanted = folded(words).split(" ").filter(Boolean);
  if (wanted.length === 0) return settled;
  return settled.filter(({ shown, person, reason }) => {
    const all = folded(`${shown} ${person?.name ?? ""} ${person?.unit ?? ""} ${reason}`);
    return wanted.every((word) => all.includes(word));
  });
}

/** Return a text in which case and accents count for nothing. */
function folded(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/\s+/g, " ").trim();
}
