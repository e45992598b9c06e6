/**
 * Ballots: sealing, signatures, proof, and the opening of audited ones.  Source: docs/protocol.md section 9.
 */
import * as ballotProof from "../crypto/ballot_proof.ts";
import { BallotStatement } from "../crypto/ballot_proof.ts";
import { joinBytes, sameBytes } from "../crypto/bytes.ts";
import { Domain, frame, frames, u32be } from "../crypto/domains.ts";
import { encrypt, type PublicKey } from "../crypto/elgamal.ts";
import { encodeSlots } from "../crypto/encoding.ts";
import { CryptoError, InvalidSignature } from "../crypto/errors.ts";
import { Scalar, Scalars } from "../crypto/group.ts";
import type { RandomSource } from "../crypto/randomness.ts";
import { publicKey, sign, verify } from "../crypto/signing.ts";
import { type CardPlace, cardSeed } from "./cards.ts";
import { InvalidBallot, InvalidName } from "./errors.ts";
import { toSlots } from "./names.ts";
import { trackingCode } from "./tracking.ts";

/** Where a ballot is cast: what its proof and signatures bind. */
export type BallotPlace = CardPlace;

/** A ballot as it is cast. */
export interface BallotCast {
  readonly contest: string;
  readonly table: number;
  /** Public key of the card, 32 bytes. */
  readonly credential: Uint8Array;
  /** `32 * (1 + W)` bytes. */
  readonly ciphertext: Uint8Array;
  /** `T || s`, 64 bytes. */
  readonly proof: Uint8Array;
  /** Of the card, 64 bytes. */
  readonly signature: Uint8Array;
  /** Of the table, 64 bytes. */
  readonly tableSignature: Uint8Array;
}

/** What a sealed ballot is made of. */
type Sealed = Omit<BallotCast, "contest" | "table" | "tableSignature">;

/** A ballot signed by its card and not yet by its table: its voter may cast it or audit it. */
export class SealedBallot {
  readonly place: BallotPlace;
  readonly parts: Sealed;

  constructor(place: BallotPlace, parts: Sealed) {
    this.place = place;
    this.parts = parts;
  }

  /** The tracking code, shown before the voter chooses. */
  get tracking(): string {
    return trackingCode(this.place.election, this.place.contest, this.parts.ciphertext, this.parts.proof);
  }

  /** Return the ballot as it is cast, signed with the table's Ed25519 seed of 32 bytes. */
  cast(tableSeed: Uint8Array): BallotCast {
    const { credential, ciphertext, proof, signature } = this.parts;
    const body = bodyBytes(this.place, credential, ciphertext, proof);
    const tableSignature = sign(tableSeed, tableMessage(body, signature));
    return { contest: this.place.contest, table: this.place.table, ...this.parts, tableSignature };
  }
}

/** What opens a sealed ballot; a booth shows it for an audit and otherwise forgets it. */
export class Opening {
  readonly #randomness: Uint8Array;
  readonly #names: readonly string[];

  constructor(randomness: Uint8Array, names: readonly string[]) {
    this.#randomness = randomness;
    this.#names = names;
  }

  /** `r`, 32 bytes. */
  get randomness(): Uint8Array {
    return this.#randomness;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** Overwrite the randomness; the names are texts, which nobody can overwrite. */
  wipe(): void {
    this.#randomness.fill(0);
  }
}

/** Return what card and table sign (docs/protocol.md section 9.3). */
export function bodyBytes(
  place: BallotPlace,
  credential: Uint8Array,
  ciphertext: Uint8Array,
  proof: Uint8Array,
): Uint8Array {
  return joinBytes(
    frames("election", place.election, "contest", place.contest, "table", u32be(place.table)),
    frames("credential", credential, "ciphertext", ciphertext, "proof", proof),
  );
}

function cardMessage(body: Uint8Array): Uint8Array {
  return joinBytes(frame("domain", Domain.BALLOT_SIGNATURE), body);
}

function tableMessage(body: Uint8Array, signature: Uint8Array): Uint8Array {
  return joinBytes(frame("domain", Domain.TABLE_SIGNATURE), body, frame("signature", signature));
}

/**
 * Seal written names under a card, as a booth does.
 *
 * @param names texts in NFC, as `normalise` returns them; empty ones are left out.
 * @param secret secret of the card, 16 bytes.
 * @param place election, contest and table of the card.
 * @param key the first `W` joint keys.
 * @param random source of the randomness of encryption and proof.
 * @throws InvalidName too many names, or one that no slot holds.
 * @throws MalformedValue the secret has not 16 bytes.
 */
export function seal(
  names: readonly string[],
  secret: Uint8Array,
  place: BallotPlace,
  key: PublicKey,
  random: RandomSource,
): { sealed: SealedBallot; opening: Opening } {
  const seed = cardSeed(secret, place);
  const credential = publicKey(seed);
  const messages = encodeSlots(toSlots(names, key.width / 2));
  const randomness = Scalar.random(random);
  const ciphertext = encrypt(messages, key, Scalars.of([randomness])).toBytes();
  const proof = ballotProof.prove(new BallotStatement({ ...place, key, ciphertext, credential }), randomness, random);
  const signature = sign(seed, cardMessage(bodyBytes(place, credential, ciphertext, proof)));
  seed.fill(0);
  return {
    sealed: new SealedBallot(place, { credential, ciphertext, proof, signature }),
    opening: new Opening(
      randomness.toBytes(),
      names.filter((name) => name !== ""),
    ),
  };
}

/**
 * Accept the signatures of card and table.
 *
 * @param election the election of the log.
 * @param tableKey key of the table's present opening, 32 bytes.
 * @throws InvalidBallot one of them does not hold; the message says which.
 */
export function checkSignatures(election: string, ballot: BallotCast, tableKey: Uint8Array): void {
  const body = bodyBytes({ election, ...ballot }, ballot.credential, ballot.ciphertext, ballot.proof);
  guard("card signature", () => verify(ballot.credential, cardMessage(body), ballot.signature));
  guard("table signature", () => verify(tableKey, tableMessage(body, ballot.signature), ballot.tableSignature));
}

/** Return what the proof of a ballot proves; `ballot_proof` checks many at once. */
export function statementOf(election: string, ballot: BallotCast, key: PublicKey): BallotStatement {
  const { contest, table, ciphertext, credential } = ballot;
  return new BallotStatement({ election, contest, table, key, ciphertext, credential });
}

/**
 * Accept ciphertext and proof of a ballot.
 *
 * @param key the first `W` joint keys.
 * @throws InvalidBallot the ciphertext or the proof does not decode or does not hold.
 */
export function checkProof(election: string, ballot: BallotCast, key: PublicKey): void {
  guard("proof", () => ballotProof.verify(statementOf(election, ballot, key), ballot.proof));
}

/**
 * Return the ciphertext that these names give under this randomness: what an audit recomputes.
 *
 * @throws InvalidBallot no ballot holds these names, or the randomness is no scalar.
 */
export function ciphertextOf(names: readonly string[], randomness: Uint8Array, key: PublicKey): Uint8Array {
  return guard("opening", () => {
    const messages = encodeSlots(toSlots(names, key.width / 2));
    return encrypt(messages, key, Scalars.of([Scalar.fromBytes(randomness)])).toBytes();
  });
}

/**
 * Accept that a ciphertext holds these names under this randomness: what an audit shows.
 *
 * @throws InvalidBallot it does not.
 */
export function checkOpening(
  ciphertext: Uint8Array,
  names: readonly string[],
  randomness: Uint8Array,
  key: PublicKey,
): void {
  if (!sameBytes(ciphertextOf(names, randomness, key), ciphertext)) {
    throw new InvalidBallot("opening: another ciphertext");
  }
}

/** Run a check; what the layers below refuse, refuses the ballot. */
function guard<T>(part: string, check: () => T): T {
  try {
    return check();
  } catch (fault) {
    if (fault instanceof InvalidSignature) throw new InvalidBallot(part);
    if (fault instanceof CryptoError || fault instanceof InvalidName) {
      throw new InvalidBallot(`${part}: ${fault.message}`);
    }
    throw fault;
  }
}
