/** base64url: one text for each value. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { fromB64, toB64 } from "../../src/ballots/encoding.ts";
import { MalformedValue } from "../../src/ballots/errors.ts";

test("bytes have one text, that of the standard", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
      expect(toB64(data)).toBe(Buffer.from(data).toString("base64url"));
      expect(fromB64(toB64(data))).toEqual(data);
    }),
  );
});

test.each(["A", "AA==", "A A", "AB", "AAB", "A+", "A/", "é"])("%j is none", (text) => {
  expect(() => fromB64(text)).toThrow(MalformedValue);
});
