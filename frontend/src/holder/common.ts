/** What the steps of a key holder share: signing, the run's context, the opened commitments. */
import type { Body } from "../ballots/events/body.ts";
import { signEvent } from "../ballots/events/signing.ts";
import { type BlobSource, nameOf } from "../ballots/state/blobs.ts";
import type { ElectionState } from "../ballots/state/fold.ts";
import { sameBytes } from "../crypto/bytes.ts";
import { CeremonyContext, type Commitments, openCommitments } from "../crypto/ceremony.ts";
import { CeremonyFault } from "../crypto/errors.ts";
import { Scalars } from "../crypto/group.ts";
import type { Work } from "../crypto/work.ts";
import { HolderRefusal } from "./errors.ts";
import type { HolderSecret } from "./secret.ts";

/** The parts of long work, in words for programs. */
export type Stage = "commit" | "commitments" | "shuffle" | "prove" | "ballots" | "mixes" | "factors";

/** Gives each part of long work somebody who follows it. */
export type Follow = (stage: Stage) => Work;

/** Nobody follows. */
export const unseen: Follow = () => ({});

/** Return the canonical bytes of a body signed by the holder. */
export function signed(state: ElectionState, body: Body, secret: HolderSecret): Uint8Array {
  return signEvent(state.election, body, secret.signingSeed).data;
}

/**
 * Return the run under way, with the numbers of the agreed rules.
 *
 * @throws IllegalEvent the rules are not sealed yet.
 */
export function contextOf(state: ElectionState): CeremonyContext {
  const { holders, threshold, maxWidth } = state.agreedRules();
  const { election, ceremony } = state;
  return new CeremonyContext({ election, ceremony: ceremony.number, holders, threshold, keys: maxWidth });
}

/**
 * Check that the log knows this holder under her own keys.
 *
 * @throws HolderRefusal somebody else is registered under her number.
 */
export function checkOwn(state: ElectionState, holder: number, secret: HolderSecret): void {
  const known = state.ceremony.holders.get(holder);
  const isHers =
    known !== undefined && sameBytes(known.signingKey, secret.signingKey) && sameBytes(known.boxKey, secret.boxKey);
  if (!isHers) throw new HolderRefusal("not-hers", { holder });
}

/**
 * Check that the secret belongs to the run that the log is in.
 *
 * @throws HolderRefusal it does not.
 */
export function checkRun(state: ElectionState, secret: HolderSecret): void {
  if (secret.ceremony !== state.ceremony.number) {
    throw new HolderRefusal("other-ceremony");
  }
}

/**
 * Return the checked commitments of all holders, in their order.
 *
 * @throws CeremonyFault those of a holder do not hold.
 * @throws HolderRefusal a blob is missing, or is not the one of the log.
 */
export function allCommitments(state: ElectionState, blobs: BlobSource, work: Work = {}): Commitments[] {
  const context = contextOf(state);
  const opened: Commitments[] = [];
  for (let number = 1; number <= context.holders; number++) {
    const revealed = state.ceremony.revealed.get(number);
    const data = revealed === undefined ? null : blobs.get(revealed.sha256);
    if (revealed === undefined || data === null || nameOf(data) !== revealed.sha256) {
      throw new HolderRefusal("part-missing", { holder: number });
    }
    if (state.ceremony.committed.get(number) !== revealed.sha256) {
      throw new CeremonyFault(number, "the revealed blob is not the committed one");
    }
    opened.push(openCommitments(context, number, data, work));
  }
  return opened;
}

/**
 * Return the holder's secret keys, if the log still has the joint keys that she checked.
 *
 * @throws HolderRefusal she has no keys yet, or the log shows other joint keys.
 */
export function secretScalars(state: ElectionState, secret: HolderSecret): Scalars {
  checkRun(state, secret);
  if (secret.secretKeys.length === 0) {
    throw new HolderRefusal("ceremony-unfinished");
  }
  const { keys } = state.ceremony;
  if (keys === null || !sameBytes(keys, secret.jointKeys)) {
    throw new HolderRefusal("other-joint-key");
  }
  return Scalars.fromBytes(secret.secretKeys);
}
