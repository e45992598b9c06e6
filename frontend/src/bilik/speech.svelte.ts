/**
 * Reading a page aloud, on touch only: by clips, and what has none by a voice of this device.  Never given a written name.
 *
 * Hardly any device has a Sundanese or Javanese voice; an Indonesian one reads those texts understandably.
 */
import { type Language, language } from "../i18n/language.svelte.ts";

const CLOSE: Readonly<Record<Language, readonly string[]>> = {
  id: ["id", "ms"],
  su: ["su", "id", "ms"],
  jv: ["jv", "id", "ms"],
  en: ["en"],
};

class Speech {
  #speaking = $state(false);
  #turn = 0;
  #context: AudioContext | undefined;
  #stop: (() => void) | undefined;

  /** Whether something is being said. */
  get speaking(): boolean {
    return this.#speaking;
  }

  /** Say texts one after the other; what was being said stops. */
  async say(texts: readonly string[], tongue: Language = language.now): Promise<void> {
    this.hush();
    const turn = this.#turn;
    this.#speaking = true;
    // A browser lets a page sound only from a touch: this must happen before anything is waited for.
    this.#context ??= globalThis.AudioContext === undefined ? undefined : new AudioContext();
    void this.#context?.resume();
    try {
      const { clipOf } = await import("./clips.ts");
      const clips = await Promise.all(texts.map((text) => clipOf(tongue, text)));
      const voice = voiceFor(tongue);
      for (const [index, text] of texts.entries()) {
        if (turn !== this.#turn) return;
        const next = texts[index + 1];
        // What only leads to the next text says nothing without it.
        const leads = text.endsWith(":") && next !== undefined && clips[index + 1] === undefined && voice === undefined;
        const clip = clips[index];
        if (leads) continue;
        if (clip !== undefined) await this.#play(clip);
        else if (voice !== undefined) await this.#utter(text, voice);
      }
    } catch {
      // A device that cannot sound: the page is there to be read.
    } finally {
      if (turn === this.#turn) this.#speaking = false;
    }
  }

  /** Stop talking. */
  hush(): void {
    this.#turn += 1;
    this.#speaking = false;
    this.#stop?.();
    this.#stop = undefined;
    globalThis.speechSynthesis?.cancel();
  }

  async #play(clip: ArrayBuffer): Promise<void> {
    const context = this.#context;
    if (context === undefined) return;
    const turn = this.#turn;
    const source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(clip);
    if (turn !== this.#turn) return;
    source.connect(context.destination);
    await new Promise<void>((done) => {
      source.onended = () => done();
      this.#stop = () => source.stop();
      source.start();
    });
  }

  #utter(text: string, voice: SpeechSynthesisVoice): Promise<void> {
    return new Promise((done) => {
      const speech = new SpeechSynthesisUtterance(text);
      speech.voice = voice;
      speech.lang = voice.lang;
      speech.rate = 0.9;
      speech.onend = () => done();
      speech.onerror = () => done();
      this.#stop = done;
      globalThis.speechSynthesis.speak(speech);
    });
  }
}

export const speech = new Speech();

/** The voice for a language, if this device has one that works without a network. */
function voiceFor(tongue: Language): SpeechSynthesisVoice | undefined {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const own = voices.filter((voice) => voice.localService);
  for (const code of CLOSE[tongue]) {
    const found = own.find((voice) => voice.lang.toLowerCase().startsWith(code));
    if (found !== undefined) return found;
  }
  return undefined;
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
