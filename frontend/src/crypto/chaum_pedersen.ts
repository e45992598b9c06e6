/**
 * Proof that secrets are the same over two bases.  Source: docs/protocol.md section 11.
 *
 * Shows knowledge of `x_1 .. x_W` with `Y_k = x_k*G` and `B_k = x_k*A` under one challenge.
 */
import { joinBytes } from "./bytes.ts";
import { InvalidOpeningProof, MalformedEncoding } from "./errors.ts";
import { type Element, Elements, GENERATOR, GENERATOR_BASE, msm, type Scalar, Scalars } from "./group.ts";
import type { RandomSource } from "./randomness.ts";

const FIELD_BYTES = 32;

/** From the commitments `T_1, U_1, T_2, U_2, ...` to the challenge `c`. */
export type Challenge = (commitments: Elements) => Scalar;

/** `T_1 || U_1 || ... || T_W || U_W || s_1 || ... || s_W`, `96 * W` bytes. */
export class EqualityProof {
  readonly commitments: Elements;
  readonly responses: Scalars;

  constructor(commitments: Elements, responses: Scalars) {
    this.commitments = commitments;
    this.responses = responses;
  }

  /**
   * Decode the proof of `width` equalities.
   *
   * @throws MalformedEncoding a wrong length, no canonical encoding, or the identity.
   */
  static fromBytes(data: Uint8Array, width: number): EqualityProof {
    const size = 3 * FIELD_BYTES * width;
    if (data.length !== size) throw new MalformedEncoding(`an opening proof of ${data.length} bytes, not ${size}`);
    const end = 2 * FIELD_BYTES * width;
    return new EqualityProof(Elements.fromBytes(data.subarray(0, end)), Scalars.fromBytes(data.subarray(end)));
  }

  /** Return the blob. */
  toBytes(): Uint8Array {
    return joinBytes(this.commitments.toBytes(), this.responses.toBytes());
  }
}

/** Prove that `secrets` are the logarithms over `G` and over `base`. */
export function prove(secrets: Scalars, base: Element, challenge: Challenge, random: RandomSource): EqualityProof {
  const width = secrets.length;
  const v = Scalars.random(width, random);
  const overGenerator = GENERATOR_BASE.times(v);
  const overBase = Elements.repeat(base, width).times(v);
  const pairs = Array.from({ length: 2 * width }, (_, index) => (index >> 1) + (index % 2) * width);
  const commitments = Elements.concat([overGenerator, overBase]).permuted(pairs);
  return new EqualityProof(commitments, v.add(secrets.mul(challenge(commitments))));
}

/**
 * Check `s_k*G = T_k + c*Y_k` and `s_k*A = U_k + c*B_k` for every `k`.
 *
 * @param publics `Y_1 .. Y_W`.
 * @param base `A`.
 * @param images `B_1 .. B_W`.
 * @param proof the proof.
 * @param challenge from its commitments to `c`.
 * @throws InvalidOpeningProof names the first equation that does not hold.
 * @throws RangeError the numbers of publics, images and responses differ.
 */
export function verify(
  publics: Elements,
  base: Element,
  images: Elements,
  proof: EqualityProof,
  challenge: Challenge,
): void {
  const width = proof.responses.length;
  if (publics.length !== width || images.length !== width) {
    throw new RangeError(`${publics.length} publics and ${images.length} images for ${width} responses`);
  }
  const minusC = challenge(proof.commitments).neg();
  for (let k = 1; k <= width; k++) {
    const weights = Scalars.of([proof.responses.at(k - 1), minusC]);
    const overGenerator = msm(weights, Elements.of([GENERATOR, publics.at(k - 1)]));
    if (!overGenerator.equals(proof.commitments.at(2 * k - 2))) {
      throw new InvalidOpeningProof(`s_${k}*G is not T_${k} + c*Y_${k}`);
    }
    const overBase = msm(weights, Elements.of([base, images.at(k - 1)]));
    if (!overBase.equals(proof.commitments.at(2 * k - 1))) {
      throw new InvalidOpeningProof(`s_${k}*A is not U_${k} + c*B_${k}`);
    }
  }
}
