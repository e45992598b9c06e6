/** Six words, the same that Python draws of the same bytes. */
import { expect, test } from "vitest";
import { offerPassphrase } from "../../src/crypto/passphrase_offer.ts";
import { systemRandom } from "../../src/crypto/randomness.ts";

test("the same bytes give the words that Python draws", () => {
  // The same bytes as in `tests/crypto/test_passphrase.py`.
  expect(offerPassphrase((count) => Uint8Array.from({ length: count }, (_, at) => at))).toBe(
    "abdi hati makan salju agama hidup",
  );
});

test("six words are offered anew each time", () => {
  const offered = Array.from({ length: 50 }, () => offerPassphrase(systemRandom));
  expect(new Set(offered).size).toBe(50);
  for (const each of offered) expect(each).toMatch(/^[a-z]{3,8}( [a-z]{3,8}){5}$/);
});
