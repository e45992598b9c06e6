/**
 * Readable names of the numbers and choices of the rules, for the text of a tatib.
 *
 * `{{ambang}}` in a clause stands for the threshold of the rules in the same document, so that what the residents read
 * and what the election runs under are one thing.  The names are `references.json`, written from the Python code by
 * `ballots/write_tables.py`.  Source: docs/formats.md, "References".
 */
import type { JsonObject, JsonValue } from "./canonical.ts";
import table from "./references.json";
import type { Rules } from "./rules.ts";

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = table.words;
const ABSENT: Readonly<Record<string, string>> = table.absent;

/** A piece of a text as it is written, and the name that it refers to, or null where it is plain. */
export interface Piece {
  readonly written: string;
  readonly name: string | null;
}

/** Return the words for every name that a text under these rules may use, in the order of the rules. */
export function valuesOf(rules: Rules): ReadonlyMap<string, string> {
  const whole = rules.toJson();
  const values = new Map<string, string>();
  for (const [name, path] of Object.entries(table.rules)) values.set(name, wordsOf(path, memberOf(whole, path)));
  for (const stage of whole["stages"] as readonly JsonObject[]) {
    for (const [name, member] of Object.entries(table.stage)) {
      values.set(`tahap.${stage["id"]}.${name}`, wordsOf(member, stage[member]!));
    }
    for (const contest of stage["contests"] as readonly JsonObject[]) {
      for (const [name, member] of Object.entries(table.contest)) {
        values.set(`kontes.${contest["id"]}.${name}`, wordsOf(member, contest[member] ?? null));
      }
    }
  }
  return values;
}

function memberOf(whole: JsonObject, path: string): JsonValue {
  return path.split(".").reduce<JsonValue>((value, name) => (value as JsonObject | null)?.[name] ?? null, whole);
}

function wordsOf(member: string, value: JsonValue): string {
  if (value === null) return ABSENT[member] ?? "tidak ada";
  if (typeof value === "boolean") return value ? "ya" : "tidak";
  if (Array.isArray(value)) return value.map((item: JsonValue) => wordsOf(member, item)).join(", ");
  if (typeof value === "object") return String((value as JsonObject)["name"]);
  const words = WORDS[member];
  const plain = String(value);
  return words !== undefined && Object.hasOwn(words, plain) ? words[plain]! : plain;
}

/**
 * Cut a text at its references.
 *
 * What stands between `{{` and the next `}}` is a name.  A `}}` without a `{{` before it, and a `{{` that is never
 * closed, count as references of that name: no such name exists.
 */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let rest = text;
  while (rest !== "") {
    const [before, opened, after] = partition(rest, "{{");
    const [literal, stray, behind] = partition(before, "}}");
    if (literal !== "") found.push({ written: literal, name: null });
    if (stray !== "") {
      found.push({ written: "}}", name: "}}" });
      rest = behind + opened + after;
      continue;
    }
    const [name, closed, next] = partition(after, "}}");
    if (opened !== "" && closed !== "") {
      found.push({ written: `{{${name}}}`, name });
    } else if (opened !== "") {
      found.push({ written: "{{", name: "{{" }, { written: after, name: null });
    }
    rest = next;
  }
  return found;
}

function partition(text: string, by: string): readonly [before: string, found: string, after: string] {
  const at = text.indexOf(by);
  return at === -1 ? [text, "", ""] : [text.slice(0, at), by, text.slice(at + by.length)];
}

/** Return the names of the references of a text, in order. */
export function namesIn(text: string): readonly string[] {
  return pieces(text).flatMap(({ name }) => (name === null ? [] : [name]));
}

/** Return a text with the value of each reference in its place; one without a value stays as it is written. */
export function fill(text: string, values: ReadonlyMap<string, string>): string {
  return pieces(text)
    .map(({ written, name }) => (name === null ? written : (values.get(name) ?? written)))
    .join("");
}
