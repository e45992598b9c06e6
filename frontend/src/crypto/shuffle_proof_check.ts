/**
 * The five equations of a shuffle proof.  Source: docs/protocol.md section 10, "Verification".
 *
 * First (1), (2), (3) and all of (5) are checked as one random linear combination, and (4) for each component: a few
 * large multi-scalar multiplications.  Only when that fails is each equation evaluated alone, to name it.
 */
import type { Ciphertexts, PublicKey } from "./elgamal.ts";
import { InvalidShuffleProof } from "./errors.ts";
import { Elements, GENERATOR, msm, Scalar, Scalars } from "./group.ts";
import { draw, type RandomSource } from "./randomness.ts";
import type { ShuffleProof } from "./shuffle_proof_form.ts";
import type { Tick } from "./work.ts";

const WEIGHT_BYTES = 16;
const ZERO = Scalar.fromInt(0);
const ONE = Scalar.fromInt(1);

/** Everything that the equations mention, with the challenges computed. */
export interface ShuffleEquations {
  readonly inputs: Ciphertexts;
  readonly outputs: Ciphertexts;
  readonly key: PublicKey;
  /** `h_0 .. h_N`. */
  readonly h: Elements;
  readonly proof: ShuffleProof;
  /** `u_1 .. u_N`, 128 bits each. */
  readonly u: Scalars;
  /** `c`. */
  readonly challenge: Scalar;
}

/** Return how many elements `checkEquations` works on. */
export function equationsWork(count: number, width: number): number {
  return 4 * count + 1 + 2 * count * (1 + width);
}

/**
 * Check all five.
 *
 * @throws InvalidShuffleProof names the first equation that does not hold.
 */
export function checkEquations(equations: ShuffleEquations, random: RandomSource, tick?: Tick): void {
  if (!oneTwoThreeAndFiveHold(equations, random, tick)) {
    nameOneTwoOrThree(equations);
    nameFive(equations, tick);
  }
  checkFour(equations, tick);
}

function oneTwoThreeAndFiveHold(equations: ShuffleEquations, random: RandomSource, tick?: Tick): boolean {
  // left - right of the equations is added up with weights y1 for (1), y2 for (2), 1 for (3) and v_j for (5).  Should
  // some equation not hold, the sum is zero with probability 2^-128 at most.  The parts with coefficients of 128 or 129
  // bits are kept apart from the full ones: they cost half.
  const { proof, h, u, challenge: c } = equations;
  const count = u.length;
  const weights = Scalars.from128(draw(random, WEIGHT_BYTES * (count + 2)));
  const v = weights.slice(0, count);
  const y1 = weights.at(count);
  const y2 = weights.at(count + 1);
  const gWeight = v
    .dot(proof.sh)
    .add(y1.mul(proof.s.at(0)))
    .add(y2.mul(proof.s.at(1)))
    .add(proof.s.at(2));

  // chain: h_0 has v_1*s'_1 + y2*c*prod u, ch_j has v_{j+1}*s'_{j+1} - c*v_j, and ch_N takes -c*y2 more.
  const minusTail = v.mul(c).neg();
  const y2c = y2.mul(c);
  const heads = Scalars.concat([v.mul(proof.sPrime), Scalars.of([minusTail.at(count - 1).sub(y2c)])]);
  const drops = Scalars.concat([Scalars.of([y2c.mul(u.product())]), minusTail.slice(0, count - 1), Scalars.of([ZERO])]);
  const full = msm(
    Scalars.concat([heads.add(drops), proof.sPrime.add(y1.mul(c))]),
    Elements.concat([h.slice(0, 1), proof.chain, h.slice(1)]),
    tick,
  );
  const permutation = msm(u.add(y1), proof.c, tick);
  const chainCommitments = msm(v, proof.th, tick);
  const few = msm(
    Scalars.of([gWeight, y1.neg(), y2.neg(), ONE.neg(), c.neg(), ONE.neg()]),
    Elements.concat([Elements.of([GENERATOR]), proof.t, Elements.of([permutation, chainCommitments])]),
  );
  return full.add(few).isIdentity();
}

function nameOneTwoOrThree({ proof, h, u, challenge: c }: ShuffleEquations): void {
  const sG = Elements.repeat(GENERATOR, 3).times(proof.s.slice(0, 3));
  const generatorsOnly = h.slice(1);
  const commitments = proof.c.sum().sub(generatorsOnly.sum());
  if (!sG.at(0).equals(proof.t.at(0).add(commitments.times(c)))) {
    throw new InvalidShuffleProof("equation (1): s1*G is not t1 + c*(sum c_i - sum h_j)");
  }
  const end = proof.chain.at(u.length - 1).sub(h.at(0).times(u.product()));
  if (!sG.at(1).equals(proof.t.at(1).add(end.times(c)))) {
    throw new InvalidShuffleProof("equation (2): s2*G is not t2 + c*(ch_N - (prod u_i)*h_0)");
  }
  const left = sG.at(2).add(msm(proof.sPrime, generatorsOnly));
  if (!left.equals(proof.t.at(2).add(msm(u, proof.c).times(c)))) {
    throw new InvalidShuffleProof("equation (3): s3*G + sum s'_j*h_j is not t3 + c*sum u_i*c_i");
  }
}

function nameFive({ proof, h, challenge }: ShuffleEquations, tick?: Tick): never {
  const minusC = challenge.neg();
  let before = h.at(0);
  for (let index = 0; index < proof.chain.length; index++) {
    const own = proof.chain.at(index);
    const weights = Scalars.of([proof.sh.at(index), proof.sPrime.at(index), minusC]);
    if (!msm(weights, Elements.of([GENERATOR, before, own])).equals(proof.th.at(index))) {
      throw new InvalidShuffleProof(`equation (5): sh_j*G + s'_j*ch_(j-1) is not th_j + c*ch_j at j = ${index + 1}`);
    }
    before = own;
    // Beyond the work that was announced, but it can be stopped here too.
    tick?.(0);
  }
  throw new InvalidShuffleProof("equations (1), (2), (3) and (5) do not hold together");
}

function checkFour({ inputs, outputs, key, proof, u, challenge }: ShuffleEquations, tick?: Tick): void {
  const weights = Scalars.of([proof.s.at(3).neg(), ONE.neg(), challenge.neg()]);
  [GENERATOR, ...key.elements].forEach((base, index) => {
    const mixed = msm(proof.sPrime, outputs.column(index), tick);
    const given = msm(u, inputs.column(index), tick);
    const rest = msm(weights, Elements.of([base, proof.t4.at(index), given]));
    if (!mixed.add(rest).isIdentity()) {
      throw new InvalidShuffleProof(`equation (4): the outputs are not a mix of the inputs in component ${index}`);
    }
  });
}
