/**
 * A key holder's steps in the ceremony and the rehearsal.  Source: docs/protocol.md section 6.
 *
 * Every function is pure: state and messages in, signed event out.  The state must come from a log that the caller
 * checked; the messages may come from anybody.
 */
import { signEvent } from "../ballots/events/signing.ts";
import { toSlots } from "../ballots/names.ts";
import { type BlobSource, nameOf } from "../ballots/state/blobs.ts";
import { ceremonyHash } from "../ballots/state/ceremony.ts";
import type { ElectionState } from "../ballots/state/fold.ts";
import { sameBytes } from "../crypto/bytes.ts";
import * as dkg from "../crypto/ceremony.ts";
import { type Commitments, Polynomials } from "../crypto/ceremony.ts";
import { checkShare, openShare, ShareRoute, sealShare, secretKeys } from "../crypto/ceremony_shares.ts";
import { Ciphertexts, encrypt, PublicKey } from "../crypto/elgamal.ts";
import { encodeSlots } from "../crypto/encoding.ts";
import { CeremonyFault, MalformedEncoding } from "../crypto/errors.ts";
import { GENERATOR_BASE, Scalar, Scalars } from "../crypto/group.ts";
import * as opening from "../crypto/opening.ts";
import { OpeningStatement } from "../crypto/opening.ts";
import type { RandomSource } from "../crypto/randomness.ts";
import { allCommitments, checkOwn, checkRun, contextOf, type Follow, secretScalars, signed, unseen } from "./common.ts";
import { HolderRefusal } from "./errors.ts";
import type { HolderSecret } from "./secret.ts";

const REHEARSAL_NAME = "LATIHAN";
const REHEARSAL_CONTEST = "rehearsal";

/** The shares of one holder: the signed event, and what each receiver gets. */
export interface SharedStep {
  readonly event: Uint8Array;
  readonly sealed: ReadonlyMap<number, Uint8Array>;
}

/** What a holder says about the run. */
export interface Verdict {
  /** A signed `ceremony.confirmed`, or `ceremony.complained`. */
  readonly event: Uint8Array;
  /** The holder complained about, or null. */
  readonly against: number | null;
}

/** Return the signed `holder.registered` with the holder's public keys. */
export function register(election: string, number: number, name: string, secret: HolderSecret): Uint8Array {
  const { signingKey, boxKey } = secret;
  const body = { type: "holder.registered", holder: number, name, signingKey, boxKey } as const;
  return signEvent(election, body, secret.signingSeed).data;
}

/**
 * Draw the polynomials of this run; return the signed `ceremony.committed` and the secret to keep.
 *
 * A secret that has polynomials of this run keeps them: asked again, the same event comes out.
 *
 * @throws HolderRefusal the log knows somebody else under this number.
 */
export function commit(
  state: ElectionState,
  number: number,
  secret: HolderSecret,
  random: RandomSource,
  follow: Follow = unseen,
): { readonly event: Uint8Array; readonly secret: HolderSecret } {
  const context = contextOf(state);
  checkOwn(state, number, secret);
  let kept = secret;
  if (secret.ceremony !== context.ceremony || secret.commitments.length === 0) {
    const polynomials = Polynomials.draw(context, random);
    const blob = dkg.commit(context, number, polynomials, random, follow("commit"));
    kept = secret.inRun(context.ceremony, polynomials.toBytes(), blob);
  }
  const sha256 = nameOf(kept.commitments);
  const body = { type: "ceremony.committed", ceremony: context.ceremony, holder: number, sha256 } as const;
  return { event: signed(state, body, kept), secret: kept };
}

/**
 * Return the signed `ceremony.revealed` and the commitment blob.
 *
 * @throws HolderRefusal not everybody has committed; whoever sees the blob earlier could choose theirs after it.
 */
export function reveal(
  state: ElectionState,
  number: number,
  secret: HolderSecret,
): { readonly event: Uint8Array; readonly blob: Uint8Array } {
  const context = contextOf(state);
  checkOwn(state, number, secret);
  checkRun(state, secret);
  if (state.ceremony.committed.size !== context.holders) {
    throw new HolderRefusal("wait-for-locks");
  }
  const sha256 = nameOf(secret.commitments);
  if (state.ceremony.committed.get(number) !== sha256) {
    throw new HolderRefusal("other-part-recorded");
  }
  const body = { type: "ceremony.revealed", ceremony: context.ceremony, holder: number, sha256 } as const;
  return { event: signed(state, body, secret), blob: secret.commitments };
}

/**
 * Seal the shares for all other holders.
 *
 * @throws CeremonyFault the commitments of a holder do not hold, or a box key seals nothing.
 * @throws HolderRefusal the commitments are not all there.
 */
export function share(
  state: ElectionState,
  blobs: BlobSource,
  number: number,
  secret: HolderSecret,
  random: RandomSource,
  follow: Follow = unseen,
): SharedStep {
  const context = contextOf(state);
  checkOwn(state, number, secret);
  checkRun(state, secret);
  allCommitments(state, blobs, follow("commitments"));
  const polynomials = polynomialsOf(state, secret);
  const sealed = new Map<number, Uint8Array>();
  for (let other = 1; other <= context.holders; other++) {
    if (other === number) continue;
    // All commitments are there, so everybody is registered.
    const { boxKey } = state.ceremony.holders.get(other)!;
    const route = new ShareRoute(context, number, other);
    sealed.set(other, sealShare(route, polynomials, secret.boxSecret, boxKey, random));
  }
  const shares = Array.from(sealed, ([to, data]) => ({ to, sha256: nameOf(data) }));
  const body = { type: "ceremony.shared", ceremony: context.ceremony, holder: number, sealed: shares } as const;
  return { event: signed(state, body, secret), sealed };
}

/**
 * Check commitments and shares of everybody; confirm the run, or complain about the first who is at fault.
 *
 * @param state with the shares of all holders.
 * @param blobs where the revealed commitments are.
 * @param number the holder.
 * @param secret hers.
 * @param sealed the sealed shares for her, by sender.
 * @throws HolderRefusal a message was lost or changed on its way: nobody is to blame but who carried it.
 */
export function confirm(
  state: ElectionState,
  blobs: BlobSource,
  number: number,
  secret: HolderSecret,
  sealed: ReadonlyMap<number, Uint8Array>,
  follow: Follow = unseen,
): Verdict {
  checkOwn(state, number, secret);
  checkRun(state, secret);
  try {
    sharesFor(state, allCommitments(state, blobs, follow("commitments")), number, secret, sealed);
  } catch (fault) {
    if (!(fault instanceof CeremonyFault)) throw fault;
    return complain(state, number, secret, fault);
  }
  const { ceremony } = state;
  const body = {
    type: "ceremony.confirmed",
    ceremony: ceremony.number,
    holder: number,
    ceremonyHash: ceremonyHash(ceremony),
  } as const;
  return { event: signed(state, body, secret), against: null };
}

/**
 * Complain about the holder whom `share` or `confirm` found at fault; the run has to be made anew.
 *
 * @throws HolderRefusal it is her own part that does not hold: the board shows another one than her device made.
 */
export function complain(state: ElectionState, number: number, secret: HolderSecret, fault: CeremonyFault): Verdict {
  if (fault.holder === number) {
    throw new HolderRefusal("other-part-shown");
  }
  const body = {
    type: "ceremony.complained",
    ceremony: state.ceremony.number,
    holder: number,
    against: fault.holder,
    reason: `Bagian dari pemegang nomor ${fault.holder} tidak cocok dengan kuncinya.`,
  } as const;
  return { event: signed(state, body, secret), against: fault.holder };
}

/**
 * Compute the holder's secret keys and check the joint keys of the log; return the secret to keep.
 *
 * @throws HolderRefusal the joint keys are not there yet, or are not those of the commitments.
 * @throws CeremonyFault a share does not hold, though she confirmed.
 */
export function finish(
  state: ElectionState,
  blobs: BlobSource,
  number: number,
  secret: HolderSecret,
  sealed: ReadonlyMap<number, Uint8Array>,
  follow: Follow = unseen,
): HolderSecret {
  checkOwn(state, number, secret);
  checkRun(state, secret);
  const { keys } = state.ceremony;
  if (keys === null) {
    throw new HolderRefusal("no-joint-key");
  }
  if (secret.secretKeys.length > 0) {
    secretScalars(state, secret);
    return secret;
  }
  const commitments = allCommitments(state, blobs, follow("commitments"));
  const own = secretKeys(sharesFor(state, commitments, number, secret, sealed));
  const publicKeys = GENERATOR_BASE.times(own);
  const joint = dkg.jointKey(commitments).toBytes();
  if (!sameBytes(joint, keys) || !publicKeys.equals(dkg.verificationKeys(commitments, number))) {
    throw new HolderRefusal("joint-key-of-others");
  }
  return secret.withKeys(own.toBytes(), joint);
}

/**
 * Return the signed `rehearsal.factor`, after the test ciphertext was made anew from its randomness.
 *
 * @throws HolderRefusal there is no rehearsal, or its ciphertext is not that of `LATIHAN`.
 */
export function rehearsalFactor(
  state: ElectionState,
  blobs: BlobSource,
  number: number,
  secret: HolderSecret,
  random: RandomSource,
  follow: Follow = unseen,
): Uint8Array {
  checkOwn(state, number, secret);
  const own = secretScalars(state, secret);
  const { rehearsal } = state.ceremony;
  if (rehearsal === null) throw new HolderRefusal("no-rehearsal");
  const key = PublicKey.fromBytes(secret.jointKeys);
  const again = rehearsalRow(key, rehearsal.randomness);
  if (again === undefined || !sameBytes(again, rehearsal.ciphertext)) {
    throw new HolderRefusal("not-a-rehearsal");
  }
  const ciphertexts = Ciphertexts.fromBytes(rehearsal.ciphertext, key.width);
  const verificationKeys = dkg.verificationKeys(allCommitments(state, blobs, follow("commitments")), number);
  const factors = opening.computeFactors(ciphertexts, own);
  const { election } = state;
  const statement = new OpeningStatement({
    election,
    contest: REHEARSAL_CONTEST,
    holder: number,
    verificationKeys,
    ciphertexts,
  });
  const proof = opening.prove(statement, factors, own, random);
  return signed(state, { type: "rehearsal.factor", holder: number, factors: factors.toBytes(), proof }, secret);
}

function rehearsalRow(key: PublicKey, randomness: Uint8Array): Uint8Array | undefined {
  const messages = encodeSlots(toSlots([REHEARSAL_NAME], Math.floor(key.width / 2)));
  try {
    return encrypt(messages, key, Scalars.of([Scalar.fromBytes(randomness)])).toBytes();
  } catch (fault) {
    if (!(fault instanceof MalformedEncoding)) throw fault;
    return undefined;
  }
}

function polynomialsOf(state: ElectionState, secret: HolderSecret): Polynomials {
  if (secret.coefficients.length === 0) {
    throw new HolderRefusal("no-part-here");
  }
  return Polynomials.fromBytes(secret.coefficients, contextOf(state));
}

function sharesFor(
  state: ElectionState,
  commitments: readonly Commitments[],
  holder: number,
  secret: HolderSecret,
  sealed: ReadonlyMap<number, Uint8Array>,
): Scalars[] {
  const context = contextOf(state);
  return commitments.map((ofSender, place) => {
    const sender = place + 1;
    if (sender === holder) {
      const own = polynomialsOf(state, secret).shareFor(holder);
      checkShare(holder, holder, own, ofSender);
      return own;
    }
    const shared = state.ceremony.shared.get(sender);
    const named = shared?.sealed.find(({ to }) => to === holder)?.sha256;
    const data = sealed.get(sender);
    if (named === undefined || data === undefined || nameOf(data) !== named) {
      throw new HolderRefusal("share-damaged", { holder: sender });
    }
    // Whoever revealed commitments is registered.
    const { boxKey } = state.ceremony.holders.get(sender)!;
    return openShare(new ShareRoute(context, sender, holder), data, secret.boxSecret, boxKey, ofSender);
  });
}
