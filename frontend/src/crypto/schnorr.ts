/**
 * Proof of knowledge of one discrete logarithm.  Source: docs/protocol.md sections 6.2 and 9.2.
 *
 * What the challenge binds is the business of the proof that uses this one: it passes a function from the commitment
 * `T` to the challenge, which fills a transcript.
 */
import { joinBytes } from "./bytes.ts";
import { InvalidSchnorrProof, MalformedEncoding } from "./errors.ts";
import { Element, Elements, GENERATOR, GENERATOR_BASE, msm, Scalar, Scalars } from "./group.ts";
import { draw, type RandomSource } from "./randomness.ts";
import type { Tick } from "./work.ts";

export const PROOF_BYTES = 64;
const WEIGHT_BYTES = 16;

/** From the commitment `T` to the challenge `c`. */
export type Challenge = (commitment: Element) => Scalar;

/** `T || s`, 64 bytes. */
export class SchnorrProof {
  readonly commitment: Element;
  readonly response: Scalar;

  constructor(commitment: Element, response: Scalar) {
    this.commitment = commitment;
    this.response = response;
  }

  /**
   * Decode `T || s`.
   *
   * @throws MalformedEncoding a wrong length, no canonical encoding, or the identity.
   */
  static fromBytes(data: Uint8Array): SchnorrProof {
    if (data.length !== PROOF_BYTES) {
      throw new MalformedEncoding(`a proof of ${data.length} bytes, not ${PROOF_BYTES}`);
    }
    return new SchnorrProof(Element.decodeNonidentity(data.subarray(0, 32)), Scalar.fromBytes(data.subarray(32)));
  }

  /** Return `T || s`. */
  toBytes(): Uint8Array {
    return joinBytes(this.commitment.toBytes(), this.response.toBytes());
  }
}

/** Prove knowledge of `secret` in `secret*G`. */
export function prove(secret: Scalar, challenge: Challenge, random: RandomSource): SchnorrProof {
  const w = Scalar.random(random);
  const commitment = GENERATOR_BASE.timesOne(w);
  return new SchnorrProof(commitment, w.add(challenge(commitment).mul(secret)));
}

/**
 * Check `s*G = T + c*public`.
 *
 * @throws InvalidSchnorrProof it does not hold.
 */
export function verify(publicElement: Element, proof: SchnorrProof, challenge: Challenge): void {
  const c = challenge(proof.commitment);
  const sum = msm(Scalars.of([proof.response, c.neg()]), Elements.of([GENERATOR, publicElement]));
  if (!sum.equals(proof.commitment)) throw new InvalidSchnorrProof("s*G is not T + c*P");
}

/**
 * Check many proofs at once, by a random combination with fresh 128-bit weights.
 *
 * @throws InvalidSchnorrProof at least one of them does not hold.
 */
export function verifyTogether(
  publics: Elements,
  commitments: Elements,
  responses: Scalars,
  challenges: Scalars,
  random: RandomSource,
  tick?: Tick,
): void {
  const weights = Scalars.from128(draw(random, WEIGHT_BYTES * publics.length));
  // sum v_i*(c_i*P_i) + sum v_i*T_i = (sum v_i*s_i)*G; the second sum has short coefficients.
  const known = msm(weights.mul(challenges), publics, tick).add(msm(weights, commitments, tick));
  if (!GENERATOR_BASE.timesOne(weights.dot(responses)).equals(known)) {
    throw new InvalidSchnorrProof("at least one of the proofs does not hold");
  }
}
