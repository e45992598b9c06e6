/** The contests of a record, from its log alone. */
import { Event } from "../ballots/events/event.ts";
import { type Board, isOfType } from "./source.ts";

/** A contest as a page names it. */
export interface ShownContest {
  readonly id: string;
  readonly title: string;
  readonly isPublished: boolean;
}

const TYPES = ["rules.sealed", "rules.reopened", "election.published"] as const;

/**
 * Return the contests of the sealed rules; none before they are sealed.
 *
 * @throws NoBoard the board cannot be read.
 * @throws BallotsError the entry of the rules, or of a publication, cannot be read.
 */
export async function contestsOf(board: Board): Promise<readonly ShownContest[]> {
  const published = new Set<string>();
  let found: readonly { readonly id: string; readonly title: string }[] = [];
  for (const entry of await board.entries(0, board.size)) {
    if (!TYPES.some((type) => isOfType(entry, type))) continue;
    const { body } = Event.parse(entry);
    if (body.type === "rules.sealed" && found.length === 0) found = body.rules.contests;
    if (body.type === "rules.reopened") found = [];
    if (body.type === "election.published") for (const each of body.contests) published.add(each);
  }
  return found.map(({ id, title }) => ({ id, title, isPublished: published.has(id) }));
}
