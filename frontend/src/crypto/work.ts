/** Long work tells how far it is and can be stopped.  All of it is synchronous: a worker runs it. */

/** How a caller follows long work; both are optional. */
export interface Work {
  /** Called every few milliseconds with what is done, out of a total that does not change. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
  /** Asked every few milliseconds; when it says yes, the work ends with `Cancelled`. */
  readonly cancelled?: (() => boolean) | undefined;
}

/** The caller stopped the work. */
export class Cancelled extends Error {
  override name = "Cancelled";

  constructor() {
    super("cancelled");
  }
}

/** Says that so many elements more have been worked on. */
export type Tick = (elements: number) => void;

/**
 * Return the `Tick` of a piece of work.
 *
 * @param work whom to tell.
 * @param total how many elements will be worked on in all; what is done beyond it counts as nothing.
 * @throws Cancelled (from the tick) the caller stopped the work.
 */
export function ticker(work: Work, total: number): Tick {
  let done = 0;
  return (elements) => {
    if (work.cancelled?.() === true) throw new Cancelled();
    done = Math.min(done + elements, total);
    work.progress?.(done, total);
  };
}

/** Elements between two ticks: some ten milliseconds at the speed of a phone. */
export const TICK_EVERY = 16;
