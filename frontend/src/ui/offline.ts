/** Starting the service worker that keeps an app at hand. */
import { scriptAddress } from "./trusted.ts";

/** Keep this app at hand from now on. Without a secure context there are no such workers, and the app needs its network. */
export async function keepAtHand(): Promise<void> {
  if (!import.meta.env.PROD || navigator.serviceWorker === undefined) return;
  try {
    await navigator.serviceWorker.register(scriptAddress("./sw.js"));
  } catch {
    // A browser that refuses (a certificate that was clicked through): the booth's own list says so to the officer.
  }
}

/** Say whether the app would open without a network. */
export async function isAtHand(): Promise<boolean> {
  const found = await navigator.serviceWorker?.getRegistration();
  return found?.active != null;
}
