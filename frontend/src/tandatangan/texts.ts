import { makeTexts } from "../i18n/texts.ts";
import en from "./texts/en.json";
import id from "./texts/id.json";
import jv from "./texts/jv.json";
import su from "./texts/su.json";

export const t = makeTexts<keyof typeof id>({ id, su, jv, en });
