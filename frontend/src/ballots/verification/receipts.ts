/** Chapter 18: receipts that voters bring. */
import { sameBytes, utf8 } from "../../crypto/bytes.ts";
import { leafHash, type MerkleTree } from "../../crypto/merkle.ts";
import type { NoteKey } from "../../crypto/note.ts";
import { parseProof, type TlogProof } from "../../crypto/tlog_proof.ts";
import { BallotsError } from "../errors.ts";
import { Event } from "../events/event.ts";
import { trackingCode } from "../tracking.ts";
import { attempt, type Findings } from "./findings.ts";
import { logKey } from "./log.ts";
import { sentenceOf } from "./sentences.ts";

/** The checks of chapter 18. */
export const RECEIPT_CHECKS: readonly string[] = ["receipts.inclusion", "receipts.consistency", "receipts.tracking"];

/**
 * Check 18.1 to 18.3.
 *
 * @param tree that of the log.
 * @param leaves the leaves of the log; of these the first and those that the receipts name are read.
 * @param receipts receipt files of voters (C2SP tlog-proof).
 */
export function checkReceipts(
  tree: MerkleTree,
  leaves: readonly (Uint8Array | undefined)[],
  findings: Findings,
  receipts: readonly Uint8Array[],
): void {
  if (receipts.length === 0) for (const slug of RECEIPT_CHECKS) findings.skip(slug, "Tidak ada struk yang dibawa.");
  const key = logKey(leaves);
  for (const [place, data] of receipts.entries()) {
    const words = `struk ke-${place + 1}`;
    const proof = attempt(
      () => parseProof(data),
      (error) => {
        findings.require("receipts.inclusion", false, `${words}: ${sentenceOf(error)}`);
        return null;
      },
    );
    if (proof === null) continue;
    if (key === null) findings.lack("receipts.inclusion", "buku ini tidak terbaca");
    else checkReceipt(tree, leaves[proof.index], findings, key, proof, words);
  }
}

/** Check one receipt; there is no leaf where this log ends before it. */
function checkReceipt(
  tree: MerkleTree,
  leaf: Uint8Array | undefined,
  findings: Findings,
  key: NoteKey,
  proof: TlogProof,
  words: string,
): void {
  if (leaf === undefined) {
    findings.require("receipts.inclusion", false, `${words}: buku ini lebih pendek daripada struk`);
    return;
  }
  const check = () => {
    const { size, root } = proof.verify(leafHash(leaf), key);
    const isKnown = size <= tree.length && sameBytes(tree.root(size), root);
    findings.require("receipts.consistency", isKnown, `${words}: buku ini bukan lanjutan dari buku pada struk`);
  };
  findings.guard("receipts.inclusion", check, proof.index, words);
  const code = codeOf(leaf);
  const isSame = code !== null && proof.extra !== null && sameBytes(proof.extra, utf8(code));
  findings.require("receipts.tracking", isSame, `${words}: kode lacak tidak ada di catatan itu`, proof.index);
}

/** Return the tracking code of the ballot that a leaf is, or null where it is none. */
function codeOf(leaf: Uint8Array): string | null {
  try {
    const { election, body } = Event.parse(leaf);
    if (body.type !== "ballot.cast") return null;
    return trackingCode(election, body.contest, body.ciphertext, body.proof);
  } catch (fault) {
    if (!(fault instanceof BallotsError)) throw fault;
    return null;
  }
}
