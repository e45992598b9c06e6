/**
 * Sound clips of what the voter's pages say, made from their texts by `tests/pages/make_clips.py`.
 *
 * A clip is named by the hash of its text: there is no list to keep, and a text that was changed has none until it was
 * said anew.  They are loaded when somebody listens; an officer's set-up page puts all of them aside for the day.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { toHex, utf8 } from "../crypto/bytes.ts";
import { LANGUAGES, type Language } from "../i18n/language.svelte.ts";
import { fill, type Texts, type Values } from "../i18n/texts.ts";
import spoken from "./spoken.json";
import en from "./texts/en.json";
import id from "./texts/id.json";
import jv from "./texts/jv.json";
import su from "./texts/su.json";

/** Of the voice and its settings; the maker of the clips has the same. */
const EDITION = "1";
const NAME_CHARACTERS = 16;
const CACHE = "rembug-suara";
const CATALOGUES: Readonly<Record<Language, Texts<string>>> = { id, su, jv, en };
const known = new Map<Language, ReadonlySet<string>>();

/** Return every text that has a clip in a language. */
export function textsWithClip(language: Language): ReadonlySet<string> {
  const found = known.get(language);
  if (found !== undefined) return found;
  const catalogue = CATALOGUES[language];
  const texts = Object.entries(spoken).flatMap(([key, values]) =>
    values.map((each: Values) => fill(catalogue[key] ?? "", each)),
  );
  const made = new Set(texts);
  known.set(language, made);
  return made;
}

/** Return the name of a clip's file. */
export function clipName(language: Language, text: string): string {
  return `${toHex(sha256(utf8(`${EDITION}/${language}/${text}`))).slice(0, NAME_CHARACTERS)}.ogg`;
}

function addressOf(language: Language, text: string): string {
  return `/static/assets/suara-${clipName(language, text)}`;
}

/** Return the clip of a text; nothing if it has none, or if it is not at hand and nobody answers. */
export async function clipOf(language: Language, text: string): Promise<ArrayBuffer | undefined> {
  if (!textsWithClip(language).has(text)) return undefined;
  const address = addressOf(language, text);
  try {
    const found = (await globalThis.caches?.match(address)) ?? (await fetch(address));
    return found.ok ? await found.arrayBuffer() : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Put every clip aside, so that they sound without a network. Returns whether all are there.
 *
 * Without a secure context a page can put nothing aside.
 */
export async function keepClips(signal: AbortSignal): Promise<boolean> {
  if (globalThis.caches === undefined) return false;
  try {
    const cache = await caches.open(CACHE);
    const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
    const wanted = new Set(
      LANGUAGES.flatMap((each) => Array.from(textsWithClip(each), (text) => addressOf(each, text))),
    );
    for (const each of kept) if (!wanted.has(each)) await cache.delete(each);
    for (const each of wanted) {
      if (signal.aborted) return false;
      if (!kept.has(each)) await cache.add(each);
    }
    return true;
  } catch {
    // No network, or no room: what is missing is asked for when somebody listens.
    return false;
  }
}
