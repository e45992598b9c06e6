/**
 * Errors of the election's language.
 *
 * - BallotsError
 *   - MalformedValue        bytes or a value that no encoder of ours makes
 *     - NotCanonical        not the canonical JSON of docs/formats.md
 *     - MalformedEvent      canonical, but no event of the table
 *     - MalformedBallot     not the shape of a ballot of this contest
 *   - InvalidRules          the tatib object breaks a bound (`faults`: Indonesian sentences)
 *   - InvalidName           a written name does not fit a slot (Indonesian sentence)
 *   - InvalidCard           a card text was read or typed wrongly (Indonesian sentence)
 *   - InvalidEventSignature an event is not signed by whom it says
 *   - InvalidBallot         a signature, proof or opening of a ballot does not hold
 *   - BrokenRecord          a public record cannot be read as one
 *   - IllegalEvent          well formed, but not allowed here and now (see `refusals.ts`)
 */

/** Anything that this layer refuses. */
export class BallotsError extends Error {
  override name = "BallotsError";
}

/** Bytes or a value that no encoder of ours makes. */
export class MalformedValue extends BallotsError {
  override name = "MalformedValue";
}

/** The bytes are not the canonical JSON of docs/formats.md. */
export class NotCanonical extends MalformedValue {
  override name = "NotCanonical";
}

/** Canonical JSON, but no event of the table in docs/formats.md. */
export class MalformedEvent extends MalformedValue {
  override name = "MalformedEvent";
}

/** Not the shape of a ballot of this contest. */
export class MalformedBallot extends MalformedValue {
  override name = "MalformedBallot";
}

/** The tatib object breaks one or more bounds. */
export class InvalidRules extends BallotsError {
  override name = "InvalidRules";
  /** One Indonesian sentence for each fault, in the order of the object. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join(" "));
    this.faults = faults;
  }
}

/** A written name does not fit a slot; the message is an Indonesian sentence. */
export class InvalidName extends BallotsError {
  override name = "InvalidName";
}

/** A card text was read or typed wrongly; the message is an Indonesian sentence. */
export class InvalidCard extends BallotsError {
  override name = "InvalidCard";
}

/** An event is not signed by whom it says. */
export class InvalidEventSignature extends BallotsError {
  override name = "InvalidEventSignature";
}

/** A signature, the proof or the opening of a ballot does not hold. */
export class InvalidBallot extends BallotsError {
  override name = "InvalidBallot";
}

/** A public record cannot be read as one. */
export class BrokenRecord extends BallotsError {
  override name = "BrokenRecord";
}
