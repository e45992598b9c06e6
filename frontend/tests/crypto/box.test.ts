/** Boxes are those of libsodium: the values were computed once with PyNaCl 1.6.2, as `crypto_box` of "bagian". */
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { Box, boxKey, openSecret, sealSecret } from "../../src/crypto/box.ts";
import { fromHex, toHex, utf8 } from "../../src/crypto/bytes.ts";
import { MalformedEncoding } from "../../src/crypto/errors.ts";

const SECRET = sha256(utf8("box 1"));
const OTHER_SECRET = sha256(utf8("box 2"));
const NONCE = new Uint8Array(24);
const PLAINTEXT = utf8("bagian");
const OTHER_KEY = "72aef244e3f0f2b67e62ea1f39443fd313ec0e95f94c7c06f4fb7db67314a55f";

test.each([
  ["as made", OTHER_KEY, "5d42ca1dbe5ec8a3bec3cd52428b72bbff29a69e31cd"],
  ["with its top bit set", `${OTHER_KEY.slice(0, -2)}df`, "5d42ca1dbe5ec8a3bec3cd52428b72bbff29a69e31cd"],
  ["of 9", `09${"00".repeat(31)}`, "84fcd450a38af209260f573d83070707a0851f0cda85"],
  ["of 9 and the field's prime", `f6${"ff".repeat(30)}7f`, "84fcd450a38af209260f573d83070707a0851f0cda85"],
  ["on the twist", `02${"00".repeat(31)}`, "a695119959c698744fe649e13c97bcf43ba02f119642"],
])("a box for a key %s has libsodium's bytes", (_, key, stated) => {
  const box = new Box(SECRET, fromHex(key));
  expect(toHex(box.seal(PLAINTEXT, NONCE))).toBe(stated);
  expect(box.open(fromHex(stated), NONCE)).toEqual(PLAINTEXT);
});

test("a box is the same in both directions", () => {
  expect(toHex(boxKey(OTHER_SECRET))).toBe(OTHER_KEY);
  const sealed = new Box(SECRET, boxKey(OTHER_SECRET)).seal(PLAINTEXT, NONCE);
  expect(new Box(OTHER_SECRET, boxKey(SECRET)).open(sealed, NONCE)).toEqual(PLAINTEXT);
});

// Those that libsodium refuses.
test.each([
  ["0", "00".repeat(32)],
  ["1", `01${"00".repeat(31)}`],
  ["p - 1", `ec${"ff".repeat(30)}7f`],
  ["p", `ed${"ff".repeat(30)}7f`],
  ["p + 1", `ee${"ff".repeat(30)}7f`],
  ["a point of order 8", "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"],
  ["another point of order 8", "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"],
  ["0 with its top bit set", `${"00".repeat(31)}80`],
  ["p with its top bit set", `ed${"ff".repeat(31)}`],
  ["a point of order 8 with its top bit set", "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880"],
])("no box is made for a key of small order: %s", (_, key) => {
  expect(() => new Box(SECRET, fromHex(key))).toThrow(MalformedEncoding);
});

test("what was not sealed so does not open", () => {
  const box = new Box(SECRET, boxKey(OTHER_SECRET));
  const sealed = box.seal(PLAINTEXT, NONCE);
  for (let at = 0; at < sealed.length; at++) {
    const flipped = sealed.slice();
    flipped[at]! ^= 1;
    expect(box.open(flipped, NONCE)).toBeUndefined();
  }
  for (const cut of [sealed.slice(0, -1), sealed.slice(0, 15), sealed.slice(0, 0)]) {
    expect(box.open(cut, NONCE)).toBeUndefined();
  }
  expect(box.open(sealed, new Uint8Array(24).fill(1))).toBeUndefined();
  expect(box.open(sealed, NONCE.subarray(1))).toBeUndefined();
  expect(new Box(OTHER_SECRET, boxKey(OTHER_SECRET)).open(sealed, NONCE)).toBeUndefined();
});

test("nothing at all can be sealed too", () => {
  const key = sha256(utf8("key"));
  const sealed = sealSecret(key, new Uint8Array(0), NONCE);
  expect(sealed.length).toBe(16);
  expect(openSecret(key, sealed, NONCE)).toEqual(new Uint8Array(0));
});
