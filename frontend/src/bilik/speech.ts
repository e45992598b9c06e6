/**
 * Reading a page aloud with a voice of this device, on touch only.  Never given a written name.
 *
 * Hardly any device has a Sundanese or Javanese voice; an Indonesian one reads those texts understandably.
 */
import type { Language } from "../i18n/language.svelte.ts";

const CLOSE: Readonly<Record<Language, readonly string[]>> = {
  id: ["id", "ms"],
  su: ["su", "id", "ms"],
  jv: ["jv", "id", "ms"],
  en: ["en"],
};

/** The voice for a language, if this device has one that works without a network. */
export function voiceFor(language: Language): SpeechSynthesisVoice | undefined {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const own = voices.filter((voice) => voice.localService);
  for (const code of CLOSE[language]) {
    const found = own.find((voice) => voice.lang.toLowerCase().startsWith(code));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Say texts one after the other; what was being said stops. */
export function say(texts: readonly string[], voice: SpeechSynthesisVoice): void {
  hush();
  for (const text of texts) {
    const speech = new SpeechSynthesisUtterance(text);
    speech.voice = voice;
    speech.lang = voice.lang;
    speech.rate = 0.9;
    globalThis.speechSynthesis.speak(speech);
  }
}

/** Stop talking. */
export function hush(): void {
  globalThis.speechSynthesis?.cancel();
}

/** The "tit" of a card that was read. A device without sound stays silent. */
export function beep(): void {
  const Context = globalThis.AudioContext;
  if (Context === undefined) return;
  const context = new Context();
  const tone = context.createOscillator();
  tone.frequency.value = 1320;
  tone.connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.12);
  tone.onended = () => void context.close();
}
