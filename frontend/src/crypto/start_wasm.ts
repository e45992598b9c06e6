/** The start of the WebAssembly engine, whose program is part of the script: nothing is fetched or awaited. */
import { useEngine } from "./group_engine.ts";
import address from "./rembug_group.wasm?url&inline";
import { startCore } from "./wasm_core.ts";
import { WasmGroup } from "./wasm_group.ts";

const program = () => Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (each) => each.charCodeAt(0));

/** Compute with WebAssembly from now on, where that may run. */
export function startWasm(): void {
  try {
    useEngine(new WasmGroup(startCore(program())));
  } catch {
    // An old browser, or a policy without WebAssembly: noble's engine does the same, more slowly.
  }
}
