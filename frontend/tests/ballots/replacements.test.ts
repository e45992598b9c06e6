/** Who serves during the term and who follows: the cases of `tests/ballots/test_state_term.py`. */
import { describe, expect, it } from "vitest";
import type { MemberReplaced, ResultCertified } from "../../src/ballots/events/tally.ts";
import { nextInLine, serving, waiting } from "../../src/ballots/replacements.ts";

const sexOf = (person: string): "L" | "P" => ("abc".includes(person) ? "P" : "L");
const officers = ["ketua", "sekretaris"] as const;
const certified: ResultCertified = {
  type: "result.certified",
  contest: "bkm",
  elected: ["a", "x", "y"],
  reserves: ["b", "z"],
  women: { elected: 1, required: 1, met: true },
  minutes: "0".repeat(64),
  officers,
};
const left = (leaving: string, successor: string | null): MemberReplaced => ({
  type: "member.replaced",
  contest: "bkm",
  leaving,
  cause: "PINDAH",
  reason: "pindah kota",
  successor,
  officers,
});

describe("next in line", () => {
  it.each([
    ["abx", "yc", "a", 2, "c"],
    ["abx", "yc", "x", 2, "y"],
    ["abx", "yc", "a", 1, "y"],
    ["abx", "yc", "a", 0, "y"],
    ["abx", "yz", "a", 2, "y"],
    ["abx", "", "a", 2, null],
  ])("of %s with %s waiting, when %s leaves and %i seats are kept for women: %s", (members, reserves, who, kept, next) => {
    expect(nextInLine([...members], [...reserves], who, sexOf, kept)).toBe(next);
  });
});

describe("members", () => {
  it("a successor stands in the place of who left, and waits no longer", () => {
    const replaced = [left("a", "b")];
    expect(serving(certified, replaced)).toEqual(["b", "x", "y"]);
    expect(waiting(certified, replaced)).toEqual(["z"]);
  });

  it("a reserve who leaves changes no member; a place with nobody waiting stays empty", () => {
    const replaced = [left("b", null), left("z", null), left("x", null)];
    expect(serving(certified, replaced)).toEqual(["a", "y"]);
    expect(waiting(certified, replaced)).toEqual([]);
  });
});
