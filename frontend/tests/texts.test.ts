/** Every app's texts exist in all four languages, with the same placeholders, and voters meet no jargon. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../src/i18n/language.svelte.ts";

const SRC = join(import.meta.dirname, "..", "src");
type Catalogue = Record<string, string>;

const folders = readdirSync(SRC, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isDirectory() && entry.name === "texts")
  .map((entry) => join(entry.parentPath, entry.name));

function read(folder: string, language: string): Catalogue {
  return JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8")) as Catalogue;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(String).sort();
}

test("the shared texts and every app's are found", () => {
  expect(folders.length).toBeGreaterThanOrEqual(2);
});

describe.each(folders.map((folder) => [folder.slice(SRC.length + 1), folder]))("%s", (_, folder) => {
  const source = read(folder, "id");

  test.each(LANGUAGES)("has every text in %s, with the same placeholders", (language) => {
    const other = read(folder, language);
    expect(Object.keys(other).sort()).toEqual(Object.keys(source).sort());
    for (const [key, text] of Object.entries(other)) {
      expect(text.trim(), key).not.toBe("");
      expect(placeholders(text), key).toEqual(placeholders(source[key] ?? ""));
    }
  });
});

const FORBIDDEN =
  /\b(enkripsi|token|kriptografi|server|hash|login|kunci publik|sinkronisasi|error|encryption|encrypted)\b/i;

test("a voter meets none of the words that need explaining", () => {
  for (const folder of folders.filter((each) => each.includes("bilik"))) {
    for (const language of LANGUAGES) {
      for (const [key, text] of Object.entries(read(folder, language))) expect(text, key).not.toMatch(FORBIDDEN);
    }
  }
});
