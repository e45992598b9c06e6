/**
 * The signing seeds of tables that were opened on this device.
 *
 * Trust: a seed makes a tablet a booth of its table.  It stays on this device and on the table's tablets; the service
 * learns its public key only.
 */
import { get, set } from "idb-keyval";
import { toB64 } from "../ballots/encoding.ts";
import { decodePairing } from "../ballots/pairing.ts";
import { systemRandom } from "../crypto/randomness.ts";
import { publicKey, SEED_BYTES } from "../crypto/signing.ts";
import { durableStore } from "../ui/durable.ts";

const seeds = durableStore("rembug-meja", "kunci");

function nameOf(election: string, table: number): string {
  return `${election}/${table}`;
}

/** Return the seed of a table, or nothing if this device never drew one. */
export function seedOf(election: string, table: number): Promise<Uint8Array | undefined> {
  return get<Uint8Array>(nameOf(election, table), seeds);
}

/**
 * Return the seed for the next opening of a table; it is kept before it is returned.
 *
 * A seed that was drawn and has not opened the table yet serves again: its proposal may still be approved.
 *
 * @param lastKey key of the table's last opening as base64url, empty before the first.
 */
export async function seedForOpening(election: string, table: number, lastKey: string): Promise<Uint8Array> {
  const drawn = await seedOf(election, table);
  if (drawn !== undefined && toB64(publicKey(drawn)) !== lastKey) return drawn;
  const seed = systemRandom(SEED_BYTES);
  await set(nameOf(election, table), seed, seeds);
  return seed;
}

/**
 * Keep the seed of a table that was opened on another device, from the code that stands there or on a tablet.
 *
 * Returns false if the code is not that of this table's present opening.
 *
 * @param tableKey key of the opening as base64url.
 * @throws NotPairing the text is no such code, or a damaged one.
 */
export async function takeSeed(election: string, table: number, tableKey: string, text: string): Promise<boolean> {
  const given = decodePairing(text);
  if (given.election !== election || given.table !== table) return false;
  if (toB64(publicKey(given.seed)) !== tableKey) return false;
  await set(nameOf(election, table), given.seed, seeds);
  return true;
}
