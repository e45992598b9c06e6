/**
 * Check 7.4: whoever votes as a delegate, or is written as one, was elected at the stage before.
 *
 * The rolls are commitments whose salts stay with the committee, so of the electorate only the number can be checked; a
 * list of nominees shows each delegate, because the decisions that name them show their salts.
 */
import { toHex } from "../../crypto/bytes.ts";
import type { SealedNominees } from "../events/setup.ts";
import { COMMITMENT_BYTES, nomineeCommitment } from "../register.ts";
import { serving } from "../replacements.ts";
import type { ContestRules, Stage } from "../rules.ts";
import { split } from "../state/blobs.ts";
import type { Context, Found } from "./context.ts";

const SLUG = "register.delegates";

/** Check 7.4. */
export function checkDelegates(context: Context): void {
  const stages = context.rules?.stages ?? [];
  for (const [place, stage] of stages.entries()) {
    for (const contest of stage.contests) {
      if (contest.electorate === "UTUSAN" || contest.nominees === "UTUSAN") {
        checkContest(context, contest, stages[place - 1]);
      }
    }
  }
  if (stages.length > 0) context.findings.skip(SLUG, "Tata tertib tidak mengenal utusan.");
  else context.findings.lack(SLUG, "belum ada aturan yang menyebut pemilihan");
}

function checkContest(context: Context, contest: ContestRules, before: Stage | undefined): void {
  const { findings } = context;
  const sealed = sealedOf(context, contest.id);
  if (sealed === undefined) {
    findings.lack(SLUG, `daftar pemilih untuk pemilihan '${contest.id}' belum dikunci`);
    return;
  }
  const [index, nominees] = sealed;
  const elected = electedBefore(context, contest, before, index);
  if (contest.electorate === "UTUSAN") {
    const voters = votersOf(context, contest.id);
    const words = `'${contest.id}' punya ${voters} pemilih untuk ${elected.size} utusan`;
    findings.require(SLUG, voters <= elected.size, words, index);
  }
  if (contest.nominees === "UTUSAN" && nominees !== null) {
    const what = `daftar warga '${contest.id}'`;
    const data = context.blob(SLUG, nominees.sha256, what, index);
    const known = commitmentsTo(context, elected);
    const within = data === null || split(data, COMMITMENT_BYTES).every((piece) => known.has(toHex(piece)));
    findings.require(SLUG, within, `${what} memuat yang bukan utusan`, index);
  }
}

function votersOf(context: Context, contest: string): number {
  const tables = new Map([...context.tables].filter(([, table]) => table.contest === contest));
  const added = context.each("voter.added").filter(([, { table }]) => tables.has(table)).length;
  return [...tables.values()].reduce((sum, { adults }) => sum + adults, added);
}

/** Return the commitments to these persons, as far as decisions show who they are, in hexadecimal. */
function commitmentsTo(context: Context, persons: ReadonlySet<string>): ReadonlySet<string> {
  const known = new Set<string>();
  for (const [, { person }] of context.each("adjudication.decided")) {
    if (person !== null && persons.has(person.id)) known.add(toHex(nomineeCommitment(person)));
  }
  return known;
}

function sealedOf(context: Context, contest: string): Found<SealedNominees | null> | undefined {
  for (const [index, { tables, nominees }] of context.each("register.sealed")) {
    if (tables.some((table) => table.contest === contest)) {
      return [index, nominees.find((each) => each.contest === contest) ?? null];
    }
  }
  return undefined;
}

/** Return who was elected at the stage before; all of it must be settled when the register is sealed. */
function electedBefore(
  context: Context,
  contest: ContestRules,
  before: Stage | undefined,
  index: number,
): ReadonlySet<string> {
  const elected = new Set<string>();
  if (before === undefined) {
    context.findings.fail(SLUG, `'${contest.id}' dipilih oleh utusan tanpa tahap sebelumnya`, index);
    return elected;
  }
  for (const each of before.contests) {
    const certified = context.of("result.certified", each.id).filter(([at]) => at < index);
    const ended = context.of("contest.revote", each.id).some(([at]) => at < index);
    const words = `daftar pemilih '${contest.id}' dikunci sebelum hasil '${each.id}' ditetapkan`;
    context.findings.require(SLUG, certified.length > 0 || ended, words, index);
    const replaced = context.of("member.replaced", each.id).filter(([at]) => at < index);
    const last = certified.at(-1)?.[1];
    if (last === undefined) continue;
    for (const person of serving(
      last,
      replaced.map(([, body]) => body),
    ))
      elected.add(person);
  }
  return elected;
}
