/**
 * From a draft to the minutes for the public board, and what is still missing for that.
 *
 * Sections are the screens of the form, in their order; every lack names the screen on which it is mended.
 */
import { type Minutes, minutesFromJson, minutesToJson } from "../../ballots/assemblies.ts";
import { BallotsError } from "../../ballots/errors.ts";
import { count, type Decision, type Draft, quorumOf } from "./draft.ts";

export const SECTIONS = [
  "kind",
  "when",
  "people",
  "quorum",
  "agenda",
  "decisions",
  "institutions",
  "members",
  "follow_up",
  "attachments",
  "signatures",
] as const;
export type Section = (typeof SECTIONS)[number];

/** What is missing, as the end of a key of the texts (`missing.…`). */
export type Lack =
  | "kind"
  | "unit"
  | "title"
  | "date"
  | "hours"
  | "place"
  | "chairs"
  | "counts"
  | "poor"
  | "invitation"
  | "quorum"
  | "agenda"
  | "decision"
  | "votes"
  | "votes-many"
  | "outcome"
  | "adopts-quorum"
  | "adopts-twice"
  | "assessment"
  | "chosen"
  | "members"
  | "follow_up"
  | "signatures"
  | "other";
export interface Missing {
  section: Section;
  lack: Lack;
}

/** The sections of a draft: institutions and members belong to one kind of assembly each. */
export function sectionsOf(draft: Draft): Section[] {
  return SECTIONS.filter(
    (each) => (each !== "institutions" || draft.kind === "LEMBAGA") && (each !== "members" || draft.kind === "PANITIA"),
  );
}

/** One line: composed letters, single spaces, no control characters. */
export function line(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** Several lines: the same, but line feeds stay. */
export function lines(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n]/gu, " ")
    .trim();
}

const filled = (...texts: readonly string[]) => texts.every((each) => line(each) !== "");
const blank = (...texts: readonly string[]) => texts.every((each) => line(each) === "");
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const HOUR = /^\d{2}:\d{2}$/;

const rows = {
  agenda: (draft: Draft) => draft.agenda.filter((each) => !blank(each.title, each.minutes)),
  decisions: (draft: Draft) => draft.decisions.filter((each) => !isBlankDecision(each)),
  assessment: (draft: Draft) => draft.assessment.filter((each) => !blank(each.institution)),
  follow_up: (draft: Draft) => draft.follow_up.filter((each) => !blank(each.what, each.who, each.when)),
  signatures: (draft: Draft) => draft.signatures.filter((each) => !blank(each.name, each.capacity)),
  acknowledged_by: (draft: Draft) => draft.acknowledged_by.filter((each) => !blank(each.name, each.capacity)),
  members: (draft: Draft) => draft.members.filter((each) => !blank(each.name, each.unit, each.role)),
};

function isBlankDecision(each: Decision): boolean {
  return blank(each.text, ...each.dissent, ...Object.values(each.votes), each.outcome) && each.adopts === null;
}

/** Return all that is missing before the minutes can go to the public board, in the order of the screens. */
export function missingIn(draft: Draft): Missing[] {
  const lacks: [Section, Lack, boolean][] = [
    ["kind", "kind", draft.kind === ""],
    ["kind", "unit", !filled(draft.unit)],
    ["kind", "title", !filled(draft.title)],
    ["when", "date", !DATE.test(draft.date)],
    ["when", "hours", !HOUR.test(draft.from) || !HOUR.test(draft.until)],
    ["when", "place", !filled(draft.place)],
    ["people", "chairs", !filled(draft.convenor, draft.chair, draft.note_taker)],
    ["people", "counts", [draft.men, draft.women, draft.poor].some((each) => count(each) === null)],
    ["people", "poor", (count(draft.poor) ?? 0) > present(draft)],
    ["quorum", "invitation", hasHalfAnInvitation(draft)],
    ["quorum", "quorum", draft.quorum.has && !((count(draft.quorum.percent) ?? 101) <= 100 && hasInvitation(draft))],
    [
      "agenda",
      "agenda",
      rows.agenda(draft).length === 0 || rows.agenda(draft).some((each) => !filled(each.title, each.minutes)),
    ],
    ...decisionLacks(draft),
    ["institutions", "assessment", draft.kind === "LEMBAGA" && !isAssessed(draft)],
    ["institutions", "chosen", draft.kind === "LEMBAGA" && !filled(draft.chosen.option, draft.chosen.name)],
    ["members", "members", draft.kind === "PANITIA" && !hasWholeMembers(draft)],
    ["follow_up", "follow_up", rows.follow_up(draft).some((each) => !filled(each.what, each.who, each.when))],
    ["signatures", "signatures", !hasWholeSignatures(draft)],
  ];
  const found = lacks.flatMap(([section, lack, isMissing]) => (isMissing ? [{ section, lack }] : []));
  return found.length > 0 || areMinutes(draft) ? found : [{ section: "kind", lack: "other" }];
}

/** Say whether the board would take these minutes; what no screen asks for is found only here. */
function areMinutes(draft: Draft): boolean {
  try {
    minutesFromJson(minutesToJson(minutesOf(draft, 1, 1)));
    return true;
  } catch (fault) {
    if (fault instanceof BallotsError) return false;
    throw fault;
  }
}

function present(draft: Draft): number {
  return (count(draft.men) ?? 0) + (count(draft.women) ?? 0);
}

function hasInvitation(draft: Draft): boolean {
  return filled(draft.invitation.how) && count(draft.invitation.invited) !== null;
}

function hasHalfAnInvitation(draft: Draft): boolean {
  const { sent, how, invited } = draft.invitation;
  return !blank(sent, how, invited) && !hasInvitation(draft);
}

function decisionLacks(draft: Draft): [Section, Lack, boolean][] {
  const taken = rows.decisions(draft);
  const voted = taken.filter((each) => each.method === "SUARA");
  const votes = voted.map((each) => Object.values(each.votes).map(count));
  const sums = votes.map((each) => each.reduce<number>((sum, one) => sum + (one ?? 0), 0));
  const outcomes = taken.filter((each) => each.outcome !== "");
  const adopted = taken.flatMap((each) => (each.adopts === null ? [] : [each.adopts.document]));
  return [
    ["decisions", "decision", taken.length === 0 || taken.some((each) => !filled(each.text))],
    ["decisions", "votes", votes.some((each) => each.includes(null))],
    ["decisions", "votes-many", sums.some((sum) => sum > present(draft))],
    ["decisions", "outcome", draft.kind === "RKM" && outcomes.length !== 1],
    ["decisions", "adopts-quorum", adopted.length > 0 && quorumOf(draft)?.valid === false],
    ["decisions", "adopts-twice", new Set(adopted).size < adopted.length],
  ];
}

function isAssessed(draft: Draft): boolean {
  return rows.assessment(draft).every((each) => each.criteria.every((one) => one.meets !== ""));
}

function hasWholeMembers(draft: Draft): boolean {
  const members = rows.members(draft);
  return members.length > 0 && members.every((each) => filled(each.name, each.sex, each.unit, each.role));
}

function hasWholeSignatures(draft: Draft): boolean {
  const signed = rows.signatures(draft);
  return (
    signed.length > 0 && [...signed, ...rows.acknowledged_by(draft)].every((each) => filled(each.name, each.capacity))
  );
}

/**
 * Return the minutes of a draft as far as it is filled in; only those of which nothing is missing are minutes for the
 * board.
 *
 * @param assembly number of the assembly on the public board, from 1.
 * @param revision of these minutes, from 1.
 */
export function minutesOf(draft: Draft, assembly: number, revision: number): Minutes {
  const number = (text: string) => count(text) ?? 0;
  const signatory = (each: { name: string; capacity: string }) => ({
    name: line(each.name),
    capacity: line(each.capacity),
  });
  const isRkm = draft.kind === "RKM";
  const isLembaga = draft.kind === "LEMBAGA";
  const written = {
    format: "rembug-minutes-1",
    assembly,
    revision,
    kind: draft.kind,
    level: draft.level,
    unit: line(draft.unit),
    title: line(draft.title),
    invitation: hasInvitation(draft)
      ? {
          sent: DATE.test(draft.invitation.sent) ? draft.invitation.sent : null,
          how: lines(draft.invitation.how),
          invited: number(draft.invitation.invited),
        }
      : null,
    date: draft.date,
    from: draft.from,
    until: draft.until,
    zone: draft.zone,
    place: line(draft.place),
    convenor: line(draft.convenor),
    chair: line(draft.chair),
    noteTaker: line(draft.note_taker),
    facilitator: line(draft.facilitator),
    men: number(draft.men),
    women: number(draft.women),
    poor: number(draft.poor),
    elements: draft.elements.split(/[\n,]/).flatMap((each) => (line(each) === "" ? [] : [line(each).slice(0, 120)])),
    quorum: draft.quorum.has ? { percent: number(draft.quorum.percent), grace: draft.quorum.grace } : null,
    agenda: rows.agenda(draft).map((each) => ({ title: line(each.title), minutes: lines(each.minutes) })),
    decisions: rows.decisions(draft).map((each, place) => ({
      number: place + 1,
      text: lines(each.text),
      method: each.method,
      votes:
        each.method === "SUARA"
          ? { for: number(each.votes.for), against: number(each.votes.against), abstain: number(each.votes.abstain) }
          : null,
      outcome: isRkm && each.outcome !== "" ? each.outcome : null,
      adopts: each.adopts === null ? null : { ...each.adopts },
      dissent: each.dissent.flatMap((one) => (lines(one) === "" ? [] : [lines(one)])),
    })),
    assessment: isLembaga
      ? rows.assessment(draft).map((each) => ({
          institution: line(each.institution),
          criteria: each.criteria.map((one) => ({ name: one.name, meets: one.meets, note: lines(one.note) })),
        }))
      : [],
    chosen: isLembaga ? { option: draft.chosen.option, name: line(draft.chosen.name) } : null,
    followUp: rows
      .follow_up(draft)
      .map((each) => ({ what: lines(each.what), who: line(each.who), when: line(each.when) })),
    attachments: draft.attachments.map((each) => ({ ...each })),
    signatures: rows.signatures(draft).map(signatory),
    acknowledgedBy: rows.acknowledged_by(draft).map(signatory),
    members:
      draft.kind === "PANITIA"
        ? rows.members(draft).map((each) => ({
            name: line(each.name),
            sex: each.sex,
            unit: line(each.unit),
            role: line(each.role),
          }))
        : [],
  };
  // What its fields may say is for the codec of minutes to check.
  return written as Minutes;
}
