/**
 * The key ceremony: polynomials, commitments and joint keys.  Source: docs/protocol.md section 6.
 *
 * A holder's polynomials are secret; from `t` holders' shares, or all holders' polynomials, every ballot can be opened.
 * They live on the holder's own device.  Sealed shares are in `ceremony_shares.ts`.
 */
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { joinBytes, sameBytes } from "./bytes.ts";
import { Domain, frame } from "./domains.ts";
import { ELEMENT_BYTES, PublicKey } from "./elgamal.ts";
import { CeremonyFault, CryptoError, MalformedEncoding } from "./errors.ts";
import { type Element, Elements, GENERATOR_BASE, msm, Scalar, Scalars } from "./group.ts";
import type { RandomSource } from "./randomness.ts";
import * as schnorr from "./schnorr.ts";
import { PROOF_BYTES, SchnorrProof } from "./schnorr.ts";
import { Transcript } from "./transcript.ts";
import { ticker, type Work } from "./work.ts";

export const LEAST_THRESHOLD = 2;
const SCALAR_BYTES = 32;

/** What a `CeremonyContext` is made of. */
export interface CeremonyContextFields {
  /** The election's id. */
  readonly election: string;
  /** Number of this run, from 1. */
  readonly ceremony: number;
  /** `n`. */
  readonly holders: number;
  /** `t`, from 2 to `n`. */
  readonly threshold: number;
  /** `Wmax`, the number of keys. */
  readonly keys: number;
}

/** One run of the ceremony. */
export class CeremonyContext implements CeremonyContextFields {
  readonly election: string;
  readonly ceremony: number;
  readonly holders: number;
  readonly threshold: number;
  readonly keys: number;

  /**
   * Take numbers that a ceremony can have.
   *
   * @throws MalformedEncoding the threshold is not from 2 to `n`, or there is no key.
   */
  constructor(fields: CeremonyContextFields) {
    const { holders, threshold, keys } = fields;
    if (!(Number.isInteger(threshold) && LEAST_THRESHOLD <= threshold && threshold <= holders)) {
      throw new MalformedEncoding(`a threshold of ${threshold} of ${holders}`);
    }
    if (!(Number.isInteger(keys) && keys >= 1)) throw new MalformedEncoding("a ceremony makes at least one key");
    this.election = fields.election;
    this.ceremony = fields.ceremony;
    this.holders = holders;
    this.threshold = threshold;
    this.keys = keys;
  }

  /**
   * Refuse a number that is no holder's.
   *
   * @throws MalformedEncoding not from 1 to `n`.
   */
  checkHolder(holder: number): void {
    if (!(Number.isInteger(holder) && holder >= 1 && holder <= this.holders)) {
      throw new MalformedEncoding(`holder ${holder} of ${this.holders}`);
    }
  }
}

/** A holder's secret polynomials `f_1 .. f_Wmax` of degree `t - 1`. */
export class Polynomials {
  /** `a_{k,j}`, key by key, the constant term first. */
  readonly coefficients: Scalars;
  /** `t`. */
  readonly threshold: number;

  constructor(coefficients: Scalars, threshold: number) {
    this.coefficients = coefficients;
    this.threshold = threshold;
  }

  /** Draw all coefficients at random. */
  static draw(context: CeremonyContext, random: RandomSource): Polynomials {
    return new Polynomials(Scalars.random(context.keys * context.threshold, random), context.threshold);
  }

  /**
   * Decode `a_{1,0} || a_{1,1} || ...` from a holder's own key file.
   *
   * @throws MalformedEncoding a wrong length or a scalar that is not canonical.
   */
  static fromBytes(data: Uint8Array, context: CeremonyContext): Polynomials {
    if (data.length !== SCALAR_BYTES * context.keys * context.threshold) {
      throw new MalformedEncoding("polynomials of another ceremony");
    }
    return new Polynomials(Scalars.fromBytes(data), context.threshold);
  }

  /** Return the coefficients, for the holder's own key file only. */
  toBytes(): Uint8Array {
    return this.coefficients.toBytes();
  }

  /** Return `f_1(holder) .. f_Wmax(holder)`. */
  shareFor(holder: number): Scalars {
    const z = Scalar.fromInt(holder);
    let share = this.column(this.threshold - 1);
    for (let power = this.threshold - 2; power >= 0; power--) share = share.mul(z).add(this.column(power));
    return share;
  }

  /** Return the coefficients of one power, of all polynomials. */
  private column(power: number): Scalars {
    return this.coefficients.slice(power, this.coefficients.length, this.threshold);
  }

  /** Hide the coefficients. */
  toString(): string {
    return `<Polynomials, threshold ${this.threshold}>`;
  }

  /** Keep the coefficients out of every JSON. */
  toJSON(): string {
    return this.toString();
  }
}

/** A holder's commitments, whose proofs have been checked. */
export class Commitments {
  /** `A_{k,j}`, key by key, the constant term first. */
  readonly elements: Elements;
  /** `t`. */
  readonly threshold: number;

  constructor(elements: Elements, threshold: number) {
    this.elements = elements;
    this.threshold = threshold;
  }

  /** Return `A_{1,0} .. A_{Wmax,0}`, this holder's part of the joint keys. */
  constants(): Elements {
    return this.elements.slice(0, this.elements.length, this.threshold);
  }

  /**
   * Return `sum_l holder^l * A_{k,l}` for every `k`.
   *
   * It is what the share for `holder` must be when it is multiplied by `G`.
   */
  shareKey(holder: number): Elements {
    const powers = Scalars.fromInts(
      Array.from({ length: this.threshold }, (_, power) => BigInt(holder) ** BigInt(power)),
    );
    const sums: Element[] = [];
    for (let start = 0; start < this.elements.length; start += this.threshold) {
      sums.push(msm(powers, this.elements.slice(start, start + this.threshold)));
    }
    return Elements.of(sums);
  }
}

/** Return the challenge of key number `key` (from 1), from its commitment `T`. */
function challengeOf(
  context: CeremonyContext,
  holder: number,
  key: number,
  commitments: Uint8Array,
): (commitment: Element) => Scalar {
  return (commitment) =>
    new Transcript(Domain.CEREMONY_KEY)
      .absorb("election", context.election)
      .absorbU32("ceremony", context.ceremony)
      .absorbU32("holders", context.holders)
      .absorbU32("threshold", context.threshold)
      .absorbU32("holder", holder)
      .absorbU32("key", key)
      .absorb("commitments", commitments)
      .absorb("commitment", commitment.toBytes())
      .challengeScalar("c");
}

/**
 * Return the commitment blob of a holder: all `A_{k,j}`, then a proof for each key.
 *
 * @throws MalformedEncoding `holder` is not one of the ceremony's.
 */
export function commit(
  context: CeremonyContext,
  holder: number,
  polynomials: Polynomials,
  random: RandomSource,
  work: Work = {},
): Uint8Array {
  context.checkHolder(holder);
  const { coefficients } = polynomials;
  const tick = ticker(work, 2 * coefficients.length + context.keys);
  const commitments = GENERATOR_BASE.times(coefficients, tick).toBytes(tick);
  const proofs: Uint8Array[] = [];
  for (let key = 1; key <= context.keys; key++) {
    const secret = coefficients.at((key - 1) * context.threshold);
    proofs.push(schnorr.prove(secret, challengeOf(context, holder, key, commitments), random).toBytes());
    tick(1);
  }
  return joinBytes(commitments, ...proofs);
}

/**
 * Check a revealed commitment blob: its form, and that its maker knows every constant term.
 *
 * @throws CeremonyFault names `holder` when anything is wrong.
 * @throws MalformedEncoding `holder` is not one of the ceremony's.
 */
export function openCommitments(
  context: CeremonyContext,
  holder: number,
  blob: Uint8Array,
  work: Work = {},
): Commitments {
  context.checkHolder(holder);
  const { keys, threshold } = context;
  const size = ELEMENT_BYTES * keys * threshold;
  if (blob.length !== size + PROOF_BYTES * keys) {
    throw new CeremonyFault(holder, `a commitment blob of ${blob.length} bytes`);
  }
  const encoded = blob.subarray(0, size);
  const tick = ticker(work, keys * threshold + keys);
  try {
    const elements = Elements.fromBytes(encoded, { tick });
    for (let key = 1; key <= keys; key++) {
      const start = size + PROOF_BYTES * (key - 1);
      const proof = SchnorrProof.fromBytes(blob.subarray(start, start + PROOF_BYTES));
      schnorr.verify(elements.at((key - 1) * threshold), proof, challengeOf(context, holder, key, encoded));
      tick(1);
    }
    return new Commitments(elements, threshold);
  } catch (fault) {
    if (!(fault instanceof CryptoError)) throw fault;
    throw new CeremonyFault(holder, `the commitments do not hold: ${fault.message}`);
  }
}

/**
 * Check that a holder reveals the blob whose SHA-256 was logged before anybody's was known.
 *
 * @throws CeremonyFault names `holder`: it waited for the others' before it chose its own.
 */
export function checkRevealed(holder: number, blob: Uint8Array, committed: Uint8Array): void {
  if (!sameBytes(sha256(blob), committed)) {
    throw new CeremonyFault(holder, "the revealed blob is not the committed one");
  }
}

/**
 * Return what holders confirm, 64 bytes.
 *
 * @param events canonical JSON of every ceremony event of the run so far, in log order, registrations first and
 *   confirmations left out.
 */
export function ceremonyHash(events: readonly Uint8Array[]): Uint8Array {
  const digest = sha512.create().update(frame("domain", Domain.CEREMONY_TRANSCRIPT));
  for (const event of events) digest.update(frame("event", event));
  return digest.digest();
}

function sumOf(parts: readonly Elements[]): Elements {
  return parts.reduce((total, part) => total.add(part));
}

/**
 * Return `X_k = sum_i A_{i,k,0}` from the commitments of all holders.
 *
 * @throws MalformedEncoding a joint key is the identity.
 */
export function jointKey(commitments: readonly Commitments[]): PublicKey {
  return new PublicKey(sumOf(commitments.map((own) => own.constants())));
}

/** Return `Y_{holder,1} .. Y_{holder,Wmax}` from the commitments of all holders, at least one. */
export function verificationKeys(commitments: readonly Commitments[], holder: number): Elements {
  const total = sumOf(commitments.map((own) => own.elements));
  return new Commitments(total, commitments[0]!.threshold).shareKey(holder);
}
