import { Ciphertexts, encrypt, PublicKey, reencrypt } from "../../src/crypto/elgamal.ts";
import { Elements, Scalars } from "../../src/crypto/group.ts";
import { runVectors, same } from "./vectors.ts";

runVectors("elgamal", {
  Encrypt(fields) {
    const key = PublicKey.fromBytes(fields.bytes("keys"));
    const randomness = Scalars.fromBytes(fields.bytes("randomness"));
    const messages = Elements.fromBytes(fields.bytes("messages"));
    same(encrypt(messages, key, randomness).toBytes(), fields.bytes("ciphertext"));
    key.bases(); // and once more with tables
    same(encrypt(messages, key, randomness).toBytes(), fields.bytes("ciphertext"));
  },
  Reencrypt(fields) {
    const key = PublicKey.fromBytes(fields.bytes("keys"));
    const sealed = Ciphertexts.fromBytes(fields.bytes("ciphertext"), key.width);
    const made = reencrypt(sealed, [0], key, Scalars.fromBytes(fields.bytes("randomness")));
    same(made.toBytes(), fields.bytes("output"));
  },
  DecodeCiphertext(fields) {
    Ciphertexts.fromRows([fields.bytes("ciphertext")], fields.number("width"));
  },
});
