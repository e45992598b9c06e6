/** Every entry of the log as one sentence.  Written names stand in none: they have a page of their own. */
import { cardNumber } from "../ballots/cards.ts";
import type { Body, BodyOf, EventType } from "../ballots/events/body.ts";
import type { Event } from "../ballots/events/event.ts";
import { show, trackingCode } from "../ballots/tracking.ts";
import { number, type Values } from "../i18n/texts.ts";
import { visible } from "../ui/strange.ts";
import type { Entry } from "./source.ts";
import { type Key, t } from "./texts.ts";

/** What a page knows of an election beside the entry. */
export interface Known {
  /** The title of a contest by its id. */
  readonly titles: ReadonlyMap<string, string>;
}

type Told = { readonly [T in EventType]?: (body: BodyOf<T>, event: Event) => Values };

/** Values of the sentences beyond those that many share. */
const TOLD: Told = {
  "election.created": ({ title, place }) => ({ title: visible(title), place: visible(place.kelurahan) }),
  "assembly.recorded": ({ assembly, title, date, men, women }) => ({
    assembly,
    title: visible(title),
    date,
    present: number(men + women),
  }),
  "document.agreed": ({ document, version, assembly, decision }) => ({
    document: t(`document.${document}`),
    version,
    assembly,
    decision,
  }),
  "holder.registered": ({ name }) => ({ name: visible(name) }),
  "ceremony.complained": ({ against }) => ({ against }),
  "rehearsal.passed": ({ holders }) => ({ count: holders.length }),
  "register.sealed": ({ tables }) => ({
    tables: tables.length,
    adults: number(tables.reduce((sum, { adults }) => sum + adults, 0)),
  }),
  "cards.registered": ({ count }) => ({ count: number(count) }),
  "booth.sealed": ({ bundles }) => ({ count: bundles.length }),
  "checkin.block": ({ total }) => ({ total: number(total) }),
  "ballot.cast": ({ contest, ciphertext, proof, credential }, { election }) => ({
    code: show(trackingCode(election, contest, ciphertext, proof)),
    card: cardNumber(credential),
  }),
  "ballot.audited": ({ tracking }) => ({ code: show(tracking) }),
  "card.voided": ({ credential }) => ({ card: cardNumber(credential) }),
  "table.closed": (body) => ({
    checkins: number(body.checkins),
    ballots: number(body.ballots),
    voided: number(body.voided),
    left: number(body.left),
    missing: number(body.missing),
  }),
  "checkin.list": ({ rolls }) => ({ count: number(rolls.length) }),
  "cards.left": ({ count }) => ({ count: number(count) }),
  "contest.closed": ({ ballots, checkins, quorumBase }) => ({
    ballots: number(ballots),
    checkins: number(checkins),
    base: number(quorumBase),
  }),
  "mix.done": ({ step }) => ({ step }),
  "mixing.finished": ({ steps }) => ({ steps }),
  "contest.opened": ({ holders }) => ({ count: holders.length }),
  "adjudication.decided": ({ code }) => ({ code: t(`code.${code}`) }),
  "adjudication.completed": ({ decided }) => ({ count: number(decided) }),
  "tie.settled": ({ method }) => ({ method: t(`method.${method}`) }),
  "acceptance.recorded": ({ willing }) => ({ answer: t(willing ? "willing" : "unwilling") }),
  "result.certified": ({ elected }) => ({ count: elected.length }),
  "member.replaced": ({ cause }) => ({ cause: t(`cause.${cause}`) }),
  "election.published": ({ policy }) => ({ policy: t(`policy.${policy}`) }),
};

/** Say in one sentence what an entry says. */
function sentence(event: Event, { titles }: Known): string {
  const { body } = event;
  // The table pairs each type with its body, which the compiler cannot follow through one look-up.
  const own = TOLD[body.type] as ((body: Body, event: Event) => Values) | undefined;
  return t(`event.${body.type}` as Key, { ...shared(body, titles), ...own?.(body, event) });
}

function shared(body: Body, titles: ReadonlyMap<string, string>): Values {
  const contest = "contest" in body ? body.contest : "";
  return {
    contest: visible(titles.get(contest) ?? contest),
    table: "table" in body ? body.table : "",
    holder: "holder" in body ? body.holder : "",
    reason: "reason" in body ? visible(body.reason) : "",
  };
}

/** Say who agreed to an entry, where two officers had to. */
function officersOf({ body }: Event): string {
  return "officers" in body ? body.officers.join(", ") : "";
}

/** Neighbouring entries that say the same: one line of a page. */
export interface Line {
  /** Numbers of the newest and of the oldest entry of the line. */
  readonly last: number;
  readonly first: number;
  /** Null where the entry is no event. */
  readonly words: string | null;
  readonly officers: string;
}

/** Return entries as lines, in their order (newest first); what repeats itself takes one. */
export function linesOf(entries: readonly Entry[], known: Known): readonly Line[] {
  const lines: Line[] = [];
  for (const { index, event } of entries) {
    const words = event && sentence(event, known);
    const officers = event === null ? "" : officersOf(event);
    const above = lines.at(-1);
    if (above !== undefined && above.words === words && above.officers === officers) {
      lines[lines.length - 1] = { ...above, first: index };
    } else lines.push({ last: index, first: index, words, officers });
  }
  return lines;
}
