import fc from "fast-check";
import { expect, test } from "vitest";
import { decodePairing, encodePairing, NotPairing } from "../../src/ballots/pairing.ts";

const pairings = fc.record({
  election: fc.stringMatching(/^[0-9a-z.-]{1,64}$/),
  table: fc.integer({ min: 1, max: 32_767 }),
  seed: fc.uint8Array({ minLength: 32, maxLength: 32 }),
});

test("a code gives back what was written", () => {
  fc.assert(
    fc.property(pairings, (pairing) => {
      expect(decodePairing(encodePairing(pairing))).toEqual(pairing);
    }),
  );
});

test("one changed sign makes a code unreadable", () => {
  fc.assert(
    fc.property(pairings, fc.nat(), fc.constantFrom(..."0123456789ABCDEF"), (pairing, place, sign) => {
      const code = encodePairing(pairing);
      const at = place % code.length;
      fc.pre(code[at] !== sign);
      expect(() => decodePairing(code.slice(0, at) + sign + code.slice(at + 1))).toThrow(NotPairing);
    }),
  );
});

test("a card is no pairing code", () => {
  expect(() => decodePairing("0123456789ABCDEFGHJKMNPQRSTVWXYZ0123")).toThrow(NotPairing);
});
