/** Chapter 8: the cards: listed before the polls, each used at most once, the left-over ones shown. */
import { toHex } from "../../crypto/bytes.ts";
import { isPublicKey, publicKey } from "../../crypto/signing.ts";
import { type CardPlace, cardSeed, verifyVoid } from "../cards.ts";
import type { CardsLeft, TableClosed } from "../events/polling.ts";
import type { CardsRegistered } from "../events/setup.ts";
import { split } from "../state/blobs.ts";
import type { Context, Found } from "./context.ts";
import type { PollingFacts } from "./polling_facts.ts";
import { isSortedList } from "./register.ts";

/** Bytes of a credential and of a card secret. */
export const CREDENTIAL = 32;
export const SECRET = 16;

const SHOWN = 12;
// Each costs a multiplication of a point: some ten milliseconds at the speed of a phone.
const TICK_EVERY = 8;
const SLUGS = ["cards.lists", "cards.disjoint", "cards.number", "cards.balance", "cards.left"];

/** The listed credentials in hexadecimal, and what became of each. */
export class Cards {
  readonly tableOf = new Map<string, number>();
  /** How many cards the list of each table has. */
  readonly made = new Map<number, number>();
  readonly used: ReadonlySet<string>;
  readonly voided = new Set<string>();
  /** Tables whose list is not in the record, so that nothing can be said of their cards. */
  readonly unlistedTables = new Set<number>();

  /** Start with no card listed. */
  constructor(used: ReadonlySet<string>) {
    this.used = used;
  }
}

/**
 * Check 8.1 to 8.6; return the cards for the chapter on ballots.
 *
 * @throws Cancelled the caller stopped the work.
 */
export function checkCards(context: Context, facts: PollingFacts): Cards {
  const { findings, tables } = context;
  const cards = new Cards(new Set(context.each("ballot.cast").map(([, { credential }]) => toHex(credential))));
  const lists = context.each("cards.registered");
  for (const [place, list] of lists.entries()) {
    checkList(context, cards, list, () => findings.progress("cards.lists", place, lists.length));
  }
  for (const table of tables.keys()) {
    if (cards.made.has(table) || cards.unlistedTables.has(table)) continue;
    for (const slug of SLUGS) findings.lack(slug, `kartu meja ${table} belum didaftarkan`);
  }
  if (tables.size === 0) for (const slug of [...SLUGS, "cards.voids"]) findings.lack(slug, "belum ada meja");
  checkVoids(context, cards);
  checkLeft(context, cards, facts);
  checkBalance(context, cards, facts);
  return cards;
}

function checkList(context: Context, cards: Cards, [index, body]: Found<CardsRegistered>, tick: () => void): void {
  const { findings, rules } = context;
  const { table, count } = body;
  const sealed = context.tables.get(table);
  const fits = sealed?.contest === body.contest && !cards.made.has(table);
  findings.require("cards.lists", fits, `kartu meja ${table} didaftarkan di luar daftar pemilih`, index);
  if (sealed !== undefined && rules !== null) {
    const most = rules.cardsFor(sealed.adults);
    findings.require("cards.number", count <= most, `${count} kartu, paling banyak ${most}`, index);
  }
  const data = context.blob("cards.lists", body.sha256, `daftar kartu meja ${table}`, index);
  if (data === null) {
    cards.unlistedTables.add(table);
    return;
  }
  const isSound = isSortedList(data, CREDENTIAL, count);
  findings.require("cards.lists", isSound, `daftar kartu meja ${table} tidak urut atau tidak sejumlah ${count}`, index);
  const pieces = split(data, CREDENTIAL);
  for (const [place, piece] of pieces.entries()) {
    if (place % TICK_EVERY === 0) tick();
    checkListed(context, cards, index, table, piece);
  }
  findings.looked("cards.lists", pieces.length);
  findings.looked("cards.disjoint", pieces.length);
  cards.made.set(table, pieces.length);
}

function checkListed(context: Context, cards: Cards, index: number, table: number, piece: Uint8Array): void {
  const { findings } = context;
  const credential = toHex(piece);
  const name = credential.slice(0, SHOWN);
  if (!isPublicKey(piece)) findings.fail("cards.lists", `kartu ${name} bukan kunci yang sah`, index);
  const first = cards.tableOf.get(credential);
  if (first === undefined) cards.tableOf.set(credential, table);
  else if (first !== table) findings.fail("cards.disjoint", `kartu ${name} sudah terdaftar di meja lain`, index);
}

function checkVoids(context: Context, cards: Cards): void {
  const { findings, election } = context;
  const slug = "cards.voids";
  const cast = [...context.each("ballot.cast")].reverse();
  const firstUse = new Map(cast.map(([index, { credential }]) => [toHex(credential), index]));
  for (const [index, body] of context.each("card.voided")) {
    const { table } = body;
    const credential = toHex(body.credential);
    const isListed = cards.tableOf.get(credential) === table || cards.unlistedTables.has(table);
    findings.require(slug, isListed, "kartu yang dibatalkan tidak terdaftar untuk meja ini", index);
    const isFresh = !cards.voided.has(credential) && (firstUse.get(credential) ?? index) >= index;
    findings.require(slug, isFresh, "kartu sudah dipakai atau sudah dibatalkan", index);
    cards.voided.add(credential);
    const sealed = context.tables.get(table);
    if (sealed === undefined || election === null) continue;
    const place = { election, contest: sealed.contest, table };
    const check = () => verifyVoid(place, body.credential, body.signature);
    findings.guard(slug, check, index, "pernyataan batal tidak sah");
  }
  findings.skip(slug, "Tidak ada kartu yang dibatalkan.");
}

/** A left-over secret shows its credential: were it voted, somebody voted with a card that nobody drew. */
function checkLeft(context: Context, cards: Cards, facts: PollingFacts): void {
  const { findings } = context;
  const left = context.each("cards.left");
  for (const [place, found] of left.entries()) {
    const tick = () => findings.progress("cards.left", place, left.length);
    checkLeftOf(context, cards, lastClosing(facts, found[1].table), found, tick);
  }
  const given = new Set(left.map(([, { table }]) => table));
  for (const table of context.tables.keys()) {
    if (!given.has(table)) context.tableMissing("cards.left", table, `kartu sisa meja ${table} belum ditunjukkan`);
  }
}

function checkLeftOf(
  context: Context,
  cards: Cards,
  closing: Found<TableClosed> | undefined,
  [index, { table, count, sha256 }]: Found<CardsLeft>,
  tick: () => void,
): void {
  const { findings, election } = context;
  const data = context.blob("cards.left", sha256, `kartu sisa meja ${table}`, index);
  const sealed = context.tables.get(table);
  if (data === null || sealed === undefined || election === null) return;
  const isClosed = closing !== undefined && closing[0] < index && closing[1].left === count;
  const isSound = isClosed && isSortedList(data, SECRET, count);
  findings.require("cards.left", isSound, `kartu sisa meja ${table} tidak cocok dengan penutupan`, index);
  const place: CardPlace = { election, contest: sealed.contest, table };
  for (const [at, secret] of split(data, SECRET).entries()) {
    if (at % TICK_EVERY === 0) tick();
    if (secret.length === SECRET) judgeLeft(context, cards, index, table, toHex(publicKey(cardSeed(secret, place))));
  }
}

function judgeLeft(context: Context, cards: Cards, index: number, table: number, credential: string): void {
  const { findings } = context;
  const words = `kartu sisa ${credential.slice(0, SHOWN)}`;
  findings.looked("cards.left");
  if (cards.used.has(credential)) {
    findings.fail("cards.left", `CARD_LEFT_BUT_VOTED: ${words} di meja ${table} telah dipakai`, index);
  }
  if (cards.voided.has(credential)) findings.fail("cards.left", `${words} di meja ${table} telah dibatalkan`, index);
  if (cards.tableOf.get(credential) !== table && !cards.unlistedTables.has(table)) {
    findings.fail("cards.left", `${words} tidak terdaftar di meja ${table}`, index);
  }
}

function checkBalance(context: Context, cards: Cards, facts: PollingFacts): void {
  const { findings } = context;
  for (const table of context.tables.keys()) {
    const closing = lastClosing(facts, table);
    if (closing === undefined) {
      context.tableMissing("cards.balance", table, `meja ${table} belum ditutup`);
      continue;
    }
    const [index, { ballots, voided, left, missing }] = closing;
    const made = cards.made.get(table);
    if (made === undefined) continue;
    const counted = ballots + voided + left + missing;
    findings.require(
      "cards.balance",
      counted === made,
      `meja ${table}: ${made} kartu dibuat, ${counted} terhitung`,
      index,
    );
  }
}

function lastClosing(facts: PollingFacts, table: number): Found<TableClosed> | undefined {
  return facts.tables.get(table)?.closings.at(-1);
}
