/** The kinds of value that members of events have. */
import { MalformedValue } from "../errors.ts";
import {
  parseContestId,
  parseHolderNumber,
  parseOfficerId,
  parseOfficers,
  parsePersonId,
  parseSha256,
  parseStageId,
  parseTableNumber,
  parseTrackingCode,
} from "../ids.ts";
import { parsePublication, Rules } from "../rules.ts";
import { checkWritten } from "../texts.ts";
import { anyObject, array, bytes, type Codec, choice, integer, kind, text } from "./schema.ts";

/** Elements of the widest ballot: 17 names of two halves. */
export const MAX_WIDTH = 34;

/** The agreed documents. */
export const DOCUMENT_KINDS = ["AD", "ART", "TATIB", "KRITERIA"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** What an assembly was held for. */
export const ASSEMBLY_KINDS = [
  "RKM",
  "RELAWAN",
  "LEMBAGA",
  "FGD_REFLEKSI",
  "FGD_AD_ART",
  "TATIB",
  "KRITERIA",
  "PANITIA",
  "PEMILIHAN",
  "PENGUKUHAN",
  "KOORDINATOR",
  "BEBAS",
] as const;
export type AssemblyKind = (typeof ASSEMBLY_KINDS)[number];

/** What an assembly of readiness decided; both are final. */
export const ASSEMBLY_OUTCOMES = ["MENERIMA", "MENOLAK"] as const;
export type AssemblyOutcome = (typeof ASSEMBLY_OUTCOMES)[number];

/** What a written text counts as. */
export const CODES = [
  "SAH",
  "SAH_DENGAN_KETERANGAN",
  "SAH_JABATAN",
  "TIDAK_SAH_GANDA_MAKNA",
  "TIDAK_SAH_LUAR_UNIT",
  "TIDAK_SAH_TIDAK_BERHAK",
  "TIDAK_SAH_BUKAN_NAMA",
] as const;
export type Code = (typeof CODES)[number];

/** L (laki-laki) or P (perempuan). */
export const SEXES = ["L", "P"] as const;
export type Sex = (typeof SEXES)[number];

/** How a tie was settled. */
export const SETTLE_METHODS = ["MUSYAWARAH", "PEMUNGUTAN_ULANG", "UNDIAN"] as const;
export type SettleMethod = (typeof SETTLE_METHODS)[number];

/** Why a place becomes free during the term. */
export const LEAVE_CAUSES = ["MENGUNDURKAN_DIRI", "MENINGGAL", "PINDAH", "DIBERHENTIKAN", "TIDAK_BERSEDIA"] as const;
export type LeaveCause = (typeof LEAVE_CAUSES)[number];

export const contestId = kind(parseContestId, "contest id");
export const stageId = kind(parseStageId, "stage id");
export const tableNumber = kind(parseTableNumber, "table number");
export const holderNumber = kind(parseHolderNumber, "holder number");
export const personId = kind(parsePersonId, "person id");
export const officerId = kind(parseOfficerId, "officer");
export const officers = kind(parseOfficers, "two officers");
export const trackingCode = kind(parseTrackingCode, "tracking code");
export const sha256 = kind(parseSha256, "sha256");
export const written = kind(checkWritten, "written name");

export const count = integer(0, 1_000_000, "count");
/** A number that starts at 1: a version, a step, a run of the ceremony. */
export const ordinal = integer(1, 1_000_000, "number from 1");

/** A date of the calendar, YYYY-MM-DD. */
export const day = kind(parseDay, "date");

export const title = text(200, "title");
export const label = text(120, "label");
export const reason = text(500, "reason", true);
export const dice = text(100, "dice");
export const regionCode = text(20, "region code");
export const verifierKey = text(300, "verifier key");

/** A key, a scalar or a root. */
export const bytes32 = bytes(32);
export const signature = bytes(64);
/** A proof of knowledge: `T || s`. */
export const knowledgeProof = bytes(64);
export const ciphertext = bytes(96, 64, 32 * (1 + MAX_WIDTH));
export const ceremonyHash = bytes(64);
export const keyVector = bytes(64, 64, 32 * MAX_WIDTH);
export const factorRow = bytes(64, 64, 32 * MAX_WIDTH);
export const factorProof = bytes(192, 192, 96 * MAX_WIDTH);
export const salt = bytes(16);

export const assemblyKind = choice(ASSEMBLY_KINDS);
export const assemblyOutcome = choice(ASSEMBLY_OUTCOMES);
export const documentKind = choice(DOCUMENT_KINDS);
export const code = choice(CODES);
export const sex = choice(SEXES);
export const settleMethod = choice(SETTLE_METHODS);
export const leaveCause = choice(LEAVE_CAUSES);
export const publication = kind(parsePublication, "terbuka or saksi");

export const persons = array(personId);
export const holders = array(holderNumber);

export const result = anyObject("object of the count");
export const rules: Codec<Rules> = {
  read: (value) => Rules.fromJson(value),
  write: (value) => value.toJson(),
  words: "rules object",
};

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Return a date of the Gregorian calendar from 0001-01-01 to 9999-12-31.
 *
 * @throws MalformedValue not YYYY-MM-DD, or no such day.
 */
export function parseDay(value: unknown): string {
  const found = typeof value === "string" ? DAY.exec(value) : null;
  if (found === null) throw new MalformedValue("not a date YYYY-MM-DD");
  const [year = 0, month = 0, date = 0] = found.slice(1).map(Number);
  const isLeap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (year < 1 || date < 1 || date > (DAYS[month - 1] ?? 0) + (isLeap ? 1 : 0)) {
    throw new MalformedValue("not a day of the calendar");
  }
  return found[0];
}
