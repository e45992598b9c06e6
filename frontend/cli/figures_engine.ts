/** Chooses what the group is computed with by the page's address, before anything else is loaded. */
import { startWasm } from "../src/crypto/start_wasm.ts";

if (location.hash === "#wasm") startWasm();
