/** Equality by value of plain data, as Python's `==` has it for its records. */

/** Say whether two values of texts, numbers, truth values, null, arrays and plain objects are the same. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, place) => sameValue(item, other[place]))
    );
  }
  const members = Object.entries(one);
  const theirs = new Map<string, unknown>(Object.entries(other));
  return (
    members.length === theirs.size &&
    members.every(([name, item]) => theirs.has(name) && sameValue(item, theirs.get(name)))
  );
}
