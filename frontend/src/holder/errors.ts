/** Why a key holder's program will not do something. */
import { fill, type Values } from "../i18n/fill.ts";
import id from "./texts/id.json";

/** Names a sentence of `texts/`. */
export type RefusalKey = keyof typeof id;

/**
 * The program of a key holder refuses: the key of a sentence without any secret, and what it names.
 *
 * Whoever carries the messages may be hostile; a refusal is how the program keeps the holder's key out of harm.  The
 * message is the Indonesian sentence; a page says it in the language of its reader (`texts.ts`).
 */
export class HolderRefusal extends Error {
  override name = "HolderRefusal";
  readonly key: RefusalKey;
  readonly values: Values;

  constructor(key: RefusalKey, values: Values = {}) {
    super(fill(id[key], values));
    this.key = key;
    this.values = values;
  }
}
