/**
 * Shares of the key ceremony, sealed from holder to holder.  Source: docs/protocol.md section 6.
 *
 * The server that carries a sealed share learns nothing from it; the log holds only its hash.
 */
import { sha512 } from "@noble/hashes/sha2.js";
import { Box, NONCE_BYTES } from "./box.ts";
import { joinBytes, sameBytes } from "./bytes.ts";
import type { CeremonyContext, Commitments, Polynomials } from "./ceremony.ts";
import { Domain, frames, u32be } from "./domains.ts";
import { CeremonyFault, CryptoError, MalformedEncoding } from "./errors.ts";
import { GENERATOR_BASE, Scalars } from "./group.ts";
import { draw, type RandomSource } from "./randomness.ts";

const TAG_BYTES = 32;
const SCALAR_BYTES = 32;

/** From which holder to which, in which ceremony. */
export class ShareRoute {
  readonly context: CeremonyContext;
  readonly sender: number;
  readonly receiver: number;

  /**
   * Take two holders of the ceremony.
   *
   * @throws MalformedEncoding one of them is no holder's number.
   */
  constructor(context: CeremonyContext, sender: number, receiver: number) {
    context.checkHolder(sender);
    context.checkHolder(receiver);
    this.context = context;
    this.sender = sender;
    this.receiver = receiver;
  }

  /** Return the first 32 bytes of the plaintext, which tie a share to its place. */
  tag(): Uint8Array {
    const framed = frames(
      ...["domain", Domain.SHARE],
      ...["election", this.context.election],
      ...["ceremony", u32be(this.context.ceremony)],
      ...["from", u32be(this.sender)],
      ...["to", u32be(this.receiver)],
    );
    return sha512(framed).slice(0, TAG_BYTES);
  }
}

/**
 * Return `nonce || crypto_box(tag || f_1(j) || ... || f_Wmax(j))` for the receiver `j`.
 *
 * @param route from the maker of the polynomials to the receiver.
 * @param polynomials the sender's.
 * @param ownBoxSecret the sender's X25519 secret, 32 bytes.
 * @param receiverBoxKey the receiver's X25519 public key, 32 bytes.
 * @param random source of the nonce.
 * @throws CeremonyFault names the receiver, whose box key is of small order.
 */
export function sealShare(
  route: ShareRoute,
  polynomials: Polynomials,
  ownBoxSecret: Uint8Array,
  receiverBoxKey: Uint8Array,
  random: RandomSource,
): Uint8Array {
  const box = boxOf(ownBoxSecret, receiverBoxKey, route.receiver);
  const share = polynomials.shareFor(route.receiver).toBytes();
  const plaintext = joinBytes(route.tag(), share);
  const nonce = draw(random, NONCE_BYTES);
  const sealed = joinBytes(nonce, box.seal(plaintext, nonce));
  share.fill(0);
  plaintext.fill(0);
  return sealed;
}

/**
 * Return the share that the sender made for this holder, `f_1(j) .. f_Wmax(j)`.
 *
 * @param route from the sender to this holder.
 * @param sealed as the server delivered it, its hash already compared with the log.
 * @param ownBoxSecret this holder's X25519 secret, 32 bytes.
 * @param senderBoxKey the sender's X25519 public key, 32 bytes.
 * @param commitments the sender's, already opened.
 * @throws CeremonyFault names the sender: it cannot be unsealed, belongs elsewhere, or is not on the committed
 *   polynomials.
 */
export function openShare(
  route: ShareRoute,
  sealed: Uint8Array,
  ownBoxSecret: Uint8Array,
  senderBoxKey: Uint8Array,
  commitments: Commitments,
): Scalars {
  const box = boxOf(ownBoxSecret, senderBoxKey, route.sender);
  const plaintext = box.open(sealed.subarray(NONCE_BYTES), sealed.subarray(0, NONCE_BYTES));
  if (plaintext === undefined) throw new CeremonyFault(route.sender, "a sealed share cannot be unsealed");
  if (!sameBytes(plaintext.subarray(0, TAG_BYTES), route.tag())) {
    throw new CeremonyFault(route.sender, "a share of another place");
  }
  if (plaintext.length !== TAG_BYTES + SCALAR_BYTES * route.context.keys) {
    throw new CeremonyFault(route.sender, "a share of another length");
  }
  const share = decodeShare(plaintext.subarray(TAG_BYTES), route.sender);
  plaintext.fill(0);
  checkShare(route.sender, route.receiver, share, commitments);
  return share;
}

function decodeShare(data: Uint8Array, sender: number): Scalars {
  try {
    return Scalars.fromBytes(data);
  } catch (fault) {
    if (!(fault instanceof MalformedEncoding)) throw fault;
    throw new CeremonyFault(sender, "a share that is no scalar");
  }
}

/**
 * Check `f_k(receiver)*G = sum_l receiver^l * A_{k,l}` for every `k`.
 *
 * @throws CeremonyFault names the sender.
 */
export function checkShare(sender: number, receiver: number, share: Scalars, commitments: Commitments): void {
  const expected = commitments.shareKey(receiver);
  if (share.length !== expected.length) throw new CeremonyFault(sender, "a share for another number of keys");
  if (!GENERATOR_BASE.times(share).equals(expected)) {
    throw new CeremonyFault(sender, `the share for holder ${receiver} is not on the committed polynomials`);
  }
}

/** Return `x_1 .. x_Wmax` of a holder from the shares of all holders, its own included. */
export function secretKeys(shares: readonly Scalars[]): Scalars {
  return shares.reduce((total, share) => total.add(share));
}

function boxOf(ownSecret: Uint8Array, otherKey: Uint8Array, blamed: number): Box {
  try {
    return new Box(ownSecret, otherKey);
  } catch (fault) {
    if (!(fault instanceof CryptoError)) throw fault;
    // A public key of small order, with which anybody could unseal.
    throw new CeremonyFault(blamed, "a box key that seals nothing");
  }
}
