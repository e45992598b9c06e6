/** A booth's test: what it shows opens to the names that were sealed, and to no others. */
import { describe, expect, test } from "vitest";
import { seal } from "../../src/ballots/ballot.ts";
import { checkBoothTest, readBoothTest, writeBoothTest } from "../../src/ballots/booth_test.ts";
import { fromB64, toB64 } from "../../src/ballots/encoding.ts";
import { InvalidBallot, MalformedValue } from "../../src/ballots/errors.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import { PublicKey } from "../../src/crypto/elgamal.ts";
import { systemRandom } from "../../src/crypto/randomness.ts";
import { raw } from "../crypto/golden.ts";
import { vectors } from "./vectors.ts";

const key = PublicKey.fromBytes(raw(vectors("ballot")[0]![1], "keys"));
const place = { election: "contoh-2026", contest: "bkm", table: 7 };
const { sealed, opening } = seal(["Siti Aminah, RT 3", "Budi"], new Uint8Array(16).fill(5), place, key, systemRandom);
const shown = writeBoothTest(sealed, opening);

function changed(change: (parts: unknown[]) => void): string {
  const parts = JSON.parse(new TextDecoder().decode(fromB64(shown))) as unknown[];
  change(parts);
  return toB64(utf8(JSON.stringify(parts)));
}

describe("a booth's test", () => {
  test("gives the code that the booth showed before", () => {
    const read = readBoothTest(shown);
    expect(read.names).toEqual(["Siti Aminah, RT 3", "Budi"]);
    expect(read.place).toEqual(place);
    expect(checkBoothTest(read, key)).toBe(sealed.tracking);
  });

  test.each([
    ["another name", 6, "Siti Aminah, RT 4"],
    ["another table", 2, 8],
    ["another contest", 1, "lain"],
    ["another election", 0, "lain"],
    ["another card", 3, toB64(new Uint8Array(32))],
    ["another randomness", 5, toB64(new Uint8Array(32).fill(1))],
  ])("%s is found out", (_, at, value) => {
    const read = readBoothTest(changed((parts) => parts.splice(at, 1, value)));
    expect(() => checkBoothTest(read, key)).toThrow(InvalidBallot);
  });

  test("a name left out is found out", () => {
    const read = readBoothTest(changed((parts) => parts.pop()));
    expect(() => checkBoothTest(read, key)).toThrow(InvalidBallot);
  });

  test.each([
    ["nothing", ""],
    ["no JSON", toB64(utf8("uji"))],
    ["no list", toB64(utf8('{"a":1}'))],
    ["too long", "A".repeat(9000)],
    ["a table that is a text", changed((parts) => parts.splice(2, 1, "7"))],
    ["table 0", changed((parts) => parts.splice(2, 1, 0))],
    ["a name that is a number", changed((parts) => parts.push(7))],
    ["too few members", changed((parts) => parts.splice(4))],
  ])("%s is no test", (_, text) => {
    expect(() => readBoothTest(text)).toThrow(MalformedValue);
  });
});
