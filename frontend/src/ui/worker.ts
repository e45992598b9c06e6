/**
 * The one place that starts Web Workers.
 *
 * The pages run under Trusted Types: a script's address must pass a policy, and this one lets through nothing but
 * addresses of our own server.
 */

interface ScriptPolicy {
  createScriptURL(address: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

function allow(address: string): string {
  const found = new URL(address, location.href);
  if (found.origin !== location.origin) throw new TypeError("a worker must come from our own server");
  return address;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy: ScriptPolicy = factory?.createPolicy("rembug-worker", { createScriptURL: allow }) ?? {
  createScriptURL: allow,
};

/** Start a module worker from the address that `import url from "./x.ts?worker&url"` gives. */
export function startWorker(address: string): Worker {
  return new Worker(policy.createScriptURL(address), { type: "module" });
}
