/**
 * What a count takes and what it gives.
 *
 * The result is one canonical JSON object, the member `result` of the event `result.counted`.  It holds numbers and
 * person ids, never a row of a ballot: whoever has the opened rows and the public decisions makes the same bytes again.
 *
 * Errors, a tree:
 *
 * - CountingError
 *   - MalformedRow        a row has too many names
 *   - UndecidedText       a written text has no decision
 *   - UnknownPerson       a decision names somebody without a description
 *   - MalformedDecision   a code and a person that do not belong together
 *   - MalformedResult     an object that is not the encoding of a result
 *   - MalformedSettlement an order that does not settle the ties it claims to settle
 */
import { BallotsError } from "./errors.ts";
import type { SlotText } from "./names.ts";

/** One opened name slot: a text, `""` for an empty slot, null for an undecodable one. */
export type Slot = SlotText;

/** Opened rows, one a ballot. */
export type Rows = readonly (readonly Slot[])[];

/** Orders of tied persons, oldest first. */
export type Orders = readonly (readonly string[])[];

export const COUNTING_CODES: ReadonlySet<string> = new Set(["SAH", "SAH_DENGAN_KETERANGAN", "SAH_JABATAN"]);
export const VOID_CODES: ReadonlySet<string> = new Set([
  "TIDAK_SAH_GANDA_MAKNA",
  "TIDAK_SAH_LUAR_UNIT",
  "TIDAK_SAH_TIDAK_BERHAK",
  "TIDAK_SAH_BUKAN_NAMA",
]);

// A leaf holds at most 65,535 bytes and a listed person takes 13: the persons who can matter are far fewer.
export const RANKING_SHOWN = 2000;

/** A count that cannot be made. */
export class CountingError extends BallotsError {
  override name = "CountingError";
}

/** A row that no ballot of the contest can have. */
export class MalformedRow extends CountingError {
  override name = "MalformedRow";
}

/** A written text without a decision. */
export class UndecidedText extends CountingError {
  override name = "UndecidedText";
}

/** A decision that points to somebody whose sex is not given. */
export class UnknownPerson extends CountingError {
  override name = "UnknownPerson";
}

/** A counting code without a person, or a void code with one. */
export class MalformedDecision extends CountingError {
  override name = "MalformedDecision";
}

/** Not the encoding of a result. */
export class MalformedResult extends CountingError {
  override name = "MalformedResult";
}

/** An order of persons that does not settle the open ties. */
export class MalformedSettlement extends CountingError {
  override name = "MalformedSettlement";
}

export const DUPLICATE_POLICIES = ["SEKALI", "BATAL"] as const;

/**
 * What happens when one ballot names one resident more than once: SEKALI, the resident counts once and the ballot
 * stands; BATAL, the whole ballot is void.
 */
export type DuplicatePolicy = (typeof DUPLICATE_POLICIES)[number];

export const WOMEN_RULES = ["LAPOR", "KURSI"] as const;

/**
 * What the women's share does: LAPOR, it is reported, nothing else; KURSI, the lowest-ranked elected men give way to
 * the highest-ranked women until the share is met.
 */
export type WomenRule = (typeof WOMEN_RULES)[number];

export const WOMEN_ROUNDINGS = ["ATAS", "BAWAH", "TERDEKAT"] as const;

/**
 * How the women's share becomes whole seats: ATAS, to the next whole seat, and so it is where a tatib says nothing;
 * BAWAH, to the whole seats that it reaches; TERDEKAT, to the nearest, a half up.
 */
export type WomenRounding = (typeof WOMEN_ROUNDINGS)[number];

export const RESULT_STATES = ["COUNTED", "TIE", "SEATS_UNFILLED"] as const;

/**
 * How a count ends.  TIE: a tie decides who gets a seat, only the agreed ladder may continue.  SEATS_UNFILLED: fewer
 * persons than seats, and the free seats are never filled by the count.
 */
export type ResultState = (typeof RESULT_STATES)[number];

/** The rules of one contest that the count needs. */
export interface CountRules {
  readonly seats: number;
  readonly reserves: number;
  readonly namesMin: number;
  readonly namesMax: number;
  readonly duplicatePolicy: DuplicatePolicy;
  readonly womenPercent: number;
  readonly womenRule: WomenRule;
  /** Null where the tatib does not say it. */
  readonly womenRounding: WomenRounding | null;
}

/** Return the seats that the women's share asks for: the percentage of the seats, rounded as the rules say. */
export function womenRequired(rules: Pick<CountRules, "seats" | "womenPercent" | "womenRounding">): number {
  const more = { ATAS: 99, BAWAH: 0, TERDEKAT: 50 }[rules.womenRounding ?? "ATAS"];
  return Math.floor((rules.seats * rules.womenPercent + more) / 100);
}

/** What one written text means: a code, and a person exactly when the code counts. */
export class Decision {
  readonly code: string;
  readonly person: string | null;

  /** @throws MalformedDecision a code and a person that do not belong together, or an unknown code. */
  constructor(code: string, person: string | null) {
    if (COUNTING_CODES.has(code) !== (person !== null)) throw new MalformedDecision(`${code} with person ${person}`);
    if (!COUNTING_CODES.has(code) && !VOID_CODES.has(code)) throw new MalformedDecision(code);
    this.code = code;
    this.person = person;
  }
}

/** Persons with one number of votes who compete for fewer places. */
export interface Tie {
  readonly votes: number;
  /** Sorted by id. */
  readonly persons: readonly string[];
  /** Places still free for them. */
  readonly places: number;
}

/** Who has a seat, who stands in reserve, and what is still open. */
export interface Outcome {
  readonly state: ResultState;
  /** In order of rank.  While the state is TIE: those who are elected however the tie ends. */
  readonly elected: readonly string[];
  readonly unfilled: number;
  readonly ties: readonly Tie[];
  /** In order of rank; only those whose place in the list is certain.  Empty while the state is TIE. */
  readonly reserves: readonly string[];
  /** Reserves of one rank whose order, or whose place, is open.  They do not stop the election. */
  readonly reserveTies: readonly Tie[];
  readonly womenElected: number;
  readonly womenRequired: number;
}

/** Say whether the elected reach the women's share. */
export function womenMet(outcome: Outcome): boolean {
  return outcome.womenElected >= outcome.womenRequired;
}

/** Votes, before anybody has a seat. */
export interface Tally {
  readonly valid: number;
  readonly void: number;
  readonly blank: number;
  /** Written names that did not count on ballots that are not void, by code. */
  readonly voidNames: ReadonlyMap<string, number>;
  readonly undecodable: number;
  readonly repeated: number;
  /** Person id to votes; only persons with at least one vote. */
  readonly votes: ReadonlyMap<string, number>;
}

/** Persons by votes, most first; what is left out because a leaf is finite is only summed up. */
export interface Ranking {
  /** Votes, and the persons with just these votes, sorted by id. */
  readonly groups: readonly (readonly [votes: number, persons: readonly string[]])[];
  readonly unlistedPersons: number;
  readonly unlistedVotes: number;
}

/** Return the votes of each listed person. */
export function votesOf(ranking: Ranking): Map<string, number> {
  return new Map(ranking.groups.flatMap(([votes, persons]) => persons.map((person) => [person, votes] as const)));
}

/** A complete count of one contest: the content of `result.counted` (encoded by `counting_codec`). */
export interface Result {
  readonly valid: number;
  readonly void: number;
  readonly blank: number;
  readonly namesVoid: ReadonlyMap<string, number>;
  readonly namesUndecodable: number;
  readonly namesRepeated: number;
  /** The sum of all votes. */
  readonly namesCounted: number;
  readonly ranking: Ranking;
  readonly seats: number;
  readonly outcome: Outcome;
}

/** Return the number of opened ballots. */
export function ballotsOf(counted: Pick<Tally, "valid" | "void" | "blank">): number {
  return counted.valid + counted.void + counted.blank;
}

/** Persons who share a rank. */
export interface Rank {
  readonly rank: number;
  readonly votes: number;
  /** Sorted by id, which carries no meaning. */
  readonly persons: readonly string[];
}

/** Return the ranks from most votes down; equal votes share a rank, the next rank skips. */
export function ranks(votes: ReadonlyMap<string, number>): Rank[] {
  const groups = new Map<number, string[]>();
  for (const [person, number] of votes) {
    const group = groups.get(number);
    if (group === undefined) groups.set(number, [person]);
    else group.push(person);
  }
  let rank = 1;
  return [...groups]
    .sort(([one], [other]) => other - one)
    .map(([number, persons]) => {
      const found = { rank, votes: number, persons: persons.sort() };
      rank += persons.length;
      return found;
    });
}

/** Return the ranking, cut after the last group that fits into the first 2,000 persons. */
export function rankingOf(votes: ReadonlyMap<string, number>): Ranking {
  const groups: [number, readonly string[]][] = [];
  let listed = 0;
  let others = 0;
  let otherVotes = 0;
  for (const { votes: number, persons } of ranks(votes)) {
    if (others === 0 && listed + persons.length <= RANKING_SHOWN) {
      groups.push([number, persons]);
      listed += persons.length;
    } else {
      others += persons.length;
      otherVotes += number * persons.length;
    }
  }
  return { groups, unlistedPersons: others, unlistedVotes: otherVotes };
}
