/** Key files open for their passphrase only, and unaltered only. */
import { describe, expect, test } from "vitest";
import { utf8 } from "../../src/crypto/bytes.ts";
import { MalformedEncoding, WrongPassphrase } from "../../src/crypto/errors.ts";
import { KeyFile, MAX_FILE_BYTES, sealKeyFile } from "../../src/crypto/keyfile.ts";
import { Argon2Cost } from "../../src/crypto/passphrase_box.ts";
import { systemRandom } from "../../src/crypto/randomness.ts";
import { seeded } from "./golden.ts";

const CHEAP = new Argon2Cost({ memoryKib: 64, passes: 1 });
const SECRET = utf8("bagian kunci");
const PASSPHRASE = "sawah pagi kopi hujan bambu rakit";
const COUNTING = Uint8Array.from({ length: 32 }, (_, index) => index);
const OWNER = { election: "uji-2026", holder: 3, signingKey: COUNTING };

/** Files that Python's `seal_key_file` made, under the same seeds. */
const FROM_PYTHON = [
  {
    owner: OWNER,
    secret: SECRET,
    passphrase: PASSPHRASE,
    seed: "key file",
    cost: CHEAP,
    file:
      '{"box":"VYctn2mDMJO6785lKsedcnYr0E1MFpqUgjCwHfGi6NWBpyIyKSAMrPOMdnq6X-C__nGKXKd0TzarKKSi4BCMZ69hxd3W4XcdxljflqvsgbT' +
      'Nu6iYAWMZoa5EbrrIACy_gLTaOlmxF2vYR3GQ0I-_oid7HCU","election":"uji-2026","format":"rembug-key/1","holder":3,"kdf":{' +
      '"lanes":1,"memory_kib":64,"passes":1},"salt":"nQyBcQK8fFYGlgn9jUO7qQ","signing_key":"AAECAwQFBgcICQoLDA0ODxAREhMU' +
      'FRYXGBkaGxwdHh8"}',
  },
  {
    // Characters that JSON escapes, an empty secret, and a passphrase with every difference between the two languages.
    owner: { ...OWNER, election: 'uji \u00e9\x7f\n"\\\u{1f600}' },
    secret: new Uint8Array(0),
    passphrase: " \x1c\u0085S\u0130awah\u2003\ufeff PAGI \u039f\u03a3",
    seed: "key file 2",
    cost: new Argon2Cost({ memoryKib: 72, passes: 2, lanes: 2 }),
    file:
      '{"box":"IDi7v_FE7X1SgroGPHHrbqeSnaHmENnn2FxpQsvNINH7Tc1NZvsT0rRUdJS5IaaZMuX93APL4OtAkcxlJgxT-fZeWjtQ81MR8OBrTGnEIlo' +
      'mWUaPXFoe2g7KgaFw8FYBNg_tDmXzOOU","election":"uji \\u00e9\\u007f\\n\\"\\\\\\ud83d\\ude00","format":"rembug-key/1",' +
      '"holder":3,"kdf":{"lanes":2,"memory_kib":72,"passes":2},"salt":"W48W44fPxetpsq3ddQXjGg","signing_key":"AAECAwQFBgc' +
      'ICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}',
  },
];

const sealed = await sealKeyFile(OWNER, SECRET, PASSPHRASE, systemRandom, CHEAP);
const printed = new TextDecoder().decode(sealed.toBytes());

test.each(FROM_PYTHON)("a key file has Python's bytes under seed $seed", async (each) => {
  const made = await sealKeyFile(each.owner, each.secret, each.passphrase, seeded(each.seed), each.cost);
  expect(new TextDecoder().decode(made.toBytes())).toBe(each.file);
  const read = KeyFile.parse(utf8(each.file));
  expect(read.election).toBe(each.owner.election);
  expect(await read.open(each.passphrase)).toEqual(each.secret);
});

test("a key file opens with its passphrase", async () => {
  const file = KeyFile.parse(sealed.toBytes());
  expect(await file.open(PASSPHRASE)).toEqual(SECRET);
  expect(await file.open("  Sawah pagi KOPI hujan  bambu rakit ")).toEqual(SECRET);
});

test.each([`${PASSPHRASE}i`, "", " ", "\ud800"])("a key file does not open with %j", async (other) => {
  await expect(sealed.open(other)).rejects.toThrow(WrongPassphrase);
});

test.each(["", " \t ", "\udc00"])("no key file is sealed under %j", async (passphrase) => {
  await expect(sealKeyFile(OWNER, SECRET, passphrase, systemRandom, CHEAP)).rejects.toThrow(MalformedEncoding);
});

test("the secret stands nowhere in the file", () => {
  expect(new TextDecoder("latin1").decode(sealed.box)).not.toContain("bagian kunci");
  expect(printed).not.toContain("bagian kunci");
});

describe("an altered file", () => {
  const value = JSON.parse(printed) as Record<string, unknown>;
  const altered = (change: Readonly<Record<string, unknown>>) => utf8(JSON.stringify({ ...value, ...change }));

  test.each([
    ["election", "lain-2026"],
    ["holder", 4],
    ["signing_key", `${"A".repeat(42)}E`],
    ["salt", "A".repeat(22)],
    ["kdf", { lanes: 1, memory_kib: 64, passes: 2 }],
    ["box", ""],
    ["box", "A".repeat(32)],
    ["box", "A".repeat(64)],
  ])("with another %s does not open", async (member, other) => {
    const file = KeyFile.parse(altered({ [member]: other }));
    await expect(file.open(PASSPHRASE)).rejects.toThrow(WrongPassphrase);
  });

  test.each([
    ["format", "rembug-key/2"],
    ["election", 5],
    ["election", null],
    ["holder", "3"],
    ["holder", true],
    ["holder", 1.5],
    ["holder", 2 ** 53],
    ["signing_key", "AAAA"],
    ["signing_key", `${"A".repeat(42)}F`],
    ["salt", "AAAA"],
    ["box", "AB"],
    ["box", "A"],
    ["box", "AAA="],
    ["box", "AA+/"],
    ["kdf", null],
    ["kdf", { lanes: 1, memory_kib: 64 }],
    ["kdf", { lanes: 1, memory_kib: 64, passes: 1, more: 1 }],
    ["kdf", { lanes: true, memory_kib: 64, passes: 1 }],
    ["kdf", { lanes: 1, memory_kib: 2 ** 21, passes: 1 }],
    ["more", 1],
  ])("with %s as %j is refused", (member, other) => {
    expect(() => KeyFile.parse(altered({ [member]: other }))).toThrow(MalformedEncoding);
  });

  test.each([
    ["spaces", JSON.stringify(value, undefined, 1)],
    ["an end of line", `${printed}\n`],
    ["a number written otherwise", printed.replace('"holder":3', '"holder":3.0')],
    ["a letter written otherwise", printed.replace("uji-2026", "\\u0075ji-2026")],
    ["a member twice", printed.replace("{", '{"box":"AAAA",')],
    ["another order", JSON.stringify({ signing_key: value["signing_key"], ...value })],
    ["a member missing", JSON.stringify({ ...value, salt: undefined })],
  ])("with %s is refused", (_, text) => {
    expect(() => KeyFile.parse(utf8(text))).toThrow(MalformedEncoding);
  });
});

test.each([
  [2 ** 21, 1, 1],
  [64, 17, 1],
  [64, 0, 1],
  [7, 1, 1],
  [15, 1, 2],
  [64, 1, 9],
  [64, 1, 0],
  [64.5, 1, 1],
])("a cost of %d KiB, %d passes, %d lanes is refused before it is paid", (memoryKib, passes, lanes) => {
  expect(() => new Argon2Cost({ memoryKib, passes, lanes })).toThrow(MalformedEncoding);
});

test.each([
  ["nothing", utf8("")],
  ["an empty object", utf8("{}")],
  ["a list", utf8("[]")],
  ["no UTF-8", Uint8Array.of(255)],
  ["another format", utf8('{"format":"rembug-key/2"}')],
  ["deep nesting", utf8("[".repeat(100_000))],
  ["more than a mebibyte", new KeyFile({ ...sealed, box: new Uint8Array(MAX_FILE_BYTES - 512) }).toBytes()],
])("%s is no key file", (_, data) => {
  expect(() => KeyFile.parse(data)).toThrow(MalformedEncoding);
});

test("a file of almost a mebibyte is read", () => {
  const file = new KeyFile({ ...sealed, box: new Uint8Array((MAX_FILE_BYTES >> 2) * 3 - 512) }).toBytes();
  expect(file.length).toBeGreaterThan(MAX_FILE_BYTES - 1024);
  expect(KeyFile.parse(file).holder).toBe(3);
});

test("the default cost is a quarter of a gibibyte", () => {
  expect(new Argon2Cost()).toEqual(new Argon2Cost({ memoryKib: 256 * 1024, passes: 3, lanes: 1 }));
});
