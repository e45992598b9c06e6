/**
 * A sealed ballot that its voter opened instead of casting it: what her booth shows, and what another device checks.
 *
 * The ciphertext is left out: whoever checks computes it from the names and the randomness.  Source: docs/protocol.md
 * section 9.4; docs/formats.md, "Booth test".
 */
import * as ballotProof from "../crypto/ballot_proof.ts";
import { BallotStatement } from "../crypto/ballot_proof.ts";
import type { PublicKey } from "../crypto/elgamal.ts";
import { CryptoError } from "../crypto/errors.ts";
import { type BallotPlace, ciphertextOf, type Opening, type SealedBallot } from "./ballot.ts";
import { fromB64, toB64 } from "./encoding.ts";
import { InvalidBallot, MalformedValue } from "./errors.ts";
import { trackingCode } from "./tracking.ts";

/** An opened ballot. */
export interface BoothTest {
  readonly place: BallotPlace;
  readonly credential: Uint8Array;
  readonly proof: Uint8Array;
  readonly randomness: Uint8Array;
  readonly names: readonly string[];
}

const MOST_TEXT = 8000;

/** Return the text that the booth's QR code carries: base64url of a JSON list. */
export function writeBoothTest(sealed: SealedBallot, opening: Opening): string {
  const { election, contest, table } = sealed.place;
  const { credential, proof } = sealed.parts;
  const parts = [election, contest, table, ...[credential, proof, opening.randomness].map(toB64), ...opening.names];
  return toB64(new TextEncoder().encode(JSON.stringify(parts)));
}

/**
 * Read what `writeBoothTest` wrote.
 *
 * @throws MalformedValue anything else.
 */
export function readBoothTest(text: string): BoothTest {
  if (text.length > MOST_TEXT) throw new MalformedValue("too long for a booth test");
  const parts = parse(text);
  const [election, contest, table, ...texts] = parts;
  const [credential, proof, randomness, ...names] = texts.filter((each) => typeof each === "string");
  if (
    typeof election !== "string" ||
    typeof contest !== "string" ||
    typeof table !== "number" ||
    !(Number.isInteger(table) && table >= 1 && table <= 32767) ||
    credential === undefined ||
    proof === undefined ||
    randomness === undefined ||
    texts.length !== names.length + 3
  ) {
    throw new MalformedValue("not a booth test");
  }
  return {
    place: { election, contest, table },
    credential: fromB64(credential),
    proof: fromB64(proof),
    randomness: fromB64(randomness),
    names,
  };
}

function parse(text: string): readonly unknown[] {
  try {
    const json = new TextDecoder("utf-8", { fatal: true }).decode(fromB64(text));
    const value: unknown = JSON.parse(json);
    if (Array.isArray(value)) return value;
  } catch {
    // What follows says it.
  }
  throw new MalformedValue("not a booth test");
}

/**
 * Return the tracking code of the ballot that these names give: the booth is honest if it showed the same before.
 *
 * @param key the first `W` joint keys.
 * @throws InvalidBallot no such ballot, or its proof does not hold.
 */
export function checkBoothTest(test: BoothTest, key: PublicKey): string {
  const ciphertext = ciphertextOf(test.names, test.randomness, key);
  try {
    const statement = new BallotStatement({ ...test.place, key, ciphertext, credential: test.credential });
    ballotProof.verify(statement, test.proof);
  } catch (fault) {
    if (!(fault instanceof CryptoError)) throw fault;
    throw new InvalidBallot(`proof: ${fault.message}`);
  }
  return trackingCode(test.place.election, test.place.contest, ciphertext, test.proof);
}
