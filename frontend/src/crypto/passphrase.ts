/** One form for all the ways to type a passphrase.  Source: docs/formats.md, "Key file". */

// What separates words for Python's `str.split`: JavaScript's own notion leaves out the separators of ASCII and U+0085,
// and takes U+FEFF for a space.  A file must open in both.
const SPACES: ReadonlySet<number> = new Set([
  ...[0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680],
  ...[0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a],
  ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
]);

/** Return a passphrase in lower case with single spaces between its words, and none around them. */
export function normalPassphrase(passphrase: string): string {
  const spaced = Array.from(passphrase.toLowerCase(), (each) => (SPACES.has(each.codePointAt(0)!) ? " " : each));
  return spaced
    .join("")
    .split(" ")
    .filter((word) => word !== "")
    .join(" ");
}
