/**
 * Threshold opening of a mixed list.  Source: docs/protocol.md section 11.
 *
 * `x_{j,k}`, the secret of a key holder, is trusted to that holder alone; `t` of them together can open any ciphertext,
 * so the factors of a list that is not the last mixed one must never be computed.
 */
import { toHex } from "./bytes.ts";
import * as chaumPedersen from "./chaum_pedersen.ts";
import { EqualityProof } from "./chaum_pedersen.ts";
import { Domain } from "./domains.ts";
import { type Ciphertexts, ELEMENT_BYTES, interleave } from "./elgamal.ts";
import { InvalidOpeningProof, MalformedEncoding } from "./errors.ts";
import { type Element, Elements, msm, Scalar, Scalars } from "./group.ts";
import type { RandomSource } from "./randomness.ts";
import { Transcript } from "./transcript.ts";
import { type Tick, ticker, type Work } from "./work.ts";

// Factors added up between two ticks: additions cost a hundredth of a multiplication.
const CHUNK = 256;

/** What an `OpeningStatement` is made of. */
export interface OpeningStatementFields {
  /** The election's id. */
  readonly election: string;
  /** The contest's id, or `rehearsal`. */
  readonly contest: string;
  /** Number of the key holder, from 1. */
  readonly holder: number;
  /** `Y_{j,1} .. Y_{j,W}`. */
  readonly verificationKeys: Elements;
  /** The list to open, `N >= 1` rows of width `W`. */
  readonly ciphertexts: Ciphertexts;
}

/** Whose factors for which list. */
export class OpeningStatement implements OpeningStatementFields {
  readonly election: string;
  readonly contest: string;
  readonly holder: number;
  readonly verificationKeys: Elements;
  readonly ciphertexts: Ciphertexts;

  /**
   * Take keys and a list that fit together.
   *
   * @throws MalformedEncoding the number of keys is not the width, or the list is empty.
   */
  constructor(fields: OpeningStatementFields) {
    if (fields.verificationKeys.length !== fields.ciphertexts.width) {
      throw new MalformedEncoding("the number of verification keys is not the width of the list");
    }
    if (fields.ciphertexts.length === 0) throw new MalformedEncoding("an empty list cannot be opened");
    this.election = fields.election;
    this.contest = fields.contest;
    this.holder = fields.holder;
    this.verificationKeys = fields.verificationKeys;
    this.ciphertexts = fields.ciphertexts;
  }

  /** The number `W` of elements in a message. */
  get width(): number {
    return this.ciphertexts.width;
  }
}

/**
 * Decode the factors of `count` ciphertexts, row by row; ticks once for each.
 *
 * @throws MalformedEncoding a wrong length, no canonical encoding, or the identity.
 */
export function factorsFromBytes(blob: Uint8Array, count: number, width: number, tick?: Tick): Elements {
  const size = ELEMENT_BYTES * count * width;
  if (blob.length !== size) throw new MalformedEncoding(`${blob.length} bytes of factors, not ${size}`);
  return Elements.fromBytes(blob, tick === undefined ? {} : { tick });
}

/**
 * Return `D_{i,k} = x_k*c1_i` row by row.
 *
 * @throws RangeError the number of keys is not the width.
 */
export function computeFactors(ciphertexts: Ciphertexts, secretKeys: Scalars, work: Work = {}): Elements {
  if (secretKeys.length !== ciphertexts.width) {
    throw new RangeError("the number of secret keys is not the width of the list");
  }
  const tick = ticker(work, ciphertexts.length * ciphertexts.width);
  const c1 = ciphertexts.column(0);
  return interleave(Array.from(secretKeys, (x) => c1.timesEach(x, tick)));
}

/** The transcript, filled in the same order by prover and verifier. */
class Challenges {
  /** `w_1 .. w_N`. */
  readonly weights: Scalars;
  /** `A = sum w_i*c1_i`. */
  readonly a: Element;
  private readonly transcript: Transcript;

  constructor(statement: OpeningStatement, factors: Elements, tick: Tick) {
    const { ciphertexts, width } = statement;
    const count = ciphertexts.length;
    if (factors.length !== count * width) {
      throw new MalformedEncoding(`${factors.length} factors, not ${count * width}`);
    }
    const bases = ciphertexts.column(0);
    this.transcript = new Transcript(Domain.OPENING)
      .absorb("election", statement.election)
      .absorb("contest", statement.contest)
      .absorbU32("holder", statement.holder)
      .absorbU32("width", width)
      .absorbU64("count", count)
      .absorb("verification_keys", statement.verificationKeys.toBytes())
      .absorb("bases", bases.toBytes())
      .absorb("factors", factors.toBytes(tick));
    this.weights = this.transcript.challenges128("weights", count);
    this.a = msm(this.weights, bases, tick);
  }

  /** Return `c` from `T_1, U_1, ..., T_W, U_W`. */
  afterCommitments(commitments: Elements): Scalar {
    return this.transcript.absorb("commitments", commitments.toBytes()).challengeScalar("c");
  }
}

/**
 * Return the proof for all factors of a holder, `96 * W` bytes.
 *
 * @throws MalformedEncoding the number of factors is wrong.
 */
export function prove(
  statement: OpeningStatement,
  factors: Elements,
  secretKeys: Scalars,
  random: RandomSource,
  work: Work = {},
): Uint8Array {
  const tick = ticker(work, statement.ciphertexts.length * (1 + statement.width));
  const challenges = new Challenges(statement, factors, tick);
  return chaumPedersen.prove(secretKeys, challenges.a, (each) => challenges.afterCommitments(each), random).toBytes();
}

/**
 * Check the factors of a holder.
 *
 * @throws MalformedEncoding the proof does not decode, or the number of factors is wrong.
 * @throws InvalidOpeningProof names the equation that does not hold.
 */
export function verify(statement: OpeningStatement, factors: Elements, proof: Uint8Array, work: Work = {}): void {
  const { width, verificationKeys } = statement;
  const decoded = EqualityProof.fromBytes(proof, width);
  const tick = ticker(work, statement.ciphertexts.length * (1 + 2 * width));
  const challenges = new Challenges(statement, factors, tick);
  // B_k = sum w_i*D_{i,k}
  const b = Elements.of(
    Array.from({ length: width }, (_, k) => msm(challenges.weights, factors.slice(k, factors.length, width), tick)),
  );
  chaumPedersen.verify(verificationKeys, challenges.a, b, decoded, (each) => challenges.afterCommitments(each));
}

/** An exact fraction: a Lagrange coefficient.  The denominator is positive, and the two have no common divisor. */
interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b);
}

function lagrange(holders: readonly number[]): Fraction[] {
  const sound = holders.every((holder) => Number.isSafeInteger(holder) && holder >= 1);
  if (!sound || holders.length === 0 || new Set(holders).size !== holders.length) {
    throw new InvalidOpeningProof(`holders [${holders.join(", ")}] are not distinct numbers from 1`);
  }
  return holders.map((j) => {
    let numerator = 1n;
    let denominator = 1n;
    for (const i of holders) {
      if (i === j) continue;
      numerator *= BigInt(i);
      denominator *= BigInt(i - j);
    }
    const divisor = gcd(numerator, denominator) * (denominator < 0n ? -1n : 1n);
    return { numerator: numerator / divisor, denominator: denominator / divisor };
  });
}

/**
 * Return `lambda_j = prod i/(i - j)` for each holder `j`, in their order.
 *
 * @throws InvalidOpeningProof a number occurs twice or is below 1, or there is none.
 */
export function lagrangeCoefficients(holders: readonly number[]): Scalars {
  return Scalars.of(
    lagrange(holders).map(({ numerator, denominator }) =>
      Scalar.fromInt(numerator).mul(Scalar.fromInt(denominator).inverse()),
    ),
  );
}

/**
 * Return the messages, `N * W` elements row by row; the identity may be among them.
 *
 * @param ciphertexts the list that was opened.
 * @param factors of exactly `threshold` holders, each already verified, by holder number.
 * @param threshold `t`.
 * @throws InvalidOpeningProof there are more or fewer than `t` holders, or a wrong number of factors.
 */
export function combine(
  ciphertexts: Ciphertexts,
  factors: ReadonlyMap<number, Elements>,
  threshold: number,
  work: Work = {},
): Elements {
  const { width } = ciphertexts;
  const size = ciphertexts.length * width;
  if (factors.size !== threshold) {
    throw new InvalidOpeningProof(`${factors.size} holders, but the threshold is ${threshold}`);
  }
  for (const [holder, own] of factors) {
    if (own.length !== size) {
      throw new InvalidOpeningProof(`holder ${holder} has ${own.length} factors, not ${size}`);
    }
  }
  // The coefficients are fractions of small integers, so multiples of the messages by the common denominator (often 1)
  // are sums that cost a few additions.
  const exact = lagrange([...factors.keys()]);
  const common = exact.reduce((lcm, { denominator }) => (lcm / gcd(lcm, denominator)) * denominator, 1n);
  const small = exact.map(({ numerator, denominator }) => -numerator * (common / denominator));
  const indices = Array.from({ length: size }, (_, at) => Math.floor(at / width) * (1 + width) + 1 + (at % width));
  const lists = [ciphertexts.elements.permuted(indices), ...factors.values()];
  const multiples = [common, ...small];
  const tick = ticker(work, common === 1n ? size : 3 * size);
  const parts: Elements[] = [];
  for (let start = 0; start < size; start += CHUNK) {
    const stop = Math.min(start + CHUNK, size);
    parts.push(sumOf(lists.map((own, index) => timesSmall(own.slice(start, stop), multiples[index]!))));
    tick(stop - start);
  }
  const sum = Elements.concat(parts);
  return common === 1n ? sum : divided(sum, common, tick);
}

/**
 * Return `elements / denominator`: a whole multiplication for each element that differs from the others.  Names recur,
 * and empty halves of slots most of all.
 */
function divided(elements: Elements, denominator: bigint, tick: Tick): Elements {
  const data = elements.toBytes(tick);
  const numberOf = new Map<string, number>();
  const firsts: number[] = [];
  const numbers = Array.from({ length: elements.length }, (_, at) => {
    const name = toHex(data.subarray(ELEMENT_BYTES * at, ELEMENT_BYTES * (at + 1)));
    const known = numberOf.get(name);
    if (known !== undefined) return known;
    numberOf.set(name, firsts.length);
    firsts.push(at);
    return firsts.length - 1;
  });
  const quotients = elements.permuted(firsts).timesEachPublic(Scalar.fromInt(denominator).inverse(), tick);
  // Encoded before they are repeated, so that nothing is encoded twice.
  quotients.toBytes();
  if (elements.length > firsts.length) tick(elements.length - firsts.length);
  return quotients.permuted(numbers);
}

function sumOf(parts: readonly Elements[]): Elements {
  return parts.reduce((total, part) => total.add(part));
}

/** Return `factor * elements` for a small public integer that is not zero. */
function timesSmall(elements: Elements, factor: bigint): Elements {
  let double = factor < 0n ? elements.neg() : elements;
  let result: Elements | undefined;
  let remaining = factor < 0n ? -factor : factor;
  for (;;) {
    if ((remaining & 1n) === 1n) result = result === undefined ? double : result.add(double);
    remaining >>= 1n;
    if (remaining === 0n) break;
    double = double.add(double);
  }
  if (result === undefined) throw new RangeError("a factor of zero");
  return result;
}
