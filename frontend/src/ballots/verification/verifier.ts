/** The entry point: log, events, then every chapter, stopping at nothing. */
import { MerkleTree } from "../../crypto/merkle.ts";
import type { NoteKey } from "../../crypto/note.ts";
import type { RandomSource } from "../../crypto/randomness.ts";
import type { Record } from "../record.ts";
import { checkAgreements } from "./agreements.ts";
import { checkAudits } from "./audits.ts";
import { checkBallots } from "./ballots.ts";
import { checkCards } from "./cards.ts";
import { checkDelegates } from "./delegates.ts";
import { readEvents } from "./events.ts";
import { Findings, type Progress } from "./findings.ts";
import { checkCeremony, checkRehearsal } from "./keys.ts";
import { checkFiles, checkLog } from "./log.ts";
import { checkAdjudication, checkCertification, checkCount } from "./outcome.ts";
import { follow } from "./polling_facts.ts";
import { checkReceipts } from "./receipts.ts";
import { checkRegister } from "./register.ts";
import type { Report } from "./report.ts";
import { checkRules, checkRulesText } from "./sealed_rules.ts";
import { checkTally } from "./tally.ts";
import { checkWitnesses } from "./witnesses.ts";

/** What a verification needs beside the record, and what it takes along. */
export interface Verification {
  /** Source of the weights with which many proofs are checked together. */
  readonly random: RandomSource;
  /** Receipt files of voters (C2SP tlog-proof). */
  readonly receipts?: readonly Uint8Array[];
  /** Checkpoints that an observer kept. */
  readonly olderCheckpoints?: readonly Uint8Array[];
  /** Keys of witnesses whose cosignatures the observer knows. */
  readonly witnesses?: readonly NoteKey[];
  /** Called with a slug and how much is done of how much. */
  readonly progress?: Progress;
  /** Called after each chapter with what is known so far. */
  readonly chapter?: (sofar: Report) => void;
  /** Asked every few milliseconds; when it says yes, the work ends with `Cancelled`. */
  readonly cancelled?: () => boolean;
}

/**
 * Check a public record; return every check of the catalogue with its count.
 *
 * Whatever a record holds, this answers.
 *
 * @throws Cancelled the caller stopped the work.
 */
export function verifyRecord(
  record: Record,
  { random, receipts = [], olderCheckpoints = [], witnesses = [], progress, chapter, cancelled }: Verification,
): Report {
  const findings = new Findings(progress, cancelled);
  const told = () => chapter?.(findings.report());
  const leaves = checkLog(record, findings, olderCheckpoints);
  told();
  const { context, state } = readEvents(record, leaves, findings);
  told();
  const texts = checkAgreements(context);
  checkRules(context);
  checkRulesText(context, texts);
  checkCeremony(context, state);
  checkRehearsal(context, state);
  checkRegister(context);
  checkDelegates(context);
  told();
  const facts = follow(context);
  const cards = checkCards(context, facts);
  told();
  checkBallots(context, facts, cards, random);
  checkAudits(context);
  told();
  const opened = checkTally(context, state, random);
  told();
  checkAdjudication(context, opened);
  checkCount(context, opened, leaves.length > 0 ? record.tree : null);
  checkCertification(context, opened);
  checkWitnesses({ record, leaves, context }, witnesses);
  checkReceipts(leaves.length > 0 ? record.tree : new MerkleTree(), leaves, findings, receipts);
  checkFiles(record, context);
  return findings.report();
}
