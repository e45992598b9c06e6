/** The golden vectors of mixing and opening have the stated results, byte for byte. */
import { fromHex, toHex } from "../../src/crypto/bytes.ts";
import { Ciphertexts, PublicKey, reencrypt } from "../../src/crypto/elgamal.ts";
import { decodeSlots } from "../../src/crypto/encoding.ts";
import { generators } from "../../src/crypto/generators.ts";
import { Elements, Scalars } from "../../src/crypto/group.ts";
import * as opening from "../../src/crypto/opening.ts";
import { combine, computeFactors, factorsFromBytes, OpeningStatement } from "../../src/crypto/opening.ts";
import * as shuffleProof from "../../src/crypto/shuffle_proof.ts";
import { ShuffleProof, ShuffleStatement } from "../../src/crypto/shuffle_proof.ts";
import { type Fields, list, number, raw, seeded, text } from "./golden.ts";
import { AnotherOutcome, describeGolden, same } from "./outcomes.ts";

describeGolden("shuffle.json", {
  Generators: (fields) => {
    const index = number(fields, "index");
    same(generators(text(fields, "election"), index).at(index), text(fields, "element"));
  },
  Mix: (fields) => {
    const key = PublicKey.fromBytes(raw(fields, "keys"));
    const inputs = Ciphertexts.fromBytes(raw(fields, "inputs"), number(fields, "width"));
    const randomness = Scalars.fromBytes(raw(fields, "randomness"));
    same(reencrypt(inputs, list<number>(fields, "order"), key, randomness), text(fields, "outputs"));
  },
  MixVerify: (fields) => {
    const width = number(fields, "width");
    const statement = new ShuffleStatement({
      election: text(fields, "election"),
      contest: text(fields, "contest"),
      mixer: number(fields, "mixer"),
      step: number(fields, "step"),
      key: PublicKey.fromBytes(raw(fields, "keys")),
      inputs: Ciphertexts.fromBytes(raw(fields, "inputs"), width),
      outputs: Ciphertexts.fromBytes(raw(fields, "outputs"), width),
    });
    const proof = ShuffleProof.fromBytes(raw(fields, "proof"), statement.count, width);
    same(proof, text(fields, "proof"));
    shuffleProof.verify(statement, proof, seeded("weights"));
  },
});

describeGolden("opening.json", {
  Lagrange: (fields) => {
    same(opening.lagrangeCoefficients(list<number>(fields, "holders")), text(fields, "coefficients"));
  },
  OpeningVerify: (fields) => {
    const width = number(fields, "width");
    const statement = new OpeningStatement({
      election: text(fields, "election"),
      contest: text(fields, "contest"),
      holder: number(fields, "holder"),
      verificationKeys: Elements.fromBytes(raw(fields, "verification_keys")),
      ciphertexts: Ciphertexts.fromBytes(raw(fields, "ciphertexts"), width),
    });
    const factors = factorsFromBytes(raw(fields, "factors"), statement.ciphertexts.length, width);
    opening.verify(statement, factors, raw(fields, "proof"));
    same(computeFactors(statement.ciphertexts, Scalars.fromBytes(raw(fields, "secret_keys"))), text(fields, "factors"));
  },
  Combine: (fields) => {
    const width = number(fields, "width");
    const ciphertexts = Ciphertexts.fromBytes(raw(fields, "ciphertexts"), width);
    const factors = new Map(
      list<Fields>(fields, "given").map((given) => [
        number(given, "holder"),
        factorsFromBytes(fromHex(text(given, "factors")), ciphertexts.length, width),
      ]),
    );
    const messages = combine(ciphertexts, factors, number(fields, "threshold"));
    same(messages, text(fields, "messages"));
    const slots = decodeSlots(messages).map((slot) => (slot === null ? null : toHex(slot)));
    if (JSON.stringify(slots) !== JSON.stringify(fields["slots"])) throw new AnotherOutcome();
  },
});
