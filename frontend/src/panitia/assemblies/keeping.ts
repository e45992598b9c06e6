/**
 * What this browser keeps of drafts, so that a dead tab or a cut network loses nothing.
 *
 * Trust: whoever takes the device reads these drafts, and the photos that have not reached the committee's laptop yet.
 * Minutes are written to be made public; photos are forgotten here as soon as the laptop has them.
 */
import { createStore, del, entries, get, keys, set } from "idb-keyval";
import type { Offer } from "./adoptable.ts";
import type { Draft } from "./draft.ts";

/** A draft as this browser has it. */
export interface Kept {
  readonly election: string;
  readonly draft: string;
  readonly data: Draft;
  /** What the service had when `data` was last brought together with it; null if it never had this draft. */
  readonly base: Draft | null;
  /** The service's version of `base`, 0 for none. */
  readonly version: number;
  /** The assembly's number and revision on the public board, or null. */
  readonly assembly: number | null;
  readonly revision: number | null;
  /** Whether the service's draft says more than the public board. */
  readonly changed: boolean;
  /** Hashes of the attachments that the service holds. */
  readonly held: readonly string[];
}

/** An attachment that has not reached the service. */
export interface KeptFile {
  readonly name: string;
  readonly data: Blob;
}

const drafts = createStore("rembug-notulen", "notulen");
const files = createStore("rembug-lampiran", "lampiran");
const settings = createStore("rembug-panitia", "panitia");
const DRAFT_BYTES = 16;

const key = (election: string, draft: string) => `${election}/${draft}`;

export const keeping = {
  draft: (election: string, draft: string) => get<Kept>(key(election, draft), drafts),
  all: async () => (await entries<string, Kept>(drafts)).map(([, kept]) => kept),
  /** Keep a draft; when this returns, it outlives the page. */
  keep: (kept: Kept) => set(key(kept.election, kept.draft), kept, drafts),
  forget: async (election: string, draft: string) => {
    await del(key(election, draft), drafts);
    for (const each of await keys<string>(files)) if (each.startsWith(`${draft}/`)) await del(each, files);
  },
  file: (draft: string, sha256: string) => get<KeptFile>(`${draft}/${sha256}`, files),
  keepFile: (draft: string, sha256: string, file: KeptFile) => set(`${draft}/${sha256}`, file, files),
  forgetFile: (draft: string, sha256: string) => del(`${draft}/${sha256}`, files),
  offers: async (election: string) => (await get<readonly Offer[]>(`offers/${election}`, settings)) ?? [],
  keepOffers: (election: string, found: readonly Offer[]) => set(`offers/${election}`, found, settings),
  /** By this the service knows the device again when an answer was lost. */
  async device(): Promise<string> {
    const known = await get<string>("device", settings);
    if (known !== undefined) return known;
    const made = newId();
    await set("device", made, settings);
    return made;
  },
};

/** Return an id that no other device makes: 32 hexadecimal digits. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(DRAFT_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Ask the browser not to throw kept drafts away when its disk is full. */
export async function keepForGood(): Promise<void> {
  await navigator.storage?.persist?.();
}

/**
 * Become the only page of this browser that writes a draft, for as long as `until` has not come.
 *
 * Returns false if another one writes it.  A browser without locks (no secure context) lets every page write.
 */
export function becomeOnlyWriter(draft: string, until: AbortSignal): Promise<boolean> {
  if (navigator.locks === undefined) return Promise.resolve(true);
  return new Promise((tell) => {
    void navigator.locks.request(`rembug-notulen-${draft}`, { ifAvailable: true }, (lock) => {
      tell(lock !== null);
      if (lock === null) return undefined;
      return new Promise<void>((release) => until.addEventListener("abort", () => release(), { once: true }));
    });
  });
}
