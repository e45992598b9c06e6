/** Base64 with padding, as signed notes have it, each value with one accepted form. */
import { InvalidNote } from "./errors.ts";

const FORM = /^[A-Za-z0-9+/]*={0,2}$/;

/** Return the base64 of bytes. */
export function toBase64(data: Uint8Array): string {
  return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
}

/**
 * Return the bytes of canonical base64.
 *
 * @throws InvalidNote another character, missing padding, or spare bits that are not zero.
 */
export function fromBase64(text: string): Uint8Array {
  // `atob` forgives white space and missing padding.
  if (text.length % 4 !== 0 || !FORM.test(text)) throw new InvalidNote("not base64");
  const data = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  if (toBase64(data) !== text) throw new InvalidNote("not canonical base64");
  return data;
}
