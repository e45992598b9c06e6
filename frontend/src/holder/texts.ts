/** The refusals of a key holder's program in the language of the page. */
import { makeTexts } from "../i18n/texts.ts";
import en from "./texts/en.json";
import id from "./texts/id.json";
import jv from "./texts/jv.json";
import su from "./texts/su.json";

export const refusalText = makeTexts<keyof typeof id>({ id, su, jv, en });
