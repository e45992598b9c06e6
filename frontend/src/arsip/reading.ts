/** Reading a blob of the public board, and computing its hash again in the reader's own browser. */
import { sha256 } from "@noble/hashes/sha2.js";
import { NoAnswer, ServiceProblem } from "../api/client.ts";
import { toHex } from "../crypto/bytes.ts";

/** A blob whose bytes are not those that the board promised. */
export class NotTheSame extends Error {
  constructor() {
    super("the blob has another hash than the board says");
    this.name = "NotTheSame";
  }
}

/** The address from which anybody fetches a blob. */
export function blobAddress(election: string, hash: string): string {
  return `/api/v1/elections/${encodeURIComponent(election)}/board/blobs/${hash}`;
}

/**
 * Fetch a blob.
 *
 * @throws NotTheSame the bytes that came have another hash.
 */
export async function readBlob(election: string, hash: string): Promise<Uint8Array> {
  let answer: Response;
  try {
    answer = await fetch(blobAddress(election, hash));
  } catch {
    throw new NoAnswer();
  }
  if (!answer.ok) throw new ServiceProblem(answer.status, "TIDAK_ADA_DI_PAPAN", "Berkas ini tidak ada di papan umum.");
  const data = new Uint8Array(await answer.arrayBuffer());
  if (toHex(sha256(data)) !== hash) throw new NotTheSame();
  return data;
}
