/**
 * Texts by key, in four languages.
 *
 * A catalogue is one JSON file a language; the Indonesian one is the source, and a key missing elsewhere is a type
 * error.  `{name}` in a text is replaced by the value of that name.
 */
import { fill, type Values } from "./fill.ts";
import { type Language, language } from "./language.svelte.ts";

export { fill, type Values } from "./fill.ts";

export type Texts<K extends string> = Readonly<Record<K, string>>;
/** Gives a text in the language of the page. */
export type Translate<K extends string> = (key: K, values?: Values) => string;

/** Return the function that gives a catalogue's texts in the language of the page. */
export function makeTexts<K extends string>(catalogue: Readonly<Record<Language, Texts<K>>>): Translate<K> {
  return (key, values) => fill(catalogue[language.now][key], values);
}

/** Write a whole number as Indonesians do: 12.500. */
export function number(value: number): string {
  return new Intl.NumberFormat("id-ID").format(value);
}
