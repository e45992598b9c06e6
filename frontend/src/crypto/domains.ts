/**
 * The domain table and the framing of values.  Source: docs/protocol.md sections 1 and 3.
 *
 * Every hash, signature and challenge of the protocol starts with one of these domains, each used in one place, so
 * that no value made for one purpose can be passed off for another.
 */
import { bytesOf, joinBytes } from "./bytes.ts";

/** What a hash, a signature or a transcript is for. */
export const Domain = {
  CEREMONY_KEY: "rembug/v1/ceremony-key",
  CEREMONY_TRANSCRIPT: "rembug/v1/ceremony-transcript",
  SHARE: "rembug/v1/share",
  BALLOT: "rembug/v1/ballot",
  BALLOT_SIGNATURE: "rembug/v1/ballot-signature",
  TABLE_SIGNATURE: "rembug/v1/table-signature",
  TRACKING: "rembug/v1/tracking",
  CARD: "rembug/v1/card",
  CARD_CHECKSUM: "rembug/v1/card-checksum",
  CARD_NUMBER: "rembug/v1/card-number",
  CARD_VOID: "rembug/v1/card-void",
  GENERATORS: "rembug/v1/generators",
  SHUFFLE: "rembug/v1/shuffle",
  OPENING: "rembug/v1/opening",
  EVENT_SIGNATURE: "rembug/v1/event-signature",
  REGISTER: "rembug/v1/register",
  LOT: "rembug/v1/lot",
  DOCUMENT_SIGNATURE: "rembug/v1/document-signature",
} as const;

export type Domain = (typeof Domain)[keyof typeof Domain];

/**
 * Return an unsigned 32-bit big-endian integer, 4 bytes.
 *
 * @throws RangeError no integer, negative, or 2**32 or more.
 */
export function u32be(number: number): Uint8Array {
  if (!(Number.isInteger(number) && number >= 0 && number < 2 ** 32)) throw new RangeError("not 32 bits");
  const data = new Uint8Array(4);
  new DataView(data.buffer).setUint32(0, number);
  return data;
}

/**
 * Return an unsigned 64-bit big-endian integer, 8 bytes.
 *
 * @throws RangeError no safe integer, or negative.
 */
export function u64be(number: number): Uint8Array {
  if (!(Number.isSafeInteger(number) && number >= 0)) throw new RangeError("not 64 bits");
  const data = new Uint8Array(8);
  new DataView(data.buffer).setBigUint64(0, BigInt(number));
  return data;
}

/** Return `u32be(len(label)) || label || u64be(len(value)) || value`; text as its UTF-8. */
export function frame(label: string | Uint8Array, value: string | Uint8Array): Uint8Array {
  const labelBytes = bytesOf(label);
  const valueBytes = bytesOf(value);
  return joinBytes(u32be(labelBytes.length), labelBytes, u64be(valueBytes.length), valueBytes);
}

/**
 * Return `frame(a, x) || frame(b, y) || ...` of labels and values in turn.
 *
 * @throws RangeError a label without a value.
 */
export function frames(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  if (parts.length % 2 !== 0) throw new RangeError("frames takes labels and values in turn");
  const framed: Uint8Array[] = [];
  for (let at = 0; at < parts.length; at += 2) framed.push(frame(parts[at]!, parts[at + 1]!));
  return joinBytes(...framed);
}
