import { expect, test } from "vitest";
import { BallotStatement, batchVerifyBallotProofs, prove, verify } from "../../src/crypto/ballot_proof.ts";
import { encrypt, PublicKey } from "../../src/crypto/elgamal.ts";
import { InvalidBallotProofs } from "../../src/crypto/errors.ts";
import { Elements, GENERATOR_BASE, Scalar, Scalars } from "../../src/crypto/group.ts";
import { SchnorrProof } from "../../src/crypto/schnorr.ts";
import { type Fields, runVectors, same, seededRandom } from "./vectors.ts";

function statementOf(fields: Fields): BallotStatement {
  return new BallotStatement({
    election: fields.text("election"),
    contest: fields.text("contest"),
    table: fields.number("table"),
    key: PublicKey.fromBytes(fields.bytes("keys")),
    ciphertext: fields.bytes("ciphertext"),
    credential: fields.bytes("credential"),
  });
}

runVectors("ballot_proof", {
  BallotProve(fields) {
    const randomness = Scalar.fromBytes(fields.bytes("randomness"));
    const made = prove(statementOf(fields), randomness, seededRandom(fields.text("seed")));
    same(made, fields.bytes("proof"));
    verify(statementOf(fields), made);
  },
  BallotVerify(fields) {
    const statement = statementOf(fields);
    const proof = fields.bytes("proof");
    verify(statement, proof);
    same(statement.challenge(SchnorrProof.fromBytes(proof).commitment).toBytes(), fields.bytes("challenge"));
  },
});

const random = seededRandom("batches of ballots");
const key = new PublicKey(GENERATOR_BASE.times(Scalars.random(2, random)));

function ballot(table: number): { statement: BallotStatement; proof: Uint8Array } {
  const randomness = Scalars.random(1, random);
  const messages = Elements.repeat(GENERATOR_BASE.timesOne(Scalar.random(random)), 2);
  const ciphertext = encrypt(messages, key, randomness).toBytes();
  const fields = { election: "contoh", contest: "bkm", table, key, ciphertext, credential: random(32) };
  const statement = new BallotStatement(fields);
  return { statement, proof: prove(statement, randomness.at(0), random) };
}

test("a batch names exactly the ballots whose proofs do not hold", () => {
  const batch = Array.from({ length: 11 }, (_, table) => ballot(table + 1));
  const statements = batch.map((each) => each.statement);
  const proofs = batch.map((each) => each.proof);
  batchVerifyBallotProofs(statements, proofs, random);
  const bad = proofs.map((proof, index) => (index === 3 || index === 10 ? (proofs[0] ?? proof) : proof));
  let faults: readonly number[] = [];
  try {
    batchVerifyBallotProofs(statements, bad, random);
  } catch (error) {
    if (!(error instanceof InvalidBallotProofs)) throw error;
    faults = [...error.faults.keys()];
  }
  expect(faults).toEqual([3, 10]);
});
