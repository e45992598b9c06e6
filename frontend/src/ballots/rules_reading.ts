/** Reads a tatib object member by member, and keeps an Indonesian sentence for every fault. */
import { isObject } from "./canonical.ts";
import { MalformedValue } from "./errors.ts";
import { checkText } from "./texts.ts";

const LONGEST_LIST = 1023;
const LONGEST_SHOWN = 40;

/**
 * One object under reading; all readers of one tatib share the list of faults.
 *
 * Every method returns a value of the right type also where there is a fault, so that reading goes on; whoever made
 * the first reader looks at the faults at the end.
 */
export class Reader {
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #where: string;
  readonly #faults: string[];

  /** Take an object of exactly the members `names`, of which the `optional` may be absent; `where` begins each sentence. */
  constructor(
    value: unknown,
    names: readonly string[],
    where: string,
    faults: string[],
    optional: readonly string[] = [],
  ) {
    this.#faults = faults;
    this.#where = where;
    this.#members = isObject(value) ? value : {};
    if (!isObject(value)) {
      this.fault("bukan objek");
      return;
    }
    const absent = names.filter((each) => !Object.hasOwn(value, each) && !optional.includes(each));
    for (const name of absent.sort()) this.fault(`tidak memuat '${name}'`);
    const unknown = Object.keys(value).filter((each) => !names.includes(each));
    for (const name of unknown.sort()) this.fault(`memuat '${shorten(name, LONGEST_SHOWN)}' yang tidak dikenal`);
  }

  /** Add the sentence `<where> <words>.`. */
  fault(words: string): void {
    this.#faults.push(`${this.#where} ${words}.`);
  }

  /** Read an integer from `low` to `high`. */
  number(name: string, low: number, high: number): number {
    const value = this.raw(name);
    if (typeof value === "number" && Number.isInteger(value) && low <= value && value <= high) return value;
    this.#wrong(name, `bilangan bulat dari ${low} sampai ${high}`);
    return low;
  }

  /** Read true or false. */
  truth(name: string): boolean {
    const value = this.raw(name);
    if (typeof value !== "boolean") this.#wrong(name, "benar atau salah");
    return value === true;
  }

  /** Read one of some texts. */
  choice<T extends string>(name: string, values: readonly [T, ...T[]]): T {
    const value = this.raw(name);
    const found = values.find((each) => each === value);
    if (found === undefined) this.#wrong(name, `salah satu dari ${values.join(", ")}`);
    return found ?? values[0];
  }

  /** Read a text of 1 to `longest` characters. */
  text(name: string, longest: number): string {
    const found = textOf(this.raw(name), longest);
    if (found === null) this.#wrong(name, `teks 1 sampai ${longest} huruf tanpa spasi tepi`);
    return found ?? "";
  }

  /** Read a list of 1 to `most` distinct texts. */
  texts(name: string, most: number, longest: number): readonly string[] {
    const found = this.items(name, most).map((value) => textOf(value, longest));
    const texts = found.filter((each) => each !== null);
    for (let wrong = texts.length; wrong < found.length; wrong++) {
      this.#wrong(name, `daftar teks 1 sampai ${longest} huruf`);
    }
    if (new Set(texts).size !== texts.length) this.fault(`memuat butir yang sama dua kali dalam '${name}'`);
    return texts;
  }

  /** Read a list of one or more distinct ones of some texts. */
  choices<T extends string>(name: string, values: readonly T[]): readonly T[] {
    const given = this.items(name, values.length);
    const found = values.filter((each) => given.includes(each));
    if (found.length !== given.length) this.#wrong(name, `daftar tanpa pengulangan dari ${values.join(", ")}`);
    return found.sort((one, other) => given.indexOf(one) - given.indexOf(other));
  }

  /** Read a list of 1 to `most` items. */
  items(name: string, most = LONGEST_LIST): readonly unknown[] {
    const value = this.raw(name);
    if (Array.isArray(value) && value.length >= 1 && value.length <= most) return value;
    this.#wrong(name, `daftar 1 sampai ${most} butir`);
    return [];
  }

  /** Return a member as it is, or undefined. */
  raw(name: string): unknown {
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
  }

  /** Say whether a member is there. */
  has(name: string): boolean {
    return Object.hasOwn(this.#members, name);
  }

  /** Say what a member should be; one that is absent has its sentence already. */
  #wrong(name: string, kind: string): void {
    if (Object.hasOwn(this.#members, name)) this.fault(`harus memuat '${name}' berupa ${kind}`);
  }
}

/** Return the first `most` characters of a text. */
export function shorten(text: string, most: number): string {
  return Array.from(text).slice(0, most).join("");
}

function textOf(value: unknown, longest: number): string | null {
  try {
    return checkText(value, longest);
  } catch (fault) {
    if (fault instanceof MalformedValue) return null;
    throw fault;
  }
}
