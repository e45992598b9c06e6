/**
 * ElGamal with several keys and one randomness.  Source: docs/protocol.md section 5.
 *
 * A ciphertext of `W` elements is `1 + W` elements: `(r*G, m_1 + r*X_1, ..., m_W + r*X_W)`.  Lists of ciphertexts are
 * held as one vector, row by row.
 */
import { joinBytes, sameBytes, toHex } from "./bytes.ts";
import { MalformedEncoding } from "./errors.ts";
import { type Element, Elements, FixedBase, GENERATOR, GENERATOR_BASE, type Scalars } from "./group.ts";
import type { Tick } from "./work.ts";

export const ELEMENT_BYTES = 32;

// One election has at most 34 keys, and each contest a prefix of them: they share their tables.
const MOST_TABLES = 64;
const tables = new Map<string, FixedBase>();

function tableOf(element: Element): FixedBase {
  const name = toHex(element.toBytes());
  const table = tables.get(name) ?? new FixedBase(element);
  tables.delete(name);
  tables.set(name, table);
  if (tables.size > MOST_TABLES) {
    const oldest = tables.keys().next();
    if (oldest.done !== true) tables.delete(oldest.value);
  }
  return table;
}

/** The keys `X_1 .. X_W` of a contest, none of them the identity. */
export class PublicKey {
  readonly elements: Elements;
  private readonly encoded: Uint8Array;
  private tables: readonly FixedBase[] | undefined;

  /**
   * Take `W >= 1` elements.
   *
   * @throws MalformedEncoding none, or an identity among them.
   */
  constructor(elements: Elements) {
    if (elements.length === 0) throw new MalformedEncoding("a public key has at least one element");
    if (elements.firstIdentity() !== undefined) throw new MalformedEncoding("a public key holds the identity");
    this.elements = elements;
    this.encoded = elements.toBytes();
  }

  /**
   * Decode `X_1 || ... || X_W`, 32 bytes each.
   *
   * @throws MalformedEncoding a wrong length, no canonical encoding, or the identity.
   */
  static fromBytes(data: Uint8Array): PublicKey {
    return new PublicKey(Elements.fromBytes(data));
  }

  /** Return `X_1 || ... || X_W`. */
  toBytes(): Uint8Array {
    return this.encoded.slice();
  }

  /** The number `W` of keys. */
  get width(): number {
    return this.elements.length;
  }

  /**
   * Return the key of a contest that uses the first `width` elements.
   *
   * @throws MalformedEncoding there are fewer.
   */
  first(width: number): PublicKey {
    if (!(width >= 1 && width <= this.width)) {
      throw new MalformedEncoding(`a width of ${width} with ${this.width} keys`);
    }
    return width === this.width ? this : new PublicKey(this.elements.slice(0, width));
  }

  /**
   * Return tables of `G, X_1, ..., X_W`, made once: a few milliseconds for each key.
   *
   * Worth it for lists of ciphertexts.  A booth calls it while the voter reads, so that sealing takes no time.
   */
  bases(): readonly FixedBase[] {
    this.tables ??= [GENERATOR_BASE, ...Array.from(this.elements, tableOf)];
    return this.tables;
  }

  /** Return the columns `r*G, r*X_1, ..., r*X_W` for a vector `r` of secret scalars. */
  blinding(randomness: Scalars, tick?: Tick): Elements[] {
    if (randomness.length === 1 && this.tables === undefined) {
      const products = Elements.concat([Elements.of([GENERATOR]), this.elements]).timesEach(randomness.at(0), tick);
      return Array.from(products, (product) => Elements.of([product]));
    }
    return this.bases().map((base) => base.times(randomness, tick));
  }

  equals(other: PublicKey): boolean {
    return sameBytes(this.encoded, other.encoded);
  }
}

/** A list of `N` ciphertexts of one width `W`, decoded: `N * (1 + W)` elements, row by row. */
export class Ciphertexts {
  readonly elements: Elements;
  readonly width: number;

  constructor(elements: Elements, width: number) {
    if (!(Number.isInteger(width) && width >= 1) || elements.length % (1 + width) !== 0) {
      throw new MalformedEncoding(`${elements.length} elements are no ciphertexts of width ${width}`);
    }
    this.elements = elements;
    this.width = width;
  }

  /**
   * Decode `N` rows of `32 * (1 + width)` bytes.
   *
   * @throws MalformedEncoding a wrong length, no canonical encoding, or the identity.
   */
  static fromBytes(data: Uint8Array, width: number, tick?: Tick): Ciphertexts {
    return new Ciphertexts(Elements.fromBytes(data, tick === undefined ? {} : { tick }), width);
  }

  /**
   * Decode separate ciphertexts in one batch.
   *
   * @throws MalformedEncoding as `fromBytes`; a row of another length is named.
   */
  static fromRows(rows: readonly Uint8Array[], width: number, tick?: Tick): Ciphertexts {
    const size = rowBytes(width);
    rows.forEach((row, index) => {
      if (row.length !== size) throw new MalformedEncoding(`ciphertext ${index} has ${row.length} bytes, not ${size}`);
    });
    return Ciphertexts.fromBytes(joinBytes(...rows), width, tick);
  }

  /** Lay `1 + W` columns of `N` elements out in rows. */
  static fromColumns(columns: readonly Elements[]): Ciphertexts {
    return new Ciphertexts(interleave(columns), columns.length - 1);
  }

  /** Return the rows joined, `32 * (1 + W)` bytes each. */
  toBytes(tick?: Tick): Uint8Array {
    return this.elements.toBytes(tick);
  }

  /** The number `N` of ciphertexts. */
  get length(): number {
    return this.elements.length / (1 + this.width);
  }

  /** Return component `index` of every ciphertext: 0 is `c1`, `k` is `c2_k`. */
  column(index: number): Elements {
    return this.elements.slice(index, this.elements.length, 1 + this.width);
  }

  /** Return the ciphertexts `start .. stop - 1`. */
  rows(start: number, stop: number): Ciphertexts {
    const size = 1 + this.width;
    return new Ciphertexts(this.elements.slice(start * size, stop * size), this.width);
  }
}

/** Return the length of one ciphertext in bytes. */
export function rowBytes(width: number): number {
  return ELEMENT_BYTES * (1 + width);
}

/** Return the elements of equally long columns row by row. */
export function interleave(columns: readonly Elements[]): Elements {
  const length = columns[0]?.length ?? 0;
  const indices: number[] = [];
  for (let row = 0; row < length; row++) {
    for (let column = 0; column < columns.length; column++) indices.push(column * length + row);
  }
  return Elements.concat(columns).permuted(indices);
}

/**
 * Encrypt `N` messages of `W` elements each.
 *
 * @param messages `N * W` elements, row by row.
 * @param key of width `W`.
 * @param randomness `N` fresh secret scalars.
 * @throws RangeError the lengths do not fit together.
 */
export function encrypt(messages: Elements, key: PublicKey, randomness: Scalars, tick?: Tick): Ciphertexts {
  const width = key.width;
  if (messages.length !== randomness.length * width) {
    throw new RangeError(`${messages.length} messages for ${randomness.length} ciphertexts of width ${width}`);
  }
  const columns = key
    .blinding(randomness, tick)
    .map((column, k) => (k === 0 ? column : column.add(messages.slice(k - 1, messages.length, width))));
  return Ciphertexts.fromColumns(columns);
}

/**
 * Return `e_order[j] + (r_j*G, r_j*X_1, ..., r_j*X_W)` for every `j`.
 *
 * @throws RangeError the lengths or widths do not fit together.
 */
export function reencrypt(
  ciphertexts: Ciphertexts,
  order: readonly number[],
  key: PublicKey,
  randomness: Scalars,
  tick?: Tick,
): Ciphertexts {
  if (key.width !== ciphertexts.width || order.length !== randomness.length || order.length !== ciphertexts.length) {
    throw new RangeError("the lengths or widths do not fit together");
  }
  const columns = key.blinding(randomness, tick).map((column, k) => ciphertexts.column(k).permuted(order).add(column));
  return Ciphertexts.fromColumns(columns);
}
