/** Handler: replacement during the term. */
import { womenRequired } from "../counting_model.ts";
import type { MemberReplaced } from "../events/tally.ts";
import { move } from "../phases.ts";
import { IllegalEvent } from "../refusals.ts";
import { nextInLine, waiting } from "../replacements.ts";
import type { Handlers } from "./handlers.ts";
import { contestIn } from "./mixing.ts";
import type { ContestState } from "./model.ts";
import type { StateView } from "./view.ts";

/**
 * Return who follows when somebody leaves: nobody where a reserve does, or where none is left.
 *
 * @throws IllegalEvent NOT_SERVING.
 */
export function successorOf({ tally, rules }: ContestState, leaving: string): string | null {
  const reserves = tally.certified === null ? [] : waiting(tally.certified, tally.replaced);
  if (reserves.includes(leaving)) return null;
  if (!tally.members.includes(leaving)) throw new IllegalEvent("NOT_SERVING", { person: leaving });
  const required = rules.womenRule === "KURSI" ? womenRequired(rules) : 0;
  return nextInLine(tally.members, reserves, leaving, (person) => tally.persons.get(person)?.sex, required);
}

function replace(state: StateView, body: MemberReplaced): void {
  const contest = contestIn(state, body.contest, body.type);
  if (body.successor !== successorOf(contest, body.leaving)) throw new IllegalEvent("REPLACEMENT_DIFFERS");
  contest.phase = move(body.type, contest.phase);
  contest.tally.replaced.push(body);
}

export const TERM: Handlers<"member.replaced"> = { "member.replaced": replace };
