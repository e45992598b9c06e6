/**
 * What the polls of one table came to, read from the log event by event.
 *
 * The chapters on cards and ballots share this pass, so that the order of events is followed in one place.
 */
import type { BallotCast, CheckinBlock, TableClosed } from "../events/polling.ts";
import { type Context, entryOf, type Found } from "./context.ts";

/** Something to say about the event with this index. */
export type Fault = readonly [index: number, words: string];

/** One table as the log tells it. */
export interface TableFacts {
  isOpen: boolean;
  key: Uint8Array;
  checkins: number;
  ballots: number;
  voided: number;
  replaced: number;
  added: number;
  readonly closings: Found<TableClosed>[];
}

/** All tables, and for each ballot whether it came in time and under which table key. */
export class PollingFacts {
  readonly tables = new Map<number, TableFacts>();
  readonly earlyOrLate: Fault[] = [];
  readonly overCount: Fault[] = [];
  readonly closingFaults: Fault[] = [];
  /** Index of a ballot to the key of its table at that moment. */
  readonly tableKeys = new Map<number, Uint8Array>();
  /** Prefixes of the log at which the count rule was looked at. */
  prefixes = 0;

  /** Return a table, which the first mention of its number makes. */
  table(number: number): TableFacts {
    return entryOf(this.tables, number, () => ({
      isOpen: false,
      key: new Uint8Array(),
      checkins: 0,
      ballots: 0,
      voided: 0,
      replaced: 0,
      added: 0,
      closings: [],
    }));
  }
}

/** Read the polling events in the order of the log. */
export function follow(context: Context): PollingFacts {
  const facts = new PollingFacts();
  const halted = new Set<string>();
  const block = context.rules?.checkinBlock ?? 0;
  for (const { index, event } of context.readable) {
    const { body } = event;
    switch (body.type) {
      case "ballot.cast":
        ballot(context, facts, halted, index, body);
        break;
      case "table.opened":
        open(facts.table(body.table), body.tableKey);
        break;
      case "checkin.block":
        checkins(facts, index, body, block);
        break;
      case "card.voided":
        facts.table(body.table).voided += 1;
        break;
      case "card.replaced":
        facts.table(body.table).replaced += 1;
        break;
      case "voter.added":
        facts.table(body.table).added += 1;
        break;
      case "table.closed":
        close(context, facts, index, body);
        continue;
      case "contest.suspended":
      case "contest.closed":
        halted.add(body.contest);
        continue;
      case "contest.resumed":
      case "home_round.opened":
        halted.delete(body.contest);
        continue;
      default:
        continue;
    }
    countRule(context, facts, index, body.table, block);
  }
  return facts;
}

function open(table: TableFacts, key: Uint8Array): void {
  table.isOpen = true;
  table.key = key;
}

function ballot(
  context: Context,
  facts: PollingFacts,
  halted: ReadonlySet<string>,
  index: number,
  body: BallotCast,
): void {
  const table = facts.table(body.table);
  table.ballots += 1;
  facts.tableKeys.set(index, table.key);
  if (context.tables.get(body.table)?.contest !== body.contest) {
    facts.earlyOrLate.push([index, `meja ${body.table} bukan meja pemilihan '${body.contest}'`]);
  } else if (!table.isOpen) {
    facts.earlyOrLate.push([index, `meja ${body.table} tidak sedang dibuka`]);
  } else if (halted.has(body.contest)) {
    facts.earlyOrLate.push([index, `pemilihan '${body.contest}' sedang dihentikan atau sudah ditutup`]);
  }
}

function checkins(facts: PollingFacts, index: number, body: CheckinBlock, block: number): void {
  const table = facts.table(body.table);
  if (body.total <= table.checkins || (block !== 0 && body.total % block !== 0)) {
    facts.overCount.push([index, `jumlah hadir meja ${body.table} tidak naik menurut kelipatan ${block}`]);
  }
  table.checkins = body.total;
}

/** At every prefix: ballots <= checkins + replacements + block, and checkins <= adults + added. */
function countRule(context: Context, facts: PollingFacts, index: number, number: number, slack: number): void {
  facts.prefixes += 1;
  const table = facts.table(number);
  if (table.ballots > table.checkins + table.replaced + slack) {
    const words = `${table.ballots} suara untuk ${table.checkins} hadir dan ${table.replaced} pengganti`;
    facts.overCount.push([index, `meja ${number}: ${words}`]);
  }
  const sealed = context.tables.get(number);
  if (sealed !== undefined && table.checkins > sealed.adults + table.added) {
    facts.overCount.push([index, `meja ${number}: ${table.checkins} hadir melebihi pemilih terdaftar`]);
  }
}

function close(context: Context, facts: PollingFacts, index: number, body: TableClosed): void {
  const table = facts.table(body.table);
  table.isOpen = false;
  for (const member of ["ballots", "voided", "replaced", "added"] as const) {
    if (body[member] === table[member]) continue;
    const words = `${member} tertulis ${body[member]}, di buku ${table[member]}`;
    facts.closingFaults.push([index, `meja ${body.table}: ${words}`]);
  }
  if (body.checkins < table.checkins) {
    facts.closingFaults.push([index, `meja ${body.table}: hadir ${body.checkins} kurang dari ${table.checkins}`]);
  }
  table.checkins = body.checkins;
  table.closings.push([index, body]);
  countRule(context, facts, index, body.table, 0);
}
