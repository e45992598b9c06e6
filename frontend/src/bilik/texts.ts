import type { Language } from "../i18n/language.svelte.ts";
import { makeTexts } from "../i18n/texts.ts";
import en from "./texts/en.json";
import id from "./texts/id.json";
import jv from "./texts/jv.json";
import su from "./texts/su.json";

export type Key = keyof typeof id;
const CATALOGUE = { id, su, jv, en };
export const t = makeTexts<Key>(CATALOGUE);

/** Return a text in a language other than the page's. */
export function textOf(language: Language, key: Key): string {
  return CATALOGUE[language][key];
}
