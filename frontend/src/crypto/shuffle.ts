/**
 * Mixing: permute and re-encrypt a list of ciphertexts.  Source: docs/protocol.md section 10.
 *
 * Who knows a `ShuffleSecret` can join outputs to inputs.  It lives in the memory of one mixer's device until the proof
 * is made, and is never written anywhere.
 */
import { type Ciphertexts, type PublicKey, reencrypt } from "./elgamal.ts";
import { Scalars } from "./group.ts";
import { draw, type RandomSource } from "./randomness.ts";
import { ticker, type Work } from "./work.ts";

const WORD_BYTES = 8;
const WORDS = 1n << 64n;

/** What a mixer did. */
export class ShuffleSecret {
  /** `p` counted from 0: output `j` is input `order[j]`. */
  readonly order: readonly number[];
  /** `r'_j`, one secret scalar for each output. */
  readonly randomness: Scalars;

  constructor(order: readonly number[], randomness: Scalars) {
    this.order = order;
    this.randomness = randomness;
  }

  /** Hide everything. */
  toString(): string {
    return "<ShuffleSecret>";
  }

  /** Keep the order out of every JSON. */
  toJSON(): string {
    return this.toString();
  }
}

/** Return a uniformly random permutation of `0 .. count - 1` (Fisher and Yates, exact). */
export function randomOrder(count: number, random: RandomSource): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  const words = draw(random, WORD_BYTES * count);
  for (let last = count - 1; last > 0; last--) {
    const choices = BigInt(last + 1);
    let word = readWord(words, WORD_BYTES * last);
    // Words past the last multiple of the number of choices would favour the first ones.
    while (word >= WORDS - (WORDS % choices)) word = readWord(draw(random, WORD_BYTES), 0);
    const chosen = Number(word % choices);
    const moved = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = moved;
  }
  words.fill(0);
  return order;
}

function readWord(data: Uint8Array, start: number): bigint {
  return new DataView(data.buffer, data.byteOffset + start, WORD_BYTES).getBigUint64(0, true);
}

/**
 * Return the mixed list and what is needed to prove it.
 *
 * @param inputs `N >= 1` ciphertexts of width `W`.
 * @param key the first `W` joint keys.
 * @param random source of the permutation and the new randomness.
 * @throws RangeError the widths do not fit together.
 */
export function shuffle(
  inputs: Ciphertexts,
  key: PublicKey,
  random: RandomSource,
  work: Work = {},
): { outputs: Ciphertexts; secret: ShuffleSecret } {
  const order = randomOrder(inputs.length, random);
  const secret = new ShuffleSecret(order, Scalars.random(inputs.length, random));
  const tick = ticker(work, inputs.elements.length);
  return { outputs: reencrypt(inputs, order, key, secret.randomness, tick), secret };
}
