import { makeTexts } from "../../i18n/texts.ts";
import en from "./texts/en.json";
import id from "./texts/id.json";
import jv from "./texts/jv.json";
import su from "./texts/su.json";

export type Key = keyof typeof id;
export const t = makeTexts<Key>({ id, su, jv, en });
