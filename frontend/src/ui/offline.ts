/**
 * Starting the service worker that keeps an app at hand.
 *
 * The pages run under Trusted Types: a script's address must pass a policy, and this one lets through nothing but the
 * worker of the app itself.
 */

interface ScriptPolicy {
  createScriptURL(address: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

const rules: ScriptPolicy = {
  createScriptURL(address) {
    if (address !== "./sw.js") throw new TypeError("not the worker of this app");
    return address;
  },
};

/** Keep this app at hand from now on. Without a secure context there are no such workers, and the app needs its network. */
export async function keepAtHand(): Promise<void> {
  if (!import.meta.env.PROD || navigator.serviceWorker === undefined) return;
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  const policy = factory?.createPolicy("rembug-worker", rules) ?? rules;
  try {
    await navigator.serviceWorker.register(policy.createScriptURL("./sw.js"));
  } catch {
    // A browser that refuses (a certificate that was clicked through): the booth's own list says so to the officer.
  }
}

/** Say whether the app would open without a network. */
export async function isAtHand(): Promise<boolean> {
  const found = await navigator.serviceWorker?.getRegistration();
  return found?.active != null;
}
