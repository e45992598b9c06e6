/** Sealed ballots against the golden vectors of the Python implementation. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  type BallotCast,
  type BallotPlace,
  checkOpening,
  checkProof,
  checkSignatures,
  seal,
} from "../../src/ballots/ballot.ts";
import { InvalidBallot, InvalidName, MalformedValue } from "../../src/ballots/errors.ts";
import { trackingCode } from "../../src/ballots/tracking.ts";
import { toHex } from "../../src/crypto/bytes.ts";
import { PublicKey } from "../../src/crypto/elgamal.ts";
import { systemRandom } from "../../src/crypto/randomness.ts";
import { publicKey } from "../../src/crypto/signing.ts";
import { type Fields, list, number, raw, seeded, text } from "../crypto/golden.ts";
import { vectors } from "./vectors.ts";

function placeOf(fields: Fields): BallotPlace {
  return { election: text(fields, "election"), contest: text(fields, "contest"), table: number(fields, "table") };
}

function ballotOf(fields: Fields): BallotCast {
  const { contest, table } = placeOf(fields);
  return {
    contest,
    table,
    credential: raw(fields, "credential"),
    ciphertext: raw(fields, "ciphertext"),
    proof: raw(fields, "proof"),
    signature: raw(fields, "signature"),
    tableSignature: raw(fields, "table_signature"),
  };
}

const CHECKS: Readonly<Record<string, (fields: Fields, key: PublicKey) => void>> = {
  signatures: (fields) => checkSignatures(text(fields, "election"), ballotOf(fields), raw(fields, "table_key")),
  proof: (fields, key) => checkProof(text(fields, "election"), ballotOf(fields), key),
  opening: (fields, key) =>
    checkOpening(raw(fields, "ciphertext"), list<string>(fields, "names"), raw(fields, "randomness"), key),
};

function check(fields: Fields): void {
  const key = PublicKey.fromBytes(raw(fields, "keys"));
  const wanted = text(fields, "check");
  const names = wanted === "all" ? Object.keys(CHECKS) : [wanted];
  for (const name of names) {
    const run = CHECKS[name];
    if (run === undefined) throw new Error(`unknown check ${name}`);
    run(fields, key);
  }
}

const all = vectors("ballot");
const [, sound] = all.find(([, fields]) => fields["result"] === "valid")!;
const key = PublicKey.fromBytes(raw(sound, "keys"));
const place = placeOf(sound);

describe("ballots", () => {
  test.each(all.filter(([, fields]) => fields["result"] === "valid"))("%s holds", (_, fields) => {
    check(fields);
    const { ciphertext, proof } = ballotOf(fields);
    const { election, contest } = placeOf(fields);
    expect(trackingCode(election, contest, ciphertext, proof)).toBe(text(fields, "tracking"));
  });

  test.each(all.filter(([, fields]) => fields["result"] === "invalid"))("%s is refused", (_, fields) => {
    expect(() => check(fields)).toThrow(InvalidBallot);
  });

  test("the same names and randomness give the same ciphertext and credential", () => {
    const fixed = new Uint8Array(64);
    fixed.set(raw(sound, "randomness"));
    let drawn = 0;
    const { sealed, opening } = seal(list<string>(sound, "names"), raw(sound, "secret"), place, key, (count) =>
      drawn++ === 0 ? fixed.slice() : systemRandom(count),
    );
    expect(toHex(sealed.parts.ciphertext)).toBe(text(sound, "ciphertext"));
    expect(toHex(sealed.parts.credential)).toBe(text(sound, "credential"));
    expect(toHex(opening.randomness)).toBe(text(sound, "randomness"));
  });

  test("what is sealed here holds here, whether or not the key has tables", () => {
    const tableSeed = seeded("a table")(32);
    for (const prepared of [false, true]) {
      if (prepared) key.bases();
      const { sealed, opening } = seal(["Budi", "", "Siti RT 3"], raw(sound, "secret"), place, key, systemRandom);
      const cast = sealed.cast(tableSeed);
      checkSignatures(place.election, cast, publicKey(tableSeed));
      checkProof(place.election, cast, key);
      checkOpening(cast.ciphertext, opening.names, opening.randomness, key);
      expect(opening.names).toEqual(["Budi", "Siti RT 3"]);
      expect(() => checkSignatures(place.election, cast, cast.credential)).toThrow(InvalidBallot);
      opening.wipe();
      expect(() => checkOpening(cast.ciphertext, opening.names, opening.randomness, key)).toThrow(InvalidBallot);
    }
  });

  test("too many names and a wrong secret are refused", () => {
    const names = Array.from({ length: key.width / 2 + 1 }, (_, at) => `nama ${at}`);
    expect(() => seal(names, raw(sound, "secret"), place, key, systemRandom)).toThrow(InvalidName);
    expect(() => seal([], new Uint8Array(15), place, key, systemRandom)).toThrow(MalformedValue);
  });

  test("no dump of an opening shows names or randomness", () => {
    const { opening } = seal(["Rahasia"], raw(sound, "secret"), place, key, systemRandom);
    const shown = inspect(opening, { showHidden: true, depth: 9 }) + JSON.stringify(opening);
    expect(shown).not.toMatch(/Rahasia/);
    expect(shown).not.toContain(String(opening.randomness[0]));
  });
});
