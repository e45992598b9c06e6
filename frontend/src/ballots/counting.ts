/**
 * Counting one contest: a pure function of opened rows, decisions and rules.
 *
 * Every written name of a ballot gives its resident one vote, at most one a ballot.  The most votes win.  The count
 * never breaks a tie and never fills a seat for which nobody was written.
 *
 * How a ballot is classed, in this order:
 *
 * 1. all slots empty: **blank**;
 * 2. fewer different names than `namesMin`: **void**.  Different names are the different residents written, and each
 *    different text that names nobody, and each undecodable slot;
 * 3. one resident written twice where the rules say `BATAL`: **void**;
 * 4. no name that counts: **void**;
 * 5. else **valid**.
 *
 * So `valid + void + blank` is always the number of opened ballots.
 */
import {
  type CountRules,
  type Decision,
  MalformedResult,
  MalformedRow,
  type Orders,
  type Outcome,
  type Result,
  type Rows,
  rankingOf,
  type Slot,
  type Tally,
  UndecidedText,
  UnknownPerson,
  votesOf,
  womenRequired,
} from "./counting_model.ts";
import { allot, isWoman } from "./counting_seats.ts";

/** What happened after the count. */
export interface Afterwards {
  /** Orders agreed or drawn for tied persons (`tie.settled`), oldest first. */
  readonly settled?: Orders;
  /** Elected persons who are not willing: they keep their votes and lose their place. */
  readonly declined?: ReadonlySet<string>;
}

/**
 * Count a contest.
 *
 * @param rows the opened rows, one a ballot, of at most `namesMax` slots each.
 * @param decisions one decision for each distinct written text.
 * @param rules the agreed rules of the contest.
 * @param sexes `"L"` or `"P"` of each person that a decision names.
 * @param afterwards settled ties and persons who declined.
 * @throws CountingError see the tree in `counting_model`.
 */
export function count(
  rows: Rows,
  decisions: ReadonlyMap<string, Decision>,
  rules: CountRules,
  sexes: ReadonlyMap<string, string>,
  afterwards: Afterwards = {},
): Result {
  const tally = tallyRows(rows, decisions, rules);
  const missing = [...tally.votes.keys()].filter((person) => !sexes.has(person)).sort();
  if (missing.length > 0) throw new UnknownPerson(missing[0]);
  return {
    valid: tally.valid,
    void: tally.void,
    blank: tally.blank,
    namesVoid: tally.voidNames,
    namesUndecodable: tally.undecodable,
    namesRepeated: tally.repeated,
    namesCounted: [...tally.votes.values()].reduce((sum, number) => sum + number, 0),
    ranking: rankingOf(tally.votes),
    seats: rules.seats,
    outcome: allot(tally.votes, sexes, rules, afterwards),
  };
}

/**
 * Return who has a seat after ties were settled and persons declined, from a result alone.
 *
 * @throws MalformedResult the ranking of the result is cut where it would be needed; count from the rows.
 * @throws UnknownPerson the sex of a listed person is not given.
 */
export function outcomeOf(
  result: Result,
  rules: CountRules,
  sexes: ReadonlyMap<string, string>,
  afterwards: Afterwards = {},
): Outcome {
  const votes = votesOf(result.ranking);
  const standing = [...votes.keys()].filter((person) => afterwards.declined?.has(person) !== true);
  const women = standing.filter((person) => isWoman(person, sexes)).length;
  const enough = standing.length >= rules.seats + rules.reserves && women >= womenRequired(rules);
  if (result.ranking.unlistedPersons > 0 && !enough) {
    throw new MalformedResult("the ranking is cut above the last place");
  }
  return allot(votes, sexes, rules, afterwards);
}

/**
 * Class every ballot and add up the votes.
 *
 * @throws MalformedRow a row is longer than the ballot.
 * @throws UndecidedText a text has no decision.
 */
export function tallyRows(rows: Rows, decisions: ReadonlyMap<string, Decision>, rules: CountRules): Tally {
  const kinds = { valid: 0, void: 0, blank: 0 };
  const votes = new Map<string, number>();
  const voidNames = new Map<string, number>();
  let undecodable = 0;
  let repeated = 0;
  for (const row of rows) {
    if (row.length > rules.namesMax) {
      throw new MalformedRow(`${row.length} names where ${rules.namesMax} are allowed`);
    }
    const ballot = new Ballot(row, decisions);
    const kind = ballot.classify(rules);
    kinds[kind] += 1;
    if (kind !== "valid") continue;
    for (const person of ballot.persons) addOne(votes, person);
    for (const code of ballot.voidCodes) addOne(voidNames, code);
    undecodable += ballot.undecodable;
    repeated += ballot.repeated;
  }
  return { ...kinds, voidNames, undecodable, repeated, votes };
}

/** Say whether `present` of `base` adults reach `percent` per cent, without rounding. */
export function quorumMet(present: number, base: number, percent: number): boolean {
  return present * 100 >= base * percent;
}

function addOne(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** The names of one row, sorted into residents and names that count for nobody. */
class Ballot {
  readonly persons = new Set<string>();
  readonly voidTexts = new Set<string>();
  readonly voidCodes: string[] = [];
  undecodable = 0;
  /** Names beyond the first for one resident. */
  repeated = 0;

  constructor(row: readonly Slot[], decisions: ReadonlyMap<string, Decision>) {
    for (const slot of row) {
      if (slot === null) this.undecodable += 1;
      else if (slot !== "") this.add(slot, decisions);
    }
  }

  private add(text: string, decisions: ReadonlyMap<string, Decision>): void {
    const decision = decisions.get(text);
    if (decision === undefined) throw new UndecidedText(text);
    if (decision.person === null) {
      this.voidTexts.add(text);
      this.voidCodes.push(decision.code);
    } else if (this.persons.has(decision.person)) {
      this.repeated += 1;
    } else {
      this.persons.add(decision.person);
    }
  }

  classify(rules: CountRules): "valid" | "void" | "blank" {
    const different = this.persons.size + this.voidTexts.size + this.undecodable;
    if (different === 0) return "blank";
    if (different < rules.namesMin) return "void";
    if (this.repeated > 0 && rules.duplicatePolicy === "BATAL") return "void";
    return this.persons.size > 0 ? "valid" : "void";
  }
}
