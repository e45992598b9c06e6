/** The hashes of the booth's files as this server gives them: they go into the book before any table opens. */
import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../crypto/bytes.ts";

const BOOTH = "/bilik/";
const WORKER = "/bilik/sw.js";

export interface Bundle {
  readonly name: string;
  readonly sha256: string;
}

/**
 * Return the hash of every file that a booth loads.
 *
 * The list is that of the booth's own service worker, which names exactly what an offline booth runs.
 *
 * @throws RangeError a file is missing: the pages are not built whole.
 */
export async function boothBundles(): Promise<Bundle[]> {
  const worker = new TextDecoder().decode(await bytesOf(WORKER));
  const list = /new Set\((\[.*?\])\)/.exec(worker)?.[1];
  if (list === undefined) throw new RangeError("the booth's worker names no files");
  const files = [...(JSON.parse(list) as string[]), WORKER];
  return await Promise.all(files.map(async (name) => ({ name, sha256: toHex(sha256(await bytesOf(name))) })));
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new RangeError(`${path} of the booth at ${BOOTH} is missing`);
  return new Uint8Array(await answer.arrayBuffer());
}
