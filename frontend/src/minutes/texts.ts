import { makeTexts } from "../i18n/texts.ts";
import en from "./texts/en.json";
import id from "./texts/id.json";
import jv from "./texts/jv.json";
import su from "./texts/su.json";

export type Key = keyof typeof id;
/** The words of minutes, for those who write them and those who read them. */
export const m = makeTexts<Key>({ id, su, jv, en });

/** Return the text `group.value`, or the value itself where the texts know no such value. */
export function said(group: string, value: string): string {
  const key = `${group}.${value}`;
  return key in id ? m(key as Key) : value;
}
