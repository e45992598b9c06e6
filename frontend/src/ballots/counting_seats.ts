/**
 * From votes to seats: ranks, ties, women's share, reserves.
 *
 * **When is a tie a tie?**  Every order of all persons that puts more votes first and keeps to what was settled is a
 * possible ranking.  Each gives one set of elected persons.  When all give the same set, the outcome is certain,
 * however many equal numbers of votes there are; when two differ, the state is TIE, and the tied persons are those who
 * are in some of these sets but not in all.  So a tie wholly above the line, or wholly below it, or one that the
 * women's share decides by itself, stops nothing.
 *
 * With `S` seats to fill (never more than there are persons) a ranking elects its first `S`; under `KURSI`, when fewer
 * than `R` women are among them, the last men give way to the next women.  In both cases the elected are the first `w`
 * women and the first `S - w` men, with `w = max(x, R)` and `x` the women among the first `S`.  Only `x` and the two
 * cuts depend on the order of equals, which is why no orders need to be tried.
 */
import {
  type CountRules,
  MalformedSettlement,
  type Orders,
  type Outcome,
  type ResultState,
  ranks,
  type Tie,
  UnknownPerson,
  womenRequired,
} from "./counting_model.ts";

const WOMAN = "P";

/** Persons of one rank whose order is open; one person where it is not. */
type Tier = readonly string[];

/**
 * Say whether a person is a woman.
 *
 * @throws UnknownPerson the sex of the person is not given.
 */
export function isWoman(person: string, sexes: ReadonlyMap<string, string>): boolean {
  const sex = sexes.get(person);
  if (sex === undefined) throw new UnknownPerson(person);
  return sex === WOMAN;
}

/**
 * Give the seats to the most votes; see the module for ties and the women's share.
 *
 * @param votes person id to votes, all above zero.
 * @param sexes `"L"` or `"P"` of each of them.
 * @param rules the agreed rules of the contest.
 * @param afterwards orders for tied persons, oldest first, and persons who gave up their place.
 * @throws UnknownPerson the sex of a person is not given.
 */
export function allot(
  votes: ReadonlyMap<string, number>,
  sexes: ReadonlyMap<string, string>,
  rules: CountRules,
  { settled = [], declined = new Set() }: { readonly settled?: Orders; readonly declined?: ReadonlySet<string> } = {},
): Outcome {
  const standing = new Map([...votes].filter(([person]) => !declined.has(person)));
  const groups = ranks(standing).map(({ persons }) => persons);
  const tiers = groups.flatMap((group) => apart(group, settled));
  const women = tiersOf(tiers, settled, (person) => isWoman(person, sexes));
  const men = tiersOf(tiers, settled, (person) => !isWoman(person, sexes));
  const seats = Math.min(rules.seats, standing.size);
  let [low, high] = womenAmongFirst(tiers, sexes, seats);
  if (rules.womenRule === "KURSI") {
    const wanted = Math.min(womenRequired(rules), women.flat().length);
    [low, high] = [Math.max(low, wanted), Math.max(high, wanted)];
  }
  const certain = new Set([...surely(women, low), ...surely(men, seats - high)]);
  const tied = new Set([...possibly(women, high), ...possibly(men, seats - low)].filter((each) => !certain.has(each)));
  const elected = tiers.flat().filter((person) => certain.has(person));
  // Where the number of women is fixed, women compete with women and men with men.
  const found =
    low === high
      ? [...tiesOf(men, tied, certain, standing, seats - low), ...tiesOf(women, tied, certain, standing, low)]
      : tiesOf(groups, tied, certain, standing, seats);
  const ties = found.sort(compareTies);
  const next = ties.length > 0 ? { reserves: [], ties: [] } : reservesOf(groups, settled, certain, standing, rules);
  return {
    state: stateOf(ties, seats, rules.seats),
    elected,
    unfilled: rules.seats - seats,
    ties,
    reserves: next.reserves,
    reserveTies: next.ties,
    womenElected: elected.filter((person) => isWoman(person, sexes)).length,
    womenRequired: womenRequired(rules),
  };
}

/**
 * Accept an order that covers every open tie for a seat, and nobody who is not tied.
 *
 * Ties among the reserves may be settled in the same order or left open.
 *
 * @throws MalformedSettlement a person twice, a tied person missing, or somebody who is not tied.
 */
export function checkSettlement(outcome: Outcome, order: readonly string[]): void {
  const named = new Set(order);
  if (named.size !== order.length) throw new MalformedSettlement("a person is named twice");
  const touched = outcome.reserveTies.filter((tie) => tie.persons.some((person) => named.has(person)));
  const groups = [...outcome.ties, ...touched].map((tie) => tie.persons);
  const missing = groups.flat().find((person) => !named.has(person));
  if (missing !== undefined) throw new MalformedSettlement(`${missing} is tied and not named`);
  const tied = new Set(groups.flat());
  const stranger = order.find((person) => !tied.has(person));
  if (stranger !== undefined) throw new MalformedSettlement(`${stranger} is not tied`);
  if (groups.length === 0) throw new MalformedSettlement("nobody is tied");
}

/** Return the tiers of one rank: one person each if the oldest order that covers the rank settles it. */
function apart(persons: Tier, settled: Orders): readonly Tier[] {
  if (persons.length === 1) return [persons];
  const members = new Set(persons);
  const order = settled.find((each) => {
    const named = new Set(each);
    return persons.every((person) => named.has(person));
  });
  return order === undefined ? [persons] : order.filter((person) => members.has(person)).map((person) => [person]);
}

/** Return the tiers of one sex; an order may settle the women, or the men, of a tier that is open as a whole. */
function tiersOf(tiers: readonly Tier[], settled: Orders, belongs: (person: string) => boolean): readonly Tier[] {
  const chosen = tiers.map((tier) => tier.filter(belongs)).filter((tier) => tier.length > 0);
  return chosen.flatMap((tier) => apart(tier, settled));
}

/** Return the fewest and the most women that a possible ranking has among its first `seats`. */
function womenAmongFirst(
  tiers: readonly Tier[],
  sexes: ReadonlyMap<string, string>,
  seats: number,
): [low: number, high: number] {
  let above = 0;
  let free = seats;
  for (const tier of tiers) {
    const women = tier.filter((person) => isWoman(person, sexes)).length;
    if (tier.length > free) {
      return [above + Math.max(0, free - (tier.length - women)), above + Math.min(free, women)];
    }
    above += women;
    free -= tier.length;
  }
  return [above, above];
}

/** Return those who are among the first `places` however equals are ordered. */
function surely(tiers: readonly Tier[], places: number): string[] {
  const found: string[] = [];
  for (const tier of tiers) {
    if (found.length + tier.length > places) break;
    for (const person of tier) found.push(person);
  }
  return found;
}

/** Return those who are among the first `places` for some order of equals. */
function possibly(tiers: readonly Tier[], places: number): string[] {
  const found: string[] = [];
  for (const tier of tiers) {
    if (found.length >= places) break;
    for (const person of tier) found.push(person);
  }
  return found;
}

/** Return the tie of those tiers that the last of `places` cuts through: at most one. */
function tiesOf(
  tiers: readonly Tier[],
  tied: ReadonlySet<string>,
  certain: ReadonlySet<string>,
  votes: ReadonlyMap<string, number>,
  places: number,
): Tie[] {
  let free = places;
  for (const tier of tiers) {
    const persons = tier.filter((person) => tied.has(person)).sort();
    // Others of its tier may be certain to have a seat, or certain to have none: an older order settled them.
    free -= tier.filter((person) => certain.has(person)).length;
    if (persons.length > 0) return [{ votes: votesIn(tier, votes), persons, places: free }];
  }
  return [];
}

function votesIn(tier: Tier, votes: ReadonlyMap<string, number>): number {
  return votes.get(tier[0]!)!;
}

/** Order ties by most votes, then by their persons. */
function compareTies(one: Tie, other: Tie): number {
  if (one.votes !== other.votes) return other.votes - one.votes;
  // A person stands in one tie at most, so the first persons differ.
  return one.persons[0]! < other.persons[0]! ? -1 : 1;
}

function stateOf(ties: readonly Tie[], filled: number, seats: number): ResultState {
  if (ties.length > 0) return "TIE";
  return filled === seats ? "COUNTED" : "SEATS_UNFILLED";
}

/** Return the reserves whose place is certain, and the ties of order or place among them. */
function reservesOf(
  groups: readonly Tier[],
  settled: Orders,
  elected: ReadonlySet<string>,
  votes: ReadonlyMap<string, number>,
  rules: CountRules,
): { readonly reserves: readonly string[]; readonly ties: readonly Tie[] } {
  const reserves: string[] = [];
  const ties: Tie[] = [];
  const rests = groups.map((group) => group.filter((person) => !elected.has(person)));
  for (const tier of rests.filter((rest) => rest.length > 0).flatMap((rest) => apart(rest, settled))) {
    const free = rules.reserves - reserves.length;
    if (free <= 0) break;
    if (tier.length > 1) {
      ties.push({ votes: votesIn(tier, votes), persons: [...tier].sort(), places: Math.min(free, tier.length) });
    }
    if (tier.length > free) break;
    for (const person of tier) reserves.push(person);
  }
  return { reserves, ties };
}
