/** Written names against the golden vectors of the Python implementation. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidName } from "../../src/ballots/errors.ts";
import { fromSlot, normalise, toSlot, toSlots } from "../../src/ballots/names.ts";
import { toHex, utf8 } from "../../src/crypto/bytes.ts";
import { type Fields, list, number, raw, text } from "../crypto/golden.ts";
import { vectors } from "./vectors.ts";

function tests(kind: string, result: string): readonly [string, Fields][] {
  const found = vectors("names").filter(([, fields]) => fields["kind"] === kind && fields["result"] === result);
  if (found.length === 0) throw new Error(`no ${result} tests of ${kind}`);
  return found;
}

const kinds = new Set(vectors("names").map(([, fields]) => fields["kind"]));

describe("names", () => {
  test("every kind of vector is known here", () => {
    expect(kinds).toEqual(new Set(["typed", "slot", "ballot"]));
  });

  test.each(tests("typed", "valid"))("typed: %s", (_, fields) => {
    expect(normalise(text(fields, "typed"))).toBe(text(fields, "name"));
    expect(toHex(toSlot(text(fields, "name")))).toBe(text(fields, "slot"));
  });

  test.each(tests("typed", "invalid"))("typed, refused: %s", (_, fields) => {
    expect(() => normalise(text(fields, "typed"))).toThrow(InvalidName);
  });

  test.each(tests("slot", "valid"))("slot: %s", (_, fields) => {
    expect(fromSlot(raw(fields, "slot"))).toBe(fields["text"]);
  });

  test.each(tests("ballot", "valid"))("ballot: %s", (_, fields) => {
    const slots = toSlots(list<string>(fields, "names"), number(fields, "names_max"));
    expect(slots.map(toHex)).toEqual(fields["slots"]);
  });

  test.each(tests("ballot", "invalid"))("ballot, refused: %s", (_, fields) => {
    expect(() => toSlots(list<string>(fields, "names"), number(fields, "names_max"))).toThrow(InvalidName);
  });

  test.each(["a".repeat(61), "a\u0000", "e\u0301", "\ud800"])("no slot holds %j", (name) => {
    expect(() => toSlot(name)).toThrow(InvalidName);
  });

  test.each(["a".repeat(601), "\udfff", "\u0001"])("nobody can write %j", (name) => {
    expect(() => normalise(name)).toThrow(InvalidName);
  });

  test("separators that no keyboard has are spaces, as in Python", () => {
    expect(normalise("\u{1c}Siti\u{1f}\u{2003}Aminah\u{85}")).toBe("Siti Aminah");
  });

  test("what a booth writes comes back from its slot", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (typed) => {
        let name: string;
        try {
          name = normalise(typed);
        } catch (fault) {
          expect(fault).toBeInstanceOf(InvalidName);
          return;
        }
        expect(fromSlot(toSlot(name))).toBe(name);
        expect(utf8(name).length).toBeLessThanOrEqual(60);
      }),
    );
  });
});
