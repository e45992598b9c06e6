/** Which of the agreed witnesses cosigned a checkpoint: the golden vectors of the Python implementation. */
import { describe, expect, test } from "vitest";
import { InvalidRules } from "../../src/ballots/errors.ts";
import { fill, valuesOf } from "../../src/ballots/references.ts";
import { Rules } from "../../src/ballots/rules.ts";
import { openWitnessed, signersOf } from "../../src/ballots/witnessing.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import { InvalidNote } from "../../src/crypto/errors.ts";
import { type Fields, number, raw, text } from "../crypto/golden.ts";
import { vectors } from "./vectors.ts";

function split(kind: string): [valid: [string, Fields][], invalid: [string, Fields][]] {
  const all = vectors("witnesses").filter(([, fields]) => fields["kind"] === kind);
  const is = (result: string) => all.filter(([, fields]) => fields["result"] === result);
  return [is("valid"), is("invalid")];
}

function rulesOf(fields: Fields): Rules {
  return Rules.parse(utf8(text(fields, "rules")));
}

describe("a note with witnesses", () => {
  const [valid, invalid] = split("note");
  const open = (fields: Fields) =>
    openWitnessed(utf8(text(fields, "note")), text(fields, "log_key"), number(fields, "size"), raw(fields, "root"));

  test.each(valid)("%s", (_, fields) => {
    const signers = signersOf(rulesOf(fields).witnessing!, open(fields)).map(({ name }) => name);
    expect(signers).toEqual(fields["signers"]);
  });

  test.each(invalid)("refused: %s", (_, fields) => {
    expect(() => open(fields)).toThrow(InvalidNote);
  });
});

describe("rules with witnesses", () => {
  const [valid, invalid] = split("rules");

  test.each(valid)("%s", (_, fields) => {
    const rules = rulesOf(fields);
    expect(rules.toBytes()).toEqual(utf8(text(fields, "rules")));
    expect(rules.witnessing?.quorum).toBe(2);
    const words = fill("{{saksi_buku}}; {{saksi_paling_sedikit}}", valuesOf(rules));
    expect(words).toBe("Saksi pemantau.rw03, Saksi fasilitator, Saksi kelurahan.sukasari; 2");
    const { witnessing: _gone, ...plain } = rules.toJson();
    const none = Rules.fromJson(plain);
    expect(none.toJson()).toEqual(plain);
    expect(fill("{{saksi_buku}}; {{saksi_paling_sedikit}}", valuesOf(none))).toBe("tidak ada; tidak ada");
  });

  test.each(invalid)("refused: %s", (_, fields) => {
    expect(() => rulesOf(fields)).toThrow(InvalidRules);
  });
});
