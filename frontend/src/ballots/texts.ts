/** Rules for texts that people write into events and rules.  Source: docs/formats.md, "Texts". */
import { utf8 } from "../crypto/bytes.ts";
import { SLOT_BYTES } from "../crypto/encoding.ts";
import { MalformedValue } from "./errors.ts";

/** Size of a name slot.  Source: docs/protocol.md section 4.1. */
export const NAME_BYTES = SLOT_BYTES;

// Four separators below U+0020 count as white space, as in the other implementation.
const SPACE = "[\\p{White_Space}\\u{1c}-\\u{1f}]";
const OUTER_SPACE = new RegExp(`^${SPACE}|${SPACE}$`, "u");
const CONTROL = /[^ -~\u{a0}-\u{10ffff}]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Runs of white space. */
export const SPACES = new RegExp(`${SPACE}+`, "u");

/** Say whether a text holds half a character, which has no UTF-8. */
export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

/** Say whether a text is in Unicode NFC. */
export function isNfc(text: string): boolean {
  return text.normalize("NFC") === text;
}

/** Say whether a text holds a character that protocol.md section 4.1 forbids. */
export function hasControl(text: string): boolean {
  return CONTROL.test(text);
}

/**
 * Return a text of 1 to `longest` characters (code points): NFC, no control characters or outer spaces.
 *
 * @param value what was read.
 * @param longest most characters.
 * @param lines whether the text may hold line feeds.
 * @throws MalformedValue it is no such text.
 */
export function checkText(value: unknown, longest: number, lines = false): string {
  if (typeof value !== "string") throw new MalformedValue("not a text");
  // A code point is one or two units, so a text of more than twice as many units need not be counted.
  const length = value.length > 2 * longest ? value.length : Array.from(value).length;
  if (length < 1 || length > longest) throw new MalformedValue(`not a text of 1 to ${longest} characters`);
  if (OUTER_SPACE.test(value)) throw new MalformedValue("a text with outer spaces");
  if (hasControl(lines ? value.replaceAll("\n", "") : value)) {
    throw new MalformedValue("a text with control characters");
  }
  if (hasLoneSurrogate(value)) throw new MalformedValue("a text with a lone surrogate");
  if (!isNfc(value)) throw new MalformedValue("a text that is not in NFC");
  return value;
}

/**
 * Return a text that a name slot can hold: 1 to 60 bytes, NFC, no control characters.
 *
 * Unlike other texts it may have outer spaces: a booth trims them, other programs need not.
 *
 * @throws MalformedValue no slot holds it.
 */
export function checkWritten(value: unknown): string {
  if (typeof value !== "string" || value === "") throw new MalformedValue("not a written name");
  // Every unit of a text is at least one byte, so a longer text need not be encoded.
  if (value.length > NAME_BYTES || hasLoneSurrogate(value) || utf8(value).length > NAME_BYTES) {
    throw new MalformedValue("not a written name");
  }
  if (hasControl(value) || !isNfc(value)) throw new MalformedValue("not a written name");
  return value;
}
