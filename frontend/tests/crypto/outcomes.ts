/** How a golden vector is held against the code: the stated result, or a refusal. */
import { describe, expect, test } from "vitest";
import { toHex } from "../../src/crypto/bytes.ts";
import { CryptoError } from "../../src/crypto/errors.ts";
import { type Fields, goldenTests } from "./golden.ts";

/** The code computes something else than the vector states. */
export class AnotherOutcome extends Error {}

/** Compare what was computed with the stated hexadecimal. */
export function same(computed: { toBytes(): Uint8Array } | Uint8Array, stated: string): void {
  const bytes = computed instanceof Uint8Array ? computed : computed.toBytes();
  if (toHex(bytes) !== stated) throw new AnotherOutcome();
}

/** Make a test of every vector of a file; `checks` has a check for each kind. */
export function describeGolden(name: string, checks: Readonly<Record<string, (fields: Fields) => void>>): void {
  describe(name, () => {
    test.each(goldenTests(name))("$label", ({ kind, fields }) => {
      const check = checks[kind];
      if (check === undefined) throw new TypeError(`no check for ${kind}`);
      if (fields["result"] === "valid") {
        check(fields);
        return;
      }
      expect(fields["result"]).toBe("invalid");
      let refusal: unknown;
      try {
        check(fields);
      } catch (fault) {
        refusal = fault;
      }
      expect(refusal instanceof CryptoError || refusal instanceof AnotherOutcome).toBe(true);
    });
  });
}
