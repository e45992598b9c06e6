/** Written names against the golden vectors of the Python implementation. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { serialise } from "../../src/ballots/canonical.ts";
import { InvalidName, MalformedValue } from "../../src/ballots/errors.ts";
import {
  distinct,
  fromSlot,
  normalise,
  readRows,
  rowsBlob,
  stringsBlob,
  toSlot,
  toSlots,
} from "../../src/ballots/names.ts";
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

describe("rows", () => {
  const rows = [
    ["Siti", "Budi", ""],
    [null, "", ""],
    ["\u{ff5e}", "\u{1f600}", "Budi"],
  ];

  test("come back from their blob", () => {
    expect(readRows(rowsBlob(rows), 3, 3)).toEqual(rows);
    expect(readRows(rowsBlob([]), 0, 3)).toEqual([]);
  });

  test("another number of rows or slots, and what is no slot, are refused", () => {
    const blob = rowsBlob(rows);
    for (const [count, slots] of [
      [2, 3],
      [4, 3],
      [3, 2],
      [3, 4],
    ] as const) {
      expect(() => readRows(blob, count, slots)).toThrow(MalformedValue);
    }
    for (const slot of ["a".repeat(61), "a\n", 1, false, ["a"]]) {
      expect(() => readRows(serialise([[slot]]), 1, 1)).toThrow(MalformedValue);
    }
    for (const value of [null, {}, [null], ["a"], [{ 0: "a" }]]) {
      expect(() => readRows(serialise(value), 1, 1)).toThrow(MalformedValue);
    }
    expect(() => readRows(utf8('[["a" ]]'), 1, 1)).toThrow(MalformedValue);
  });

  test("have distinct texts, sorted by their bytes and not by their UTF-16 units", () => {
    expect(distinct(rows)).toEqual(["Budi", "Siti", "\u{ff5e}", "\u{1f600}"]);
    expect(stringsBlob(rows)).toEqual(serialise(distinct(rows)));
  });
});
