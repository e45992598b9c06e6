/**
 * What the group is computed with.  `element.ts` and `group.ts` speak to this interface only, so that another engine
 * can take the place of noble's: WebAssembly, in the workers of key holders and observers (`use_wasm.ts`).
 */
import { nobleGroup } from "./noble_group.ts";
import type { Tick } from "./work.ts";

/** Elements in the form of the engine that made them, and of no other. */
export interface ElementVector {
  readonly length: number;
}

/** Multiples of one element, made once for many multiplications. */
export interface BaseTable {
  readonly engine: string;
}

/** ristretto255 (RFC 9496), additively.  Scalars are from 0 to the order less one; indices are in range. */
export interface Group {
  readonly name: string;

  /** Decode 32 bytes each, or return the index of the first that is not canonical (or a refused identity). */
  decode(data: Uint8Array, allowIdentity: boolean, tick?: Tick): ElementVector | number;
  /** Say of each 32 bytes whether they are the canonical encoding of an element. */
  check(candidates: Uint8Array): boolean[];
  /** Return the canonical encodings, 32 bytes each; asking twice costs nothing. */
  encode(vector: ElementVector, tick?: Tick): Uint8Array;

  concat(parts: readonly ElementVector[]): ElementVector;
  slice(vector: ElementVector, start: number, step: number, count: number): ElementVector;
  take(vector: ElementVector, indices: readonly number[]): ElementVector;
  repeat(vector: ElementVector, count: number): ElementVector;

  /** Elementwise; the second may have length 1, for all. */
  add(one: ElementVector, other: ElementVector): ElementVector;
  sub(one: ElementVector, other: ElementVector): ElementVector;
  neg(vector: ElementVector): ElementVector;
  sum(vector: ElementVector): ElementVector;
  equal(one: ElementVector, other: ElementVector): boolean;
  findIdentity(vector: ElementVector): number | undefined;

  /** Secret scalars, one each or one for all: the same operations whatever the values. */
  times(vector: ElementVector, scalars: readonly bigint[], tick?: Tick): ElementVector;
  /** One public scalar for all. */
  timesPublic(vector: ElementVector, scalar: bigint, tick?: Tick): ElementVector;
  table(vector: ElementVector): BaseTable;
  tableTimes(table: BaseTable, scalars: readonly bigint[], tick?: Tick): ElementVector;
  /** Secret scalars: the same operations whatever the values. */
  msmSecret(scalars: readonly bigint[], vector: ElementVector, tick?: Tick): ElementVector;
  /** Public scalars only; short ones cost less. */
  msm(scalars: readonly bigint[], vector: ElementVector, tick?: Tick): ElementVector;

  /** Map 64 uniform bytes each to an element.  Source: RFC 9496 section 4.3.4. */
  hash(uniform: Uint8Array, tick?: Tick): ElementVector;
}

/** The engine in use. */
export let ENGINE: Group = nobleGroup;

/** Take another engine, before anything makes an element: elements belong to the engine that made them. */
export function useEngine(engine: Group): void {
  ENGINE = engine;
}
