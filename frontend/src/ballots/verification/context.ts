/**
 * What all chapters read: the events by kind, the blobs, and the few facts that many checks need.
 *
 * Nothing here judges.  Facts are taken from the events as they stand, so that one illegal event does not keep the other
 * checks from running.
 */
import type { Body, BodyOf, EventType } from "../events/body.ts";
import type { Event } from "../events/event.ts";
import type { BallotCast, ContestClosed } from "../events/polling.ts";
import type { SealedTable } from "../events/setup.ts";
import type { ContestRules, Rules } from "../rules.ts";
import { type BlobSource, nameOf } from "../state/blobs.ts";
import type { Findings } from "./findings.ts";

/** An event that could be read, and its index in the log. */
export interface At {
  readonly index: number;
  readonly event: Event;
}

/** A body and the index of its event in the log. */
export type Found<B> = readonly [index: number, body: B];

/** Types of event that belong to one contest. */
export type TypeOfContest = Extract<Body, { readonly contest: string }>["type"];

/** Return what stands under a key, after putting `made` there when nothing does. */
export function entryOf<K, V>(map: Map<K, V>, key: K, made: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = made();
  map.set(key, value);
  return value;
}

/** What follows from the rules, and is made anew when they are opened again.  Holders stay registered. */
const SET_UP: ReadonlySet<EventType> = new Set([
  "rules.sealed",
  "ceremony.committed",
  "ceremony.revealed",
  "ceremony.shared",
  "ceremony.confirmed",
  "ceremony.complained",
  "ceremony.abandoned",
  "keys.joined",
  "rehearsal.set",
  "rehearsal.factor",
  "rehearsal.passed",
  "register.sealed",
  "cards.registered",
  "booth.sealed",
  "stage.sealed",
]);

/** One record under verification. */
export class Context {
  readonly findings: Findings;
  /** Leaves of the log, readable or not. */
  readonly size: number;
  readonly readable: readonly At[];
  readonly blobs: BlobSource;
  /** Blobs that some check asked for, present or not. */
  readonly asked = new Set<string>();
  /** The election that the first readable event names. */
  readonly election: string | null;
  /** The rules sealed first: later ones are a failure of their own. */
  readonly rules: Rules | null;
  /** The contests of the rules. */
  readonly contests: ReadonlyMap<string, ContestRules>;
  /** The sealed tables; the first mention of a number counts. */
  readonly tables: ReadonlyMap<number, SealedTable>;
  /** The joint keys `X_1 .. X_Wmax` as the log states them. */
  readonly keyBytes: Uint8Array | null;
  /** The last closing of each contest that is closed. */
  readonly closed: ReadonlyMap<string, Found<ContestClosed>>;
  /** Contests that ended without a result and are voted again. */
  readonly ended: ReadonlySet<string>;
  /** Every contest ended without a result. */
  readonly isAllRepeated: boolean;
  /** Tables of contests that are voted again that never opened: nobody can have voted there. */
  readonly neverOpened: ReadonlySet<number>;
  /** The cast ballots of each contest in log order. */
  readonly ballots: ReadonlyMap<string, readonly Found<BallotCast>[]>;
  /** Index of the last event that opened the rules again, or -1: what was set up before it is out of force. */
  readonly #begun: number;
  readonly #byKind: ReadonlyMap<EventType, readonly Found<Body>[]>;
  // Several checks read one blob, and to hash a large one takes a phone long.
  readonly #sound = new WeakMap<Uint8Array, string>();

  constructor(findings: Findings, size: number, readable: readonly At[], blobs: BlobSource) {
    this.findings = findings;
    this.size = size;
    this.readable = readable;
    this.blobs = blobs;
    this.#byKind = byKind(readable);
    this.#begun = this.ever("rules.reopened").at(-1)?.[0] ?? -1;
    this.election = readable[0]?.event.election ?? null;
    this.rules = this.each("rules.sealed")[0]?.[1].rules ?? null;
    this.contests = new Map((this.rules?.contests ?? []).map((contest) => [contest.id, contest]));
    this.tables = firstTables(this.each("register.sealed").flatMap(([, { tables }]) => tables));
    this.keyBytes = this.last("keys.joined")?.[1].keys ?? null;
    this.closed = new Map(this.each("contest.closed").map((found) => [found[1].contest, found]));
    this.ended = new Set(this.each("contest.revote").map(([, { contest }]) => contest));
    this.isAllRepeated = this.contests.size > 0 && [...this.contests.keys()].every((each) => this.ended.has(each));
    const opened = new Set(this.each("table.opened").map(([, { table }]) => table));
    const repeated = [...this.tables.values()].filter(({ contest }) => this.ended.has(contest));
    this.neverOpened = new Set(repeated.map(({ table }) => table).filter((table) => !opened.has(table)));
    this.ballots = byContest(this.each("ballot.cast"));
  }

  /** Return index and body of every event of a kind that is in force, in log order. */
  each<T extends EventType>(kind: T): readonly Found<BodyOf<T>>[] {
    const found = this.ever(kind);
    return this.#begun < 0 || !SET_UP.has(kind) ? found : found.filter(([index]) => index > this.#begun);
  }

  /** Return index and body of every event of a kind, in log order. */
  ever<T extends EventType>(kind: T): readonly Found<BodyOf<T>>[] {
    // The key of the table is the type of its bodies, which the compiler cannot see.
    return (this.#byKind.get(kind) ?? []) as readonly Found<Body>[] as readonly Found<BodyOf<T>>[];
  }

  /** Return the last event of a kind. */
  last<T extends EventType>(kind: T): Found<BodyOf<T>> | undefined {
    return this.each(kind).at(-1);
  }

  /** Return the last event of a kind that belongs to a contest. */
  lastOf<T extends TypeOfContest>(kind: T, contest: string): Found<BodyOf<T>> | undefined {
    return this.of(kind, contest).at(-1);
  }

  /** Return the events of a kind that belong to one contest. */
  of<T extends TypeOfContest>(kind: T, contest: string): readonly Found<BodyOf<T>>[] {
    return this.each(kind).filter(([, body]) => contestOf(body) === contest);
  }

  /** Return a blob whose hash fits its name; otherwise note for this check what is missing. */
  blob(slug: string, name: string, what: string, index?: number): Uint8Array | null {
    this.asked.add(name);
    const data = this.blobs.get(name);
    const shown = name.slice(0, 12);
    if (data === null) {
      this.findings.lack(slug, `${what} tidak disertakan dalam arsip ini (lampiran ${shown})`);
      return null;
    }
    if (this.#sound.get(data) !== name && nameOf(data) !== name) {
      this.findings.fail("events.blobs", `${what}: isi lampiran ${shown} tidak cocok dengan sidik jarinya`, index);
      this.findings.lack(slug, `${what} rusak`);
      return null;
    }
    this.#sound.set(data, name);
    return data;
  }

  /** Note for this check what a table still owes, unless its contest was repeated before the table opened. */
  tableMissing(slug: string, table: number, sentence: string): void {
    if (this.neverOpened.has(table)) {
      this.findings.skip(slug, `Meja ${table} tidak pernah dibuka, dan pemilihannya diulang.`);
    } else {
      this.findings.lack(slug, sentence);
    }
  }

  /** Note for these checks that a contest has not come so far, or never will because it is voted again. */
  stageMissing(slugs: readonly string[], contest: string, sentence: string): void {
    for (const slug of slugs) {
      if (this.ended.has(contest)) this.findings.skip(slug, `Pemilihan '${contest}' diulang, suaranya tidak dibuka.`);
      else this.findings.lack(slug, `Pemilihan '${contest}': ${sentence}`);
    }
  }
}

function contestOf(body: Body): string | null {
  return "contest" in body ? body.contest : null;
}

function byKind(readable: readonly At[]): ReadonlyMap<EventType, readonly Found<Body>[]> {
  const kinds = new Map<EventType, Found<Body>[]>();
  for (const { index, event } of readable) entryOf(kinds, event.type, () => []).push([index, event.body]);
  return kinds;
}

function firstTables(sealed: readonly SealedTable[]): ReadonlyMap<number, SealedTable> {
  const tables = new Map<number, SealedTable>();
  for (const table of sealed) entryOf(tables, table.table, () => table);
  return tables;
}

function byContest(cast: readonly Found<BallotCast>[]): ReadonlyMap<string, readonly Found<BallotCast>[]> {
  const ballots = new Map<string, Found<BallotCast>[]>();
  for (const found of cast) entryOf(ballots, found[1].contest, () => []).push(found);
  return ballots;
}
