/**
 * Replacement during the term (penggantian antar waktu): who serves, and who is the next.
 *
 * Source: docs/formats.md, "Replacement during the term".
 */
import type { Sex } from "./events/fields.ts";
import type { MemberReplaced, ResultCertified } from "./events/tally.ts";

/** Return who serves after these replacements, each successor in the place of who left. */
export function serving(certified: ResultCertified, replaced: readonly MemberReplaced[]): readonly string[] {
  const members = [...certified.elected];
  for (const { leaving, successor } of replaced) {
    const place = members.indexOf(leaving);
    if (place >= 0) members.splice(place, 1, ...(successor === null ? [] : [successor]));
  }
  return members;
}

/** Return the reserves who still are: neither gone nor called. */
export function waiting(certified: ResultCertified, replaced: readonly MemberReplaced[]): readonly string[] {
  const gone = new Set(replaced.flatMap(({ leaving, successor }) => [leaving, successor]));
  return certified.reserves.filter((person) => !gone.has(person));
}

/**
 * Return who takes the place of a member who leaves, or null.
 *
 * @param members who serve now, `leaving` among them.
 * @param reserves who still wait, in their order.
 * @param leaving the member.
 * @param sexOf sex of each of them.
 * @param womenReserved seats that the rules keep for women; 0 where they only ask for the report.
 */
export function nextInLine(
  members: readonly string[],
  reserves: readonly string[],
  leaving: string,
  sexOf: (person: string) => Sex | undefined,
  womenReserved: number,
): string | null {
  const isWoman = (person: string): boolean => sexOf(person) === "P";
  const women = members.filter((person) => person !== leaving && isWoman(person)).length;
  const woman = women < womenReserved ? reserves.find(isWoman) : undefined;
  return woman ?? reserves[0] ?? null;
}
