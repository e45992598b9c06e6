/**
 * The group of the protocol: ristretto255 behind one set of names.  Source: RFC 9496.
 *
 * Secrets go through `Element.times`, `Elements.times`, `FixedBase` and `msmSecret`; `msm` is for public data.
 */
import { fromHex } from "./bytes.ts";
import { Element, Elements } from "./element.ts";
import { type BaseTable, ENGINE } from "./group_engine.ts";
import type { Scalar, Scalars } from "./scalar.ts";
import type { Tick } from "./work.ts";

export { Element, Elements } from "./element.ts";
export { ORDER, Scalar, Scalars } from "./scalar.ts";

/** An element with a table of its multiples: it costs as much as some five multiplications, which then cost a sixth. */
export class FixedBase {
  readonly element: Element;
  private readonly table: BaseTable;

  constructor(element: Element) {
    this.element = element;
    this.table = ENGINE.table(element.vector);
  }

  /** Return scalars_i * element, for secret scalars. */
  times(scalars: Scalars, tick?: Tick): Elements {
    return new Elements(ENGINE.tableTimes(this.table, scalars.values, tick));
  }

  /** Return scalar * element, for a secret scalar. */
  timesOne(scalar: Scalar): Element {
    return new Element(ENGINE.tableTimes(this.table, [scalar.value]));
  }
}

/** The generator.  Source: RFC 9496 section 4 and appendix A.1, "B[1]". */
export const GENERATOR = Element.fromBytes(fromHex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"));

/** The generator's table. */
export const GENERATOR_BASE = new FixedBase(GENERATOR);

function sameLength(scalars: Scalars, elements: Elements): void {
  if (scalars.length !== elements.length) {
    throw new RangeError(`${scalars.length} scalars for ${elements.length} elements`);
  }
}

/** Return the sum of scalars_i * elements_i.  Variable time: public data only. */
export function msm(scalars: Scalars, elements: Elements, tick?: Tick): Element {
  sameLength(scalars, elements);
  return new Element(ENGINE.msm(scalars.values, elements.vector, tick));
}

/** Return the sum of scalars_i * elements_i for secret scalars. */
export function msmSecret(scalars: Scalars, elements: Elements, tick?: Tick): Element {
  sameLength(scalars, elements);
  return new Element(ENGINE.msmSecret(scalars.values, elements.vector, tick));
}

/**
 * Map 64 uniform bytes each to an element whose logarithm nobody knows.  Source: RFC 9496 section 4.3.4.
 *
 * @throws RangeError not a multiple of 64 bytes.
 */
export function hashToElements(uniform: Uint8Array, tick?: Tick): Elements {
  if (uniform.length % 64 !== 0) throw new RangeError("64 bytes for each element");
  return new Elements(ENGINE.hash(uniform, tick));
}

/**
 * Say of each 32 bytes whether they are the canonical encoding of an element.
 *
 * @throws RangeError not a multiple of 32 bytes.
 */
export function isElementEncoding(candidates: Uint8Array): boolean[] {
  if (candidates.length % 32 !== 0) throw new RangeError("32 bytes for each candidate");
  return ENGINE.check(candidates);
}
