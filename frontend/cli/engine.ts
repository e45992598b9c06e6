/** Chooses what the group is computed with, before anything else is loaded. */
import { argv } from "node:process";
import { startWasm } from "../src/crypto/start_wasm.ts";

if (!argv.includes("--noble")) startWasm();
