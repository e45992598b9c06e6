/** A voter's receipt against the board: is the vote in the log, and is the log still the one of the receipt? */
import { cardNumber } from "../ballots/cards.ts";
import { Event } from "../ballots/events/event.ts";
import type { Record } from "../ballots/record.ts";
import { read, trackingCode } from "../ballots/tracking.ts";
import { Findings } from "../ballots/verification/findings.ts";
import { checkReceipts, RECEIPT_CHECKS } from "../ballots/verification/receipts.ts";
import type { Check } from "../ballots/verification/report.ts";
import { utf8 } from "../crypto/bytes.ts";
import { CryptoError } from "../crypto/errors.ts";
import { parseProof, TlogProof } from "../crypto/tlog_proof.ts";
import { type Board, isOfType } from "./source.ts";

/** A vote in the log. */
export interface FoundVote {
  /** 16 characters without hyphens. */
  readonly code: string;
  /** Number of the entry. */
  readonly index: number;
  readonly card: string;
  /** The receipt file (C2SP tlog-proof). */
  readonly receipt: string;
}

/**
 * Check a receipt as the verifier does, reading no more of the board than that needs.
 *
 * @throws NoBoard the board cannot be read.
 */
export async function checkReceipt(board: Board, receipt: Uint8Array): Promise<readonly Check[]> {
  const leaves: (Uint8Array | undefined)[] = [...(await board.entries(0, 1))];
  const index = indexOf(receipt);
  if (index !== null && index < board.size) [leaves[index]] = await board.entries(index, index + 1);
  const findings = new Findings();
  checkReceipts(await board.tree(), leaves, findings, [receipt]);
  return findings.report().checks.filter(({ slug }) => RECEIPT_CHECKS.includes(slug));
}

function indexOf(receipt: Uint8Array): number | null {
  try {
    return parseProof(receipt).index;
  } catch (fault) {
    // The check itself says what is wrong with it.
    if (fault instanceof CryptoError) return null;
    throw fault;
  }
}

/**
 * Find the vote of a code that a person typed, in a record, and make its receipt.
 *
 * @throws MalformedValue what was typed is no code.
 */
export function findVote(record: Record, typed: string): FoundVote | null {
  const wanted = read(typed);
  for (const [index, data] of record.leaves.entries()) {
    const vote = isOfType(data, "ballot.cast") ? voteOf(data) : null;
    if (vote?.code !== wanted) continue;
    const note = new TextDecoder().decode(record.noteBytes);
    const receipt = new TlogProof(index, record.tree.inclusionProof(index), note, utf8(vote.code));
    return { ...vote, index, receipt: receipt.toText() };
  }
  return null;
}

function voteOf(data: Uint8Array): { code: string; card: string } | null {
  try {
    const { election, body } = Event.parse(data);
    if (body.type !== "ballot.cast") return null;
    const { contest, ciphertext, proof, credential } = body;
    return { code: trackingCode(election, contest, ciphertext, proof), card: cardNumber(credential) };
  } catch {
    // An entry that is no event holds no vote; the verifier names it.
    return null;
  }
}
