/** Canonical JSON against the golden vectors of the Python implementation. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_EVENT_BYTES, parse, parseObject, serialise } from "../../src/ballots/canonical.ts";
import { NotCanonical } from "../../src/ballots/errors.ts";
import { toHex, utf8 } from "../../src/crypto/bytes.ts";
import { raw } from "../crypto/golden.ts";
import { vectors } from "./vectors.ts";

const all = vectors("canonical");

function nested(depth: number): unknown {
  return depth === 0 ? null : [nested(depth - 1)];
}

describe("canonical JSON", () => {
  test.each(all.filter(([, fields]) => fields["result"] === "valid"))("%s", (_, fields) => {
    const data = raw(fields, "data");
    expect(toHex(serialise(parse(data)))).toBe(toHex(data));
  });

  test.each(all.filter(([, fields]) => fields["result"] === "invalid"))("refused: %s", (_, fields) => {
    expect(() => parse(raw(fields, "data"))).toThrow(NotCanonical);
  });

  test.each([
    "9007199254740992",
    "-9007199254740993",
    "1e400",
    "-0",
    "0.5",
    "1.0",
    "NaN",
    "01",
  ])("no number %s", (text) => {
    expect(() => parse(utf8(`[${text}]`))).toThrow(NotCanonical);
  });

  test("the largest integers are kept", () => {
    expect(parse(utf8("[-9007199254740991,9007199254740991]"))).toEqual([-9007199254740991, 9007199254740991]);
  });

  test.each([
    ["a fraction", 0.5],
    ["not a number", Number.NaN],
    ["minus zero", -0],
    ["2^53", 2 ** 53],
    ["nothing", undefined],
    ["an absent member", { a: undefined }],
    ["bytes", new Uint8Array(1)],
    ["a date", new Date(0)],
    ["a big integer", 1n],
    ["half a character", "\ud83d"],
    ["half a character as a key", { "\ude00": 1 }],
    ["a key that is not in NFC", { "e\u0301": 1 }],
    ["a hole", new Array(1)],
    ["17 arrays", nested(17)],
  ])("nothing writes %s", (_, value) => {
    expect(() => serialise(value)).toThrow(NotCanonical);
  });

  test("16 arrays stand inside each other, 17 do not", () => {
    expect(parse(utf8(`${"[".repeat(16)}${"]".repeat(16)}`))).toBeTruthy();
    expect(() => parse(utf8(`${"[".repeat(17)}${"]".repeat(17)}`))).toThrow(NotCanonical);
    expect(() => parse(utf8("[".repeat(60_000)))).toThrow(NotCanonical);
  });

  test("a name that objects have by nature is a member like any other", () => {
    const data = utf8('{"__proto__":{"a":1},"constructor":2}');
    expect(serialise(parse(data))).toEqual(data);
  });

  test("only so many bytes are read", () => {
    const longest = utf8(`"${"a".repeat(MAX_EVENT_BYTES - 2)}"`);
    expect(serialise(parse(longest))).toEqual(longest);
    const longer = utf8(`"${"a".repeat(MAX_EVENT_BYTES - 1)}"`);
    expect(() => parse(longer)).toThrow(NotCanonical);
    expect(serialise(parse(longer, MAX_EVENT_BYTES + 1))).toEqual(longer);
  });

  test("an object is wanted where one is wanted", () => {
    expect(parseObject(utf8('{"a":1}'))).toEqual({ a: 1 });
    for (const text of ["[]", "null", "1", '"a"']) expect(() => parseObject(utf8(text))).toThrow(NotCanonical);
  });

  test("what is written is read, and no other bytes", () => {
    const leaf = fc.oneof(fc.boolean(), fc.maxSafeInteger(), fc.constant(null), fc.string({ unit: "grapheme" }));
    const values = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 5 }, leaf, fc.array(tie("value")), fc.dictionary(fc.string(), tie("value"))),
    })).value;
    fc.assert(
      fc.property(values, fc.nat(), fc.integer({ min: 0, max: 7 }), (value, place, bit) => {
        let data: Uint8Array;
        try {
          data = serialise(value);
        } catch (fault) {
          expect(fault).toBeInstanceOf(NotCanonical);
          return;
        }
        expect(toHex(serialise(parse(data)))).toBe(toHex(data));
        data[place % data.length]! ^= 1 << bit;
        try {
          expect(toHex(serialise(parse(data)))).toBe(toHex(data));
        } catch (fault) {
          expect(fault).toBeInstanceOf(NotCanonical);
        }
      }),
    );
  });
});
