/**
 * A small election for the tests of the protocol: key holders, joint keys, sealed ballots.
 *
 * Seeds and order are those of `tests/crypto/world.py`, so that what is made here must be what Python makes.
 */
import * as ballotProof from "../../src/crypto/ballot_proof.ts";
import { BallotStatement } from "../../src/crypto/ballot_proof.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import {
  CeremonyContext,
  type Commitments,
  commit,
  jointKey,
  openCommitments,
  Polynomials,
  verificationKeys,
} from "../../src/crypto/ceremony.ts";
import { secretKeys } from "../../src/crypto/ceremony_shares.ts";
import { type Ciphertexts, encrypt, type PublicKey } from "../../src/crypto/elgamal.ts";
import { encodeSlots } from "../../src/crypto/encoding.ts";
import { type Elements, Scalars } from "../../src/crypto/group.ts";
import { computeFactors, OpeningStatement } from "../../src/crypto/opening.ts";
import type { RandomSource } from "../../src/crypto/randomness.ts";
import { type ShuffleSecret, shuffle } from "../../src/crypto/shuffle.ts";
import { ShuffleStatement } from "../../src/crypto/shuffle_proof.ts";
import { seeded } from "./golden.ts";

export const ELECTION = "kelurahan-contoh-2027";
export const CONTEST = "bkm";
const NAMES = ["Siti Aminah", "Asep Suryana", "Mochamad Ridwan", "Euis Komariah", "Ujang", ""];

/** Keep what a function of numbers returns. */
function kept<A extends readonly (number | undefined)[], T>(make: (...numbers: A) => T): (...numbers: A) => T {
  const known = new Map<string, T>();
  return (...numbers) => {
    const name = numbers.join(" ");
    const made = known.get(name) ?? make(...numbers);
    known.set(name, made);
    return made;
  };
}

/** The outcome of an honest ceremony, all secrets included. */
export interface Holders {
  readonly context: CeremonyContext;
  readonly polynomials: readonly Polynomials[];
  readonly blobs: readonly Uint8Array[];
  readonly commitments: readonly Commitments[];
  readonly key: PublicKey;
  readonly secret: (holder: number) => Scalars;
  readonly verification: (holder: number) => Elements;
}

/** Run an honest ceremony of `count` holders (5) with a threshold (3) for `width` keys. */
export const holders = kept((width: number, count = 5, threshold = 3): Holders => {
  const context = new CeremonyContext({ election: ELECTION, ceremony: 1, holders: count, threshold, keys: width });
  const random = seeded(`ceremony ${width} ${count} ${threshold}`);
  const polynomials = Array.from({ length: count }, () => Polynomials.draw(context, random));
  const blobs = polynomials.map((own, index) => commit(context, index + 1, own, random));
  const commitments = blobs.map((blob, index) => openCommitments(context, index + 1, blob));
  return {
    context,
    polynomials,
    blobs,
    commitments,
    key: jointKey(commitments),
    secret: (holder) => secretKeys(polynomials.map((own) => own.shareFor(holder))),
    verification: (holder) => verificationKeys(commitments, holder),
  };
});

/** Return the slots of `count` ballots, no two ballots alike. */
export function slots(count: number, width: number): Uint8Array[] {
  const made: Uint8Array[] = [];
  for (let ballot = 0; ballot < count; ballot++) {
    for (let slot = 0; slot < width >> 1; slot++) {
      const name = slot === 0 ? `${ballot} ${NAMES[ballot % NAMES.length]}` : NAMES[slot % NAMES.length]!;
      const padded = new Uint8Array(60);
      padded.set(utf8(name));
      made.push(padded);
    }
  }
  return made;
}

/** Sealed ballots with the randomness that their makers know. */
export interface Sealed {
  readonly key: PublicKey;
  readonly randomness: Scalars;
  readonly ciphertexts: Ciphertexts;
}

/** Seal `count` ballots of a width. */
export const sealed = kept((count: number, width: number): Sealed => {
  const { key } = holders(width);
  const randomness = Scalars.random(count, seeded(`ballots ${count} ${width}`));
  return { key, randomness, ciphertexts: encrypt(encodeSlots(slots(count, width)), key, randomness) };
});

/** Return what the proof of the first of two ballots is about. */
export function ballotStatement(): BallotStatement {
  const { key, ciphertexts } = sealed(2, 2);
  return new BallotStatement({
    election: ELECTION,
    contest: CONTEST,
    table: 7,
    key,
    ciphertext: ciphertexts.rows(0, 1).toBytes(),
    credential: new Uint8Array(32),
  });
}

/** Return an honest proof of `ballotStatement()`. */
export function ballotProofOf(): Uint8Array {
  return ballotProof.prove(ballotStatement(), sealed(2, 2).randomness.at(0), seeded("proof 0"));
}

/** A mix with its secret; the random source is where the mixing left it. */
export interface Mixed {
  readonly statement: ShuffleStatement;
  readonly secret: ShuffleSecret;
  readonly random: RandomSource;
}

/** Mix the sealed ballots. */
export function mixed(count: number, width: number): Mixed {
  const { key, ciphertexts: inputs } = sealed(count, width);
  const random = seeded(`mix ${count} ${width}`);
  const { outputs, secret } = shuffle(inputs, key, random);
  const place = { election: ELECTION, contest: CONTEST, mixer: 2, step: 1 };
  return { statement: new ShuffleStatement({ ...place, key, inputs, outputs }), secret, random };
}

/** Return what a holder proves when it opens the sealed ballots. */
export function openingStatement(holder: number, count: number, width: number): OpeningStatement {
  return new OpeningStatement({
    election: ELECTION,
    contest: CONTEST,
    holder,
    verificationKeys: holders(width).verification(holder),
    ciphertexts: sealed(count, width).ciphertexts,
  });
}

/** Return a holder's honest factors for the sealed ballots. */
export function factorsOf(holder: number, count: number, width: number): Elements {
  return computeFactors(sealed(count, width).ciphertexts, holders(width).secret(holder));
}
