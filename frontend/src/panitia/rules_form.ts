/**
 * The rules (tatib) as the form shows them, and back: what a committee decides upon; the rest stays as it is usual.
 *
 * What is no number in a field goes to the service as it was typed: it says in a sentence what is wrong.
 */
import type { Schema } from "../api/client.ts";

export type Rules = Schema["Rules"];
type Contest = Schema["ContestRules"];
type Stage = Schema["Stage"];

/** Numbers that hold for the whole election. */
export const OF_ALL = ["holders", "threshold", "mixers", "min_batch", "audits_per_table"] as const;
/** Numbers of the vote for the board. */
export const OF_BOARD = ["names_max", "names_min", "seats", "reserves", "quorum_percent", "women_percent"] as const;
/** Numbers of the votes of the units, which are the same for every unit. */
export const OF_UNIT = ["seats", "names_max", "quorum_percent", "women_percent"] as const;
/** What becomes of the women's share; rounding is empty where the tatib does not say it, which means up. */
export const WOMEN_RULES = ["LAPOR", "KURSI"] as const;
export const WOMEN_ROUNDINGS = ["ATAS", "BAWAH", "TERDEKAT"] as const;
export interface WomenForm {
  rule: (typeof WOMEN_RULES)[number];
  rounding: (typeof WOMEN_ROUNDINGS)[number] | "";
}
const BASIS = "basis";
const COORDINATOR = "koordinator";

/** What stands in the fields. */
export interface RulesForm {
  all: Readonly<Record<(typeof OF_ALL)[number], string>>;
  board: Readonly<Record<(typeof OF_BOARD)[number], string>>;
  unit: Readonly<Record<(typeof OF_UNIT)[number], string>>;
  boardWomen: WomenForm;
  unitWomen: WomenForm;
  /** One unit a line, such as `RT 01/RW 02 + RT 02/RW 02`; without any, everybody writes the board. */
  units: string;
  /** Whether the elected choose their coordinator with closed ballots. */
  coordinator: boolean;
  /** One criterion a line. */
  criteria: string;
  publication: Rules["publication"];
  /** One witness of the log a line: what people call them, and last the key that their device shows. */
  witnesses: string;
  /** How many of them must have signed before votes are opened. */
  quorum: string;
}

/** Say whether the units choose delegates first. */
export function isTwoStage(rules: Rules): boolean {
  return rules.stages.some((stage) => stage.id === BASIS);
}

/** Return what the fields show of rules. */
export function formOf(rules: Rules): RulesForm {
  const units = rules.stages.find((stage) => stage.id === BASIS)?.contests ?? [];
  return {
    all: texts(rules, OF_ALL),
    board: texts(boardOf(rules), OF_BOARD),
    unit: texts(units[0], OF_UNIT),
    boardWomen: womenOf(boardOf(rules)),
    unitWomen: womenOf(units[0]),
    units: units.map((each) => each.unit).join("\n"),
    coordinator: rules.stages.some((stage) => stage.id === COORDINATOR),
    criteria: rules.criteria.join("\n"),
    publication: rules.publication,
    witnesses: (rules.witnessing?.witnesses ?? []).map(({ name, key }) => `${name} ${key}`).join("\n"),
    quorum: String(rules.witnessing?.quorum ?? ""),
  };
}

/** Return the rules that the fields say, from those that they were filled with. */
export function rulesOf(from: Rules, form: RulesForm): Rules {
  const stages = [...unitStage(from, form), boardStage(from, form), ...coordinatorStage(form)];
  let index = 0;
  const { witnessing: _before, ...others } = from;
  return {
    ...others,
    ...numbers(form.all, OF_ALL),
    preset: form.coordinator ? "BEBAS" : isTwoStage(from) ? "DUA_TINGKAT" : "LANGSUNG",
    criteria: linesOf(form.criteria),
    publication: form.publication,
    ...witnessingOf(form),
    // The index of a contest stands on its cards: they are counted through all stages.
    stages: stages.map((stage) => ({
      ...stage,
      contests: stage.contests.map((contest) => ({ ...contest, index: ++index })),
    })),
  };
}

/** Return the witnesses, where there are any; the key is the last word of a line, and stands for the name where there is no other. */
function witnessingOf({ witnesses, quorum }: RulesForm): Pick<Rules, "witnessing"> {
  const found = linesOf(witnesses).map((line) => {
    const words = line.split(/\s+/);
    const key = words.pop() ?? "";
    return { name: words.join(" ") || (key.split("+")[0] ?? ""), key };
  });
  return found.length === 0 ? {} : { witnessing: { witnesses: found, ...numbers({ quorum }, ["quorum"]) } };
}

function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}

function boardOf(rules: Rules): Contest | undefined {
  return rules.stages.flatMap((stage) => stage.contests).find((contest) => contest.id === "bkm");
}

function unitStage(from: Rules, form: RulesForm): Stage[] {
  const stage = from.stages.find((each) => each.id === BASIS);
  const [model] = stage?.contests ?? [];
  if (stage === undefined || model === undefined) return [];
  const contests = linesOf(form.units).map((unit, place) => ({
    ...withWomen(model, form.unitWomen),
    ...numbers(form.unit, OF_UNIT),
    id: `utusan-${place + 1}`,
    title: `Utusan ${unit}`,
    unit,
  }));
  return [{ ...stage, contests }];
}

function boardStage(from: Rules, form: RulesForm): Stage {
  const board = boardOf(from);
  const stage = from.stages.find((each) => each.contests.some((contest) => contest.id === "bkm"));
  if (board === undefined || stage === undefined) throw new RangeError("rules without a board");
  return { ...stage, contests: [{ ...withWomen(board, form.boardWomen), ...numbers(form.board, OF_BOARD) }] };
}

function womenOf(contest: Contest | undefined): WomenForm {
  return { rule: contest?.women_rule ?? "LAPOR", rounding: contest?.women_rounding ?? "" };
}

function withWomen({ women_rounding: _before, ...contest }: Contest, { rule, rounding }: WomenForm): Contest {
  return { ...contest, women_rule: rule, ...(rounding === "" ? {} : { women_rounding: rounding }) };
}

/** The elected write one name among themselves. */
function coordinatorStage(form: RulesForm): Stage[] {
  if (!form.coordinator) return [];
  const contest: Contest = {
    id: COORDINATOR,
    index: 0,
    title: "Koordinator BKM",
    unit: "Anggota BKM",
    electorate: "UTUSAN",
    nominees: "UTUSAN",
    names_min: 1,
    names_max: 1,
    seats: 1,
    reserves: 0,
    quorum_percent: 50,
    women_percent: 0,
    women_rule: "LAPOR",
  };
  return [{ id: COORDINATOR, title: "Pemilihan koordinator", contests: [contest] }];
}

function texts<K extends string>(from: { readonly [key in K]: number } | undefined, names: readonly K[]) {
  return Object.fromEntries(names.map((name) => [name, from === undefined ? "" : String(from[name])])) as Record<
    K,
    string
  >;
}

function numbers<K extends string>(from: Readonly<Record<K, string>>, names: readonly K[]): Record<K, number> {
  const read = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : text);
  return Object.fromEntries(names.map((name) => [name, read(from[name])])) as Record<K, number>;
}
