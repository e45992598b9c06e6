/**
 * What an observer's browser keeps as a witness: its key, and what it saw of each log.
 *
 * Trust: whoever takes the key can cosign in this witness' name; it opens no ballot.  What is kept of a log is public.
 */
import { createStore, get, set } from "idb-keyval";
import { COSIGNATURE, NoteKey } from "../crypto/note.ts";
import { draw, type RandomSource } from "../crypto/randomness.ts";
import { publicKey, SEED_BYTES } from "../crypto/signing.ts";
import type { Keeper, LogMemory, WitnessKey } from "./device.ts";

const store = createStore("rembug-saksi", "saksi");
const KEY = "kunci";

/** Return this browser's key as a witness, or null. */
export async function findKey(): Promise<WitnessKey | null> {
  return (await get<WitnessKey>(KEY, store)) ?? null;
}

/** Make this browser's key as a witness, and ask the browser to keep it. */
export async function makeKey(name: string, random: RandomSource): Promise<WitnessKey> {
  const key = { name, seed: draw(random, SEED_BYTES) };
  await set(KEY, key, store);
  // A browser that says no keeps it all the same, as long as it has room.
  await navigator.storage?.persist?.();
  return key;
}

/** Return the verifier key, which a tatib names. */
export function verifierKey({ name, seed }: WitnessKey): string {
  return new NoteKey(name, publicKey(seed), COSIGNATURE).toText();
}

/** The memory of one log; its key is pinned the first time that it is seen. */
export class LogKeeper implements Keeper {
  readonly #name: string;
  readonly #logKey: string;

  constructor(election: string, logKey: string) {
    this.#name = `buku/${election}`;
    this.#logKey = logKey;
  }

  async read(): Promise<LogMemory> {
    const known = await get<LogMemory>(this.#name, store);
    return known ?? { logKey: this.#logKey, last: "", cosigned: 0, counted: false, evidence: null };
  }

  write(memory: LogMemory): Promise<void> {
    return set(this.#name, memory, store);
  }
}
