/** A key holder's steps on the night: mixing and opening.  Source: docs/protocol.md sections 10 and 11. */
import { statementOf } from "../ballots/ballot.ts";
import { type BlobSource, nameOf } from "../ballots/state/blobs.ts";
import type { ElectionState } from "../ballots/state/fold.ts";
import { listHash } from "../ballots/state/mixing.ts";
import { batchVerifyBallotProofs } from "../crypto/ballot_proof.ts";
import { verificationKeys as verificationKeysOf } from "../crypto/ceremony.ts";
import { Ciphertexts, PublicKey } from "../crypto/elgamal.ts";
import { CryptoError } from "../crypto/errors.ts";
import * as opening from "../crypto/opening.ts";
import { OpeningStatement } from "../crypto/opening.ts";
import type { RandomSource } from "../crypto/randomness.ts";
import { shuffle } from "../crypto/shuffle.ts";
import * as shuffleProof from "../crypto/shuffle_proof.ts";
import { ShuffleProof, ShuffleStatement } from "../crypto/shuffle_proof.ts";
import { allCommitments, checkOwn, type Follow, secretScalars, signed, unseen } from "./common.ts";
import { HolderRefusal } from "./errors.ts";
import type { HolderSecret } from "./secret.ts";

/** A mix: the signed `mix.done`, the list after, and the proof. */
export interface Mix {
  readonly event: Uint8Array;
  readonly output: Uint8Array;
  readonly proof: Uint8Array;
}

/** An opening: the signed `opening.factor`, the factors and their proof. */
export interface OpenedList {
  readonly event: Uint8Array;
  readonly factors: Uint8Array;
  readonly proof: Uint8Array;
}

/**
 * Mix the present list; return the signed `mix.done`, the list after, and the proof.
 *
 * @param state with the contest closed.
 * @param contest whose ballots.
 * @param number the holder.
 * @param secret hers.
 * @param data the present list: the last mix's output, or the accepted ciphertexts in log order.
 * @param random source of permutation and randomness.
 * @throws HolderRefusal the list is not the log's, she mixed before, or the contest is not being mixed.
 */
export function mix(
  state: ElectionState,
  contest: string,
  number: number,
  secret: HolderSecret,
  data: Uint8Array,
  random: RandomSource,
  follow: Follow = unseen,
): Mix {
  const found = state.contest(contest);
  checkOwn(state, number, secret);
  if (found.phase !== "CLOSED") throw new HolderRefusal("not-mixing");
  if (found.tally.mixes.some((done) => done.holder === number)) {
    throw new HolderRefusal("mixed-already");
  }
  checkList(data, listHash(found));
  const { election } = state;
  const key = PublicKey.fromBytes(state.contestKeys(contest));
  const inputs = Ciphertexts.fromBytes(data, key.width);
  const step = found.tally.mixes.length + 1;
  const { outputs, secret: moves } = shuffle(inputs, key, random, follow("shuffle"));
  const statement = new ShuffleStatement({ election, contest, mixer: number, step, key, inputs, outputs });
  const proof = shuffleProof.prove(statement, moves, random, follow("prove")).toBytes();
  const output = outputs.toBytes();
  const names = { input: nameOf(data), output: nameOf(output), proof: nameOf(proof) };
  const event = signed(state, { type: "mix.done", contest, step, holder: number, ...names }, secret);
  return { event, output, proof };
}

/**
 * Check of every accepted ballot that its maker knew what is in it.
 *
 * A ballot without this proof may be another one in disguise: opened beside it, it would show whose it is.
 *
 * @throws HolderRefusal a proof does not hold.
 */
export function checkBallots(
  state: ElectionState,
  contest: string,
  random: RandomSource,
  follow: Follow = unseen,
): void {
  const { ballots } = state.contest(contest);
  const key = PublicKey.fromBytes(state.contestKeys(contest));
  try {
    const statements = ballots.map((ballot) => statementOf(state.election, ballot, key));
    const proofs = ballots.map((ballot) => ballot.proof);
    batchVerifyBallotProofs(statements, proofs, random, undefined, follow("ballots"));
  } catch (fault) {
    if (!(fault instanceof CryptoError)) throw fault;
    throw new HolderRefusal("ballot-unproved");
  }
}

/**
 * Check every mix from the accepted ballots to the last list, and return that list.
 *
 * @throws HolderRefusal a list or proof is missing, or a proof does not hold.
 */
export function checkMixes(
  state: ElectionState,
  blobs: BlobSource,
  contest: string,
  random: RandomSource,
  follow: Follow = unseen,
): Uint8Array {
  const found = state.contest(contest);
  const { election } = state;
  const key = PublicKey.fromBytes(state.contestKeys(contest));
  if (found.input === null) throw new HolderRefusal("not-closed");
  let data = found.mixInput();
  checkList(data, found.input);
  for (const { step, holder, input, output: after, proof: proofName } of found.tally.mixes) {
    const output = blobOf(blobs, after);
    const proof = blobOf(blobs, proofName);
    checkList(data, input);
    try {
      const inputs = Ciphertexts.fromBytes(data, key.width);
      const outputs = Ciphertexts.fromBytes(output, key.width);
      const statement = new ShuffleStatement({ election, contest, mixer: holder, step, key, inputs, outputs });
      const decoded = ShuffleProof.fromBytes(proof, statement.count, key.width);
      shuffleProof.verify(statement, decoded, random, follow("mixes"));
    } catch (fault) {
      if (!(fault instanceof CryptoError)) throw fault;
      throw new HolderRefusal("mix-unproved", { step });
    }
    data = output;
  }
  return data;
}

/**
 * Return the signed `opening.factor`, the factors and their proof for the last mixed list.
 *
 * It checks all ballots and mixes itself: factors of a list that is not mixed would show who wrote what.  Before the
 * caller sends anything, she keeps `secret.havingOpened(contest, list)`, so that no second list is ever opened.
 *
 * @throws HolderRefusal no opening is ordered, there are fewer ballots than the rules allow, too few mixes, the list
 *   is not that of the order, she opened another one, or a ballot or a mix is not proved.
 */
export function openList(
  state: ElectionState,
  blobs: BlobSource,
  contest: string,
  number: number,
  secret: HolderSecret,
  random: RandomSource,
  follow: Follow = unseen,
): OpenedList {
  const found = state.contest(contest);
  checkOwn(state, number, secret);
  const scalars = secretScalars(state, secret);
  const { minBatch, mixers } = state.agreedRules();
  if (found.phase !== "ORDERED" && found.phase !== "OPENED") {
    throw new HolderRefusal("not-ordered");
  }
  if (found.ballots.length < minBatch) {
    throw new HolderRefusal("too-few", { least: minBatch });
  }
  if (found.tally.mixes.length < mixers) {
    throw new HolderRefusal("too-few-mixes", { mixers });
  }
  secret.havingOpened(contest, listHash(found));
  checkBallots(state, contest, random, follow);
  const data = checkMixes(state, blobs, contest, random, follow);
  // `opening.ordered` names this list and no mix can follow it: the fold refuses both otherwise.
  checkList(data, listHash(found));
  const { width } = found.rules;
  const ciphertexts = Ciphertexts.fromBytes(data, width);
  const own = scalars.slice(0, width);
  const commitments = allCommitments(state, blobs, follow("commitments"));
  const verificationKeys = verificationKeysOf(commitments, number).slice(0, width);
  const made = opening.computeFactors(ciphertexts, own, follow("factors"));
  const { election } = state;
  const statement = new OpeningStatement({ election, contest, holder: number, verificationKeys, ciphertexts });
  const proof = opening.prove(statement, made, own, random, follow("prove"));
  const factors = made.toBytes();
  const names = { factors: nameOf(factors), proof: nameOf(proof) };
  const event = signed(state, { type: "opening.factor", contest, holder: number, ...names }, secret);
  return { event, factors, proof };
}

function blobOf(blobs: BlobSource, name: string): Uint8Array {
  const data = blobs.get(name);
  if (data === null) throw new HolderRefusal("list-or-proof-missing");
  checkList(data, name);
  return data;
}

function checkList(data: Uint8Array, name: string): void {
  if (nameOf(data) !== name) {
    throw new HolderRefusal("other-list");
  }
}
