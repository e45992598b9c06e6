/** Chapter 17: cosignatures of witnesses, those whom the tatib names and those whom the observer knows. */
import { sameBytes } from "../../crypto/bytes.ts";
import { verifyCosignature } from "../../crypto/cosignature.ts";
import { type NoteKey, signaturesOf } from "../../crypto/note.ts";
import type { ContestWitnessed } from "../events/tally.ts";
import type { Record } from "../record.ts";
import { keyOfWitness, openWitnessed, signersOf, type Witnessing } from "../witnessing.ts";
import type { Context, Found } from "./context.ts";
import { logKey } from "./log.ts";

const COSIGNATURES = "witnesses.cosignatures";
const OPENING = "witnesses.opening";

/** A record whose witnesses are looked at. */
interface Witnessed {
  readonly record: Record;
  /** Of the log; none where they cannot be read. */
  readonly leaves: readonly Uint8Array[];
  readonly context: Context;
}

/**
 * Check 17.1 and 17.2.
 *
 * @param known keys whose cosignature the observer demands on the checkpoint of the record.
 */
export function checkWitnesses(witnessed: Witnessed, known: readonly NoteKey[]): void {
  const { record, context } = witnessed;
  const { findings, rules } = context;
  const agreed = rules?.witnessing ?? null;
  // A line of a witness whom the tatib names must hold.
  const present = (agreed?.witnesses ?? [])
    .map(keyOfWitness)
    .filter((key) => signaturesOf(record.note, key).length > 0);
  if (known.length === 0 && present.length === 0) {
    findings.skip(COSIGNATURES, "Pemeriksa tidak menyebut kunci saksi, dan tanda buku ini tidak memuat saksi.");
  }
  for (const key of new Map([...known, ...present].map((each) => [each.toText(), each])).values()) {
    findings.guard(COSIGNATURES, () => verifyCosignature(record.note, key), undefined, key.name);
  }
  if (rules === null) findings.lack(OPENING, "belum ada aturan yang menyebut saksi");
  else if (agreed === null) findings.skip(OPENING, "Tata tertib tidak menyebut saksi buku.");
  else for (const contest of context.contests.keys()) checkOpening(witnessed, agreed, contest);
}

function checkOpening(witnessed: Witnessed, agreed: Witnessing, contest: string): void {
  const { context } = witnessed;
  const found = context.of("contest.witnessed", contest);
  for (const each of found) checkNote(witnessed, agreed, each);
  const ordered = context.lastOf("opening.ordered", contest);
  if (ordered === undefined) {
    context.stageMissing([OPENING], contest, "suara belum diperintahkan dibuka");
    return;
  }
  const isBefore = found.some(([index]) => index < ordered[0]);
  context.findings.require(OPENING, isBefore, "suara dibuka tanpa tanda tangan saksi buku", ordered[0]);
}

function checkNote(
  { record, leaves, context }: Witnessed,
  agreed: Witnessing,
  [index, { checkpoint, note }]: Found<ContestWitnessed>,
): void {
  const { findings } = context;
  const data = context.blob(OPENING, note, "tanda buku yang ditandatangani saksi", index);
  const key = logKey(leaves);
  if (data === null || key === null) {
    findings.lack(OPENING, "tanda buku yang ditandatangani saksi tidak dapat dibaca");
    return;
  }
  const { size, root } = checkpoint;
  const isOwn = size <= index && sameBytes(record.tree.root(size), root);
  findings.require(OPENING, isOwn, "saksi menandatangani buku yang bukan buku ini", index);
  const check = () => {
    const given = signersOf(agreed, openWitnessed(data, key.toText(), size, root)).length;
    if (given < agreed.quorum) {
      findings.fail(OPENING, `baru ${given} saksi dari ${agreed.quorum} yang disepakati`, index);
    }
  };
  findings.guard(OPENING, check, index);
}
