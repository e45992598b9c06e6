/**
 * What the fold keeps: plain mutable records, readable by everybody, written only by the fold.
 *
 * Keys that are bytes stand as lower-case hexadecimal, because a map compares byte strings by identity.
 */
import type { Minutes } from "../assemblies.ts";
import type { Outcome, Result } from "../counting_model.ts";
import type { Document } from "../documents.ts";
import type { AssemblyRecorded, DocumentAgreed } from "../events/agreement.ts";
import type {
  CeremonyComplained,
  CeremonyRevealed,
  CeremonyShared,
  HolderRegistered,
  RehearsalFactor,
  RehearsalSet,
} from "../events/ceremony.ts";
import type { BallotAudited, BallotCast, CardVoided, TableClosed } from "../events/polling.ts";
import type { CardsRegistered, SealedNominees, SealedTable } from "../events/setup.ts";
import type {
  AcceptanceRecorded,
  AdjudicationDecided,
  ContestOpened,
  ContestWitnessed,
  MemberReplaced,
  MixDone,
  OpeningFactor,
  Person,
  ResultCertified,
  TieRevote,
  TieSettled,
} from "../events/tally.ts";
import { type ContestPhase, POLLING } from "../phases.ts";
import { serving } from "../replacements.ts";
import type { ContestRules } from "../rules.ts";
import { joinAll } from "./blobs.ts";

/** The last revision of an assembly's minutes and the index of its leaf. */
export interface RecordedAssembly {
  readonly index: number;
  readonly body: AssemblyRecorded;
  readonly minutes: Minutes;
}

/** An agreed document, the index of its leaf, and its text. */
export interface AgreedDocument {
  readonly index: number;
  readonly body: DocumentAgreed;
  readonly text: Document;
}

/** Index of the leaf of a registration, and its canonical bytes. */
export interface Registration {
  readonly index: number;
  readonly data: Uint8Array;
}

/** The run of the key ceremony that is under way, or that made the keys. */
export class CeremonyState {
  /** Number of this run, from 1. */
  readonly number: number;
  /** The registration in force of each holder. */
  readonly holders: Map<number, HolderRegistered>;
  /** Where these registrations stand in the log. */
  readonly registrations: Map<number, Registration>;
  /** Canonical bytes of what was committed, revealed and shared in this run. */
  readonly events: Uint8Array[] = [];
  /** What each holder did. */
  readonly committed = new Map<number, string>();
  readonly revealed = new Map<number, CeremonyRevealed>();
  readonly shared = new Map<number, CeremonyShared>();
  readonly confirmed = new Set<number>();
  /** Complaints of this run. */
  readonly complaints: CeremonyComplained[] = [];
  /** Joint keys, 32 bytes each. */
  keys: Uint8Array | null = null;
  /** The test ciphertext, and the factors given. */
  rehearsal: RehearsalSet | null = null;
  readonly factors = new Map<number, RehearsalFactor>();
  /** Holders of `rehearsal.passed`. */
  passed: readonly number[] | null = null;

  constructor(
    number = 1,
    holders: ReadonlyMap<number, HolderRegistered> = new Map(),
    registrations: ReadonlyMap<number, Registration> = new Map(),
  ) {
    this.number = number;
    this.holders = new Map(holders);
    this.registrations = new Map(registrations);
  }

  /** Return the events under the ceremony hash: registrations first, all in log order. */
  hashedEvents(): readonly Uint8Array[] {
    const registrations = [...this.registrations.values()].sort((one, other) => one.index - other.index);
    return [...registrations.map(({ data }) => data), ...this.events];
  }
}

/** A polling table. */
export class TableState {
  /** From the register. */
  readonly number: number;
  readonly contest: string;
  readonly sealed: SealedTable;
  /** Its registration of cards. */
  cards: CardsRegistered | null = null;
  /** Key of the present (or last) opening, or null before the first one. */
  key: Uint8Array | null = null;
  /** Every key it had, oldest first. */
  readonly keys: Uint8Array[] = [];
  isOpen = false;
  /** Total of the last block, or the final figure after closing. */
  checkins = 0;
  /** Counts of events. */
  ballots = 0;
  voided = 0;
  replaced = 0;
  added = 0;
  /** All audited ballots, and those of the committee. */
  audits = 0;
  committeeAudits = 0;
  /** The last `table.closed`. */
  closing: TableClosed | null = null;
  /** The last `checkin.list`, and whether it is that of the last closing. */
  rolls: readonly number[] | null = null;
  rollsListed = false;
  /** The blob of the left-over secrets. */
  left: string | null = null;

  constructor(sealed: SealedTable) {
    this.number = sealed.table;
    this.contest = sealed.contest;
    this.sealed = sealed;
  }

  /** Adults of the sealed roll. */
  get adults(): number {
    return this.sealed.adults;
  }

  /** Adults of the roll with those who were added; the highest roll index. */
  get rollSize(): number {
    return this.sealed.adults + this.added;
  }
}

/** All credentials of the election, in hexadecimal. */
export class CardList {
  /** Table of each listed credential. */
  readonly tableOf = new Map<string, number>();
  /** Index of the `ballot.cast` leaf of each used credential. */
  readonly used = new Map<string, number>();
  /** The void statement of each voided credential. */
  readonly voided = new Map<string, CardVoided>();

  /** Return the credentials of a table, sorted. */
  ofTable(table: number): string[] {
    return [...this.tableOf]
      .filter(([, number]) => number === table)
      .map(([credential]) => credential)
      .sort();
  }
}

/** What happened to a contest after it was closed. */
export class TallyState {
  /** The mixes, in order. */
  readonly mixes: MixDone[] = [];
  /** Index of the leaf of `mixing.finished`. */
  mixedIndex = -1;
  /** The last `contest.witnessed`. */
  witnessed: ContestWitnessed | null = null;
  /** The opening factors by holder. */
  readonly factors = new Map<number, OpeningFactor>();
  /** `contest.opened` and the index of its leaf. */
  opened: ContestOpened | null = null;
  openedIndex = -1;
  /** The distinct texts, or null while their blob is withheld. */
  strings: ReadonlySet<string> | null = null;
  /** The decision in force of each text. */
  readonly decisions = new Map<string, AdjudicationDecided>();
  /** Every person whom a decision named, reversed ones included. */
  readonly persons = new Map<string, Person>();
  /** The count in force. */
  result: Result | null = null;
  /** Seats as they stand after settlements and refusals to serve. */
  outcome: Outcome | null = null;
  /** Settlements, oldest first. */
  settled: readonly TieSettled[] = [];
  /** The last decision to hold a repeat vote among the tied. */
  revote: TieRevote | null = null;
  /** The last answer of each person. */
  readonly acceptances = new Map<string, AcceptanceRecorded>();
  certified: ResultCertified | null = null;
  /** What happened during the term, oldest first. */
  readonly replaced: MemberReplaced[] = [];

  /** Who serves now, in the order of the certification; a successor stands in the place of who left. */
  get members(): readonly string[] {
    return this.certified === null ? [] : serving(this.certified, this.replaced);
  }

  /** Persons who are not willing to serve. */
  get declined(): Set<string> {
    const answers = [...this.acceptances].filter(([, answer]) => !answer.willing);
    return new Set(answers.map(([person]) => person));
  }
}

/** A contest. */
export class ContestState {
  /** From the rules. */
  readonly rules: ContestRules;
  readonly stage: string;
  phase: ContestPhase = "PREPARED";
  /** Its tables, in the order of the register. */
  readonly tables: number[] = [];
  /** The sealed list, and the sorted commitments of its blob. */
  nominees: SealedNominees | null = null;
  nomineeList: Uint8Array = new Uint8Array();
  /** Sealed adults of whom the quorum is a share. */
  quorumBase: number | null = null;
  /** Accepted ballots in log order, and the index of the leaf of each. */
  readonly ballots: BallotCast[] = [];
  readonly indices: number[] = [];
  /** Audited ballots in log order. */
  readonly audited: BallotAudited[] = [];
  /** First element of every ciphertext of the contest in hexadecimal, audited ones included. */
  readonly c1 = new Set<string>();
  /** Whether a home round was opened. */
  homeRound = false;
  /** Hash of the accepted ciphertexts, from `contest.closed`. */
  input: string | null = null;
  /** From the last `contest.closed`. */
  quorumMet: boolean | null = null;
  /** What happened after. */
  readonly tally = new TallyState();

  constructor(rules: ContestRules, stage: string) {
    this.rules = rules;
    this.stage = stage;
  }

  get id(): string {
    return this.rules.id;
  }

  /** Whether ballots are accepted. */
  get isPolling(): boolean {
    return POLLING.has(this.phase);
  }

  /** Return the accepted ciphertexts in log order, joined: the first mixing input. */
  mixInput(): Uint8Array {
    return joinAll(this.ballots.map((ballot) => ballot.ciphertext));
  }
}

/** Tracking codes of the election. */
export class TrackingIndex {
  /** Index of the leaf of each accepted ballot. */
  readonly cast = new Map<string, number>();
  /** Index of the leaf of each audited ballot. */
  readonly audited = new Map<string, number>();

  has(code: string): boolean {
    return this.cast.has(code) || this.audited.has(code);
  }
}
