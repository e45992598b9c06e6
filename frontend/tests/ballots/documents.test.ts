/** Documents, minutes and their signatures against the golden vectors of the Python implementation. */
import { describe, expect, it, test } from "vitest";
import {
  decisionOf,
  isCarried,
  mayAdopt,
  minutesFromBytes,
  minutesSha256,
  minutesToBytes,
  outcomeOf,
  reachedQuorum,
} from "../../src/ballots/assemblies.ts";
import { checkSigner, signDocument, signingBytes } from "../../src/ballots/document_signatures.ts";
import {
  documentFromBytes,
  documentFromJson,
  documentSha256,
  documentToBytes,
  documentToJson,
  isWhole,
  lines,
  MAX_BYTES,
  roman,
  unknownReferences,
} from "../../src/ballots/documents.ts";
import { BallotsError, MalformedValue, NotCanonical } from "../../src/ballots/errors.ts";
import type { DocumentKind } from "../../src/ballots/events/fields.ts";
import { fill, namesIn } from "../../src/ballots/references.ts";
import { toHex, utf8 } from "../../src/crypto/bytes.ts";
import { InvalidSignature } from "../../src/crypto/errors.ts";
import { type Fields, number, raw, text } from "../crypto/golden.ts";
import { vectors } from "./vectors.ts";

function split(name: string): [valid: [string, Fields][], invalid: [string, Fields][]] {
  const all = vectors(name);
  const is = (result: string) => all.filter(([, fields]) => fields["result"] === result);
  return [is("valid"), is("invalid")];
}

describe("a document", () => {
  const [valid, invalid] = split("documents");

  test.each(valid)("%s", (_, fields) => {
    const blob = utf8(text(fields, "blob"));
    const document = documentFromBytes(blob);
    expect(documentToBytes(document)).toEqual(blob);
    expect(documentSha256(document)).toBe(text(fields, "sha256"));
    expect(isWhole(document)).toBe(fields["whole"]);
    expect(unknownReferences(document)).toEqual(fields["unknown"]);
    const shown = [...lines(document)].map(({ rank, id, number: place, text: words }) => [rank, id, place, words]);
    expect(shown).toEqual(fields["lines"]);
  });

  test.each(invalid)("refused: %s", (_, fields) => {
    expect(() => documentFromBytes(utf8(text(fields, "blob")))).toThrow(BallotsError);
  });

  it("has a greatest size", () => {
    const [[, fields]] = valid as [[string, Fields]];
    const plain = documentToJson(documentFromBytes(utf8(text(fields, "blob"))));
    const long = documentFromJson({ ...plain, preamble: Array.from({ length: 51 }, () => "é".repeat(4_000)) });
    expect(() => documentToBytes(long)).toThrow(MalformedValue);
    expect(() => documentFromBytes(new Uint8Array(MAX_BYTES + 1))).toThrow(NotCanonical);
  });
});

test("numbers in Roman letters", () => {
  expect([1, 4, 9, 14, 40, 1999].map(roman)).toEqual(["I", "IV", "IX", "XIV", "XL", "MCMXCIX"]);
});

test.each([
  ["{{a}} dan {{b}}", ["a", "b"], "1 dan {{b}}"],
  ["}} {{a}} {{", ["}}", "a", "{{"], "}} 1 {{"],
  ["{{{a}}", ["{a"], "{{{a}}"],
  ["{{a}", ["{{"], "{{a}"],
  ["", [], ""],
])("references of %j", (written, names, filled) => {
  expect(namesIn(written)).toEqual(names);
  expect(fill(written, new Map([["a", "1"]]))).toBe(filled);
});

describe("minutes", () => {
  const [valid, invalid] = split("minutes");

  test.each(valid)("%s", (_, fields) => {
    const blob = utf8(text(fields, "blob"));
    const minutes = minutesFromBytes(blob);
    expect(minutesToBytes(minutes)).toEqual(blob);
    expect(minutesSha256(minutes)).toBe(text(fields, "sha256"));
    expect(outcomeOf(minutes)).toBe(fields["outcome"]);
    expect(reachedQuorum(minutes)).toBe(fields["reached_quorum"]);
    expect(mayAdopt(minutes)).toBe(fields["may_adopt"]);
    expect(minutes.decisions.map(isCarried)).toEqual(fields["carried"]);
    for (const each of minutes.decisions) expect(decisionOf(minutes, each.number)).toBe(each);
    expect(decisionOf(minutes, 99)).toBeNull();
  });

  test.each(invalid)("refused: %s", (_, fields) => {
    expect(() => minutesFromBytes(utf8(text(fields, "blob")))).toThrow(BallotsError);
  });
});

describe("a signature under a document", () => {
  const [valid, invalid] = split("document-signatures");

  function read(fields: Fields) {
    const agreement = {
      election: text(fields, "election"),
      document: text(fields, "document") as DocumentKind,
      version: number(fields, "version"),
      sha256: text(fields, "sha256"),
      assembly: number(fields, "assembly"),
      decision: number(fields, "decision"),
    };
    const [name, capacity] = [text(fields, "name"), text(fields, "capacity")];
    return { agreement, signer: { name, capacity, key: raw(fields, "key"), signature: raw(fields, "signature") } };
  }

  test.each(valid)("%s", (_, fields) => {
    const { agreement, signer } = read(fields);
    expect(toHex(signingBytes(agreement, signer.name, signer.capacity))).toBe(text(fields, "message"));
    checkSigner(agreement, signer);
    const own = signDocument(new Uint8Array(32), agreement, "Asep", "wakil warga");
    checkSigner(agreement, own);
    expect(() => checkSigner(agreement, { ...own, name: "Usep" })).toThrow(InvalidSignature);
  });

  test.each(invalid)("refused: %s", (_, fields) => {
    const { agreement, signer } = read(fields);
    expect(() => checkSigner(agreement, signer)).toThrow(InvalidSignature);
  });
});
