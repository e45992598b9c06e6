/** Which of the four languages the page speaks now. */

export const LANGUAGES = ["id", "su", "jv", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language in its own words, as its button reads. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  id: "Bahasa Indonesia",
  su: "Basa Sunda",
  jv: "Basa Jawa",
  en: "English",
};

class Choice {
  #now = $state<Language>("id");

  get now(): Language {
    return this.#now;
  }

  /** Speak another language from now on; the document says so to screen readers. */
  choose(language: Language): void {
    this.#now = language;
    document.documentElement.lang = language;
  }
}

export const language = new Choice();

/** Read `?bahasa=su` of the page's address; unknown words are ignored. */
export function languageOfAddress(address: URL): Language {
  const wanted = address.searchParams.get("bahasa");
  return LANGUAGES.find((each) => each === wanted) ?? "id";
}
