/**
 * Check 16.3: the berita acara says what the log says: result, names of people, and numbers of tables.
 *
 * Source: docs/formats.md, `result.certified`.  Members that repeat nothing of the log are free.
 */
import { isObject, parse } from "../canonical.ts";
import type { ResultCertified } from "../events/tally.ts";
import { withJsonNames } from "../json_names.ts";
import { sameValue } from "../same.ts";
import type { Context } from "./context.ts";

const SLUG = "certification.minutes";
const MOST_BYTES = 64 * 1024 * 1024;

/** Members of a table in the minutes that repeat `table.closed`. */
const COUNTED = [
  "added",
  "assisted",
  "ballots",
  "checkins",
  "left",
  "missing",
  "paper_signatures",
  "replaced",
  "voided",
  "walked_away",
];

/** Check 16.3 for one contest, whose certification is event `index`. */
export function checkMinutes(context: Context, contest: string, index: number, body: ResultCertified): void {
  const { findings } = context;
  const data = context.blob(SLUG, body.minutes, "berita acara", index);
  const counted = context.lastOf("result.counted", contest);
  if (data === null || counted === undefined) return;
  const value = findings.guard(SLUG, () => parse(data, MOST_BYTES), index);
  if (value === undefined) return;
  if (!isObject(value)) {
    findings.fail(SLUG, "berita acara bukan sebuah objek", index);
    return;
  }
  const said = new Map<string, unknown>(Object.entries(value));
  const { elected, met, required } = body.women;
  const same =
    namesContest(said.get("contest"), contest) &&
    (!said.has("election") || said.get("election") === context.election) &&
    sameValue(said.get("elected"), body.elected) &&
    sameValue(said.get("reserves"), body.reserves) &&
    sameValue(said.get("result"), counted[1].result) &&
    sameValue(said.get("women"), { elected, met, required });
  findings.require(SLUG, same, "berita acara memuat hasil lain", index);
  const people = hasRightPersons(context, contest, said.has("persons") ? said.get("persons") : {});
  findings.require(SLUG, people, "berita acara menyebut nama warga yang lain", index);
  const tables = hasRightTables(context, contest, said.get("tables"));
  findings.require(SLUG, tables, "berita acara memuat angka meja yang lain", index);
}

/** Say whether the minutes are of this contest: its id, or an object that has it. */
function namesContest(value: unknown, contest: string): boolean {
  return value === contest || (isObject(value) && value["id"] === contest);
}

/** Say whether every person has the name that a decision gave: the minutes are read by name, not by id. */
function hasRightPersons(context: Context, contest: string, value: unknown): boolean {
  const known = new Map<string, unknown>();
  for (const [, { person }] of context.of("adjudication.decided", contest)) {
    if (person !== null) known.set(person.id, { name: person.name, sex: person.sex, unit: person.unit });
  }
  return isObject(value) && Object.entries(value).every(([person, said]) => sameValue(known.get(person) ?? null, said));
}

/** Say whether the minutes list the tables of the contest with the numbers of their last closing. */
function hasRightTables(context: Context, contest: string, value: unknown): boolean {
  const closings = new Map(context.each("table.closed").map(([, body]) => [body.table, body]));
  const numbers = [...context.tables].filter(([, sealed]) => sealed.contest === contest).map(([number]) => number);
  if (!Array.isArray(value) || value.length !== numbers.length) return false;
  return numbers.every((number, place) => {
    const said: unknown = value[place];
    const closing = closings.get(number);
    if (closing === undefined || !isObject(said) || said["table"] !== number) return false;
    const stated = new Map(Object.entries(withJsonNames(closing) as object));
    return COUNTED.every((member) => !Object.hasOwn(said, member) || said[member] === stated.get(member));
  });
}
