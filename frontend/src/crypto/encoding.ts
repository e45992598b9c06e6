/**
 * Slots of 60 bytes as pairs of group elements, and back.  Source: docs/protocol.md section 4.
 *
 * What may stand in a slot is not known here; only whether elements are the ones that some slot is encoded as.
 */
import { joinBytes, sameBytes, toHex } from "./bytes.ts";
import { MalformedEncoding } from "./errors.ts";
import { Elements, isElementEncoding } from "./group.ts";

export const SLOT_BYTES = 60;
export const HALF_BYTES = 30;
const ELEMENT_BYTES = 32;
const COUNTERS = 1 << 14;

/**
 * Return the elements of slots, two each, first half first.
 *
 * @throws MalformedEncoding a slot is not 60 bytes long.
 */
export function encodeSlots(slots: readonly Uint8Array[]): Elements {
  const halves = slots.flatMap((slot, index) => {
    if (slot.length !== SLOT_BYTES) {
      throw new MalformedEncoding(`slot ${index} has ${slot.length} bytes, not ${SLOT_BYTES}`);
    }
    return [slot.subarray(0, HALF_BYTES), slot.subarray(HALF_BYTES)];
  });
  return Elements.fromBytes(joinBytes(...halves.map(encodeHalf)));
}

/**
 * Return the slots of opened elements, two elements each.
 *
 * A slot is `null` when one of its elements is not the encoding of its own decoding; the identity never is.
 *
 * @throws MalformedEncoding the number of elements is odd.
 */
export function decodeSlots(elements: Elements): (Uint8Array | null)[] {
  if (elements.length % 2 !== 0) throw new MalformedEncoding("a slot is two elements");
  const data = elements.toBytes();
  // Names recur, and empty halves most of all: each is encoded once.
  const right = new Map<string, Uint8Array>();
  const halfAt = (index: number): Uint8Array | null => {
    const encoding = data.subarray(ELEMENT_BYTES * index, ELEMENT_BYTES * (index + 1));
    const half = encoding.slice(1, 1 + HALF_BYTES);
    const name = toHex(half);
    const known = right.get(name) ?? encodeHalf(half);
    right.set(name, known);
    return sameBytes(known, encoding) ? half : null;
  };
  const slots: (Uint8Array | null)[] = [];
  for (let index = 0; index < elements.length; index += 2) {
    const first = halfAt(index);
    const second = halfAt(index + 1);
    slots.push(first === null || second === null ? null : joinBytes(first, second));
  }
  return slots;
}

/** Return the first candidate that encodes an element but the identity. */
function encodeHalf(half: Uint8Array): Uint8Array {
  const candidate = new Uint8Array(ELEMENT_BYTES);
  candidate.set(half, 1);
  for (let counter = 0; counter < COUNTERS; counter++) {
    candidate[0] = (counter % 128) * 2;
    candidate[31] = counter >> 7;
    const isIdentity = candidate.every((byte) => byte === 0);
    if (!isIdentity && isElementEncoding(candidate)[0] === true) return candidate;
  }
  // The chance of this is (3/4)^16384.
  throw new MalformedEncoding("no counter makes an element of a half");
}
