/**
 * The one policy of Trusted Types that lets an address be run as a script.
 *
 * It lets through nothing but addresses of our own server.  Only pages whose headers name it may make it
 * (`api/rembug_api/pages.py`), so only what starts a worker imports this.
 */

interface ScriptPolicy {
  createScriptURL(address: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

const rules: ScriptPolicy = {
  createScriptURL(address) {
    const found = new URL(address, location.href);
    if (found.origin !== location.origin) throw new TypeError("a worker must come from our own server");
    return address;
  },
};
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy("rembug-worker", rules) ?? rules;

/** Return an address of our own server as one that may be run.  Throws TypeError for any other. */
export function scriptAddress(address: string): string {
  return policy.createScriptURL(address);
}
