/**
 * A draft of the minutes of an assembly: what a note taker has written so far.
 *
 * It has the members of the minutes (docs/formats.md, "Minutes of an assembly"); counts are texts, as they stand in
 * their fields, and whatever is not known yet is empty.
 */
import { isObject } from "../../ballots/canonical.ts";
import type { AssemblyKind } from "../../ballots/events/fields.ts";

/** What a community's institution should be.  Source: "Siklus Pelaksanaan P2KP" (2006), step 4. */
export const CRITERIA = [
  "kerelawanan",
  "inklusif",
  "kepemimpinan kolektif",
  "partisipatif",
  "akuntabel",
  "aspiratif",
  "mengakar",
] as const;

export interface Adoption {
  document: string;
  version: number;
  sha256: string;
}
export interface Decision {
  text: string;
  method: string;
  votes: { for: string; against: string; abstain: string };
  outcome: string;
  adopts: Adoption | null;
  dissent: string[];
}
export interface Assessment {
  institution: string;
  criteria: { name: string; meets: string; note: string }[];
}
export interface Attachment {
  name: string;
  media: string;
  size: number;
  sha256: string;
}
export interface Signatory {
  name: string;
  capacity: string;
}
export interface Member {
  name: string;
  sex: string;
  unit: string;
  role: string;
}
export interface Draft {
  kind: string;
  level: string;
  unit: string;
  title: string;
  invitation: { sent: string; how: string; invited: string };
  date: string;
  from: string;
  until: string;
  zone: string;
  place: string;
  convenor: string;
  chair: string;
  note_taker: string;
  facilitator: string;
  men: string;
  women: string;
  poor: string;
  elements: string;
  quorum: { has: boolean; percent: string; grace: boolean };
  agenda: { title: string; minutes: string }[];
  decisions: Decision[];
  assessment: Assessment[];
  chosen: { option: string; name: string };
  follow_up: { what: string; who: string; when: string }[];
  attachments: Attachment[];
  signatures: Signatory[];
  acknowledged_by: Signatory[];
  members: Member[];
}

/** What each part of a draft is before anybody has written: also what a new row of a list is. */
export const EMPTY = {
  item: () => ({ title: "", minutes: "" }),
  decision: (): Decision => ({
    text: "",
    method: "MUFAKAT",
    votes: { for: "", against: "", abstain: "" },
    outcome: "",
    adopts: null,
    dissent: [],
  }),
  assessment: (): Assessment => ({
    institution: "",
    criteria: CRITERIA.map((name) => ({ name, meets: "", note: "" })),
  }),
  followUp: () => ({ what: "", who: "", when: "" }),
  signatory: (): Signatory => ({ name: "", capacity: "" }),
  member: (): Member => ({ name: "", sex: "", unit: "", role: "" }),
  attachment: (): Attachment => ({ name: "", media: "", size: 0, sha256: "" }),
  adoption: (): Adoption => ({ document: "", version: 0, sha256: "" }),
} as const;

/** Return a draft in which only what is usual is filled in. */
export function newDraft(kind: AssemblyKind | "", place: { unit: string; title: string }): Draft {
  return {
    kind,
    level: "KELURAHAN",
    unit: place.unit,
    title: place.title,
    invitation: { sent: "", how: "", invited: "" },
    date: "",
    from: "",
    until: "",
    zone: "WIB",
    place: "",
    convenor: "",
    chair: "",
    note_taker: "",
    facilitator: "",
    men: "",
    women: "",
    poor: "",
    elements: "",
    quorum: { has: false, percent: "50", grace: true },
    agenda: [EMPTY.item()],
    decisions: [EMPTY.decision()],
    assessment: kind === "LEMBAGA" ? [EMPTY.assessment()] : [],
    chosen: { option: "", name: "" },
    follow_up: [],
    attachments: [],
    signatures: [],
    acknowledged_by: [],
    members: [],
  };
}

/** Read a draft that the service or this browser kept: what it lacks is empty, what it has beyond is left out. */
export function readDraft(value: unknown): Draft {
  const given = isObject(value) ? value : {};
  const shape = newDraft("", { unit: "", title: "" });
  const list = <T extends object>(items: unknown, empty: () => T): T[] =>
    Array.isArray(items) ? items.map((item) => like(empty(), item)) : [];
  return {
    ...like({ ...shape, agenda: [], decisions: [], assessment: [], elements: "" }, given),
    agenda: list(given["agenda"], EMPTY.item),
    decisions: list(given["decisions"], EMPTY.decision).map((each, place) => {
      const raw = (given["decisions"] as unknown[])[place];
      const dissent = isObject(raw) && Array.isArray(raw["dissent"]) ? raw["dissent"].map(String) : [];
      const adopts = isObject(raw) && isObject(raw["adopts"]) ? like(EMPTY.adoption(), raw["adopts"]) : null;
      return { ...each, dissent, adopts };
    }),
    assessment: list(given["assessment"], EMPTY.assessment).map((each, place) => {
      const raw = (given["assessment"] as unknown[])[place];
      const criteria = isObject(raw) && Array.isArray(raw["criteria"]) ? raw["criteria"] : [];
      return { ...each, criteria: each.criteria.map((one, at) => like(one, criteria[at])) };
    }),
    follow_up: list(given["follow_up"], EMPTY.followUp),
    attachments: list(given["attachments"], EMPTY.attachment),
    signatures: list(given["signatures"], EMPTY.signatory),
    acknowledged_by: list(given["acknowledged_by"], EMPTY.signatory),
    members: list(given["members"], EMPTY.member),
  };
}

/** Return `shape` with the members of `value` that are of the same type; lists are left to the caller. */
function like<T extends object>(shape: T, value: unknown): T {
  if (!isObject(value)) return shape;
  const taken = Object.entries(shape).map(([name, was]) => {
    const now = value[name];
    if (isObject(was)) return [name, like(was, now)];
    return [name, typeof now === typeof was && !Array.isArray(was) && was !== null ? now : was];
  });
  return Object.fromEntries(taken) as T;
}

/** Read a count as people type it: digits, with dots between thousands. Null for anything else. */
export function count(text: string): number | null {
  const plain = text.trim().replace(/\./g, "");
  return /^\d{1,6}$/.test(plain) ? Number(plain) : null;
}

export interface QuorumFigures {
  present: number;
  invited: number;
  /** Whether more than the agreed share came. */
  reached: boolean;
  /** Whether the decisions are valid: the quorum was reached, or the meeting waited fifteen minutes as agreed. */
  valid: boolean;
}

/** Return how the quorum stands; null while a number is missing or no quorum was agreed. */
export function quorumOf(draft: Draft): QuorumFigures | null {
  const [men, women, invited, percent] = [draft.men, draft.women, draft.invitation.invited, draft.quorum.percent].map(
    count,
  );
  if (!draft.quorum.has || men == null || women == null || invited == null || percent == null) return null;
  const present = men + women;
  const reached = 100 * present > percent * invited;
  return { present, invited, reached, valid: reached || draft.quorum.grace };
}

/** The fewest members of a committee from each RW.  Source: docs/formats.md, "Minutes of an assembly". */
export const LEAST_MEMBERS = 3;

/** Return how many members of the committee each unit has, in the order in which the units were written. */
export function membersByUnit(draft: Draft): { unit: string; count: number; enough: boolean }[] {
  const counts = new Map<string, number>();
  for (const { unit } of draft.members) {
    const name = unit.trim();
    if (name !== "") counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Array.from(counts, ([unit, found]) => ({ unit, count: found, enough: found >= LEAST_MEMBERS }));
}
