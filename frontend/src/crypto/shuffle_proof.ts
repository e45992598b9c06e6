/**
 * The proof that a list was mixed and nothing else.  Source: docs/protocol.md section 10.
 *
 * Terelius and Wikstrom, "Proofs of restricted shuffles" (2010), in the presentation of Haenni, Locher, Koenig and Dubuis
 * (2017).  Names follow the specification: `c` permutation commitments, `chain` is `ch_1 .. ch_N`, `th` their
 * commitments; a prime on a symbol is `Prime`.
 */
import { Domain } from "./domains.ts";
import type { Ciphertexts, PublicKey } from "./elgamal.ts";
import { MalformedEncoding } from "./errors.ts";
import { generators } from "./generators.ts";
import { Element, Elements, FixedBase, GENERATOR_BASE, msmSecret, Scalar, Scalars } from "./group.ts";
import type { RandomSource } from "./randomness.ts";
import type { ShuffleSecret } from "./shuffle.ts";
import { checkEquations, equationsWork } from "./shuffle_proof_check.ts";
import { ShuffleProof } from "./shuffle_proof_form.ts";
import { Transcript } from "./transcript.ts";
import { type Tick, ticker, type Work } from "./work.ts";

export { ShuffleProof } from "./shuffle_proof_form.ts";

const ZERO = Scalar.fromInt(0);
const ONE = Scalar.fromInt(1);

/** What a `ShuffleStatement` is made of. */
export interface ShuffleStatementFields {
  /** The election's id. */
  readonly election: string;
  /** The contest's id. */
  readonly contest: string;
  /** Holder number of the mixer. */
  readonly mixer: number;
  /** 1 for the first mix of the contest. */
  readonly step: number;
  /** The first `W` joint keys. */
  readonly key: PublicKey;
  /** The list before, `N >= 1` rows. */
  readonly inputs: Ciphertexts;
  /** The list after. */
  readonly outputs: Ciphertexts;
}

/** What is proved: these outputs are a mix of these inputs, made by this mixer at this step. */
export class ShuffleStatement implements ShuffleStatementFields {
  readonly election: string;
  readonly contest: string;
  readonly mixer: number;
  readonly step: number;
  readonly key: PublicKey;
  readonly inputs: Ciphertexts;
  readonly outputs: Ciphertexts;

  /**
   * Take lists that fit together.
   *
   * @throws MalformedEncoding the widths or lengths differ, or the lists are empty.
   */
  constructor(fields: ShuffleStatementFields) {
    const { key, inputs, outputs } = fields;
    if (key.width !== inputs.width || inputs.width !== outputs.width) {
      throw new MalformedEncoding("the widths of key, inputs and outputs differ");
    }
    if (inputs.length !== outputs.length) {
      throw new MalformedEncoding(`${inputs.length} inputs, but ${outputs.length} outputs`);
    }
    if (inputs.length === 0) throw new MalformedEncoding("an empty list cannot be mixed");
    this.election = fields.election;
    this.contest = fields.contest;
    this.mixer = fields.mixer;
    this.step = fields.step;
    this.key = key;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** The number `N` of ciphertexts. */
  get count(): number {
    return this.inputs.length;
  }

  /** The number `W` of elements in a message. */
  get width(): number {
    return this.key.width;
  }
}

/** The transcript, filled in the same order by prover and verifier. */
class Challenges {
  private readonly count: number;
  private readonly transcript: Transcript;

  constructor(statement: ShuffleStatement) {
    this.count = statement.count;
    this.transcript = new Transcript(Domain.SHUFFLE)
      .absorb("election", statement.election)
      .absorb("contest", statement.contest)
      .absorbU32("mixer", statement.mixer)
      .absorbU32("step", statement.step)
      .absorbU32("width", statement.width)
      .absorbU64("count", statement.count)
      .absorb("keys", statement.key.toBytes())
      .absorb("inputs", statement.inputs.toBytes())
      .absorb("outputs", statement.outputs.toBytes());
  }

  /** Return `u_1 .. u_N`. */
  afterPermutation(c: Elements, tick?: Tick): Scalars {
    return this.transcript.absorb("permutation", c.toBytes(tick)).challenges128("u", this.count);
  }

  /** Absorb `ch_1 .. ch_N`, which no challenge follows at once. */
  afterChain(chain: Elements, tick?: Tick): void {
    this.transcript.absorb("chain", chain.toBytes(tick));
  }

  /** Return `c` from `t1, t2, t3`, `t4` and `th`. */
  afterCommitments(t: Elements, t4: Elements, th: Elements, tick?: Tick): Scalar {
    return this.transcript
      .absorb("t1", t.at(0).toBytes())
      .absorb("t2", t.at(1).toBytes())
      .absorb("t3", t.at(2).toBytes())
      .absorb("t4", t4.toBytes())
      .absorb("th", th.toBytes(tick))
      .challengeScalar("c");
  }
}

/**
 * Prove a mix; every secret is used with the same operations whatever its value.
 *
 * @param statement the lists and where they stand.
 * @param secret what `shuffle` returned with the outputs.
 * @param random source of the proof's own secrets.
 */
export function prove(
  statement: ShuffleStatement,
  secret: ShuffleSecret,
  random: RandomSource,
  work: Work = {},
): ShuffleProof {
  const { count, width } = statement;
  // Generators, the outputs' encodings, steps 1, 3 and 4 with their encodings, and t4.
  const tick = ticker(work, 1 + 10 * count + 2 * count * (1 + width));
  const h = generators(statement.election, count, tick);
  const h0 = new FixedBase(h.at(0));
  // Fresh outputs are encoded here, so that it can be followed; the transcript then gets the same bytes.
  statement.outputs.toBytes(tick);
  const challenges = new Challenges(statement);

  // 1. c_{p(j)} = rc_{p(j)}*G + h_j, that is c_i = rc_i*G + h_{p^-1(i)}.
  const rc = Scalars.random(count, random);
  const c = GENERATOR_BASE.times(rc, tick).add(h.slice(1).permuted(inverse(secret.order)));

  // 2. u'_j = u_{p(j)}.
  const u = challenges.afterPermutation(c, tick);
  const uPrime = u.permuted(secret.order);

  // 3. ch_j = rh_j*G + u'_j*ch_{j-1} from ch_0 = h_0.  As ch_j = a_j*G + b_j*h_0, the exponents are tracked instead of
  // the elements: two multiplications by fixed bases replace one by a running one.
  const rh = Scalars.random(count, random);
  const a = rh.linearRecurrence(uPrime, ZERO);
  const b = uPrime.runningProducts();
  const chain = GENERATOR_BASE.times(a, tick).add(h0.times(b, tick));
  challenges.afterChain(chain, tick);

  // 4. t1 .. t4 and th_j = wh_j*G + w'_j*ch_{j-1}.
  const w = Scalars.random(4, random);
  const wh = Scalars.random(count, random);
  const wPrime = Scalars.random(count, random);
  const t3Sum = msmSecret(wPrime, h.slice(1), tick);
  const t = GENERATOR_BASE.times(w.slice(0, 3)).add(Elements.of([Element.identity(), Element.identity(), t3Sum]));
  const t4 = makeT4(statement, w.at(3).neg(), wPrime, tick);
  const aBefore = Scalars.concat([Scalars.of([ZERO]), a.slice(0, count - 1)]);
  const bBefore = Scalars.concat([Scalars.of([ONE]), b.slice(0, count - 1)]);
  const th = GENERATOR_BASE.times(wh.add(wPrime.mul(aBefore)), tick).add(h0.times(wPrime.mul(bBefore), tick));

  // 5. and 6.  sum_j rh_j*prod_{i>j} u'_i is a_N.
  const challenge = challenges.afterCommitments(t, t4, th, tick);
  const sums = Scalars.of([rc.sum(), a.at(count - 1), rc.dot(u), secret.randomness.dot(uPrime)]);
  return new ShuffleProof({
    c,
    chain,
    t,
    t4,
    th,
    s: w.add(sums.mul(challenge)),
    sh: wh.add(rh.mul(challenge)),
    sPrime: wPrime.add(uPrime.mul(challenge)),
  });
}

/** Return `t4 = -w4*(G, X_1..X_W) + sum w'_j*e'_j`. */
function makeT4(statement: ShuffleStatement, minusW4: Scalar, wPrime: Scalars, tick: Tick): Elements {
  const blinding = statement.key.blinding(Scalars.of([minusW4]));
  const sums = blinding.map((_, index) => msmSecret(wPrime, statement.outputs.column(index), tick));
  return Elements.concat(blinding).add(Elements.of(sums));
}

function inverse(order: readonly number[]): number[] {
  // A mixer who lies may repeat a place; its proof then holds for nothing, but can be made.
  const inverted = new Array<number>(order.length).fill(0);
  order.forEach((i, j) => {
    inverted[i] = j;
  });
  return inverted;
}

/**
 * Check all five equations of a mix.
 *
 * @param statement the lists, already decoded, and where they stand.
 * @param proof as decoded by `ShuffleProof.fromBytes`.
 * @param random source of the weights with which equations are checked together.
 * @throws InvalidShuffleProof names the first equation that does not hold.
 */
export function verify(statement: ShuffleStatement, proof: ShuffleProof, random: RandomSource, work: Work = {}): void {
  const { count, width, inputs, outputs, key } = statement;
  const tick = ticker(work, count + 1 + equationsWork(count, width));
  // What was decoded keeps its bytes: nothing is encoded anew.
  const challenges = new Challenges(statement);
  const u = challenges.afterPermutation(proof.c);
  challenges.afterChain(proof.chain);
  const challenge = challenges.afterCommitments(proof.t, proof.t4, proof.th);
  const h = generators(statement.election, count, tick);
  checkEquations({ inputs, outputs, key, h, proof, u, challenge }, random, tick);
}
