/** Piles of cards under a passphrase, against the golden vectors of the Python implementation. */
import { expect, test } from "vitest";
import { CardPile } from "../../src/ballots/card_pile.ts";
import { MalformedValue } from "../../src/ballots/errors.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import { WrongPassphrase } from "../../src/crypto/errors.ts";
import { text } from "../crypto/golden.ts";
import { vectors } from "./vectors.ts";

const piles = vectors("card-piles");

test.each(piles.filter(([, fields]) => fields["result"] === "valid"))("%s are read", async (_, fields) => {
  const pile = CardPile.parse(utf8(text(fields, "file")));
  expect(pile.place).toEqual({ election: "sukamaju-2026", contest: "bkm", table: 7 });
  const cards = await pile.open(text(fields, "passphrase"));
  expect(cards.map((each) => each.toText())).toEqual(fields["texts"]);
});

test.each(piles.filter(([, fields]) => fields["result"] === "invalid"))("%s is refused", async (_, fields) => {
  const open = async () => await CardPile.parse(utf8(text(fields, "file"))).open(text(fields, "passphrase"));
  const fault: unknown = await open().catch((error: unknown) => error);
  expect(fault instanceof MalformedValue || fault instanceof WrongPassphrase).toBe(true);
});
