/** The shape and bytes of a shuffle proof.  Source: docs/protocol.md section 10, "Proof blob". */
import { joinBytes } from "./bytes.ts";
import { ELEMENT_BYTES } from "./elgamal.ts";
import { MalformedEncoding } from "./errors.ts";
import { Elements, Scalars } from "./group.ts";
import type { Tick } from "./work.ts";

/** What a `ShuffleProof` is made of, for `N` ciphertexts of width `W`. */
export interface ShuffleProofFields {
  /** Permutation commitments `c_1 .. c_N`. */
  readonly c: Elements;
  /** `ch_1 .. ch_N`. */
  readonly chain: Elements;
  /** `t1, t2, t3`. */
  readonly t: Elements;
  /** `1 + W` elements. */
  readonly t4: Elements;
  /** `th_1 .. th_N`. */
  readonly th: Elements;
  /** `s1 .. s4`. */
  readonly s: Scalars;
  /** `sh_1 .. sh_N`. */
  readonly sh: Scalars;
  /** `s'_1 .. s'_N`. */
  readonly sPrime: Scalars;
}

/** A proof for `N` ciphertexts of width `W`. */
export class ShuffleProof implements ShuffleProofFields {
  readonly c: Elements;
  readonly chain: Elements;
  readonly t: Elements;
  readonly t4: Elements;
  readonly th: Elements;
  readonly s: Scalars;
  readonly sh: Scalars;
  readonly sPrime: Scalars;

  constructor(fields: ShuffleProofFields) {
    this.c = fields.c;
    this.chain = fields.chain;
    this.t = fields.t;
    this.t4 = fields.t4;
    this.th = fields.th;
    this.s = fields.s;
    this.sh = fields.sh;
    this.sPrime = fields.sPrime;
  }

  /**
   * Decode the proof of a mix of `count` ciphertexts of `width` elements; ticks once for each of its elements.
   *
   * @throws MalformedEncoding a wrong length, an element or a scalar that is not canonical, or the identity.
   */
  static fromBytes(blob: Uint8Array, count: number, width: number, tick?: Tick): ShuffleProof {
    const size = proofBytes(count, width);
    if (blob.length !== size) throw new MalformedEncoding(`a shuffle proof of ${blob.length} bytes, not ${size}`);
    const elementsEnd = ELEMENT_BYTES * (3 * count + 4 + width);
    const elements = Elements.fromBytes(blob.subarray(0, elementsEnd), tick === undefined ? {} : { tick });
    const scalars = Scalars.fromBytes(blob.subarray(elementsEnd));
    const thStart = 2 * count + 4 + width;
    return new ShuffleProof({
      c: elements.slice(0, count),
      chain: elements.slice(count, 2 * count),
      t: elements.slice(2 * count, 2 * count + 3),
      t4: elements.slice(2 * count + 3, thStart),
      th: elements.slice(thStart),
      s: scalars.slice(0, 4),
      sh: scalars.slice(4, 4 + count),
      sPrime: scalars.slice(4 + count),
    });
  }

  /** Return the blob, `32 * (5N + 8 + W)` bytes. */
  toBytes(): Uint8Array {
    const parts = [this.c, this.chain, this.t, this.t4, this.th, this.s, this.sh, this.sPrime];
    return joinBytes(...parts.map((part) => part.toBytes()));
  }
}

/** Return the length of a shuffle proof in bytes. */
export function proofBytes(count: number, width: number): number {
  return ELEMENT_BYTES * (5 * count + 8 + width);
}
