/** Records of one size in a row of bytes. */

/** Copy the records of `size` bytes at the chosen places. */
export function pick(data: Uint8Array, size: number, count: number, index: (place: number) => number): Uint8Array {
  const chosen = new Uint8Array(size * count);
  for (let place = 0; place < count; place++) {
    const from = size * index(place);
    chosen.set(data.subarray(from, from + size), size * place);
  }
  return chosen;
}

/** Put pieces one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
