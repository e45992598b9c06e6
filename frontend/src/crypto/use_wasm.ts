/**
 * The first import of a worker that computes much: from then on the group is WebAssembly's, where that may run.
 *
 * All of it happens at once: a worker that waited before it listens could miss its first message.
 */
import { startWasm } from "./start_wasm.ts";

startWasm();
