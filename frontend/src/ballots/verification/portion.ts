/** Long work of one check that is made in pieces. */
import { type Tick, ticker, type Work } from "../../crypto/work.ts";

/** Return what one of several equal pieces tells, when `before` of them are done: all of them are one work. */
export function portion({ progress, cancelled }: Work, before: number, pieces: number): Work {
  return { progress: (done, total) => progress?.(before * total + done, pieces * total), cancelled };
}

/** Return the tick of a preparation that is too short to be told, and can be stopped. */
export function quietTick({ cancelled }: Work): Tick {
  return ticker({ cancelled }, 0);
}
