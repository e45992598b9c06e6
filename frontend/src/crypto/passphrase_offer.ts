/**
 * Passphrases that a machine draws and a person keeps: six words, 66 bits.
 *
 * Trust: whoever shows the words shows the key to whatever can see the screen.  They are never stored.
 */

import words from "./passphrase_words.json";
import { draw, type RandomSource } from "./randomness.ts";

const WORDS_DRAWN = 6;

/** Return six words, each drawn alike and by itself, with single spaces between them. */
export function offerPassphrase(random: RandomSource): string {
  const data = draw(random, 2 * WORDS_DRAWN);
  // 65536 is a multiple of 2048, the number of words: none is likelier than another.
  const places = Array.from({ length: WORDS_DRAWN }, (_, at) => data[2 * at]! * 256 + data[2 * at + 1]!);
  data.fill(0);
  return places.map((place) => words[place % words.length]!).join(" ");
}
