/** Encodings that every field must refuse. */
import { fromHex } from "../../src/crypto/bytes.ts";
import { Element, GENERATOR, ORDER, Scalar } from "../../src/crypto/group.ts";

// The prime of the field.  Source: RFC 9496 section 4.
const P = 2n ** 255n - 19n;

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n));
}

export const NO_ELEMENTS: Readonly<Record<string, Uint8Array>> = {
  "the identity": new Uint8Array(32),
  "zero, written as the field's prime": littleEndian(P),
  "a negative field element": littleEndian(1n),
  "a field element with its top bit set": littleEndian(2n + 2n ** 255n),
  "no square root": fromHex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"),
  "a point of order 2 of the curve": littleEndian(P - 1n),
  "a point of order 8 of the curve": fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
  "another point of order 8": fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
};

export const NO_SCALARS: Readonly<Record<string, Uint8Array>> = {
  "the order": littleEndian(ORDER),
  "the order and one": littleEndian(ORDER + 1n),
  "the greatest number of 32 bytes": new Uint8Array(32).fill(255),
};

/** Return the 32-byte field number `field` (from 0) of a blob. */
export function fieldOf(blob: Uint8Array, field: number): Uint8Array {
  return blob.slice(32 * field, 32 * field + 32);
}

/** Return a blob with its 32-byte field number `field` (from 0) replaced. */
export function withField(blob: Uint8Array, field: number, value: Uint8Array): Uint8Array {
  const changed = blob.slice();
  changed.set(value, 32 * field);
  return changed;
}

/** Return a blob with another element in a field: the old one and the generator. */
export function withOtherElement(blob: Uint8Array, field: number): Uint8Array {
  return withField(blob, field, Element.fromBytes(fieldOf(blob, field)).add(GENERATOR).toBytes());
}

/** Return a blob with another scalar in a field: the old one and one. */
export function withOtherScalar(blob: Uint8Array, field: number): Uint8Array {
  return withField(blob, field, Scalar.fromBytes(fieldOf(blob, field)).add(Scalar.fromInt(1)).toBytes());
}
