/** The functions of `frontend/wasm` as they are, and the start of the program. */

/** A place in the program's memory. */
export type Address = number;

/** What `frontend/wasm` exports. */
export interface Core {
  readonly memory: WebAssembly.Memory;
  reserve(bytes: number): Address;
  point_size(): number;
  decode(encodings: Address, count: number, allowIdentity: number, out: Address): number;
  check(candidates: Address, count: number, out: Address): void;
  encode(vector: Address, count: number, out: Address): void;
  hash(uniform: Address, count: number, out: Address): void;
  add(one: Address, other: Address, count: number, single: number): void;
  sub(one: Address, other: Address, count: number, single: number): void;
  neg(vector: Address, count: number): void;
  sum(vector: Address, count: number, out: Address): void;
  equal(one: Address, other: Address, count: number): number;
  find_identity(vector: Address, count: number): number;
  times(vector: Address, scalars: Address, count: number, single: number, encodings: Address): void;
  times_public(vector: Address, factor: Address, count: number, encodings: Address): void;
  table_new(base: Address): Address;
  table_free(table: Address): void;
  table_times(table: Address, scalars: Address, count: number, out: Address, encodings: Address): void;
  msm(scalars: Address, vector: Address, count: number, out: Address): void;
  msm_secret(scalars: Address, vector: Address, count: number, out: Address): void;
}

/**
 * Start the program: that takes some 10 ms, and a page's main thread may refuse a large one.
 *
 * @throws WebAssembly.CompileError (by the page's policy) or ReferenceError: there is no WebAssembly here.
 */
export function startCore(program: Uint8Array<ArrayBuffer>): Core {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(program), {});
  return instance.exports as unknown as Core;
}
