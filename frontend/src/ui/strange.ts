/**
 * Texts of strangers on a page.
 *
 * A written name may hold every sign of Unicode but controls: signs that turn the line around, that cannot be seen, or
 * that pile up over other lines.  A page shows such a sign by its number, so that two texts that differ look different
 * and none reaches beyond its own place.
 */

// Format signs (with those of direction and of width zero), separators of lines, private and unassigned signs, what
// Unicode says to leave out where a font lacks it (fillers, selectors of looks), spaces that are no plain space.
const UNSEEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]|\p{Default_Ignorable_Code_Point}|(?! )\p{Zs}/gu;
// More marks on one letter than any language of the country has.
const PILE = /(\p{M}{3})\p{M}+/gu;

/** Say whether a text holds signs that cannot be seen, or that pile up. */
export function isStrange(text: string): boolean {
  return visible(text) !== text;
}

/** Return a text with every such sign as its number, `‹U+202E›`, and piles of marks cut. */
export function visible(text: string): string {
  const shown = text.replaceAll(
    UNSEEN,
    (sign) => `‹U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}›`,
  );
  return shown.replaceAll(PILE, "$1‹…›");
}
