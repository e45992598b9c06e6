/** Chapters 11 to 13: from exactly the accepted ballots, through the mixes, to the opened names. */
import { Ciphertexts, PublicKey } from "../../crypto/elgamal.ts";
import type { RandomSource } from "../../crypto/randomness.ts";
import * as shuffleProof from "../../crypto/shuffle_proof.ts";
import { ShuffleProof, ShuffleStatement } from "../../crypto/shuffle_proof.ts";
import type { Rows } from "../counting_model.ts";
import type { MixDone } from "../events/tally.ts";
import type { ContestRules } from "../rules.ts";
import { joinAll, nameOf } from "../state/blobs.ts";
import type { ElectionState } from "../state/fold.ts";
import type { Context, Found } from "./context.ts";
import { attempt } from "./findings.ts";
import { commitmentsOf } from "./keys.ts";
import { portion, quietTick } from "./portion.ts";
import { sentenceOf } from "./sentences.ts";
import { checkOpening, OPENING } from "./tally_opening.ts";

const MIXING = ["mixing.input", "mixing.chain", "mixing.proofs", "mixing.mixers"];

/** What the verifier itself computed: the opened names of each contest whose opening could be recomputed. */
export type Opened = ReadonlyMap<string, Rows>;

/** A contest whose mixes are checked. */
interface Mixing {
  readonly context: Context;
  readonly contest: string;
  readonly rules: ContestRules;
  readonly key: PublicKey | null;
  readonly random: RandomSource;
}

/**
 * Check 11.1 to 13.2 for every contest; return the opened rows.
 *
 * @throws Cancelled the caller stopped the work.
 */
export function checkTally(context: Context, state: ElectionState, random: RandomSource): Opened {
  const opened = new Map<string, Rows>();
  const commitments = commitmentsOf(context, state);
  if (context.contests.size === 0) {
    for (const slug of [...MIXING, ...OPENING]) context.findings.lack(slug, "belum ada aturan yang menyebut pemilihan");
  }
  for (const [contest, rules] of context.contests) {
    const last = checkMixes({ context, contest, rules, key: keyOf(context, rules), random });
    const rows = last === null ? null : checkOpening(context, contest, last, commitments);
    if (rows !== null) opened.set(contest, rows);
  }
  return opened;
}

function keyOf(context: Context, rules: ContestRules): PublicKey | null {
  const { keyBytes } = context;
  if (keyBytes === null) return null;
  return attempt(
    () => PublicKey.fromBytes(keyBytes.subarray(0, 32 * rules.width)),
    () => null,
  );
}

/** Return the last mixed list, decoded, or null where it is not there or not sound. */
function checkMixes(mixing: Mixing): Ciphertexts | null {
  const { context, contest, rules } = mixing;
  const { findings } = context;
  const closed = context.closed.get(contest);
  const finished = context.lastOf("mixing.finished", contest);
  const mixes = context.of("mix.done", contest);
  if (closed === undefined || finished === undefined) {
    context.stageMissing([...MIXING, ...OPENING], contest, "suara belum selesai diacak");
    if (closed === undefined || mixes.length === 0) return null;
  }
  const [index, closing] = closed;
  const ballots = context.ballots.get(contest) ?? [];
  const data = joinAll(ballots.map(([, body]) => body.ciphertext));
  let name = nameOf(data);
  findings.require("mixing.input", closing.input === name, "daftar suara yang ditutup bukan yang diterima", index);
  findings.looked("mixing.input", ballots.length);
  let present = attempt(
    () => Ciphertexts.fromBytes(data, rules.width),
    (error) => {
      findings.fail("mixing.input", sentenceOf(error), index);
      return null;
    },
  );
  for (const [place, [at, mix]] of mixes.entries()) {
    if (present === null) return null;
    const linked = mix.input === name && mix.step === place + 1;
    findings.require("mixing.chain", linked, `pengacakan ${mix.step} tidak mulai dari hasil sebelumnya`, at);
    present = checkMix(mixing, present, [at, mix], place, mixes.length);
    name = mix.output;
  }
  if (present !== null && finished !== undefined) checkFinished(context, contest, name);
  return present;
}

function checkFinished(context: Context, contest: string, name: string): void {
  const { findings } = context;
  const mixes = context.of("mix.done", contest);
  const [place, body] = context.lastOf("mixing.finished", contest)!;
  const whole = body.list === name && body.steps === mixes.length;
  findings.require("mixing.chain", whole, "daftar akhir bukan hasil pengacakan terakhir", place);
  const least = context.rules?.mixers ?? 1;
  const holders = new Set(mixes.map(([, { holder }]) => holder));
  const enough = holders.size === mixes.length && mixes.length >= least;
  findings.require("mixing.mixers", enough, `pengacak kurang dari ${least} pemegang yang berbeda`, place);
}

/** Return the list after a mix, or null where the mix is not proved; `done` mixes of `total` came before it. */
function checkMix(
  { context, rules, key, random }: Mixing,
  present: Ciphertexts,
  [place, mix]: Found<MixDone>,
  done: number,
  total: number,
): Ciphertexts | null {
  const slug = "mixing.proofs";
  const { election, findings } = context;
  const output = context.blob(slug, mix.output, `hasil pengacakan ${mix.step}`, place);
  const proof = context.blob(slug, mix.proof, `bukti pengacakan ${mix.step}`, place);
  if (output === null || proof === null || key === null || election === null) {
    findings.lack(slug, "kunci, hasil, atau bukti pengacakan tidak ada");
    return null;
  }
  const check = () => {
    const work = findings.work(slug);
    const tick = quietTick(work);
    const outputs = Ciphertexts.fromBytes(output, rules.width, tick);
    const { contest, holder: mixer, step } = mix;
    const statement = new ShuffleStatement({ election, contest, mixer, step, key, inputs: present, outputs });
    const decoded = ShuffleProof.fromBytes(proof, present.length, rules.width, tick);
    shuffleProof.verify(statement, decoded, random, portion(work, done, total));
    return outputs;
  };
  return findings.guard(slug, check, place, `pengacakan ${mix.step}`) ?? null;
}
