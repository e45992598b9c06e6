/**
 * Bringing together what two note takers wrote upon the same version of a draft.
 *
 * Whatever only one of them touched is taken from that one; what both changed differently is for a person to choose.
 */
import type { Attachment, Draft } from "./draft.ts";

export interface Merged {
  draft: Draft;
  /** Members that both changed; `draft` has one's own words there. */
  disputed: (keyof Draft)[];
}

/** Merge one's own draft and another's, both made from `base`; without a base every difference is disputed. */
export function merge(base: Draft | null, mine: Draft, theirs: Draft): Merged {
  const disputed: (keyof Draft)[] = [];
  const taken = (Object.keys(mine) as (keyof Draft)[]).map((name) => {
    if (name === "attachments") return [name, united(base, mine, theirs)];
    if (same(mine[name], theirs[name])) return [name, mine[name]];
    if (base !== null && same(base[name], mine[name])) return [name, theirs[name]];
    if (base === null || !same(base[name], theirs[name])) disputed.push(name);
    return [name, mine[name]];
  });
  return { draft: Object.fromEntries(taken) as Draft, disputed };
}

/** Attachments of both, without those that one of them took away. */
function united(base: Draft | null, mine: Draft, theirs: Draft): Attachment[] {
  const has = (list: readonly Attachment[], sha256: string) => list.some((each) => each.sha256 === sha256);
  const wasThere = base?.attachments ?? [];
  const all = [...mine.attachments, ...theirs.attachments.filter((each) => !has(mine.attachments, each.sha256))];
  return all.filter(
    (each) =>
      !has(wasThere, each.sha256) || (has(mine.attachments, each.sha256) && has(theirs.attachments, each.sha256)),
  );
}

/** Say whether two parts of drafts hold the same; both come from JSON of the same shape. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
