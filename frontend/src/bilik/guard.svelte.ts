/**
 * Who may come to this tablet's set-up: whoever knows the code of its table.
 *
 * After three wrong codes in a row each next one must wait, longer each time and never more than five minutes; a reload
 * of the page does not shorten that.
 */
import { booth } from "./booth.svelte.ts";
import { store } from "./store.ts";

const FREE = 3;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 300_000;

/** Return how long to wait after so many wrong codes, in ms. */
export function waitAfter(misses: number): number {
  return misses < FREE ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (misses - FREE));
}

export type Answer =
  | { readonly kind: "open" }
  | { readonly kind: "wrong" }
  | { readonly kind: "wait"; readonly ms: number };

class Guard {
  #unlocked = $state(false);

  /** Whether the set-up may be shown now. */
  get isOpen(): boolean {
    return this.#unlocked || !booth.isGuarded;
  }

  /** Let nobody in without the code from now on. */
  lock(): void {
    this.#unlocked = false;
  }

  /** Let whoever has just shown the code go on. */
  unlock(): void {
    this.#unlocked = true;
  }

  /** Try a code that was typed or scanned. */
  async try(text: string): Promise<Answer> {
    const misses = await store.misses();
    const now = Date.now();
    const whole = waitAfter(misses.count);
    // A clock that was set back must not make anybody wait longer than whoever has just missed.
    const left = Math.min(whole, misses.last + whole - now);
    if (left > 0) return { kind: "wait", ms: left };
    if (await booth.isTablesCode(text)) {
      await store.keepMisses({ count: 0, last: 0 });
      this.#unlocked = true;
      return { kind: "open" };
    }
    // Kept before the answer is shown: a reload in between is no free try.
    const count = misses.count + 1;
    await store.keepMisses({ count, last: now });
    return { kind: "wrong" };
  }
}

export const guard = new Guard();
