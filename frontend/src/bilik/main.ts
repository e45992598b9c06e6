/**
 * What the booth's page starts with: its style, and a first screen that stands in its HTML.
 *
 * Everything else comes in a second script, which is on its way already (`vite.plugins.ts`, `announced`) but runs only
 * when that first screen is seen: on a slow tablet it takes longer than all of the loading.
 */
import "../ui/base.css";
// After the sizes that every page has: these are the booth's own.
import "./booth.css";

/** Whoever sees nothing, such as a tab behind another, waits no longer than this. */
const UNSEEN_MS = 200;
const AGAIN_MS = 3000;

async function open(): Promise<void> {
  await Promise.race([painted(), pause(UNSEEN_MS)]);
  const booth = await import("./open.ts").catch(() => undefined);
  if (booth !== undefined) {
    booth.begin();
    return;
  }
  // A network that died between the page and its script: say so, and come again when the service answers.
  document.querySelector("#unreachable")?.removeAttribute("hidden");
  do await pause(AGAIN_MS);
  while (!(await answers()));
  location.reload();
}

function painted(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch(location.pathname, { method: "GET", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

void open();
