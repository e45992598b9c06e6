/** Names of members: `paperSignatures` here is `paper_signatures` in JSON. */
import type { JsonValue } from "./canonical.ts";

/** Return a member's name in JSON. */
export function jsonName(member: string): string {
  return member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Return plain data, or an object with fields of plain data, with the names that its members have in JSON. */
export function withJsonNames(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(withJsonNames);
  if (typeof value !== "object" || value === null) return value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [jsonName(name), withJsonNames(item)]));
}
