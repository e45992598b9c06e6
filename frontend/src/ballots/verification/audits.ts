/** Chapter 10: audited ballots open to what they say, and are never counted. */
import * as ballotProof from "../../crypto/ballot_proof.ts";
import { BallotStatement } from "../../crypto/ballot_proof.ts";
import type { PublicKey } from "../../crypto/elgamal.ts";
import { CryptoError } from "../../crypto/errors.ts";
import { checkOpening } from "../ballot.ts";
import { InvalidBallot } from "../errors.ts";
import { type CommitteeTest, isCommitteeTest } from "../events/polling.ts";
import { trackingCode } from "../tracking.ts";
import { keyOf } from "./ballots.ts";
import type { Context } from "./context.ts";

const HASHED_EVERY = 256;

/**
 * Check 10.1 to 10.3.
 *
 * @throws Cancelled the caller stopped the work.
 */
export function checkAudits(context: Context): void {
  const { findings, election, keyBytes } = context;
  const cast = castCodes(context);
  const tests = new Map<number, number>();
  const audited = context.each("ballot.audited");
  for (const [place, [index, body]] of audited.entries()) {
    findings.progress("audits.open", place, audited.length);
    findings.require("audits.never-cast", !cast.has(body.tracking), "suara uji ikut dihitung", index);
    if (!isCommitteeTest(body)) continue;
    tests.set(body.table, (tests.get(body.table) ?? 0) + 1);
    const rules = context.contests.get(body.contest);
    if (election === null || keyBytes === null || rules === undefined) {
      findings.lack("audits.open", "kunci atau aturan belum ada");
      continue;
    }
    findings.guard("audits.open", () => checkTest(election, body, keyOf(keyBytes, rules)), index);
  }
  const least = context.rules?.auditsPerTable ?? null;
  if (least === 0) {
    for (const slug of ["audits.open", "audits.never-cast", "audits.enough"]) {
      findings.skip(slug, "Tata tertib tidak meminta suara uji.");
    }
  } else if (context.isAllRepeated) {
    for (const slug of ["audits.open", "audits.never-cast"]) {
      findings.skip(slug, "Tidak ada suara uji, dan semua pemilihan diulang.");
    }
  }
  for (const table of context.tables.keys()) {
    if (least === null) findings.lack("audits.enough", "aturan belum ada");
    else if (least > 0) checkEnough(context, table, tests.get(table) ?? 0, least);
  }
}

/** Return the tracking codes of all cast ballots. */
function castCodes(context: Context): ReadonlySet<string> {
  const { election, findings } = context;
  const codes = new Set<string>();
  if (election === null) return codes;
  const cast = context.each("ballot.cast");
  for (const [done, [, { contest, ciphertext, proof }]] of cast.entries()) {
    if (done % HASHED_EVERY === 0) findings.progress("audits.never-cast", done, cast.length);
    codes.add(trackingCode(election, contest, ciphertext, proof));
  }
  return codes;
}

/**
 * Accept the opening of a committee's test ballot.
 *
 * @param key the first `W` joint keys.
 * @throws InvalidBallot its ciphertext is not that of its names, its proof does not hold, or its tracking code is
 *   another's.
 */
function checkTest(election: string, test: CommitteeTest, key: PublicKey): void {
  const { contest, table, ciphertext, credential, proof } = test;
  checkOpening(ciphertext, test.names, test.randomness, key);
  if (trackingCode(election, contest, ciphertext, proof) !== test.tracking) throw new InvalidBallot("tracking code");
  try {
    ballotProof.verify(new BallotStatement({ election, contest, table, key, ciphertext, credential }), proof);
  } catch (fault) {
    if (!(fault instanceof CryptoError)) throw fault;
    throw new InvalidBallot(`proof: ${fault.message}`);
  }
}

/** Too few tests are a shortcoming that the panitia must explain, not a forged result. */
function checkEnough({ findings, tables, closed, ended }: Context, table: number, made: number, least: number): void {
  const slug = "audits.enough";
  const contest = tables.get(table)?.contest;
  if (made < least && contest !== undefined && ended.has(contest) && !closed.has(contest)) {
    findings.skip(slug, `Pemilihan '${contest}' diulang sebelum ditutup.`);
    return;
  }
  findings.looked(slug);
  if (made >= least) return;
  if (contest !== undefined && closed.has(contest)) {
    findings.fail(slug, `meja ${table}: ${made} suara uji, diminta ${least}`);
  } else {
    findings.lack(slug, `meja ${table}: baru ${made} suara uji dari ${least}`);
  }
}
