/** A name while it is being written, with what tells its owner from others of that name. */
import { InvalidName } from "../ballots/errors.ts";
import { normalise } from "../ballots/names.ts";
import { utf8 } from "../crypto/bytes.ts";
import { SLOT_BYTES } from "../crypto/encoding.ts";

export interface Written {
  name: string;
  /** RT, alley or nickname; may be empty. */
  hint: string;
}

/** Return the text of the ballot's line. */
export function lineOf({ name, hint }: Written): string {
  const [first, second] = [normalise(name), normalise(hint)];
  return second === "" || first === "" ? first : normalise(`${first}, ${second}`);
}

/** Return how many plain letters still fit; below zero it is too long. */
export function lettersLeft({ name, hint }: Written): number {
  const joint = hint.trim() === "" ? 0 : 2;
  return SLOT_BYTES - utf8(name.normalize("NFC")).length - utf8(hint.normalize("NFC")).length - joint;
}

/** Say whether a line fits and can be written at all. */
export function fits(written: Written): boolean {
  try {
    lineOf(written);
    return lettersLeft(written) >= 0;
  } catch (fault) {
    if (fault instanceof InvalidName) return false;
    throw fault;
  }
}

/** Say whether two lines are the same to a reader: case, dots and spaces do not count. */
export function sameLine(one: Written, other: Written): boolean {
  return bare(one) === bare(other) && bare(one) !== "";
}

function bare(written: Written): string {
  return lineOf(written)
    .toUpperCase()
    .replace(/[\s.,'-]/g, "");
}
