import { IllegalEvent } from "../../src/ballots/refusals.ts";

/** Return the code with which something is refused, or nothing if it is not. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof IllegalEvent) return error.code;
    throw error;
  }
  return "";
}
