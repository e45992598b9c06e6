/** What the tablet itself does for a booth: one window only, a screen that stays on and full. */

const PATIENCE_MS = 2000;

/**
 * Become the only booth of this browser, for as long as this page lives.
 *
 * Returns false if another window is the booth.  A browser without locks (no secure context) lets every window be one.
 */
export function becomeOnlyBooth(): Promise<boolean> {
  if (navigator.locks === undefined) return Promise.resolve(true);
  return new Promise((tell) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    navigator.locks
      .request("rembug-bilik", { signal }, () => {
        tell(true);
        return new Promise<never>(() => undefined);
      })
      .catch(() => tell(false));
  });
}

/** Keep the screen on while this page is shown, where the browser can. */
export async function keepAwake(): Promise<void> {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // A tablet that saves its battery goes dark; nothing is lost by that.
  }
}

/** Fill the whole screen, where the browser lets a page do that. */
export async function fillScreen(): Promise<void> {
  try {
    await document.documentElement.requestFullscreen({ navigationUI: "hide" });
  } catch {
    // The booth works in a window too.
  }
}

/** Say whether a camera may be used; asks the user if nobody has yet. */
export async function hasCamera(): Promise<boolean> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: false });
    for (const track of stream.getTracks()) track.stop();
    return true;
  } catch {
    return false;
  }
}
