/**
 * The published result of a contest, from the board: the data of the berita acara that the log certifies.
 *
 * Source: docs/formats.md, "Result" and "Minutes".
 */
import { isObject, type JsonObject, parse } from "../ballots/canonical.ts";
import { decodeResult } from "../ballots/counting_codec.ts";
import { type Result, ranks, votesOf } from "../ballots/counting_model.ts";
import { visible } from "../ui/strange.ts";
import { type Board, backwards } from "./source.ts";

const MOST_BYTES = 64 * 1024 * 1024;

/** A resident who was written, with her votes. */
export interface Ranked {
  readonly id: string;
  readonly name: string;
  readonly sex: string;
  readonly unit: string;
  readonly votes: number;
  /** Equal votes share a rank. */
  readonly rank: number;
  readonly place: "elected" | "reserve" | "declined" | "none";
}

/** How a tie was settled, in the words of those who did. */
export interface SettledTie {
  readonly method: string;
  readonly persons: readonly string[];
  readonly statement: string;
  readonly dice: string;
}

/** What a contest came to. */
export interface Outcome {
  readonly contest: string;
  readonly result: Result;
  /** Everybody listed, most votes first. */
  readonly ranking: readonly Ranked[];
  readonly elected: readonly Ranked[];
  readonly reserves: readonly Ranked[];
  readonly women: { readonly elected: number; readonly required: number };
  readonly settled: readonly SettledTie[];
  readonly quorum: {
    readonly base: number;
    readonly checkins: number;
    readonly percent: number;
    readonly met: boolean;
  };
  /** The witnesses of the log who signed it before the opening; none where the tatib asks for none. */
  readonly witnesses: readonly string[];
  /** The minutes as they stand in the record: canonical JSON, under the hash that the log names. */
  readonly minutes: Uint8Array;
}

/** The minutes are not there, or not of a form that can be shown. */
export class NoOutcome extends Error {
  constructor() {
    super("the minutes cannot be read");
    this.name = "NoOutcome";
  }
}

/**
 * Return what a certified contest came to, or null while it is not certified.
 *
 * @throws NoBoard the board cannot be read.
 * @throws NoOutcome the minutes are missing, or cannot be read.
 */
export async function readOutcome(board: Board, contest: string): Promise<Outcome | null> {
  for await (const { event } of backwards(board)) {
    const { body } = event;
    if (body.type !== "result.certified" || body.contest !== contest) continue;
    const data = await board.blob(body.minutes);
    if (data === null) throw new NoOutcome();
    try {
      return outcomeOf(contest, data, body);
    } catch {
      // Only the verifier may say what is wrong with them, and whether it matters.
      throw new NoOutcome();
    }
  }
  return null;
}

interface Certified {
  readonly elected: readonly string[];
  readonly reserves: readonly string[];
  readonly women: { readonly elected: number; readonly required: number };
}

function outcomeOf(contest: string, data: Uint8Array, certified: Certified): Outcome {
  const minutes = objectOf(parse(data, MOST_BYTES));
  const result = decodeResult(minutes["result"]);
  const persons = objectOf(minutes["persons"]);
  const answers = listOf(minutes["acceptances"]).map(objectOf);
  const declined = new Set(answers.filter((each) => each["willing"] === false).map((each) => textOf(each["person"])));
  const [elected, reserves] = [new Set(certified.elected), new Set(certified.reserves)];
  const placeOf = (id: string): Ranked["place"] => {
    if (elected.has(id)) return "elected";
    if (reserves.has(id)) return "reserve";
    return declined.has(id) ? "declined" : "none";
  };
  const ranking = ranks(votesOf(result.ranking)).flatMap(({ rank, votes, persons: ids }) =>
    ids.map((id): Ranked => ({ id, ...personOf(persons[id]), votes, rank, place: placeOf(id) })),
  );
  const known = new Map(ranking.map((each) => [each.id, each]));
  const found = (ids: readonly string[]) => ids.flatMap((id) => known.get(id) ?? []);
  const quorum = objectOf(minutes["quorum"]);
  return {
    contest,
    result,
    ranking,
    elected: found(certified.elected),
    reserves: found(certified.reserves),
    women: certified.women,
    settled: listOf(minutes["settled"]).map((value) => {
      const each = objectOf(value);
      return {
        method: textOf(each["method"]),
        persons: listOf(each["persons"]).map((id) => known.get(textOf(id))?.name ?? textOf(id)),
        statement: visible(textOf(each["statement"])),
        dice: each["dice"] === null ? "" : visible(textOf(each["dice"])),
      };
    }),
    quorum: {
      base: numberOf(quorum["base"]),
      checkins: numberOf(quorum["checkins"]),
      percent: numberOf(quorum["percent"]),
      met: quorum["met"] === true,
    },
    witnesses: witnessesOf(minutes["witnesses"]),
    minutes: data,
  };
}

function personOf(value: unknown): { readonly name: string; readonly sex: string; readonly unit: string } {
  const { name, sex, unit } = objectOf(value);
  return { name: visible(textOf(name)), sex: textOf(sex), unit: visible(textOf(unit)) };
}

function witnessesOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return listOf(objectOf(value)["names"]).map((name) => visible(textOf(name)));
}

function objectOf(value: unknown): JsonObject {
  if (!isObject(value)) throw new NoOutcome();
  return value as JsonObject;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new NoOutcome();
  return value;
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new NoOutcome();
  return value;
}

function numberOf(value: unknown): number {
  if (typeof value !== "number") throw new NoOutcome();
  return value;
}
