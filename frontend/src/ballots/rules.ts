/**
 * The tatib (rules of procedure) as data: what was agreed before the vote, and nothing else.
 *
 * Source: docs/formats.md, "Rules".
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../crypto/bytes.ts";
import { isObject, type JsonObject, parse, serialise } from "./canonical.ts";
import {
  type CountRules,
  DUPLICATE_POLICIES,
  type DuplicatePolicy,
  WOMEN_ROUNDINGS,
  WOMEN_RULES,
  type WomenRounding,
  type WomenRule,
} from "./counting_model.ts";
import { InvalidRules, MalformedValue } from "./errors.ts";
import { MAX_CONTEST_INDEX, MAX_HOLDERS, parseContestId, parseStageId } from "./ids.ts";
import { withJsonNames } from "./json_names.ts";
import { Reader, shorten } from "./rules_reading.ts";
import { readWitnessing, type Witnessing } from "./witnessing.ts";

/** The contest whose seats are the board itself. */
export const BKM_CONTEST = "bkm";
export const BKM_SEATS = [11, 17] as const;
export const MAX_NAMES = 17;

/** Where the object came from. */
export const PRESETS = ["LANGSUNG", "DUA_TINGKAT", "BEBAS"] as const;
export type Preset = (typeof PRESETS)[number];

/** Whether everybody may read the opened rows, or only accredited observers. */
export const PUBLICATIONS = ["terbuka", "saksi"] as const;
export type Publication = (typeof PUBLICATIONS)[number];

/** The rungs of the ladder that settles a tie. */
export const TIE_STEPS = ["MUSYAWARAH", "PEMUNGUTAN_ULANG", "UNDIAN"] as const;
export type TieStep = (typeof TIE_STEPS)[number];

/** Who votes. */
export const ELECTORATES = ["DEWASA", "UTUSAN"] as const;
export type Electorate = (typeof ELECTORATES)[number];

/** Who may be written. */
export const NOMINEE_SETS = ["KELURAHAN", "UNIT", "UTUSAN"] as const;
export type NomineeSet = (typeof NOMINEE_SETS)[number];

const ADULT_MEMBERS = ["age", "or_ever_married"];
const STAGE_MEMBERS = ["id", "title", "contests"];
const CONTEST_MEMBERS = [
  "id",
  "index",
  "title",
  "unit",
  "electorate",
  "nominees",
  "names_min",
  "names_max",
  "seats",
  "reserves",
  "quorum_percent",
  "women_percent",
  "women_rule",
  "women_rounding",
];
const RULES_MEMBERS = [
  "preset",
  "adult",
  "holders",
  "threshold",
  "mixers",
  "min_batch",
  "checkin_block",
  "publication",
  "card_reserve_permille",
  "table_max",
  "audits_per_table",
  "duplicate_policy",
  "tie_ladder",
  "criteria",
  "stages",
  "witnessing",
];

/** Who is an adult on the voting day. */
export interface AdultRule {
  readonly age: number;
  readonly orEverMarried: boolean;
}

/** One contest of a stage. */
export class ContestRules {
  readonly id: string;
  readonly index: number;
  readonly title: string;
  readonly unit: string;
  readonly electorate: Electorate;
  readonly nominees: NomineeSet;
  readonly namesMin: number;
  readonly namesMax: number;
  readonly seats: number;
  readonly reserves: number;
  readonly quorumPercent: number;
  readonly womenPercent: number;
  readonly womenRule: WomenRule;
  /** Null where the tatib does not say it, and then JSON has no such member. */
  readonly womenRounding: WomenRounding | null;

  /** Read the object of a contest; what is wrong with it goes to `faults`. */
  constructor(value: unknown, faults: string[]) {
    const read = new Reader(value, CONTEST_MEMBERS, called("Pemilihan", value), faults, ["women_rounding"]);
    this.id = readId(read, parseContestId);
    this.namesMax = read.number("names_max", 1, MAX_NAMES);
    this.index = read.number("index", 1, MAX_CONTEST_INDEX);
    this.title = read.text("title", 120);
    this.unit = read.text("unit", 120);
    this.electorate = read.choice("electorate", ELECTORATES);
    this.nominees = read.choice("nominees", NOMINEE_SETS);
    this.namesMin = read.number("names_min", 1, this.namesMax);
    const [least, most] = this.id === BKM_CONTEST ? BKM_SEATS : [1, 60];
    this.seats = read.number("seats", least, most);
    this.reserves = read.number("reserves", 0, 60);
    this.quorumPercent = read.number("quorum_percent", 0, 100);
    this.womenPercent = read.number("women_percent", 0, 100);
    this.womenRule = read.choice("women_rule", WOMEN_RULES);
    this.womenRounding = read.has("women_rounding") ? read.choice("women_rounding", WOMEN_ROUNDINGS) : null;
  }

  /** Elements of a ballot, `W = 2 * namesMax`. */
  get width(): number {
    return 2 * this.namesMax;
  }
}

/** Contests that are sealed together. */
export interface Stage {
  readonly id: string;
  readonly title: string;
  readonly contests: readonly ContestRules[];
}

/** The whole tatib object.  Make it with `fromJson` or `parse`: they check the bounds. */
export class Rules {
  readonly preset: Preset;
  readonly adult: AdultRule;
  readonly holders: number;
  readonly threshold: number;
  readonly mixers: number;
  readonly minBatch: number;
  readonly checkinBlock: number;
  readonly publication: Publication;
  readonly cardReservePermille: number;
  readonly tableMax: number;
  readonly auditsPerTable: number;
  readonly duplicatePolicy: DuplicatePolicy;
  readonly tieLadder: readonly TieStep[];
  readonly criteria: readonly string[];
  readonly stages: readonly Stage[];
  /** The witnesses of the log; null where the tatib names none, and then JSON has no such member. */
  readonly witnessing: Witnessing | null;

  private constructor(value: unknown, faults: string[]) {
    const read = new Reader(value, RULES_MEMBERS, "Tatib", faults, ["witnessing"]);
    const adult = new Reader(read.raw("adult"), ADULT_MEMBERS, "Syarat dewasa", faults);
    this.preset = read.choice("preset", PRESETS);
    this.adult = { age: adult.number("age", 15, 21), orEverMarried: adult.truth("or_ever_married") };
    this.holders = read.number("holders", 2, MAX_HOLDERS);
    this.threshold = read.number("threshold", 2, MAX_HOLDERS);
    this.mixers = read.number("mixers", 2, MAX_HOLDERS);
    this.minBatch = read.number("min_batch", 2, 1000);
    this.checkinBlock = read.number("checkin_block", 5, 50);
    this.publication = read.choice("publication", PUBLICATIONS);
    this.cardReservePermille = read.number("card_reserve_permille", 0, 500);
    this.tableMax = read.number("table_max", 1, 150);
    this.auditsPerTable = read.number("audits_per_table", 0, 20);
    this.duplicatePolicy = read.choice("duplicate_policy", DUPLICATE_POLICIES);
    this.tieLadder = read.choices("tie_ladder", TIE_STEPS);
    this.criteria = read.texts("criteria", 30, 200);
    this.stages = read.items("stages", 4).map((item) => readStage(item, faults));
    this.witnessing = read.has("witnessing") ? readWitnessing(read.raw("witnessing"), faults) : null;
  }

  /**
   * Read the object, every bound checked.
   *
   * @throws InvalidRules with one Indonesian sentence for each fault.
   */
  static fromJson(value: unknown): Rules {
    const faults: string[] = [];
    const rules = new Rules(value, faults);
    if (faults.length === 0) faults.push(...relations(rules));
    if (faults.length > 0) throw new InvalidRules(faults);
    return rules;
  }

  /**
   * Read canonical JSON.
   *
   * @throws NotCanonical not canonical JSON.
   * @throws InvalidRules a bound is broken.
   */
  static parse(data: Uint8Array): Rules {
    return Rules.fromJson(parse(data));
  }

  /** Return the object of docs/formats.md. */
  toJson(): JsonObject {
    const stages = this.stages.map((stage) => ({ ...stage, contests: stage.contests.map(said) }));
    return withJsonNames(said({ ...this, stages })) as JsonObject;
  }

  /** Return the canonical JSON, whose SHA-256 stands in the agreed tatib. */
  toBytes(): Uint8Array {
    return serialise(this.toJson());
  }

  /** SHA-256 of the canonical JSON, in hexadecimal. */
  get sha256(): string {
    return toHex(sha256(this.toBytes()));
  }

  /** All contests, stage by stage. */
  get contests(): readonly ContestRules[] {
    return this.stages.flatMap((stage) => stage.contests);
  }

  /** `Wmax`: the largest width of a contest; so many joint keys are made. */
  get maxWidth(): number {
    return Math.max(...this.contests.map((contest) => contest.width));
  }

  /** Return how many cards a table gets: one an adult, and the reserve, rounded up. */
  cardsFor(adults: number): number {
    return adults + Math.ceil((adults * this.cardReservePermille) / 1000);
  }

  /** Return what the count of a contest needs. */
  countRules(contest: ContestRules): CountRules {
    const { seats, reserves, namesMin, namesMax, womenPercent, womenRule, womenRounding } = contest;
    const { duplicatePolicy } = this;
    return { seats, reserves, namesMin, namesMax, duplicatePolicy, womenPercent, womenRule, womenRounding };
  }
}

/** Return the members that a tatib says: the others are null. */
function said(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}

/**
 * Return the policy.
 *
 * @throws MalformedValue neither `terbuka` nor `saksi`.
 */
export function parsePublication(value: unknown): Publication {
  const found = PUBLICATIONS.find((each) => each === value);
  if (found === undefined) throw new MalformedValue("neither terbuka nor saksi");
  return found;
}

function readStage(value: unknown, faults: string[]): Stage {
  const read = new Reader(value, STAGE_MEMBERS, called("Tahap", value), faults);
  return {
    id: readId(read, parseStageId),
    title: read.text("title", 120),
    contests: read.items("contests").map((item) => new ContestRules(item, faults)),
  };
}

function called(kind: string, value: unknown): string {
  const name = isObject(value) ? value["id"] : undefined;
  return typeof name === "string" ? `${kind} '${shorten(name, 32)}'` : `${kind} tanpa nama`;
}

function readId(read: Reader, parser: (value: unknown) => string): string {
  try {
    return parser(read.raw("id"));
  } catch (fault) {
    if (!(fault instanceof MalformedValue)) throw fault;
    read.fault("harus memuat 'id' dari 1 sampai 32 huruf kecil, angka, atau tanda hubung");
    return "";
  }
}

/** Return the faults that lie between members whose own bounds hold. */
function relations(rules: Rules): string[] {
  const { contests, stages, preset } = rules;
  const boards = contests.filter((contest) => contest.id === BKM_CONTEST);
  const faults: readonly (readonly [boolean, string])[] = [
    [rules.threshold > rules.holders, "Ambang pembukaan tidak boleh melebihi jumlah pemegang kunci."],
    [rules.mixers > rules.holders, "Jumlah pengocok tidak boleh melebihi jumlah pemegang kunci."],
    [hasTwice(contests.map(({ id }) => id)), "Dua pemilihan memakai 'id' yang sama."],
    [hasTwice(contests.map(({ index }) => index)), "Dua pemilihan memakai 'index' yang sama."],
    [hasTwice(stages.map(({ id }) => id)), "Dua tahap memakai 'id' yang sama."],
    [preset !== "BEBAS" && boards.length !== 1, "Tatib LANGSUNG dan DUA_TINGKAT harus memuat satu pemilihan 'bkm'."],
    [preset === "LANGSUNG" && contests.length !== 1, "Tatib LANGSUNG hanya memuat satu pemilihan."],
    [preset === "DUA_TINGKAT" && stages.length !== 2, "Tatib DUA_TINGKAT harus memuat dua tahap."],
  ];
  return faults.filter(([holds]) => holds).map(([, sentence]) => sentence);
}

function hasTwice(values: readonly (string | number)[]): boolean {
  return new Set(values).size !== values.length;
}
