/** The one place that starts Web Workers. */
import { scriptAddress } from "./trusted.ts";

/** Start a module worker from the address that `import url from "./x.ts?worker&url"` gives. */
export function startWorker(address: string): Worker {
  return new Worker(scriptAddress(address), { type: "module" });
}
