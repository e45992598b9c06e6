/**
 * A result as the JSON object of the event `result.counted`, and back.
 *
 * Decoding is strict: what is read is encoded again and compared, so an object has one meaning and one form.
 */
import {
  MalformedResult,
  type Outcome,
  type Ranking,
  RESULT_STATES,
  type Result,
  type ResultState,
  type Tie,
  womenMet,
} from "./counting_model.ts";
import { sameValue } from "./same.ts";

type EncodedTie = {
  readonly persons: readonly string[];
  readonly places: number;
  readonly votes: number;
};

/** The JSON object of a result, its members as they are written; an interface would be no `JsonObject`. */
export type EncodedResult = {
  readonly ballots: { readonly blank: number; readonly valid: number; readonly void: number };
  readonly elected: readonly string[];
  readonly names: {
    readonly counted: number;
    readonly repeated: number;
    readonly undecodable: number;
    readonly void: Readonly<Record<string, number>>;
  };
  readonly ranking: readonly (readonly [number, readonly string[]])[];
  readonly reserve_ties: readonly EncodedTie[];
  readonly reserves: readonly string[];
  readonly seats: number;
  readonly state: ResultState;
  readonly ties: readonly EncodedTie[];
  readonly unfilled: number;
  readonly unlisted: { readonly persons: number; readonly votes: number };
  readonly women: { readonly elected: number; readonly met: boolean; readonly required: number };
};

/** Return the JSON object of a result (docs/formats.md, `result.counted`). */
export function encodeResult(result: Result): EncodedResult {
  const { outcome, ranking } = result;
  return {
    ballots: { blank: result.blank, valid: result.valid, void: result.void },
    elected: outcome.elected,
    names: {
      counted: result.namesCounted,
      repeated: result.namesRepeated,
      undecodable: result.namesUndecodable,
      void: Object.fromEntries([...result.namesVoid].sort(([one], [other]) => (one < other ? -1 : 1))),
    },
    ranking: ranking.groups,
    reserve_ties: outcome.reserveTies.map(encodeTie),
    reserves: outcome.reserves,
    seats: result.seats,
    state: outcome.state,
    ties: outcome.ties.map(encodeTie),
    unfilled: outcome.unfilled,
    unlisted: { persons: ranking.unlistedPersons, votes: ranking.unlistedVotes },
    women: { elected: outcome.womenElected, met: womenMet(outcome), required: outcome.womenRequired },
  };
}

/**
 * Read a result.
 *
 * @throws MalformedResult the object is not what `encodeResult` makes of any result.
 */
export function decodeResult(value: unknown): Result {
  const members = objectOf(value);
  const [ballots, names] = [objectOf(members.get("ballots")), objectOf(members.get("names"))];
  const [unlisted, women] = [objectOf(members.get("unlisted")), objectOf(members.get("women"))];
  const outcome: Outcome = {
    state: stateOf(members.get("state")),
    elected: textsOf(members.get("elected")),
    unfilled: numberOf(members.get("unfilled")),
    ties: listOf(members.get("ties")).map(tieOf),
    reserves: textsOf(members.get("reserves")),
    reserveTies: listOf(members.get("reserve_ties")).map(tieOf),
    womenElected: numberOf(women.get("elected")),
    womenRequired: numberOf(women.get("required")),
  };
  const ranking: Ranking = {
    groups: listOf(members.get("ranking")).map(groupOf),
    unlistedPersons: numberOf(unlisted.get("persons")),
    unlistedVotes: numberOf(unlisted.get("votes")),
  };
  const result: Result = {
    valid: numberOf(ballots.get("valid")),
    void: numberOf(ballots.get("void")),
    blank: numberOf(ballots.get("blank")),
    namesVoid: new Map([...objectOf(names.get("void"))].map(([code, number]) => [code, numberOf(number)])),
    namesUndecodable: numberOf(names.get("undecodable")),
    namesRepeated: numberOf(names.get("repeated")),
    namesCounted: numberOf(names.get("counted")),
    ranking,
    seats: numberOf(members.get("seats")),
    outcome,
  };
  if (!sameValue(encodeResult(result), value)) {
    throw new MalformedResult("the object has members that no result has");
  }
  return result;
}

function encodeTie({ persons, places, votes }: Tie): EncodedTie {
  return { persons, places, votes };
}

function tieOf(value: unknown): Tie {
  const tie = objectOf(value);
  return {
    votes: numberOf(tie.get("votes")),
    persons: textsOf(tie.get("persons")),
    places: numberOf(tie.get("places")),
  };
}

function groupOf(value: unknown): readonly [number, readonly string[]] {
  if (!Array.isArray(value) || value.length !== 2) throw new MalformedResult("a group of the ranking is no pair");
  const [votes, persons]: unknown[] = value;
  return [numberOf(votes), textsOf(persons)];
}

function objectOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new MalformedResult("an object is missing");
  }
  return new Map(Object.entries(value));
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new MalformedResult("a list is missing");
  return value;
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).map((item) => {
    if (typeof item !== "string") throw new MalformedResult("a text is missing");
    return item;
  });
}

function numberOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new MalformedResult("a number is missing");
  }
  return value;
}

function stateOf(value: unknown): ResultState {
  const state = RESULT_STATES.find((each) => each === value);
  if (state === undefined) throw new MalformedResult("the state is unknown");
  return state;
}
