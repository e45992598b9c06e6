/** Cards and tracking codes against the golden vectors of the Python implementation. */
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase32, toBase32 } from "../../src/ballots/base32.ts";
import { Card, type CardPlace, cardNumber, cardSeed, verifyVoid, voidCard } from "../../src/ballots/cards.ts";
import { InvalidCard, MalformedValue } from "../../src/ballots/errors.ts";
import { read, show, trackingCode } from "../../src/ballots/tracking.ts";
import { toHex } from "../../src/crypto/bytes.ts";
import { InvalidSignature } from "../../src/crypto/errors.ts";
import { publicKey } from "../../src/crypto/signing.ts";
import { type Fields, number, raw, text } from "../crypto/golden.ts";
import { vectors } from "./vectors.ts";

function placeOf(fields: Fields): CardPlace {
  return { election: text(fields, "election"), contest: text(fields, "contest"), table: number(fields, "table") };
}

const cards = vectors("cards");
const sound = cards.filter(([, fields]) => fields["result"] === "valid");
const broken = cards.filter(([, fields]) => fields["result"] === "invalid");

describe("cards", () => {
  test.each(sound)("%s is read, and gives the same keys and statement", (comment, fields) => {
    const card = Card.parse(text(fields, "text"));
    expect([card.contestIndex, card.table]).toEqual([number(fields, "contest_index"), number(fields, "table")]);
    expect(toHex(card.secret)).toBe(text(fields, "secret"));
    if (comment !== "as typed") expect(card.toText()).toBe(text(fields, "text"));
    const place = placeOf(fields);
    const seed = cardSeed(card.secret, place);
    expect(toHex(seed)).toBe(text(fields, "seed"));
    expect(toHex(publicKey(seed))).toBe(text(fields, "credential"));
    expect(cardNumber(publicKey(seed))).toBe(text(fields, "number"));
    const { credential, signature } = voidCard(card.secret, place);
    expect([toHex(credential), toHex(signature)]).toEqual([text(fields, "credential"), text(fields, "void_signature")]);
    verifyVoid(place, credential, signature);
    for (const elsewhere of [{ table: place.table - 1 }, { contest: "lain" }, { election: "lain" }]) {
      expect(() => verifyVoid({ ...place, ...elsewhere }, credential, signature)).toThrow(InvalidSignature);
    }
  });

  test.each(broken)("%s is refused in a sentence", (_, fields) => {
    expect(() => Card.parse(text(fields, "text"))).toThrow(InvalidCard);
  });

  test("every wrong character is noticed, in words that do not repeat the code", () => {
    const whole = new Card(1, 7, new Uint8Array(16).fill(0xa5)).toText();
    for (let at = 0; at < whole.length; at++) {
      const other = whole[at] === "7" ? "8" : "7";
      const wrong = () => Card.parse(whole.slice(0, at) + other + whole.slice(at + 1));
      expect(wrong).toThrow(InvalidCard);
      expect(wrong).toThrow(/^[a-z .,]+$/i);
    }
  });

  test("no dump of a card shows its secret", () => {
    const card = new Card(1, 7, new Uint8Array(16).fill(0xa5));
    expect(inspect(card, { showHidden: true, depth: 9 }) + JSON.stringify(card)).not.toMatch(/165|a5/i);
  });

  test.each([
    [0, 1, 16],
    [1024, 1, 16],
    [1, 0, 16],
    [1, 32768, 16],
    [1, 1, 15],
    [1.5, 1, 16],
  ])("contest %d, table %d and %d bytes of secret are checked", (contest, table, size) => {
    expect(() => new Card(contest, table, new Uint8Array(size))).toThrow(MalformedValue);
  });

  test("base32 of bytes has one text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (data) => {
        expect(fromBase32(toBase32(data), data.length)).toEqual(data);
      }),
    );
    expect(() => fromBase32("01", 1)).toThrow(MalformedValue);
  });
});

describe("tracking codes", () => {
  test.each(vectors("tracking"))("%s", (_, fields) => {
    const place = placeOf({ table: 1, ...fields });
    const code = trackingCode(place.election, place.contest, raw(fields, "ciphertext"), raw(fields, "proof"));
    expect(code).toBe(text(fields, "code"));
    expect(read(show(code).toLowerCase().replace(/0/g, "o").replace(/1/g, "l"))).toBe(code);
    expect(show(code)).toMatch(/^(\w{4}-){3}\w{4}$/);
  });

  test.each([
    "",
    "1ZZG4SZ1YTBVDNF",
    "1ZZG4SZ1YTBVDNFTT",
    "1ZZG4SZ1YTBVDNFU",
    `1ZZG4SZ1YTBVDNFT${" ".repeat(49)}`,
  ])("%j is none", (typed) => {
    expect(() => read(typed)).toThrow(MalformedValue);
  });
});
