/** Bytes in JSON: base64url without padding, one text for each value.  Source: docs/formats.md, "Values". */
import { MalformedValue } from "./errors.ts";

const FORM = /^[A-Za-z0-9_-]*$/;

/** Return base64url without padding. */
export function toB64(data: Uint8Array): string {
  const text = Array.from(data, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * Return the bytes of canonical base64url.
 *
 * @throws MalformedValue padding, another character, or spare bits that are not zero.
 */
export function fromB64(text: string): Uint8Array {
  if (!FORM.test(text) || text.length % 4 === 1) throw new MalformedValue("not base64url");
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const data = Uint8Array.from(plain, (character) => character.charCodeAt(0));
  if (toB64(data) !== text) throw new MalformedValue("not canonical base64url");
  return data;
}
