/**
 * A small schema layer: a table of codecs is the description of a JSON object, and says what its type is.
 *
 * A member `paperSignatures` stands in JSON as `paper_signatures`.  An object must have exactly the declared members.
 */
import { isObject, type JsonObject, type JsonValue } from "../canonical.ts";
import { fromB64, toB64 } from "../encoding.ts";
import { MalformedEvent, MalformedValue } from "../errors.ts";
import { numberParser } from "../ids.ts";
import { jsonName } from "../json_names.ts";
import { checkText } from "../texts.ts";

/** How a value is read from JSON, written to JSON, and called in docs/formats.md. */
export interface Codec<T> {
  /** Throws MalformedValue for what is not of the kind. */
  readonly read: (value: unknown) => T;
  readonly write: (value: T) => JsonValue;
  readonly words: string;
}

/** A codec for each member of an object type. */
export type Members<T> = { readonly [K in keyof T]-?: Codec<T[K]> };

// No list in an event is longer: a leaf has 65,535 bytes.
const LONGEST_LIST = 32_767;

/** Return the codec of a kind that is in JSON as it is here. */
export function kind<T extends JsonValue>(read: (value: unknown) => T, words: string): Codec<T> {
  return { read, write: (value) => value, words };
}

/** Return the codec of integers from `low` to `high`. */
export function integer(low: number, high: number, words: string): Codec<number> {
  return kind(numberParser(low, high), words);
}

/** Return the codec of texts of 1 to `longest` characters. */
export function text(longest: number, words: string, lines = false): Codec<string> {
  return kind((value) => checkText(value, longest, lines), words);
}

/** Return the codec of such texts and the empty one. */
export function textOrEmpty(longest: number, words: string, lines = false): Codec<string> {
  return kind((value) => (value === "" ? "" : checkText(value, longest, lines)), words);
}

/** Return the codec of one certain text. */
export function constant<T extends string>(only: T): Codec<T> {
  return kind((value) => {
    if (value !== only) throw new MalformedValue(`not ${only}`);
    return only;
  }, only);
}

/** Return the codec of base64url of `size` bytes, or of `size`, `size + step` ... `most` bytes. */
export function bytes(size: number, step = 0, most = size): Codec<Uint8Array> {
  const words = step === 0 ? `b64, ${size} bytes` : `b64, ${size} to ${most} bytes by ${step}`;
  const read = (value: unknown): Uint8Array => {
    if (typeof value !== "string" || value.length > Math.ceil((most * 4) / 3)) throw new MalformedValue(`not ${words}`);
    const data = fromB64(value);
    const beyond = data.length - size;
    const isStep = step !== 0 && beyond > 0 && data.length <= most && beyond % step === 0;
    if (beyond !== 0 && !isStep) throw new MalformedValue(`not ${words}`);
    return data;
  };
  return { read, write: toB64, words };
}

/** An object whose members somebody else checks. */
export function anyObject(words: string): Codec<JsonObject> {
  return kind((value) => {
    if (!isObject(value)) throw new MalformedValue("not an object");
    return value as JsonObject;
  }, words);
}

/** True or false. */
export const truth: Codec<boolean> = kind((value) => {
  if (typeof value !== "boolean") throw new MalformedValue("not true or false");
  return value;
}, "true or false");

/** Return the codec of some texts. */
export function choice<T extends string>(values: readonly T[]): Codec<T> {
  return kind((value) => {
    const found = values.find((each) => each === value);
    if (found === undefined) throw new MalformedValue(`not one of ${values.join(", ")}`);
    return found;
  }, values.join(" or "));
}

/** Return the codec of an array. */
export function array<T>(item: Codec<T>): Codec<readonly T[]> {
  return {
    read: (value) => {
      if (!Array.isArray(value) || value.length > LONGEST_LIST) throw new MalformedValue("not an array");
      return value.map((each) => item.read(each));
    },
    write: (value) => value.map((each) => item.write(each)),
    words: `[${item.words}]`,
  };
}

/** Return the codec of a value that may be absent, as null. */
export function nullable<T>(inner: Codec<T>): Codec<T | null> {
  return {
    read: (value) => (value === null ? null : inner.read(value)),
    write: (value) => (value === null ? null : inner.write(value)),
    words: `${inner.words} or null`,
  };
}

/** A member of an object: its name here, its name in JSON, its codec. */
type Member<T> = {
  readonly [K in keyof T & string]: { readonly member: K; readonly name: string; readonly codec: Codec<T[K]> };
}[keyof T & string];

/** Return the members of a table, sorted by their names in JSON. */
function sortedMembers<T>(table: Members<T>): readonly Member<T>[] {
  const members = Object.keys(table) as (keyof T & string)[];
  return members
    .map((member) => ({ member, name: jsonName(member), codec: table[member] }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * Return the codec of an object with exactly these members.
 *
 * Reading throws MalformedEvent with the path of the member at fault.
 */
export function object<T extends object>(table: Members<T>): Codec<T> {
  const members = sortedMembers(table);
  const names = members.map(({ name }) => name);
  return {
    read: (value) => {
      if (!isObject(value) || !hasExactly(value, names)) {
        throw new MalformedEvent(`not an object with exactly the members ${names.join(", ")}`);
      }
      const found: Partial<T> = {};
      for (const { member, name, codec } of members) found[member] = readMember(name, codec, value[name]);
      return found as T;
    },
    write: (value) => Object.fromEntries(members.map(({ member, name, codec }) => [name, codec.write(value[member])])),
    words: `{${members.map(({ name, codec }) => `${name} (${codec.words})`).join(", ")}}`,
  };
}

/** Say whether an object has these members and no other. */
export function hasExactly(value: object, names: readonly string[]): boolean {
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}

function readMember<T>(name: string, codec: Codec<T>, value: unknown): T {
  try {
    return codec.read(value);
  } catch (fault) {
    if (fault instanceof MalformedValue) throw new MalformedEvent(`${name}: ${fault.message}`);
    throw fault;
  }
}
