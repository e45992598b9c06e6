/** Texts that several apps use. */
import en from "./texts/en.json";
import id from "./texts/id.json";
import jv from "./texts/jv.json";
import su from "./texts/su.json";
import { makeTexts } from "./texts.ts";

export const common = makeTexts<keyof typeof id>({ id, su, jv, en });
