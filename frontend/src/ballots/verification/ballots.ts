/** Chapter 9: ballots: in time, listed, once, signed twice, proved, unique, never more than people. */
import { batchVerifyBallotProofs } from "../../crypto/ballot_proof.ts";
import { toHex } from "../../crypto/bytes.ts";
import { PublicKey, rowBytes } from "../../crypto/elgamal.ts";
import { InvalidBallotProofs } from "../../crypto/errors.ts";
import type { RandomSource } from "../../crypto/randomness.ts";
import type { Work } from "../../crypto/work.ts";
import { checkSignatures, statementOf } from "../ballot.ts";
import { InvalidBallot } from "../errors.ts";
import type { BallotCast, CheckinList, TableClosed } from "../events/polling.ts";
import type { SealedTable } from "../events/setup.ts";
import type { ContestRules } from "../rules.ts";
import { trackingCode } from "../tracking.ts";
import type { Cards } from "./cards.ts";
import type { Context, Found } from "./context.ts";
import { attempt, type Findings } from "./findings.ts";
import type { PollingFacts } from "./polling_facts.ts";
import { sentenceOf } from "./sentences.ts";

// Checked together: large enough to be fast, small enough to show progress.
const BATCH = 1024;
// Two signatures of each: some ten milliseconds at the speed of a phone.
const SIGNED_EVERY = 8;
// One hash of each.
const HASHED_EVERY = 256;
const SHOWN = 12;
const SLUGS = [
  "ballots.open",
  "ballots.listed",
  "ballots.once",
  "ballots.card-signature",
  "ballots.table-signature",
  "ballots.proof",
  "ballots.unique",
  "ballots.count-rule",
  "ballots.closing",
];

type Cast = readonly Found<BallotCast>[];

/**
 * Check 9.1 to 9.9.
 *
 * @param random source of the weights of the proofs.
 * @throws Cancelled the caller stopped the work.
 */
export function checkBallots(context: Context, facts: PollingFacts, cards: Cards, random: RandomSource): void {
  const { findings } = context;
  const ballots = [...context.ballots.values()].flat();
  if (ballots.length === 0) {
    for (const slug of SLUGS) {
      if (context.isAllRepeated) findings.skip(slug, "Tidak ada suara, dan semua pemilihan diulang.");
      else findings.lack(slug, "belum ada suara");
    }
  }
  findings.looked("ballots.open", ballots.length);
  for (const [index, words] of facts.earlyOrLate) findings.fail("ballots.open", words, index);
  checkListed(context, cards);
  checkSigned(context, facts, ballots);
  for (const [contest, cast] of context.ballots) checkProofs(context, contest, cast, random);
  checkUnique(context, ballots);
  findings.looked("ballots.count-rule", facts.prefixes);
  for (const [index, words] of facts.overCount) findings.fail("ballots.count-rule", words, index);
  checkClosing(context, facts);
}

function checkListed(context: Context, cards: Cards): void {
  const { findings } = context;
  const seen = new Set<string>();
  for (const [index, { table, credential: bytes }] of context.each("ballot.cast")) {
    const credential = toHex(bytes);
    const name = credential.slice(0, SHOWN);
    if (cards.unlistedTables.has(table)) {
      findings.lack("ballots.listed", `daftar kartu meja ${table} tidak disertakan`);
    } else {
      const isListed = cards.tableOf.get(credential) === table;
      findings.require("ballots.listed", isListed, `kartu ${name} tidak terdaftar di meja ${table}`, index);
    }
    const isOnce = !seen.has(credential) && !cards.voided.has(credential);
    findings.require("ballots.once", isOnce, `kartu ${name} sudah dipakai atau dibatalkan`, index);
    seen.add(credential);
  }
}

function checkSigned({ findings, election }: Context, facts: PollingFacts, ballots: Cast): void {
  if (election === null) return;
  for (const [done, [index, body]] of ballots.entries()) {
    findings.looked("ballots.card-signature");
    findings.looked("ballots.table-signature");
    if (done % SIGNED_EVERY === 0) findings.progress("ballots.card-signature", done, ballots.length);
    try {
      checkSignatures(election, body, facts.tableKeys.get(index) ?? new Uint8Array());
    } catch (fault) {
      if (!(fault instanceof InvalidBallot)) throw fault;
      const slug = fault.message.includes("table") ? "ballots.table-signature" : "ballots.card-signature";
      findings.fail(slug, sentenceOf(fault), index);
    }
  }
}

function checkProofs(context: Context, contest: string, cast: Cast, random: RandomSource): void {
  const { findings, election, keyBytes } = context;
  const slug = "ballots.proof";
  const rules = context.contests.get(contest);
  if (election === null || rules === undefined || keyBytes === null) {
    findings.require(slug, false, `pemilihan '${contest}' tanpa kunci atau aturan`);
    return;
  }
  const key = attempt(
    () => keyOf(keyBytes, rules),
    (error) => {
      findings.require(slug, false, sentenceOf(error));
      return null;
    },
  );
  if (key === null) return;
  for (let start = 0; start < cast.length; start += BATCH) {
    const part = cast.slice(start, start + BATCH);
    findings.progress(slug, start, cast.length);
    findings.looked(slug, part.length);
    const fitting = part.filter(([, { ciphertext }]) => ciphertext.length === rowBytes(rules.width));
    for (const [index, { ciphertext }] of part) {
      if (ciphertext.length !== rowBytes(rules.width)) findings.fail(slug, "panjang suara tidak cocok", index);
    }
    try {
      batchVerifyBallotProofs(
        fitting.map(([, body]) => statementOf(election, body, key)),
        fitting.map(([, { proof }]) => proof),
        random,
        undefined,
        partOfWork(findings, slug, start, part.length, cast.length),
      );
    } catch (fault) {
      if (!(fault instanceof InvalidBallotProofs)) throw fault;
      for (const [place, error] of fault.faults) findings.fail(slug, sentenceOf(error), fitting[place]![0]);
    }
  }
}

/**
 * Return the keys of a contest out of all that the log states, fewer where it states too few.
 *
 * @throws MalformedEncoding they are no keys.
 */
export function keyOf(keyBytes: Uint8Array, { width }: ContestRules): PublicKey {
  return PublicKey.fromBytes(keyBytes.subarray(0, 32 * width));
}

/** Return the work of `count` ballots from `start` on, which tells how far it is among all. */
function partOfWork(findings: Findings, slug: string, start: number, count: number, all: number): Work {
  return {
    ...findings.work(slug),
    progress: (done, total) => findings.progress(slug, start + Math.floor((count * done) / total), all),
  };
}

function checkUnique(context: Context, ballots: Cast): void {
  const { findings, election } = context;
  if (election === null) return;
  const audits = context.each("ballot.audited").map(([, body]) => body);
  const audited = new Set(audits.map(({ tracking }) => tracking));
  const codes = new Set<string>();
  // A voter of two contests may use one randomness in both: that harms nobody but herself.
  const firsts = new Set<string>();
  for (const { contest, ciphertext } of audits) if (ciphertext !== null) firsts.add(firstOf(contest, ciphertext));
  for (const [done, [index, { contest, ciphertext, proof }]] of ballots.entries()) {
    if (done % HASHED_EVERY === 0) findings.progress("ballots.unique", done, ballots.length);
    const code = trackingCode(election, contest, ciphertext, proof);
    const first = firstOf(contest, ciphertext);
    const isAlone = !codes.has(code) && !firsts.has(first) && !audited.has(code);
    findings.require("ballots.unique", isAlone, `kode lacak ${code} atau sandinya muncul lagi`, index);
    codes.add(code);
    firsts.add(first);
  }
}

/** Return a name for the first element of a ciphertext of a contest. */
function firstOf(contest: string, ciphertext: Uint8Array): string {
  return `${contest} ${toHex(ciphertext.subarray(0, 32))}`;
}

function checkClosing(context: Context, facts: PollingFacts): void {
  const { findings } = context;
  for (const [index, words] of facts.closingFaults) findings.fail("ballots.closing", words, index);
  const lists = new Map(context.each("checkin.list").map((found) => [found[1].table, found]));
  for (const [table, sealed] of context.tables) {
    const closing = facts.tables.get(table)?.closings.at(-1);
    const list = lists.get(table);
    if (closing === undefined || list === undefined) {
      context.tableMissing("ballots.closing", table, `meja ${table} belum ditutup dengan daftar hadirnya`);
      continue;
    }
    const isWhole = fitsClosing(sealed, closing[1], list[1]);
    findings.require("ballots.closing", isWhole, `daftar hadir meja ${table} tidak cocok dengan penutupan`, list[0]);
  }
}

function fitsClosing(sealed: SealedTable, closing: TableClosed, { rolls }: CheckinList): boolean {
  return (
    rolls.length === closing.checkins &&
    (rolls.at(-1) ?? 0) <= sealed.adults + closing.added &&
    closing.ballots <= closing.checkins + closing.replaced
  );
}
