/** Texts, written names and identifiers: what the bounds of docs/formats.md let through. */
import { describe, expect, test } from "vitest";
import { MalformedValue } from "../../src/ballots/errors.ts";
import * as ids from "../../src/ballots/ids.ts";
import { checkText, checkWritten } from "../../src/ballots/texts.ts";

describe("texts", () => {
  test.each([
    "a",
    "é",
    "Siti Amina",
    "a".repeat(10),
    "\u{1f600}".repeat(10),
    "a\ufeff",
    "a\u200bb",
    "\ufffe",
  ])("%j is one", (text) => {
    expect(checkText(text, 10)).toBe(text);
  });

  test.each([
    "",
    "a".repeat(11),
    "\u{1f600}".repeat(11),
    " a",
    "a\u00a0",
    "a\u3000",
    "\u2028a",
    "a\u001c",
    "a\u0085",
    "a\nb",
    "a\u0000b",
    "a\u007fb",
    "a\u009fb",
    "e\u0301",
    "\ud83d",
    "a\udc00",
    "\u{e000}\ud800",
    null,
    1,
    ["a"],
  ])("%j is none", (text) => {
    expect(() => checkText(text, 10)).toThrow(MalformedValue);
  });

  test("only where lines are wanted a text has lines", () => {
    expect(checkText("a\nb", 10, true)).toBe("a\nb");
    for (const text of ["a\n", "\na", "a\rb", "a\tb", "\n"]) {
      expect(() => checkText(text, 10, true)).toThrow(MalformedValue);
    }
  });

  test.each(["a", " a ", "é".repeat(30), "\u{1f600}".repeat(15), "\u00a0"])("a slot holds %j", (text) => {
    expect(checkWritten(text)).toBe(text);
  });

  test.each([
    "",
    "a".repeat(61),
    "é".repeat(31),
    "\u{1f600}".repeat(16),
    "a\n",
    "\u0080",
    "e\u0301",
    "\udfff",
    null,
    7,
  ])("no slot holds %j", (text) => {
    expect(() => checkWritten(text)).toThrow(MalformedValue);
  });
});

type Parser = (value: unknown) => unknown;

const SOUND: readonly [string, Parser, readonly unknown[]][] = [
  ["election id", ids.parseElectionId, ["a", "sukamaju-2026.id", "a".repeat(64)]],
  ["contest id", ids.parseContestId, ["bkm", "utusan-1", "a".repeat(32)]],
  ["stage id", ids.parseStageId, ["basis"]],
  ["contest index", ids.parseContestIndex, [1, 1023]],
  ["table number", ids.parseTableNumber, [1, 32767]],
  ["holder number", ids.parseHolderNumber, [1, 15]],
  ["person id", ids.parsePersonId, ["0123456789", "ZYXWVTSRQP"]],
  ["officer id", ids.parseOfficerId, ["ketua", "a_b.c-1"]],
  ["tracking code", ids.parseTrackingCode, ["0123456789ABCDEF"]],
  ["sha256", ids.parseSha256, ["0".repeat(64), "abcdef0123456789".repeat(4)]],
];

const BROKEN: readonly [string, Parser, readonly unknown[]][] = [
  ["election id", ids.parseElectionId, ["", "a".repeat(65), "A", "a\n", "a/b", "a_b", 1, null]],
  ["contest id", ids.parseContestId, ["", "a".repeat(33), "BKM", "a.b", "bkm\n", ["bkm"]]],
  ["stage id", ids.parseStageId, ["", "Basis", "a b"]],
  ["contest index", ids.parseContestIndex, [0, 1024, "1", 1.5, true, null]],
  ["table number", ids.parseTableNumber, [0, 32768, -1, Number.NaN]],
  ["holder number", ids.parseHolderNumber, [0, 16, -0]],
  [
    "person id",
    ids.parsePersonId,
    ["012345678", "01234567890", "012345678I", "012345678O", "012345678U", "012345678a"],
  ],
  ["officer id", ids.parseOfficerId, ["", "a".repeat(41), "Ketua", "a b", "é"]],
  ["tracking code", ids.parseTrackingCode, ["0123456789ABCDE", "0123-4567-89AB-C"]],
  ["sha256", ids.parseSha256, ["0".repeat(63), "0".repeat(65), "A".repeat(64), `${"0".repeat(64)}\n`]],
];

describe("identifiers", () => {
  test.each(SOUND)("%s", (_, parser, values) => {
    for (const value of values) expect(parser(value)).toBe(value);
  });

  test.each(BROKEN)("%s refuses", (_, parser, values) => {
    for (const value of values) expect(() => parser(value)).toThrow(MalformedValue);
  });

  test("two officers are two, and different", () => {
    expect(ids.parseOfficers(["ketua", "sekretaris"])).toEqual(["ketua", "sekretaris"]);
    for (const value of [
      [],
      ["a"],
      ["a", "a"],
      ["a", "b", "c"],
      ["a", "B"],
      "ab",
      null,
      { 0: "a", 1: "b", length: 2 },
    ]) {
      expect(() => ids.parseOfficers(value)).toThrow(MalformedValue);
    }
  });

  test("a log has the name of its election", () => {
    expect(ids.logOrigin("sukamaju-2026")).toBe("rembug.id/sukamaju-2026");
  });
});
