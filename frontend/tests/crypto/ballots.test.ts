/** What the golden vectors do not reach: large sums, batches, signatures, secrets in texts. */
import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as ballotProof from "../../src/crypto/ballot_proof.ts";
import { BallotStatement, batchVerifyBallotProofs } from "../../src/crypto/ballot_proof.ts";
import { fromHex, toHex, utf8 } from "../../src/crypto/bytes.ts";
import { Ciphertexts, encrypt, PublicKey } from "../../src/crypto/elgamal.ts";
import { decodeSlots, encodeSlots } from "../../src/crypto/encoding.ts";
import { InvalidBallotProofs, InvalidSchnorrProof, InvalidSignature } from "../../src/crypto/errors.ts";
import { Elements, GENERATOR_BASE, msm, msmSecret, ORDER, Scalar, Scalars } from "../../src/crypto/group.ts";
import { systemRandom } from "../../src/crypto/randomness.ts";
import { isPublicKey, publicKey, sign, verify } from "../../src/crypto/signing.ts";
import { Cancelled } from "../../src/crypto/work.ts";
import { seeded } from "./golden.ts";

const WIDTH = 2;
const random = seeded("ballots");
const key = new PublicKey(GENERATOR_BASE.times(Scalars.random(WIDTH, random)));

function ballot(index: number): { statement: BallotStatement; proof: Uint8Array } {
  const randomness = Scalars.random(1, random);
  const messages = encodeSlots([new Uint8Array(60).fill(index)]);
  const statement = new BallotStatement({
    election: "kelurahan-contoh-2027",
    contest: "bkm",
    table: 7,
    key,
    ciphertext: encrypt(messages, key, randomness).toBytes(),
    credential: publicKey(random(32)),
  });
  return { statement, proof: ballotProof.prove(statement, randomness.at(0), random) };
}

const ballots = Array.from({ length: 40 }, (_, index) => ballot(index));
const statements = ballots.map((each) => each.statement);
const proofs = ballots.map((each) => each.proof);

describe("sums of products", () => {
  test.each([1, 23, 24, 25, 100, 300])("of %i terms are the multiple of the generator that they should be", (count) => {
    const logarithms = Scalars.random(count, random);
    const elements = GENERATOR_BASE.times(logarithms);
    for (const scalars of [
      Scalars.random(count, random),
      Scalars.from128(random(16 * count)),
      Scalars.repeat(Scalar.fromInt(ORDER - 1n), count),
      Scalars.repeat(Scalar.fromInt(0), count),
    ]) {
      const expected = GENERATOR_BASE.timesOne(scalars.dot(logarithms));
      expect(msm(scalars, elements).equals(expected)).toBe(true);
      expect(msmSecret(scalars, elements).equals(expected)).toBe(true);
    }
  });
});

describe("batches of ballots", () => {
  test("are accepted whole, decoded before or not, and tell how far they are", () => {
    const told: [number, number][] = [];
    const progress = (done: number, total: number) => told.push([done, total]);
    batchVerifyBallotProofs(statements, proofs, systemRandom, undefined, { progress });
    const last = told.at(-1);
    expect(last?.[0]).toBe(last?.[1]);
    const decoded = Ciphertexts.fromRows(
      statements.map((each) => each.ciphertext),
      WIDTH,
    );
    batchVerifyBallotProofs(statements, proofs, systemRandom, [decoded]);
  });

  test("name exactly the bad ballots", () => {
    const mixed = [...proofs];
    mixed[3] = proofs[4]!;
    mixed[31] = proofs[31]!.subarray(0, 63);
    let refusal: unknown;
    try {
      batchVerifyBallotProofs(statements, mixed, systemRandom);
    } catch (fault) {
      refusal = fault;
    }
    expect(refusal).toBeInstanceOf(InvalidBallotProofs);
    expect([...(refusal as InvalidBallotProofs).faults.keys()]).toEqual([3, 31]);
  });

  test("stop when they are cancelled", () => {
    const cancelled = () => true;
    expect(() => batchVerifyBallotProofs(statements, proofs, systemRandom, undefined, { cancelled })).toThrow(
      Cancelled,
    );
  });

  test.each([
    ["election", { election: "lain" }],
    ["contest", { contest: "lain" }],
    ["table", { table: 8 }],
    ["credential", { credential: publicKey(new Uint8Array(32)) }],
    ["ciphertext", { ciphertext: statements[1]!.ciphertext }],
    ["keys", { key: new PublicKey(GENERATOR_BASE.times(Scalars.random(WIDTH, random))) }],
  ])("are refused for another %s", (_, change) => {
    const changed = new BallotStatement({ ...statements[0]!, ...change });
    expect(() => ballotProof.verify(changed, proofs[0]!)).toThrow(InvalidSchnorrProof);
    ballotProof.verify(statements[0]!, proofs[0]!);
  });
});

test("slots come back from their elements, whatever they hold", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 60, maxLength: 60 }), (slot) => {
      expect(decodeSlots(Elements.fromBytes(encodeSlots([slot]).toBytes()))).toEqual([slot]);
    }),
    { numRuns: 40 },
  );
});

test("no text and no JSON shows a secret", () => {
  const secret = Scalars.random(1, random);
  const digits = secret.at(0).value.toString();
  for (const shown of [String(secret), String(secret.at(0)), JSON.stringify([secret, secret.at(0)])]) {
    expect(shown).not.toContain(digits);
  }
});

describe("signatures", () => {
  // RFC 8032 section 7.1, test 2.
  const seed = fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const message = fromHex("72");
  const signature = sign(seed, message);

  test("are those of RFC 8032", () => {
    expect(toHex(publicKey(seed))).toBe("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    expect(toHex(signature)).toBe(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
    verify(publicKey(seed), message, signature);
    expect(isPublicKey(publicKey(seed))).toBe(true);
  });

  test("do not hold for another message, key, length or response", () => {
    const bigS = signature.slice();
    const s = Scalar.fromBytes(signature.slice(32)).value + ORDER;
    for (let i = 0; i < 32; i++) bigS[32 + i] = Number((s >> BigInt(8 * i)) & 255n);
    const refused: [Uint8Array, Uint8Array, Uint8Array][] = [
      [publicKey(seed), utf8("s"), signature],
      [publicKey(random(32)), message, signature],
      [publicKey(seed), message, signature.subarray(1)],
      [publicKey(seed), message, bigS],
    ];
    for (const each of refused) expect(() => verify(...each)).toThrow(InvalidSignature);
  });

  test("do not hold under a key of small order, nor with a part of small order that the cofactor would hide", () => {
    const small = ed25519.Point.ZERO.toBytes();
    const forged = new Uint8Array(64);
    forged.set(small);
    expect(() => verify(small, message, forged)).toThrow(InvalidSignature);
    expect(isPublicKey(small)).toBe(false);
    const torsion = ed25519.Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    const mixed = ed25519.Point.fromBytes(publicKey(seed)).add(torsion).toBytes();
    expect(isPublicKey(mixed)).toBe(false);
  });
});
