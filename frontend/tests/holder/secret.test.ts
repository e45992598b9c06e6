/** The payload of a key file, held to what Python's `HolderSecret.to_bytes` writes. */
import { expect, test } from "vitest";
import { toHex, utf8 } from "../../src/crypto/bytes.ts";
import { HolderRefusal } from "../../src/holder/errors.ts";
import { HolderSecret } from "../../src/holder/secret.ts";

// Written by Python, which sorts contests as texts: "10" before "7" before "bkm".
const WRITTEN =
  `{"box_secret":"ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8","ceremony":3,"coefficients":"","commitments":"__4",` +
  `"format":"rembug-holder/1","joint_keys":"--8","opened":{"10":"${"ef".repeat(32)}","7":"${"cd".repeat(32)}",` +
  `"bkm":"${"ab".repeat(32)}"},"secret_keys":"AQEBAQ","signing_seed":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}`;

test("a payload of Python is read and written again byte for byte", () => {
  const secret = HolderSecret.fromBytes(utf8(WRITTEN));
  expect(new TextDecoder().decode(secret.toBytes())).toBe(WRITTEN);
  expect(toHex(secret.signingKey)).toBe("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
  expect(toHex(secret.boxKey)).toBe("358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254");
  expect([secret.ceremony, secret.opened.get("7")]).toEqual([3, "cd".repeat(32)]);
});

test("a second list of a contest is never opened", () => {
  const secret = HolderSecret.fromBytes(utf8(WRITTEN));
  expect(secret.havingOpened("bkm", "ab".repeat(32)).toBytes()).toEqual(secret.toBytes());
  expect(() => secret.havingOpened("bkm", "ac".repeat(32))).toThrow("sudah membuka daftar suara yang lain");
  expect([...secret.havingOpened("8", "01".repeat(32)).opened.keys()]).toEqual(["10", "7", "8", "bkm"]);
});

test("the secrets are in no text and no JSON", () => {
  const secret = HolderSecret.fromBytes(utf8(WRITTEN));
  expect([`${secret}`, JSON.stringify({ secret })]).toEqual(["<HolderSecret>", '{"secret":"<HolderSecret>"}']);
});

test.each([
  ["no JSON", "{"],
  ["a list", "[]"],
  ["another format", WRITTEN.replace("holder/1", "holder/2")],
  ["a member more", WRITTEN.replace("{", '{"more":1,')],
  ["a member less", WRITTEN.replace('"joint_keys":"--8",', "")],
  ["a number for a text", WRITTEN.replace('"AQEBAQ"', "1")],
  ["padded base64", WRITTEN.replace("AQEBAQ", "AQEBAQ==")],
  ["a short seed", WRITTEN.replace('"signing_seed":"AAEC', '"signing_seed":"')],
  ["a run that is no whole number", WRITTEN.replace('"ceremony":3', '"ceremony":3.5')],
  ["a run that is a truth", WRITTEN.replace('"ceremony":3', '"ceremony":true')],
  ["a contest that is none", WRITTEN.replace('"bkm"', '"BKM"')],
  ["a list that is no hash", WRITTEN.replace('"abab', '"xbab')],
])("%s is no payload", (_, text) => {
  const read = () => HolderSecret.fromBytes(utf8(text));
  expect(read).toThrow(HolderRefusal);
  expect(read).toThrow("Isi berkas kunci ini tidak dapat dibaca.");
});
