/** Every text that a voter's page says has its sound clip: who changes a text says it anew (`make clips`). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clipName, textsWithClip } from "../../src/bilik/clips.ts";
import spoken from "../../src/bilik/spoken.json";
import { LANGUAGES } from "../../src/i18n/language.svelte.ts";

const BILIK = join(import.meta.dirname, "..", "..", "src", "bilik");
const files = new Set(readdirSync(join(BILIK, "suara")));
/** What the officer reads, and what holds a number without end or somebody's own words. */
const UNSPOKEN = ["busy.title", "guard.title", "card.other-table", "test.not-told", "card.short", "remove.title"];

describe.each(LANGUAGES)("in %s", (language) => {
  test("every text has a clip that holds sound", () => {
    const texts = textsWithClip(language);
    expect(texts.size).toBeGreaterThan(60);
    for (const text of texts) {
      expect(text).not.toMatch(/[{}]/);
      const name = clipName(language, text);
      expect(files, `${text}: run make clips`).toContain(name);
      const data = readFileSync(join(BILIK, "suara", name));
      expect(data.subarray(0, 4).toString("latin1")).toBe("OggS");
      // Half a second of this voice has more.
      expect(data.length, text).toBeGreaterThan(1500);
    }
  });

  test("a text that was changed has another clip", () => {
    for (const text of textsWithClip(language)) expect(files).not.toContain(clipName(language, `${text}.`));
  });
});

test("no clip is left of a text that is gone", () => {
  const wanted = LANGUAGES.flatMap((each) => Array.from(textsWithClip(each), (text) => clipName(each, text)));
  expect([...files].sort()).toEqual(wanted.sort());
});

test("whatever a page gives to be said is on the list", () => {
  const pages = [...readdirSync(join(BILIK, "pages")).map((name) => `pages/${name}`), "App.svelte", "Idle.svelte"];
  const asked = new Set<string>();
  for (const page of pages.filter((name) => !/Setup|Officer/.test(name))) {
    const source = readFileSync(join(BILIK, page), "utf8");
    const said = [
      ...source.matchAll(
        /(?:title=|spoken=|spoken = |title = |TITLES = |SAYS = |how = |warning = |standing = )[^;>]*/g,
      ),
    ];
    for (const [part] of said) for (const [, key] of part.matchAll(/"([a-z]+\.[\w.-]+)"/g)) asked.add(key ?? "");
  }
  expect(asked.size).toBeGreaterThan(25);
  const heard = new Set([...Object.keys(spoken), ...UNSPOKEN]);
  expect([...asked].filter((key) => !heard.has(key))).toEqual([]);
});
