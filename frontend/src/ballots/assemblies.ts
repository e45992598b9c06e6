/**
 * Minutes of an assembly (rembug warga, FGD, RKM) as one canonical object, whose hash stands in the log.
 *
 * Source: docs/formats.md, "Minutes of an assembly".
 */
import { type JsonObject, parseObject, serialise } from "./canonical.ts";
import { MalformedValue } from "./errors.ts";
import {
  type AssemblyKind,
  type AssemblyOutcome,
  assemblyKind,
  assemblyOutcome,
  count,
  type DocumentKind,
  day,
  documentKind,
  label,
  ordinal,
  reason,
  type Sex,
  sex,
  sha256,
  title,
} from "./events/fields.ts";
import { array, choice, constant, integer, kind, nullable, object, text, textOrEmpty, truth } from "./events/schema.ts";
import { nameOf } from "./state/blobs.ts";

export const FORMAT = "rembug-minutes-1";
/** Longest blob of minutes, as long as that of a document. */
export const MAX_BYTES = 400_000;

/** Whose assembly it was. */
export const LEVELS = ["RT", "RW", "DUSUN", "KELURAHAN", "KELOMPOK"] as const;
export type Level = (typeof LEVELS)[number];

/** The zone of the hours. */
export const ZONES = ["WIB", "WITA", "WIT"] as const;
export type Zone = (typeof ZONES)[number];

/** How a decision was taken: by consensus or by votes. */
export const METHODS = ["MUFAKAT", "SUARA"] as const;
export type Method = (typeof METHODS)[number];

/** How far an institution meets a criterion. */
export const MEETS = ["YA", "SEBAGIAN", "TIDAK"] as const;
export type Meets = (typeof MEETS)[number];

/** Which institution the residents want. */
export const OPTIONS = ["STRENGTHEN_EXISTING", "FORM_NEW"] as const;
export type Option = (typeof OPTIONS)[number];

/** When and how people were invited, and how many. */
export interface Invitation {
  readonly sent: string | null;
  readonly how: string;
  readonly invited: number;
}

/** More than `percent` of the invited; with `grace` a meeting that waited 15 minutes is valid with fewer. */
export interface Quorum {
  readonly percent: number;
  readonly grace: boolean;
}

/** An item of the agenda and its minutes. */
export interface AgendaItem {
  readonly title: string;
  readonly minutes: string;
}

/** Counted votes of a decision. */
export interface Votes {
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
}

/** The very text that a decision agrees to. */
export interface Adoption {
  readonly document: DocumentKind;
  readonly version: number;
  readonly sha256: string;
}

/** A numbered decision; `votes` stands exactly with SUARA, `outcome` on one decision of an RKM. */
export interface Decision {
  readonly number: number;
  readonly text: string;
  readonly method: Method;
  readonly votes: Votes | null;
  readonly outcome: AssemblyOutcome | null;
  readonly adopts: Adoption | null;
  readonly dissent: readonly string[];
}

/** A criterion of a community's institution, and how far it is met. */
export interface Criterion {
  readonly name: string;
  readonly meets: Meets;
  readonly note: string;
}

/** An institution of the place against the criteria. */
export interface Assessment {
  readonly institution: string;
  readonly criteria: readonly Criterion[];
}

/** The institution chosen. */
export interface Choice {
  readonly option: Option;
  readonly name: string;
}

/** What is to be done, by whom and when. */
export interface FollowUp {
  readonly what: string;
  readonly who: string;
  readonly when: string;
}

/** A private file of the committee: only its hash, size in bytes and media type are public. */
export interface Attachment {
  readonly name: string;
  readonly media: string;
  readonly size: number;
  readonly sha256: string;
}

/** Somebody who signed the paper, and as what. */
export interface Signatory {
  readonly name: string;
  readonly capacity: string;
}

/** A member of the committee that the assembly formed. */
export interface Member {
  readonly name: string;
  readonly sex: Sex;
  readonly unit: string;
  readonly role: string;
}

/** The whole record of an assembly.  Make it with `minutesFromJson` or `minutesFromBytes`. */
export interface Minutes {
  readonly format: typeof FORMAT;
  readonly assembly: number;
  readonly revision: number;
  readonly kind: AssemblyKind;
  readonly level: Level;
  readonly unit: string;
  readonly title: string;
  readonly invitation: Invitation | null;
  readonly date: string;
  readonly from: string;
  readonly until: string;
  readonly zone: Zone;
  readonly place: string;
  readonly convenor: string;
  readonly chair: string;
  readonly noteTaker: string;
  readonly facilitator: string;
  readonly men: number;
  readonly women: number;
  readonly poor: number;
  readonly elements: readonly string[];
  readonly quorum: Quorum | null;
  readonly agenda: readonly AgendaItem[];
  readonly decisions: readonly Decision[];
  readonly assessment: readonly Assessment[];
  readonly chosen: Choice | null;
  readonly followUp: readonly FollowUp[];
  readonly attachments: readonly Attachment[];
  readonly signatures: readonly Signatory[];
  readonly acknowledgedBy: readonly Signatory[];
  readonly members: readonly Member[];
}

const CLOCK = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/;

const clock = kind((value) => {
  if (typeof value !== "string" || !CLOCK.test(value)) throw new MalformedValue("not an hour HH:MM");
  return value;
}, "hour");
const minuted = text(10_000, "minutes", true);
const signatory = object<Signatory>({ name: label, capacity: label });
const criterion = object<Criterion>({
  name: label,
  meets: choice(MEETS),
  note: textOrEmpty(500, "reason or empty", true),
});
const decision = object<Decision>({
  number: ordinal,
  text: reason,
  method: choice(METHODS),
  votes: nullable(object<Votes>({ for: count, against: count, abstain: count })),
  outcome: nullable(assemblyOutcome),
  adopts: nullable(object<Adoption>({ document: documentKind, version: ordinal, sha256 })),
  dissent: array(reason),
});
const CODEC = object<Minutes>({
  format: constant(FORMAT),
  assembly: ordinal,
  revision: ordinal,
  kind: assemblyKind,
  level: choice(LEVELS),
  unit: label,
  title,
  invitation: nullable(object<Invitation>({ sent: nullable(day), how: reason, invited: count })),
  date: day,
  from: clock,
  until: clock,
  zone: choice(ZONES),
  place: title,
  convenor: label,
  chair: label,
  noteTaker: label,
  facilitator: textOrEmpty(120, "label or empty"),
  men: count,
  women: count,
  poor: count,
  elements: array(label),
  quorum: nullable(object<Quorum>({ percent: integer(0, 100, "percent"), grace: truth })),
  agenda: array(object<AgendaItem>({ title, minutes: minuted })),
  decisions: array(decision),
  assessment: array(object<Assessment>({ institution: label, criteria: array(criterion) })),
  chosen: nullable(object<Choice>({ option: choice(OPTIONS), name: label })),
  followUp: array(object<FollowUp>({ what: reason, who: label, when: label })),
  attachments: array(
    object<Attachment>({ name: label, media: label, size: integer(0, 1_000_000_000, "size"), sha256 }),
  ),
  signatures: array(signatory),
  acknowledgedBy: array(signatory),
  members: array(object<Member>({ name: label, sex, unit: label, role: label })),
});

/**
 * Read the object.
 *
 * @throws MalformedValue a member is missing, unknown or out of its bounds, or does not fit another.
 */
export function minutesFromJson(value: unknown): Minutes {
  const minutes = CODEC.read(value);
  for (const [holds, words] of relations(minutes)) if (!holds) throw new MalformedValue(`minutes: ${words}`);
  return minutes;
}

/** Return what must hold between members whose own bounds hold, each with the words for when it does not. */
function relations(minutes: Minutes): readonly (readonly [boolean, string])[] {
  const { decisions, kind: held } = minutes;
  const here = present(minutes);
  const adopted = decisions.flatMap(({ adopts }) => (adopts === null ? [] : [adopts.document]));
  return [
    [minutes.poor <= here, "more poor than present"],
    [minutes.quorum === null || minutes.invitation !== null, "a quorum without a number of invited"],
    [
      decisions.every(({ number }, place) => place === 0 || decisions[place - 1]!.number < number),
      "numbers of decisions do not rise",
    ],
    [decisions.every(({ votes, method }) => (votes !== null) === (method === "SUARA")), "votes"],
    [decisions.every(({ votes }) => votes === null || votersOf(votes) <= here), "more votes than present"],
    [new Set(adopted).size === adopted.length, "a document adopted twice"],
    [outcomes(minutes).length === (held === "RKM" ? 1 : 0), "an outcome belongs to one decision of an RKM"],
    [held === "LEMBAGA" || (minutes.assessment.length === 0 && minutes.chosen === null), "belongs to LEMBAGA"],
    [held === "PANITIA" || minutes.members.length === 0, "members belong to PANITIA"],
  ];
}

function votersOf({ for: inFavour, against, abstain }: Votes): number {
  return inFavour + against + abstain;
}

function outcomes({ decisions }: Minutes): readonly AssemblyOutcome[] {
  return decisions.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]));
}

/**
 * Read the blob.
 *
 * @throws NotCanonical not canonical JSON, or longer than MAX_BYTES.
 * @throws MalformedValue as `minutesFromJson`.
 */
export function minutesFromBytes(data: Uint8Array): Minutes {
  return minutesFromJson(parseObject(data, MAX_BYTES));
}

/** Return the object of docs/formats.md. */
export function minutesToJson(minutes: Minutes): JsonObject {
  return CODEC.write(minutes) as JsonObject;
}

/**
 * Return the blob.
 *
 * @throws MalformedValue it would be longer than MAX_BYTES.
 */
export function minutesToBytes(minutes: Minutes): Uint8Array {
  const data = serialise(minutesToJson(minutes));
  if (data.length > MAX_BYTES) throw new MalformedValue(`longer than ${MAX_BYTES} bytes`);
  return data;
}

/** Return the SHA-256 of the blob. */
export function minutesSha256(minutes: Minutes): string {
  return nameOf(minutesToBytes(minutes));
}

/** Return the men and women who were there. */
export function present({ men, women }: Minutes): number {
  return men + women;
}

/** Return what an RKM decided; null for every other kind. */
export function outcomeOf(minutes: Minutes): AssemblyOutcome | null {
  return outcomes(minutes)[0] ?? null;
}

/** Say whether more than the agreed share of the invited came; true where no quorum was agreed. */
export function reachedQuorum(minutes: Minutes): boolean {
  const { quorum, invitation } = minutes;
  if (quorum === null || invitation === null) return true;
  return 100 * present(minutes) > quorum.percent * invitation.invited;
}

/** Say whether its decisions are valid: the quorum was reached, or it waited as the rule of grace demands. */
export function mayAdopt(minutes: Minutes): boolean {
  return reachedQuorum(minutes) || minutes.quorum?.grace === true;
}

/** Return a decision by its number. */
export function decisionOf(minutes: Minutes, number: number): Decision | null {
  return minutes.decisions.find((each) => each.number === number) ?? null;
}

/** Say whether a decision was taken: by consensus, or with more votes for it than against it. */
export function isCarried({ votes }: Decision): boolean {
  return votes === null || votes.for > votes.against;
}
