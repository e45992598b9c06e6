/** The data of the fold and the questions that handlers and readers ask it. */
import type { Adoption } from "../assemblies.ts";
import { quorumMet } from "../counting.ts";
import type { DocumentKind } from "../events/fields.ts";
import type { BoothSealed, ElectionCreated } from "../events/setup.ts";
import type { ContestPhase, ElectionPhase } from "../phases.ts";
import { IllegalEvent } from "../refusals.ts";
import type { Rules, Stage } from "../rules.ts";
import {
  type AgreedDocument,
  CardList,
  CeremonyState,
  type ContestState,
  type RecordedAssembly,
  type TableState,
  TrackingIndex,
} from "./model.ts";

/** Everything that the events so far say. */
export class StateView {
  /** Id of the election; empty before `election.created`. */
  election = "";
  /** Events applied, which is the index of the next leaf. */
  size = 0;
  /** Phase of the election as a whole. */
  phase: ElectionPhase = "DRAFT";
  /** The first event. */
  created: ElectionCreated | null = null;
  /** Recorded assemblies by number, each with its last revision. */
  readonly assemblies = new Map<number, RecordedAssembly>();
  /** Agreed documents by kind, oldest version first. */
  readonly documents = new Map<DocumentKind, AgreedDocument[]>();
  /** The sealed rules. */
  rules: Rules | null = null;
  /** The newer text for which the rules were opened again, until it is agreed to. */
  awaited: Adoption | null = null;
  /** The run of the key ceremony in force. */
  ceremony = new CeremonyState();
  /** The booth's code in force. */
  booth: BoothSealed | null = null;
  /** Contests by id, in the order of the rules. */
  contests = new Map<string, ContestState>();
  /** Tables by number. */
  tables = new Map<number, TableState>();
  /** Credentials of the whole election. */
  cards = new CardList();
  /** Tracking codes of the whole election. */
  readonly tracking = new TrackingIndex();
  /** Every key that a table ever had, in hexadecimal. */
  readonly tableKeys = new Set<string>();

  /**
   * Return the sealed rules.
   *
   * @throws IllegalEvent WRONG_PHASE: they are not sealed yet.
   */
  agreedRules(): Rules {
    if (this.rules === null) throw new IllegalEvent("WRONG_PHASE", { type: "rules", phase: this.phase });
    return this.rules;
  }

  /**
   * Return a stage of the rules.
   *
   * @throws IllegalEvent UNKNOWN_STAGE.
   */
  stage(stage: string): Stage {
    const found = this.rules?.stages.find((each) => each.id === stage);
    if (found === undefined) throw new IllegalEvent("UNKNOWN_STAGE", { stage });
    return found;
  }

  /**
   * Return a contest.
   *
   * @throws IllegalEvent UNKNOWN_CONTEST.
   */
  contest(contest: string): ContestState {
    const found = this.contests.get(contest);
    if (found === undefined) throw new IllegalEvent("UNKNOWN_CONTEST", { contest });
    return found;
  }

  /**
   * Return a table.
   *
   * @throws IllegalEvent UNKNOWN_TABLE.
   */
  table(table: number): TableState {
    const found = this.tables.get(table);
    if (found === undefined) throw new IllegalEvent("UNKNOWN_TABLE", { table });
    return found;
  }

  /**
   * Return the keys `X_1 .. X_W` of a contest, 32 bytes each.
   *
   * @throws IllegalEvent UNKNOWN_CONTEST or KEYS_NOT_JOINED.
   */
  contestKeys(contest: string): Uint8Array {
    const width = this.contest(contest).rules.width;
    if (this.ceremony.keys === null) throw new IllegalEvent("KEYS_NOT_JOINED");
    return this.ceremony.keys.slice(0, 32 * width);
  }

  /** Return the tables of a contest, in the order of the register. */
  tablesOf(contest: ContestState): TableState[] {
    return contest.tables.map((number) => this.table(number));
  }

  /** Return the tables of a contest that are open now. */
  openTables(contest: ContestState): TableState[] {
    return this.tablesOf(contest).filter((table) => table.isOpen);
  }

  /** Return how many ballots the count rule allows now (docs/protocol.md section 8). */
  ballotLimit(table: TableState): number {
    const slack = table.isOpen && this.rules !== null ? this.rules.checkinBlock : 0;
    return table.checkins + table.replaced + slack;
  }

  /** Return the check-ins of all tables of a contest. */
  contestCheckins(contest: ContestState): number {
    return this.tablesOf(contest).reduce((sum, table) => sum + table.checkins, 0);
  }

  /** Say whether the check-ins of a contest reach the agreed share of its sealed base. */
  reachesQuorum(contest: ContestState): boolean {
    return quorumMet(this.contestCheckins(contest), contest.quorumBase ?? 0, contest.rules.quorumPercent);
  }

  /** Say whether a contest has as many ballots as may be opened together. */
  fillsBatch(contest: ContestState): boolean {
    return contest.ballots.length >= this.agreedRules().minBatch;
  }

  /** Return the contests that are in one of these phases. */
  contestsIn(...phases: readonly ContestPhase[]): ContestState[] {
    return [...this.contests.values()].filter((contest) => phases.includes(contest.phase));
  }
}
