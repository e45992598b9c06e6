/**
 * An agreed document (AD, ART, tatib, criteria) as a tree of bab, pasal, ayat and huruf with stable ids.
 *
 * The numbers that people read (BAB IV, Pasal 12, ayat (1), huruf a.) follow from the order and are never stored.
 * Source: docs/formats.md, "Documents".
 */
import { type JsonObject, parseObject, serialise } from "./canonical.ts";
import { MalformedValue } from "./errors.ts";
import { type DocumentKind, documentKind, rules, title } from "./events/fields.ts";
import { array, constant, kind, nullable, object, text, textOrEmpty } from "./events/schema.ts";
import { fill, namesIn, valuesOf } from "./references.ts";
import type { Rules } from "./rules.ts";
import { nameOf } from "./state/blobs.ts";

export const FORMAT = "rembug-document-1";
/** Longest blob of a document: several times the longest charter. */
export const MAX_BYTES = 400_000;
export const MAX_LETTERS = 26;

const PART_ID = /^[a-z0-9]{1,12}$/;

/** Huruf. */
export interface Letter {
  readonly id: string;
  readonly text: string;
}

/** Ayat. */
export interface Clause {
  readonly id: string;
  readonly text: string;
  readonly letters: readonly Letter[];
}

/** Pasal. */
export interface Article {
  readonly id: string;
  readonly title: string;
  readonly clauses: readonly Clause[];
}

/** Bab. */
export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly articles: readonly Article[];
}

/**
 * The whole text.  Make it with `documentFromJson` or `documentFromBytes`: those check every member.
 *
 * It may still be a draft: `isWhole` and `unknownReferences` say what keeps it from being agreed to.
 */
export interface Document {
  readonly format: typeof FORMAT;
  readonly document: DocumentKind;
  readonly title: string;
  readonly preamble: readonly string[];
  readonly chapters: readonly Chapter[];
  readonly closing: readonly string[];
  readonly rules: Rules | null;
}

/**
 * Return an id.
 *
 * @throws MalformedValue not 1 to 12 lower-case letters and digits.
 */
export function parsePartId(value: unknown): string {
  if (typeof value !== "string" || !PART_ID.test(value)) {
    throw new MalformedValue("not 1 to 12 lower-case letters and digits");
  }
  return value;
}

const partId = kind(parsePartId, "part id");
const paragraph = text(4_000, "paragraph", true);
const letter = object<Letter>({ id: partId, text: paragraph });
const clause = object<Clause>({ id: partId, text: paragraph, letters: array(letter) });
const article = object<Article>({ id: partId, title: textOrEmpty(200, "title or empty"), clauses: array(clause) });
const chapter = object<Chapter>({ id: partId, title, articles: array(article) });
const CODEC = object<Document>({
  format: constant(FORMAT),
  document: documentKind,
  title,
  preamble: array(paragraph),
  chapters: array(chapter),
  closing: array(paragraph),
  rules: nullable(rules),
});

/**
 * Read the object.
 *
 * @throws MalformedValue a member is missing, unknown or out of its bounds, or does not fit another.
 * @throws InvalidRules the rules of a tatib break a bound.
 */
export function documentFromJson(value: unknown): Document {
  const document = CODEC.read(value);
  const ids = [...parts(document)].map(({ id }) => id);
  if (new Set(ids).size !== ids.length) throw new MalformedValue("document: an id stands twice");
  if (clausesOf(document).some(({ letters }) => letters.length > MAX_LETTERS)) {
    throw new MalformedValue(`document: more than ${MAX_LETTERS} letters`);
  }
  if ((document.rules !== null) !== (document.document === "TATIB")) {
    throw new MalformedValue("document: rules belong to TATIB and only there");
  }
  return document;
}

/**
 * Read the blob.
 *
 * @throws NotCanonical not canonical JSON, or longer than MAX_BYTES.
 * @throws MalformedValue, InvalidRules as `documentFromJson`.
 */
export function documentFromBytes(data: Uint8Array): Document {
  return documentFromJson(parseObject(data, MAX_BYTES));
}

/** Return the object of docs/formats.md. */
export function documentToJson(document: Document): JsonObject {
  return CODEC.write(document) as JsonObject;
}

/**
 * Return the blob.
 *
 * @throws MalformedValue it would be longer than MAX_BYTES.
 */
export function documentToBytes(document: Document): Uint8Array {
  const data = serialise(documentToJson(document));
  if (data.length > MAX_BYTES) throw new MalformedValue(`longer than ${MAX_BYTES} bytes`);
  return data;
}

/** Return the SHA-256 of the blob. */
export function documentSha256(document: Document): string {
  return nameOf(documentToBytes(document));
}

/** Return every pasal in order. */
export function articlesOf(document: Document): readonly Article[] {
  return document.chapters.flatMap(({ articles }) => articles);
}

/** Return every ayat in order. */
export function clausesOf(document: Document): readonly Clause[] {
  return articlesOf(document).flatMap(({ clauses }) => clauses);
}

/** Give every part that has an id, in the order of the text. */
export function* parts(document: Document): Generator<Chapter | Article | Clause | Letter> {
  for (const each of document.chapters) {
    yield each;
    for (const pasal of each.articles) {
      yield pasal;
      for (const ayat of pasal.clauses) {
        yield ayat;
        yield* ayat.letters;
      }
    }
  }
}

/** Return the texts of all clauses: of KRITERIA, the criteria themselves. */
export function criteriaOf(document: Document): readonly string[] {
  return clausesOf(document).map((each) => each.text);
}

/**
 * Return the references that have no value, in the order of the text.
 *
 * Only clauses and letters of a tatib may hold references: braces that stand elsewhere are unknown too.
 */
export function unknownReferences(document: Document): readonly string[] {
  const values = document.rules === null ? new Map<string, string>() : valuesOf(document.rules);
  const plain = [
    document.title,
    ...document.preamble,
    ...document.chapters.flatMap((each) => [each.title, ...each.articles.map((pasal) => pasal.title)]),
    ...document.closing,
  ];
  const filled = clausesOf(document).flatMap((each) => [each.text, ...each.letters.map((huruf) => huruf.text)]);
  return [...plain.flatMap(namesIn), ...filled.flatMap(namesIn).filter((name) => !values.has(name))];
}

/**
 * Say whether nothing is empty that the residents could not agree to: a bab without pasal, a pasal without ayat.
 *
 * KRITERIA hold one bab without letters.
 */
export function isWhole(document: Document): boolean {
  const { chapters } = document;
  if (chapters.length === 0 || chapters.some(({ articles }) => articles.length === 0)) return false;
  if (articlesOf(document).some(({ clauses }) => clauses.length === 0)) return false;
  if (document.document !== "KRITERIA") return true;
  return chapters.length === 1 && clausesOf(document).every(({ letters }) => letters.length === 0);
}

/** What a line of the text is. */
export type Rank = "PREAMBLE" | "CHAPTER" | "ARTICLE" | "CLAUSE" | "LETTER" | "CLOSING";

/** A line as people read it. */
export interface Line {
  readonly rank: Rank;
  /** Id of the part; empty for preamble and closing. */
  readonly id: string;
  /** `BAB IV`, `Pasal 12`, `(1)`, `a.`; empty for preamble, closing and the only ayat of a pasal. */
  readonly number: string;
  /** Title or text, each reference replaced by its value. */
  readonly text: string;
}

/**
 * Give the text line by line with its numbers, as it is printed.
 *
 * A reference without a value stays as it is written.
 */
export function* lines(document: Document): Generator<Line> {
  const values = document.rules === null ? new Map<string, string>() : valuesOf(document.rules);
  let pasal = 0;
  for (const each of document.preamble) yield { rank: "PREAMBLE", id: "", number: "", text: each };
  for (const [place, bab] of document.chapters.entries()) {
    yield { rank: "CHAPTER", id: bab.id, number: `BAB ${roman(place + 1)}`, text: bab.title };
    for (const each of bab.articles) {
      pasal += 1;
      yield { rank: "ARTICLE", id: each.id, number: `Pasal ${pasal}`, text: each.title };
      yield* clauseLines(each, values);
    }
  }
  for (const each of document.closing) yield { rank: "CLOSING", id: "", number: "", text: each };
}

function* clauseLines({ clauses }: Article, values: ReadonlyMap<string, string>): Generator<Line> {
  for (const [place, ayat] of clauses.entries()) {
    const number = clauses.length > 1 ? `(${place + 1})` : "";
    yield { rank: "CLAUSE", id: ayat.id, number, text: fill(ayat.text, values) };
    for (const [letterPlace, huruf] of ayat.letters.entries()) {
      const letterNumber = `${String.fromCharCode(97 + letterPlace)}.`;
      yield { rank: "LETTER", id: huruf.id, number: letterNumber, text: fill(huruf.text, values) };
    }
  }
}

const ROMAN = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
] as const;

/** Return a number from 1 in Roman numerals. */
export function roman(number: number): string {
  let rest = number;
  let words = "";
  for (const [value, letters] of ROMAN) {
    words += letters.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return words;
}
