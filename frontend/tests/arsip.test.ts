/** Addresses of the archive: whatever is written comes back, whatever else leads to a list. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressOf, type Place, placeOf } from "../src/arsip/address.ts";

const places: readonly Place[] = [
  { view: "list" },
  { view: "election", election: "99.10.01.1001-2026" },
  { view: "check", election: "a" },
  { view: "assembly", election: "a", assembly: 3, revision: null },
  { view: "assembly", election: "a", assembly: 3, revision: 2 },
  { view: "document", election: "a", document: "AD", version: 2, earlier: null },
  { view: "document", election: "a", document: "AD", version: 2, earlier: 1 },
];

test.each(places)("an address comes back as its place: $view", (place) => {
  expect(placeOf(addressOf(place))).toEqual(place);
});

test("any other address leads somewhere", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(placeOf(`#${text}`).view).toBeTypeOf("string");
    }),
  );
  expect(placeOf("#/a/rembug/x").view).toBe("election");
  expect(placeOf("#/%E0%A4%A").view).toBe("list");
});
