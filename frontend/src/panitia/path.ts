/** The way through an election, from the first list to the installed board: what is done, and which step is next. */
import type { Summary } from "./office.svelte.ts";

/** Where a step is worked on: a page of the office. */
export type Place = "residents" | "rules" | "tables" | "keys" | "day" | "night" | "names" | "assemblies";

export type Name =
  | "residents"
  | "rules"
  | "tables"
  | "keys"
  | "sealed"
  | "polls"
  | "opened"
  | "names"
  | "counted"
  | "published"
  | "installed";

export interface Step {
  readonly name: Name;
  readonly place: Place;
  /** The stage, where there are several. */
  readonly stage: string;
  readonly done: boolean;
}

/** What the summary does not say. */
export interface Known {
  /** Rows of the register. */
  readonly rows: number;
  /** Phase of the key ceremony, or "". */
  readonly keys: string;
  /** Whether the minutes of the installation are in the book. */
  readonly installed: boolean;
}

const PHASES = [
  "PREPARED",
  "SEALED",
  "OPEN",
  "SUSPENDED",
  "HOME_ROUND",
  "BELOW_QUORUM",
  "CLOSED",
  "MIXED",
  "ORDERED",
  "OPENED",
  "ADJUDICATED",
  "TIE",
  "COUNTED",
  "CERTIFIED",
  "PUBLISHED",
] as const;

/** A step of a stage is done once each of its contests is at this phase or further. */
const UNTIL: readonly (readonly [Name, Place, (typeof PHASES)[number]])[] = [
  ["sealed", "tables", "SEALED"],
  ["polls", "day", "CLOSED"],
  ["opened", "night", "OPENED"],
  ["names", "names", "ADJUDICATED"],
  ["counted", "night", "COUNTED"],
  ["published", "night", "PUBLISHED"],
];

/** Return all steps in the order in which they are taken. */
export function stepsOf(summary: Summary, known: Known): Step[] {
  const steps: Step[] = [
    { name: "residents", place: "residents", stage: "", done: known.rows > 0 },
    { name: "rules", place: "rules", stage: "", done: summary.rules_sealed },
  ];
  const stages = summary.stages.length > 0 ? summary.stages : [{ id: "", title: "", contests: [] }];
  stages.forEach((stage, index) => {
    const title = stages.length > 1 ? stage.title : "";
    const final = summary.tables.some((each) => stage.contests.includes(each.contest));
    steps.push({ name: "tables", place: "tables", stage: title, done: final });
    if (index === 0) steps.push({ name: "keys", place: "keys", stage: "", done: known.keys === "PASSED" });
    // A contest that is repeated has another one in its place: it is past all of its own steps.
    const phases = summary.contests
      .filter((each) => stage.contests.includes(each.id) && each.phase !== "REVOTE")
      .map((each) => (PHASES as readonly string[]).indexOf(each.phase));
    for (const [name, place, phase] of UNTIL) {
      const done = phases.length > 0 && phases.every((each) => each >= PHASES.indexOf(phase));
      steps.push({ name, place, stage: title, done });
    }
  });
  steps.push({ name: "installed", place: "assemblies", stage: "", done: known.installed });
  return steps;
}
