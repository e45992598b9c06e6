/**
 * Independent generators for the shuffle proof.  Source: docs/protocol.md section 10.
 *
 * They depend on the election and an index only, so that all contests and all mixes of an election share them.
 */
import { utf8 } from "./bytes.ts";
import { Domain, frames, u64be } from "./domains.ts";
import { hashToElementsFrom } from "./expand.ts";
import { Elements } from "./group.ts";
import type { Tick } from "./work.ts";

// Elections whose generators are kept: the one at hand, and one more for a comparison.
const MOST_ELECTIONS = 2;
// Messages expanded at once: some milliseconds of hashing between two ticks.
const CHUNK = 64;
const known = new Map<string, Elements>();

/** Return `h_0, h_1, ..., h_count` of an election: `count + 1` elements, and as many ticks. */
export function generators(election: string, count: number, tick?: Tick): Elements {
  const before = known.get(election);
  const start = Math.min(before?.length ?? 0, count + 1);
  tick?.(start);
  const parts = before === undefined ? [] : [before];
  for (let from = start; from <= count; from += CHUNK) {
    const to = Math.min(from + CHUNK, count + 1);
    const messages = Array.from({ length: to - from }, (_, j) =>
      frames("election", election, "index", u64be(from + j)),
    );
    parts.push(hashToElementsFrom(messages, utf8(Domain.GENERATORS), tick));
  }
  // What another contest or mix has computed is the start of a longer list.
  const list = parts.length === 1 ? parts[0]! : Elements.concat(parts);
  known.delete(election);
  known.set(election, list);
  if (known.size > MOST_ELECTIONS) {
    const oldest = known.keys().next();
    if (oldest.done !== true) known.delete(oldest.value);
  }
  return list.length === count + 1 ? list : list.slice(0, count + 1);
}
