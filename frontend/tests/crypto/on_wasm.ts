/** Set-up of the tests that run once more on WebAssembly: it must really be there. */
import "../../src/crypto/use_wasm.ts";
import { ENGINE } from "../../src/crypto/group_engine.ts";

if (ENGINE.name !== "wasm") throw new TypeError(`the tests would run on ${ENGINE.name}`);
