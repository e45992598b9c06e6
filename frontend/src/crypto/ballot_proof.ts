/**
 * The proof that a ballot's maker knows its randomness.  Source: docs/protocol.md section 9.2.
 *
 * Its challenge binds the place, the keys, the whole ciphertext and the credential: a ciphertext cannot be changed or
 * copied under another credential.
 */
import { joinBytes } from "./bytes.ts";
import { Domain } from "./domains.ts";
import { Ciphertexts, ELEMENT_BYTES, type PublicKey, rowBytes } from "./elgamal.ts";
import { CryptoError, InvalidBallotProofs, MalformedEncoding } from "./errors.ts";
import { type Element, Elements, type Scalar, Scalars } from "./group.ts";
import type { RandomSource } from "./randomness.ts";
import * as schnorr from "./schnorr.ts";
import { PROOF_BYTES, SchnorrProof } from "./schnorr.ts";
import { Transcript } from "./transcript.ts";
import { type Tick, ticker, type Work } from "./work.ts";

// Below this many, checking one by one is not slower than splitting further.
const FEW = 4;

/** What a `BallotStatement` is made of. */
export interface BallotStatementFields {
  /** The election's id. */
  readonly election: string;
  /** The contest's id. */
  readonly contest: string;
  /** Number of the polling table. */
  readonly table: number;
  /** The first `W` joint keys. */
  readonly key: PublicKey;
  /** `32 * (1 + W)` bytes. */
  readonly ciphertext: Uint8Array;
  /** The card's public key, 32 bytes. */
  readonly credential: Uint8Array;
}

/** A sealed ballot, as far as its proof is concerned. */
export class BallotStatement implements BallotStatementFields {
  readonly election: string;
  readonly contest: string;
  readonly table: number;
  readonly key: PublicKey;
  readonly ciphertext: Uint8Array;
  readonly credential: Uint8Array;

  constructor(fields: BallotStatementFields) {
    this.election = fields.election;
    this.contest = fields.contest;
    this.table = fields.table;
    this.key = fields.key;
    this.ciphertext = fields.ciphertext;
    this.credential = fields.credential;
  }

  /** Return `c` for the commitment `T`. */
  challenge(commitment: Element): Scalar {
    return this.challengeFor(commitment.toBytes());
  }

  /** Return `c` for the encoding of `T`, 32 bytes. */
  challengeFor(commitment: Uint8Array): Scalar {
    return new Transcript(Domain.BALLOT)
      .absorb("election", this.election)
      .absorb("contest", this.contest)
      .absorbU32("table", this.table)
      .absorb("keys", this.key.toBytes())
      .absorb("ciphertext", this.ciphertext)
      .absorb("credential", this.credential)
      .absorb("commitment", commitment)
      .challengeScalar("c");
  }

  /**
   * Decode the ciphertext.
   *
   * @throws MalformedEncoding a wrong length, no canonical encoding, or the identity.
   */
  decoded(): Ciphertexts {
    return Ciphertexts.fromRows([this.ciphertext], this.key.width);
  }
}

/** Return the proof `T || s`, 64 bytes, for the randomness of the ciphertext. */
export function prove(statement: BallotStatement, randomness: Scalar, random: RandomSource): Uint8Array {
  return schnorr.prove(randomness, (commitment) => statement.challenge(commitment), random).toBytes();
}

/**
 * Check one ballot and return its ciphertext decoded.
 *
 * @throws MalformedEncoding the ciphertext or the proof does not decode.
 * @throws InvalidSchnorrProof the proof does not hold.
 */
export function verify(statement: BallotStatement, proof: Uint8Array): Ciphertexts {
  const ciphertext = statement.decoded();
  const decoded = SchnorrProof.fromBytes(proof);
  schnorr.verify(ciphertext.elements.at(0), decoded, (commitment) => statement.challenge(commitment));
  return ciphertext;
}

/**
 * Check many ballots with one multi-scalar multiplication; on failure find out which are bad.
 *
 * @param statements the ballots, of any contests.
 * @param proofs `T || s` of each.
 * @param random source of the weights.
 * @param decoded the ciphertexts of the statements in order, in lists of any lengths, if they have been decoded
 *   already; they are then not decoded again.
 * @throws InvalidBallotProofs with the error of each bad ballot under its index.
 * @throws RangeError the numbers of statements, proofs and decoded ciphertexts differ.
 */
export function batchVerifyBallotProofs(
  statements: readonly BallotStatement[],
  proofs: readonly Uint8Array[],
  random: RandomSource,
  decoded?: readonly Ciphertexts[],
  work: Work = {},
): void {
  const c1 = decoded === undefined ? undefined : Elements.concat(decoded.map((part) => part.column(0)));
  if (proofs.length !== statements.length || (c1 !== undefined && c1.length !== statements.length)) {
    throw new RangeError("the numbers of statements, proofs and decoded ciphertexts differ");
  }
  const toDecode = c1 === undefined ? statements.reduce((sum, each) => sum + 1 + each.key.width, 0) : 0;
  const tick = ticker(work, toDecode + 3 * statements.length);
  const faults = new Map<number, CryptoError>();
  findFaults({ statements, proofs, c1 }, random, tick, 0, faults);
  if (faults.size > 0) throw new InvalidBallotProofs(faults);
}

interface Batch {
  readonly statements: readonly BallotStatement[];
  readonly proofs: readonly Uint8Array[];
  readonly c1: Elements | undefined;
}

function part(batch: Batch, start: number, stop: number): Batch {
  return {
    statements: batch.statements.slice(start, stop),
    proofs: batch.proofs.slice(start, stop),
    c1: batch.c1?.slice(start, stop),
  };
}

/** Put the errors of the bad ones into `faults`, found by halving. */
function findFaults(
  batch: Batch,
  random: RandomSource,
  tick: Tick,
  offset: number,
  faults: Map<number, CryptoError>,
): void {
  const count = batch.statements.length;
  if (count <= FEW) {
    batch.statements.forEach((statement, index) => {
      const fault = refusal(() => verify(statement, batch.proofs[index]!));
      if (fault !== undefined) faults.set(offset + index, fault);
      tick(1);
    });
    return;
  }
  if (refusal(() => verifyBatch(batch, random, tick)) === undefined) return;
  const half = count >> 1;
  findFaults(part(batch, 0, half), random, tick, offset, faults);
  findFaults(part(batch, half, count), random, tick, offset + half, faults);
}

/** Return what a check refuses with; anything but a refusal goes through. */
function refusal(check: () => unknown): CryptoError | undefined {
  try {
    check();
  } catch (fault) {
    if (fault instanceof CryptoError) return fault;
    throw fault;
  }
  return undefined;
}

function verifyBatch(batch: Batch, random: RandomSource, tick: Tick): void {
  const { statements, proofs } = batch;
  if (proofs.some((proof) => proof.length !== PROOF_BYTES)) {
    throw new MalformedEncoding(`a proof that is not ${PROOF_BYTES} bytes long`);
  }
  const commitments = Elements.fromBytes(joinBytes(...proofs.map((proof) => proof.subarray(0, 32))), { tick });
  const responses = Scalars.fromBytes(joinBytes(...proofs.map((proof) => proof.subarray(32))));
  const challenges = Scalars.of(
    // The bytes just decoded need not be encoded anew.
    statements.map((statement, index) => statement.challengeFor(proofs[index]!.subarray(0, 32))),
  );
  const c1 = batch.c1 ?? firstElements(statements, tick);
  schnorr.verifyTogether(c1, commitments, responses, challenges, random, tick);
}

/** Decode whole ciphertexts, all of whose elements must be sound, and return every `c1`. */
function firstElements(statements: readonly BallotStatement[], tick: Tick): Elements {
  const starts: number[] = [];
  let position = 0;
  for (const statement of statements) {
    if (statement.ciphertext.length !== rowBytes(statement.key.width)) {
      throw new MalformedEncoding("a ciphertext of another width than the key");
    }
    starts.push(position);
    position += statement.ciphertext.length / ELEMENT_BYTES;
  }
  return Elements.fromBytes(joinBytes(...statements.map((each) => each.ciphertext)), { tick }).permuted(starts);
}
