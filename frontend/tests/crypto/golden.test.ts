import { BallotStatement, prove, verify } from "../../src/crypto/ballot_proof.ts";
import { fromHex, toHex, utf8 } from "../../src/crypto/bytes.ts";
import { Domain, frames } from "../../src/crypto/domains.ts";
import { Ciphertexts, encrypt, PublicKey, reencrypt } from "../../src/crypto/elgamal.ts";
import { decodeSlots, encodeSlots } from "../../src/crypto/encoding.ts";
import { expandMessageXmd, hashToElementsFrom } from "../../src/crypto/expand.ts";
import { Element, Elements, hashToElements, msm, msmSecret, Scalar, Scalars } from "../../src/crypto/group.ts";
import { SchnorrProof } from "../../src/crypto/schnorr.ts";
import { Transcript } from "../../src/crypto/transcript.ts";
import { type Fields, list, number, raw, seeded, text } from "./golden.ts";
import { AnotherOutcome, describeGolden, same } from "./outcomes.ts";

function statement(fields: Fields): BallotStatement {
  return new BallotStatement({
    election: text(fields, "election"),
    contest: text(fields, "contest"),
    table: number(fields, "table"),
    key: PublicKey.fromBytes(raw(fields, "keys")),
    ciphertext: raw(fields, "ciphertext"),
    credential: raw(fields, "credential"),
  });
}

function step(transcript: Transcript, fields: Fields): void {
  const label = text(fields, "label");
  switch (text(fields, "op")) {
    case "absorb":
      transcript.absorb(label, raw(fields, "value"));
      return;
    case "draw":
      same(transcript.draw(label), text(fields, "drawn"));
      return;
    case "challenge_scalar":
      same(transcript.challengeScalar(label), text(fields, "scalar"));
      return;
    case "challenges_128":
      same(
        transcript.challenges128(label, number(fields, "count")),
        toHex(Scalars.from128(raw(fields, "challenges")).toBytes()),
      );
      return;
    default:
      throw new TypeError("an unknown step");
  }
}

const CHECKS: Readonly<Record<string, (fields: Fields) => void>> = {
  ScalarDecoding: (fields) => same(Scalar.fromBytes(raw(fields, "scalar")), text(fields, "scalar")),
  ScalarArithmetic: (fields) => {
    const a = Scalar.fromBytes(raw(fields, "a"));
    const b = Scalar.fromBytes(raw(fields, "b"));
    same(a.add(b), text(fields, "sum"));
    same(a.sub(b), text(fields, "difference"));
    same(a.mul(b), text(fields, "product"));
    same(a.inverse(), text(fields, "inverse_of_a"));
  },
  WideReduction: (fields) => same(Scalar.fromWide(raw(fields, "wide")), text(fields, "scalar")),
  ElementDecoding: (fields) => {
    const element = Element.fromBytes(raw(fields, "element"));
    // Encoded anew, not given back from the bytes that came in.
    same(element.add(Element.identity()), text(fields, "element"));
  },
  ElementArithmetic: (fields) => {
    const p = Element.fromBytes(raw(fields, "p"));
    const q = Element.fromBytes(raw(fields, "q"));
    same(p.add(q), text(fields, "sum"));
    same(p.sub(q), text(fields, "difference"));
    same(p.times(Scalar.fromBytes(raw(fields, "scalar"))), text(fields, "product"));
  },
  SumOfProducts: (fields) => {
    const scalars = Scalars.fromBytes(fromHex(list<string>(fields, "scalars").join("")));
    const encoded = fromHex(list<string>(fields, "elements").join(""));
    const elements = Elements.fromBytes(encoded, { allowIdentity: true });
    same(msm(scalars, elements), text(fields, "sum"));
    same(msmSecret(scalars, elements), text(fields, "sum"));
  },
  OneWayMap: (fields) => same(hashToElements(raw(fields, "uniform")), text(fields, "element")),
  HashToElement: (fields) => {
    const message = utf8(text(fields, "message"));
    const tag = utf8(text(fields, "dst"));
    same(expandMessageXmd(message, tag, 128), text(fields, "uniform_128"));
    same(hashToElementsFrom([message], tag), text(fields, "element"));
  },
  Frames: (fields) => {
    const parts = list<readonly [string, string]>(fields, "parts");
    same(frames(...parts.flatMap(([label, value]) => [label, fromHex(value)])), text(fields, "frames"));
  },
  Transcript: (fields) => {
    const domain = Object.values(Domain).find((each) => each === text(fields, "domain"));
    if (domain === undefined) throw new TypeError("an unknown domain");
    const transcript = new Transcript(domain);
    for (const each of list<Fields>(fields, "steps")) step(transcript, each);
  },
  EncodeSlot: (fields) => same(encodeSlots([raw(fields, "slot")]), text(fields, "elements")),
  DecodeSlot: (fields) => {
    const [slot] = decodeSlots(Elements.fromBytes(raw(fields, "elements"), { allowIdentity: true }));
    if (slot === undefined || slot === null) throw new AnotherOutcome();
    same(slot, text(fields, "slot"));
  },
  Encrypt: (fields) => {
    const key = PublicKey.fromBytes(raw(fields, "keys"));
    const randomness = Scalars.fromBytes(raw(fields, "randomness"));
    const messages = Elements.fromBytes(raw(fields, "messages"));
    same(encrypt(messages, key, randomness), text(fields, "ciphertext"));
    // The same by tables, as in a booth that prepared them.
    key.bases();
    same(encrypt(messages, key, randomness), text(fields, "ciphertext"));
  },
  Reencrypt: (fields) => {
    const key = PublicKey.fromBytes(raw(fields, "keys"));
    const sealed = Ciphertexts.fromBytes(raw(fields, "ciphertext"), key.width);
    same(reencrypt(sealed, [0], key, Scalars.fromBytes(raw(fields, "randomness"))), text(fields, "output"));
  },
  DecodeCiphertext: (fields) => {
    Ciphertexts.fromRows([raw(fields, "ciphertext")], number(fields, "width"));
  },
  BallotProve: (fields) => {
    const randomness = Scalars.fromBytes(raw(fields, "randomness")).at(0);
    const made = prove(statement(fields), randomness, seeded(text(fields, "seed")));
    same(made, text(fields, "proof"));
    verify(statement(fields), made);
  },
  BallotVerify: (fields) => {
    const proof = raw(fields, "proof");
    verify(statement(fields), proof);
    same(statement(fields).challenge(SchnorrProof.fromBytes(proof).commitment), text(fields, "challenge"));
  },
};

const FILES = ["group.json", "transcript.json", "encoding.json", "elgamal.json", "ballot_proof.json"];

for (const name of FILES) describeGolden(name, CHECKS);
