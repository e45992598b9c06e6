import { describe, expect, test } from "vitest";
import { neutralise, writeCsv } from "../../src/ui/csv.ts";
import { isStrange, visible } from "../../src/ui/strange.ts";

describe("texts of strangers", () => {
  test.each([
    ["Siti Rahayu", "Siti Rahayu"],
    ["Déwi é è ê ꦱꦶꦠꦶ سيتي", "Déwi é è ê ꦱꦶꦠꦶ سيتي"],
    ["a\u202Eb", "a‹U+202E›b"],
    ["a\u200Bb\uFEFF", "a‹U+200B›b‹U+FEFF›"],
    ["a\u2028b\u00A0c", "a‹U+2028›b‹U+00A0›c"],
    ["a\u3164b\uFE0F", "a‹U+3164›b‹U+FE0F›"],
    ["\u{E0041}\u{F0000}", "‹U+E0041›‹U+F0000›"],
    [`a${"\u0335".repeat(20)}`, `a${"\u0335".repeat(3)}‹…›`],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
  ])("%j is shown as %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(isStrange(text)).toBe(text !== shown);
  });
});

describe("cells of a spreadsheet", () => {
  test.each([
    "=1+1",
    "+62",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "  =1",
    "\u200B=1",
    "\uFF1D1",
    "\u202E=1",
  ])("%j is not run", (cell) => {
    expect(neutralise(cell)).toBe(`'${cell.replaceAll(/\p{Cc}/gu, " ")}`);
  });

  test("an honest name stays as it is", () => {
    expect(neutralise("Siti Rahayu, S.Pd.")).toBe("Siti Rahayu, S.Pd.");
  });

  test("separators, quotes and line ends stay inside their cell", () => {
    expect(
      writeCsv(
        ["a", "b"],
        [
          ['x;"y"', "p\r\nq"],
          ["z", 3],
        ],
      ),
    ).toBe('\uFEFFa;b\r\n"x;""y""";p  q\r\nz;3\r\n');
  });
});
