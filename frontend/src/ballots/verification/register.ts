/** Chapter 7: the final register, known only by commitments, fixed before the polls. */
import { toHex } from "../../crypto/bytes.ts";
import type { RegisterSealed, SealedNominees, SealedTable } from "../events/setup.ts";
import { isAscending, split } from "../state/blobs.ts";
import type { Context, Found } from "./context.ts";

/** Bytes of a commitment, a SHA-256. */
export const COMMITMENT = 32;

const SLUGS = ["register.tables", "register.rolls", "register.nominees"];

/** Say whether a blob is `count` strictly ascending pieces of `size` bytes. */
export function isSortedList(data: Uint8Array, size: number, count: number): boolean {
  return data.length === size * count && isAscending(split(data, size));
}

/** Check 7.1 to 7.3. */
export function checkRegister(context: Context): void {
  const { findings, rules, contests } = context;
  const registers = context.each("register.sealed");
  const stages = new Map((rules?.stages ?? []).map((stage) => [stage.id, stage]));
  // The first opening of each table counts.
  const opened = new Map([...context.each("table.opened")].reverse().map(([index, { table }]) => [table, index]));
  const seen = new Set<number>();
  const nominated = new Set<string>();
  for (const [place, found] of registers.entries()) {
    findings.progress("register.rolls", place, registers.length);
    const [index, body] = found;
    const known = new Set(stages.get(body.stage)?.contests.map(({ id }) => id));
    for (const table of body.tables) {
      const isSound =
        known.has(table.contest) &&
        !seen.has(table.table) &&
        table.adults === table.men + table.women &&
        (rules === null || table.adults <= rules.tableMax) &&
        (opened.get(table.table) ?? index + 1) > index;
      findings.require("register.tables", isSound, `meja ${table.table} tidak cocok dengan aturan`, index);
      seen.add(table.table);
      checkRoll(context, index, table);
    }
    for (const nominees of body.nominees) {
      nominated.add(nominees.contest);
      checkNominees(context, index, nominees);
    }
    checkQuorumBase(context, found);
  }
  for (const contest of contests.keys()) {
    if (nominated.has(contest)) continue;
    for (const slug of SLUGS) findings.lack(slug, `daftar pemilih untuk pemilihan '${contest}' belum dikunci`);
  }
  if (contests.size === 0) {
    for (const slug of SLUGS) findings.lack(slug, "belum ada aturan yang menyebut pemilihan");
  }
}

function checkRoll(context: Context, index: number, { table, roll, adults }: SealedTable): void {
  const data = context.blob("register.rolls", roll, `sidik jari daftar pemilih meja ${table}`, index);
  if (data === null) return;
  const pieces = split(data, COMMITMENT);
  const isWhole = data.length === COMMITMENT * adults && new Set(pieces.map(toHex)).size === pieces.length;
  context.findings.require("register.rolls", isWhole, `daftar pemilih meja ${table} tidak lengkap`, index);
}

function checkNominees(context: Context, index: number, { contest, count, sha256 }: SealedNominees): void {
  const data = context.blob("register.nominees", sha256, `daftar warga '${contest}'`, index);
  if (data === null) return;
  const isSound = isSortedList(data, COMMITMENT, count);
  context.findings.require("register.nominees", isSound, `daftar warga '${contest}' tidak urut`, index);
}

/** The quorum is a share of registered adults: never of more than there are, never of none. */
function checkQuorumBase(context: Context, [index, { quorumBase }]: Found<RegisterSealed>): void {
  for (const { contest, adults } of quorumBase) {
    let registered = 0;
    for (const table of context.tables.values()) if (table.contest === contest) registered += table.adults;
    context.findings.require(
      "register.tables",
      0 < adults && adults <= registered,
      `dasar kuorum '${contest}' tidak cocok dengan jumlah pemilih`,
      index,
    );
  }
}
