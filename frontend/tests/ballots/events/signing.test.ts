/** Signatures of events against the golden vectors of the Python implementation. */
import { describe, expect, test } from "vitest";
import { InvalidEventSignature, MalformedEvent } from "../../../src/ballots/errors.ts";
import { Event } from "../../../src/ballots/events/event.ts";
import type { CardsRegistered, StageSealed } from "../../../src/ballots/events/setup.ts";
import { checkSignature, signEvent, signingBytes } from "../../../src/ballots/events/signing.ts";
import { toHex, utf8 } from "../../../src/crypto/bytes.ts";
import { publicKey } from "../../../src/crypto/signing.ts";
import { raw, seeded, text } from "../../crypto/golden.ts";
import { vectors } from "../vectors.ts";

const all = vectors("event-signatures");
const seed = seeded("a card maker")(32);
const key = publicKey(seed);
const body: CardsRegistered = {
  type: "cards.registered",
  table: 1,
  contest: "bkm",
  count: 0,
  sha256: "0".repeat(64),
  makerKey: key,
};

describe("signatures of events", () => {
  test.each(all.filter(([, fields]) => fields["result"] === "valid"))("%s", (_, fields) => {
    const event = Event.parse(utf8(text(fields, "leaf")));
    expect(toHex(signingBytes(event.election, event.body))).toBe(text(fields, "message"));
    checkSignature(event, raw(fields, "key"));
  });

  test.each(all.filter(([, fields]) => fields["result"] === "invalid"))("refused: %s", (_, fields) => {
    const event = Event.parse(utf8(text(fields, "leaf")));
    expect(() => checkSignature(event, raw(fields, "key"))).toThrow(InvalidEventSignature);
  });

  test("what is signed here holds here, under its own key", () => {
    const event = signEvent("sukamaju", body, seed);
    checkSignature(event, key);
    checkSignature(Event.parse(event.data), key);
    expect(() => checkSignature(event, publicKey(new Uint8Array(32)))).toThrow(InvalidEventSignature);
    expect(() => checkSignature(event, key.subarray(1))).toThrow(InvalidEventSignature);
    const other = Event.build("sukamaju", { ...body, count: 1 }, event.signature);
    expect(() => checkSignature(other, key)).toThrow("cards.registered is not signed by card-maker");
  });

  test("what nobody signs has no signature", () => {
    const sealed: StageSealed = { type: "stage.sealed", stage: "basis", officers: ["ketua", "sekretaris"] };
    expect(() => signEvent("sukamaju", sealed, seed)).toThrow(MalformedEvent);
    const event = Event.build("sukamaju", sealed);
    expect(() => checkSignature(event, key)).toThrow("stage.sealed has no signature");
    expect(event.unsignedBytes()).toBe(event.data);
  });
});
