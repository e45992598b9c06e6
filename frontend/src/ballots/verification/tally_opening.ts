/** Chapters 12 and 13: the last list is opened as ordered, by as many holders as agreed, and read. */
import type { Commitments } from "../../crypto/ceremony.ts";
import type { Ciphertexts } from "../../crypto/elgamal.ts";
import { decodeSlots } from "../../crypto/encoding.ts";
import type { Elements } from "../../crypto/group.ts";
import * as opening from "../../crypto/opening.ts";
import { OpeningStatement } from "../../crypto/opening.ts";
import type { Rows, Slot } from "../counting_model.ts";
import type { ContestOpened } from "../events/tally.ts";
import { distinct, fromSlot, rowsBlob, stringsBlob } from "../names.ts";
import { nameOf } from "../state/blobs.ts";
import type { Context, Found } from "./context.ts";
import { verificationKeysOf } from "./keys.ts";
import { portion, quietTick } from "./portion.ts";

/** The checks of these chapters. */
export const OPENING = ["opening.ordered", "opening.factors", "opening.holders", "names.rows", "names.texts"];

/**
 * Check 12.1 to 13.2 for one contest; return its opened rows, or null where they cannot be computed.
 *
 * @param last the last mixed list.
 * @param commitments those of all holders, checked, or null.
 * @throws Cancelled the caller stopped the work.
 */
export function checkOpening(
  context: Context,
  contest: string,
  last: Ciphertexts,
  commitments: readonly Commitments[] | null,
): Rows | null {
  const { findings } = context;
  const ordered = context.lastOf("opening.ordered", contest);
  const done = context.lastOf("contest.opened", contest);
  const finished = context.lastOf("mixing.finished", contest);
  // Both blobs are recomputed from the factors; where they are in the record, they are known.
  if (done !== undefined) for (const name of [done[1].rows, done[1].strings]) context.asked.add(name);
  if (ordered === undefined || done === undefined || finished === undefined) {
    context.stageMissing(OPENING, contest, "suara belum dibuka");
    return null;
  }
  const inOrder = finished[0] < ordered[0] && ordered[0] < done[0] && ordered[1].list === finished[1].list;
  findings.require("opening.ordered", inOrder, "pembukaan tidak menurut perintah", ordered[0]);
  const threshold = context.rules?.threshold ?? 0;
  const { holders } = done[1];
  const right = new Set(holders).size === holders.length && holders.length === threshold;
  const words = `dibuka ${holders.length} pemegang, ditetapkan ${threshold}`;
  findings.require("opening.holders", right, words, done[0]);
  const factors = checkFactors(context, contest, last, commitments);
  if (factors === null || !right || !holders.every((holder) => factors.has(holder))) {
    for (const slug of ["names.rows", "names.texts"]) {
      findings.lack(slug, "bagian pembuka tidak lengkap atau tidak terbukti");
    }
    return null;
  }
  const used = new Map(holders.map((holder) => [holder, factors.get(holder)!]));
  const messages = opening.combine(last, used, threshold, findings.work("names.rows"));
  const rows = rowsOf(decodeSlots(messages), last.width / 2);
  checkNames(context, done, rows);
  return rows;
}

function rowsOf(slots: readonly (Uint8Array | null)[], width: number): Rows {
  const texts = slots.map((slot) => (slot === null ? null : fromSlot(slot)));
  const rows: (readonly Slot[])[] = [];
  for (let start = 0; start < texts.length; start += width) rows.push(texts.slice(start, start + width));
  return rows;
}

/** Return the factors of each holder who proved them. */
function checkFactors(
  context: Context,
  contest: string,
  last: Ciphertexts,
  commitments: readonly Commitments[] | null,
): ReadonlyMap<number, Elements> | null {
  const { findings, election } = context;
  const slug = "opening.factors";
  if (commitments === null || election === null) {
    findings.lack(slug, "kunci para pemegang tidak dapat dihitung");
    return null;
  }
  const found = new Map<number, Elements>();
  const given = context.of("opening.factor", contest);
  for (const [place, [index, body]] of given.entries()) {
    const words = `bagian pembuka pemegang ${body.holder}`;
    const data = context.blob(slug, body.factors, words, index);
    const proof = context.blob(slug, body.proof, `bukti ${words}`, index);
    if (data === null || proof === null) continue;
    const check = () => {
      const work = findings.work(slug);
      const verificationKeys = verificationKeysOf(commitments, body.holder, last.width);
      const statement = new OpeningStatement({
        election,
        contest,
        holder: body.holder,
        verificationKeys,
        ciphertexts: last,
      });
      const decoded = opening.factorsFromBytes(data, last.length, last.width, quietTick(work));
      opening.verify(statement, decoded, proof, portion(work, place, given.length));
      found.set(body.holder, decoded);
    };
    findings.guard(slug, check, index, words);
  }
  return found;
}

function checkNames({ findings }: Context, [index, body]: Found<ContestOpened>, rows: Rows): void {
  const sameRows = nameOf(rowsBlob(rows)) === body.rows;
  findings.require("names.rows", sameRows, "nama yang terbuka bukan yang tercatat", index);
  findings.looked("names.rows", rows.length);
  const sameTexts = nameOf(stringsBlob(rows)) === body.strings;
  findings.require("names.texts", sameTexts, "daftar tulisan bukan dari nama yang terbuka", index);
  findings.looked("names.texts", distinct(rows).length);
}
