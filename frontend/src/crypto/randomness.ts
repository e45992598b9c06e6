/**
 * Randomness is an argument: no other module of this layer makes its own.
 *
 * Trust: whoever passes a `RandomSource` vouches that its bytes are secret and uniform.  `systemRandom` is passed in
 * only where an app or a worker starts; tests pass a seeded stream.
 */

/** Give it a number of bytes, get as many fresh ones, in an array of one's own (it is wiped after use). */
export type RandomSource = (count: number) => Uint8Array;

// The most that `getRandomValues` gives at once.  Source: W3C, Web Cryptography API, section 10.1.1.
const MOST = 65536;

/** The operating system's random bytes, any number of them. */
export const systemRandom: RandomSource = (count) => {
  const data = new Uint8Array(count);
  for (let start = 0; start < count; start += MOST) {
    globalThis.crypto.getRandomValues(data.subarray(start, Math.min(start + MOST, count)));
  }
  return data;
};

/**
 * Return `count` bytes of `random`.
 *
 * @throws RangeError the source returned another number of bytes.
 */
export function draw(random: RandomSource, count: number): Uint8Array {
  const data = random(count);
  if (data.length !== count) {
    throw new RangeError(`the random source returned ${data.length} bytes instead of ${count}`);
  }
  return data;
}
