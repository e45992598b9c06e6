/**
 * Canonical JSON: the part of RFC 8785 that the log uses.
 *
 * Objects, arrays, strings in NFC, booleans, null and integers below 2^53 in size; no other numbers.  Parsing writes
 * again and compares, so every value has exactly one encoding.
 * Source: docs/formats.md, "Canonical JSON"; RFC 8785 sections 3.2.2 and 3.2.3.
 */
import { utf8 } from "../crypto/bytes.ts";
import { NotCanonical } from "./errors.ts";
import { hasLoneSurrogate, isNfc } from "./texts.ts";

export type JsonValue = boolean | number | string | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [member: string]: JsonValue;
}

/** The longest leaf of the log: C2SP tlog-tiles writes the length of an entry in two bytes. */
export const MAX_EVENT_BYTES = 65_535;
/** Deeper nesting than any of our objects has. */
export const MAX_DEPTH = 16;

const ASCII = /^[\x20-\x7e]*$/;

/** Say whether a value is an object of JSON: neither null nor an array nor an instance of a class. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Return the canonical text of a value, refusing values without one. */
function write(value: unknown, depth: number): string {
  if (typeof value === "string") return writeString(value);
  if (typeof value === "number") return writeInteger(value);
  if (value === null || typeof value === "boolean") return String(value);
  const isArray = Array.isArray(value);
  if (!isArray && !isObject(value)) throw new NotCanonical(`a value of type ${typeof value}`);
  if (depth >= MAX_DEPTH) throw new NotCanonical(`nested deeper than ${MAX_DEPTH}`);
  if (isArray) return `[${Array.from(value, (item) => write(item, depth + 1)).join(",")}]`;
  // `sort` without an argument compares UTF-16 units, as RFC 8785 section 3.2.3 wants it.
  const members = Object.keys(value)
    .sort()
    .map((key) => `${writeString(key)}:${write(value[key], depth + 1)}`);
  return `{${members.join(",")}}`;
}

function writeString(text: string): string {
  if (!ASCII.test(text)) {
    if (hasLoneSurrogate(text)) throw new NotCanonical("a lone surrogate");
    if (!isNfc(text)) throw new NotCanonical("a string that is not in NFC");
  }
  return JSON.stringify(text);
}

function writeInteger(number: number): string {
  if (!Number.isInteger(number) || Object.is(number, -0)) {
    throw new NotCanonical(`a number that is no integer: ${number}`);
  }
  if (!Number.isSafeInteger(number)) throw new NotCanonical("an integer of 2^53 or more");
  return String(number);
}

/**
 * Return the canonical JSON of objects, arrays, strings, integers, booleans and null.
 *
 * @throws NotCanonical a value has no canonical form here (fractions, text that is not in NFC, deep nesting ...).
 */
export function serialise(value: unknown): Uint8Array {
  return utf8(write(value, 0));
}

/**
 * Return the value of canonical JSON of at most `maxBytes` bytes.
 *
 * @throws NotCanonical too long, not UTF-8, not JSON, or not the bytes that `serialise` would make (order, spaces,
 *   escapes, duplicate keys, fractions, surrogates, not NFC, too deep).
 */
export function parse(data: Uint8Array, maxBytes = MAX_EVENT_BYTES): JsonValue {
  if (data.length > maxBytes) throw new NotCanonical(`longer than ${maxBytes} bytes`);
  let text: string;
  let value: JsonValue;
  try {
    // A byte order mark is kept, so that the reader of JSON refuses it.
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    value = JSON.parse(text) as JsonValue;
  } catch {
    throw new NotCanonical("not JSON in UTF-8");
  }
  if (write(value, 0) !== text) throw new NotCanonical("not in canonical form");
  return value;
}

/**
 * Return the object of canonical JSON, as `parse` does.
 *
 * @throws NotCanonical as `parse`, or the value is no object.
 */
export function parseObject(data: Uint8Array, maxBytes = MAX_EVENT_BYTES): JsonObject {
  const value = parse(data, maxBytes);
  if (!isObject(value)) throw new NotCanonical("not an object");
  return value;
}
