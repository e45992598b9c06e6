/** Chapters 5 and 6: the key ceremony and the rehearsal. */
import { sameBytes } from "../../crypto/bytes.ts";
import {
  CeremonyContext,
  type Commitments,
  jointKey,
  openCommitments,
  verificationKeys,
} from "../../crypto/ceremony.ts";
import { Ciphertexts, encrypt, PublicKey } from "../../crypto/elgamal.ts";
import { decodeSlots, encodeSlots } from "../../crypto/encoding.ts";
import { type Elements, Scalar, Scalars } from "../../crypto/group.ts";
import * as opening from "../../crypto/opening.ts";
import type { RehearsalSet } from "../events/ceremony.ts";
import { fromSlot, type SlotText, toSlots } from "../names.ts";
import type { Rules } from "../rules.ts";
import { ceremonyHash } from "../state/ceremony.ts";
import type { ElectionState } from "../state/fold.ts";
import type { CeremonyState } from "../state/model.ts";
import type { Context } from "./context.ts";
import { attempt } from "./findings.ts";

const CEREMONY_SLUGS = [
  "ceremony.holders",
  "ceremony.commitments",
  "ceremony.proofs",
  "ceremony.confirmations",
  "ceremony.keys",
];
const REHEARSAL_SLUGS = ["rehearsal.ciphertext", "rehearsal.factors", "rehearsal.name"];

export const REHEARSAL = "rehearsal";
export const REHEARSAL_NAME = "LATIHAN";

/**
 * Return the checked commitments of all holders of the run in force, or null where some are missing or wrong.
 *
 * @throws Cancelled the caller stopped the work.
 */
export function commitmentsOf(
  context: Context,
  state: ElectionState,
  slug = "ceremony.proofs",
): readonly Commitments[] | null {
  const { findings, election } = context;
  const { rules, ceremony: run } = state;
  if (rules === null || election === null || run.revealed.size !== rules.holders) return null;
  const { holders, threshold, maxWidth } = rules;
  const frame = new CeremonyContext({ election, ceremony: run.number, holders, threshold, keys: maxWidth });
  const found: Commitments[] = [];
  for (const [holder, { sha256 }] of [...run.revealed].sort(([one], [other]) => one - other)) {
    const blob = context.blob(slug, sha256, `bagian kunci pemegang ${holder}`);
    if (blob === null) return null;
    const open = () => openCommitments(frame, holder, blob, findings.work(slug));
    const commitments = findings.guard(slug, open, undefined, `pemegang ${holder}`);
    if (commitments !== undefined) found.push(commitments);
  }
  return found.length === holders ? found : null;
}

/**
 * Check 5.1 to 5.5.
 *
 * @throws Cancelled the caller stopped the work.
 */
export function checkCeremony(context: Context, state: ElectionState): void {
  const { findings } = context;
  const { ceremony: run, rules } = state;
  const { keys } = run;
  if (rules === null || keys === null) {
    for (const slug of CEREMONY_SLUGS) findings.lack(slug, "kunci bersama belum dibuat");
    return;
  }
  findings.require("ceremony.holders", run.holders.size === rules.holders, "pemegang kunci belum lengkap");
  for (const [holder, said] of run.committed) {
    const isSame = run.revealed.get(holder)?.sha256 === said;
    findings.require("ceremony.commitments", isSame, `pemegang ${holder} membuka yang lain`);
  }
  checkConfirmations(context, run, rules);
  const commitments = commitmentsOf(context, state);
  if (commitments === null) {
    findings.lack("ceremony.keys", "bagian kunci pemegang tidak lengkap");
    return;
  }
  findings.guard("ceremony.keys", () => {
    const { keyBytes } = context;
    const isStated = keyBytes !== null && sameBytes(keys, keyBytes);
    const isSame = isStated && sameBytes(jointKey(commitments).toBytes(), keys);
    findings.require("ceremony.keys", isSame, "kunci bersama bukan gabungan bagian para pemegang");
  });
}

/** Check 5.4: every holder confirmed, and confirmed the run that stands in this log. */
function checkConfirmations(context: Context, run: CeremonyState, rules: Rules): void {
  const { findings } = context;
  const slug = "ceremony.confirmations";
  const expected = ceremonyHash(run);
  const confirmed = new Set<number>();
  for (const [index, body] of context.each("ceremony.confirmed")) {
    if (body.ceremony !== run.number) continue;
    const isSame = sameBytes(body.ceremonyHash, expected);
    findings.require(slug, isSame, `pemegang ${body.holder} menegaskan yang lain`, index);
    confirmed.add(body.holder);
  }
  const isEverybody =
    confirmed.size === rules.holders && [...confirmed].every((holder) => holder >= 1 && holder <= rules.holders);
  findings.require(slug, isEverybody, "belum semua pemegang menegaskan");
}

/** Return the verification keys of a holder for a contest of this width. */
export function verificationKeysOf(commitments: readonly Commitments[], holder: number, width: number): Elements {
  return verificationKeys(commitments, holder).slice(0, width);
}

/** Recompute the test ciphertext, and return it decoded, or undefined where it is malformed. */
function testRows(context: Context, keys: Uint8Array, rehearsal: RehearsalSet, width: number): Ciphertexts | undefined {
  const { findings } = context;
  const slug = "rehearsal.ciphertext";
  return findings.guard(slug, () => {
    const slots = encodeSlots(toSlots([REHEARSAL_NAME], width / 2));
    const randomness = Scalars.of([Scalar.fromBytes(rehearsal.randomness)]);
    const made = encrypt(slots, PublicKey.fromBytes(keys), randomness);
    const isSame = sameBytes(made.toBytes(), rehearsal.ciphertext);
    findings.require(slug, isSame, "suara latihan bukan dari bilangan acaknya");
    return Ciphertexts.fromBytes(rehearsal.ciphertext, width);
  });
}

/**
 * Check 6.1 to 6.3.
 *
 * @throws Cancelled the caller stopped the work.
 */
export function checkRehearsal(context: Context, state: ElectionState): void {
  const { findings, election } = context;
  const { ceremony: run, rules } = state;
  const { keys, rehearsal, passed } = run;
  const opened = context.each("table.opened")[0]?.[0];
  if (passed === null && opened !== undefined) {
    findings.require("rehearsal.name", false, "meja dibuka sebelum latihan selesai", opened);
  }
  if (rules === null || keys === null || rehearsal === null || passed === null) {
    for (const slug of REHEARSAL_SLUGS) findings.lack(slug, "latihan membuka suara belum selesai");
    return;
  }
  const rows = testRows(context, keys, rehearsal, rules.maxWidth);
  const commitments = commitmentsOf(context, state, "rehearsal.factors");
  if (rows === undefined || commitments === null || election === null) {
    for (const slug of REHEARSAL_SLUGS.slice(1)) findings.lack(slug, "latihan tidak dapat dihitung ulang");
    return;
  }
  const factors = testFactors(context, run, { election, commitments, rows });
  const holders = [...passed].sort((one, other) => one - other).slice(0, rules.threshold);
  const used = new Map([...factors].filter(([holder]) => holders.includes(holder)));
  if (used.size < rules.threshold) {
    findings.require("rehearsal.name", false, "pemegang yang membuka latihan kurang");
    return;
  }
  const [name, ...others] = attempt(
    () => namesOf(opening.combine(rows, used, rules.threshold)),
    () => [],
  );
  const isRead = name === REHEARSAL_NAME && others.every((other) => other === "");
  findings.require("rehearsal.name", isRead, "latihan tidak terbaca LATIHAN");
}

interface Test {
  readonly election: string;
  readonly commitments: readonly Commitments[];
  readonly rows: Ciphertexts;
}

/** Check 6.2: return the factors that are proved, by holder. */
function testFactors(
  { findings }: Context,
  run: CeremonyState,
  { election, commitments, rows }: Test,
): ReadonlyMap<number, Elements> {
  const slug = "rehearsal.factors";
  const factors = new Map<number, Elements>();
  for (const [holder, given] of run.factors) {
    const check = () => {
      const statement = new opening.OpeningStatement({
        election,
        contest: REHEARSAL,
        holder,
        verificationKeys: verificationKeys(commitments, holder),
        ciphertexts: rows,
      });
      const decoded = opening.factorsFromBytes(given.factors, 1, rows.width);
      opening.verify(statement, decoded, given.proof, findings.work(slug));
      factors.set(holder, decoded);
    };
    findings.guard(slug, check, undefined, `pemegang ${holder}`);
  }
  return factors;
}

function namesOf(elements: Elements): readonly SlotText[] {
  return decodeSlots(elements).map((slot) => (slot === null ? null : fromSlot(slot)));
}
