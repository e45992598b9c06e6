/**
 * Which blocks of ten cards of a pile were begun on this device: all that outlives the page.
 *
 * Trust: a list of the cards that are out, kept card by card, would keep the order in which they were drawn, and with
 * the paper list of who came it would join residents and ballots.  Which ten a card was drawn from says no more than the
 * log does, where check-ins are counted by tens.
 */
import { get, set } from "idb-keyval";
import { durableStore } from "../ui/durable.ts";

const store = durableStore("rembug-tumpukan", "mulai");

function nameOf(election: string, table: number): string {
  return `${election}/${table}`;
}

/** Return the numbers of the blocks that were begun, in rising order. */
export async function begunBlocks(election: string, table: number): Promise<readonly number[]> {
  return (await get<readonly number[]>(nameOf(election, table), store)) ?? [];
}

/** Keep that a block is begun; when this returns, it outlives the page and a power cut. */
export async function keepBegun(election: string, table: number, block: number): Promise<void> {
  const begun = new Set(await begunBlocks(election, table)).add(block);
  await set(
    nameOf(election, table),
    [...begun].sort((one, other) => one - other),
    store,
  );
}
