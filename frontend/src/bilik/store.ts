/**
 * What a booth keeps over a reload: its table, the view of it, and sealed ballots that nobody has confirmed yet.
 *
 * Trust: never a name, a card's secret or the randomness of a ballot.  A sealed ballot is what the board will show
 * anyway; the table's seed makes this tablet a booth of its table.
 */
import { createStore, del, entries, get, set } from "idb-keyval";
import type { Schema } from "../api/client.ts";
import { durableStore } from "../ui/durable.ts";

export type View = Schema["BoothView"];
export type Body = Schema["CastBallot"];

/** A sealed ballot that waits for its receipt. */
export interface Waiting {
  readonly tracking: string;
  readonly cardNumber: string;
  readonly election: string;
  readonly body: Body;
}

/** Which table this tablet belongs to. */
export interface Membership {
  readonly election: string;
  readonly table: number;
  /** Ed25519 seed of the table, 32 bytes. */
  readonly seed: Uint8Array;
}

/** Wrong codes that were typed one after the other, and the moment of the last, in ms since 1970. */
export interface Misses {
  readonly count: number;
  readonly last: number;
}

export type Facing = "user" | "environment";

const settings = createStore("rembug-bilik", "bilik");
const ballots = durableStore("rembug-suara", "suara");

export const store = {
  membership: () => get<Membership>("membership", settings),
  view: () => get<View>("view", settings),
  facing: async () => (await get<Facing>("facing", settings)) ?? "user",
  misses: async () => (await get<Misses>("misses", settings)) ?? { count: 0, last: 0 },
  keepMisses: (value: Misses) => set("misses", value, settings),
  name: () => get<string>("name", settings),
  keepName: (value: string) => set("name", value, settings),
  keepMembership: (value: Membership) => set("membership", value, settings),
  keepView: (value: View) => set("view", value, settings),
  keepFacing: (value: Facing) => set("facing", value, settings),
  async leave(): Promise<void> {
    await del("membership", settings);
    await del("view", settings);
  },
  /** Keep a ballot; when this returns, it outlives the page and a power cut. */
  keep: (ballot: Waiting) => set(ballot.tracking, ballot, ballots),
  forget: (tracking: string) => del(tracking, ballots),
  waiting: async () => (await entries<string, Waiting>(ballots)).map(([, ballot]) => ballot),
};
