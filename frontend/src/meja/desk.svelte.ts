/** The table that this desk serves: how it stands, asked for every few seconds. */
import { answered, client, type Schema } from "../api/client.ts";
import { Proposals } from "../api/proposals.svelte.ts";
import { toHex } from "../crypto/bytes.ts";
import { systemRandom } from "../crypto/randomness.ts";

export type View = Schema["DeskView"];
export type Entry = Schema["DeskEntry"];

const EVERY_MS = 3000;
const MARK_BYTES = 16;

export class Desk {
  #view = $state.raw<View | undefined>(undefined);
  #problem = $state.raw<unknown>(undefined);
  readonly proposals: Proposals;
  readonly place: { readonly election: string; readonly table: number };

  constructor(election: string, table: number) {
    this.place = { election, table };
    this.proposals = new Proposals(election);
  }

  get view(): View | undefined {
    return this.#view;
  }

  /** Why the last question had no answer. */
  get problem(): unknown {
    return this.#problem;
  }

  async refresh(): Promise<void> {
    try {
      const params = { path: this.place };
      this.#view = await answered(client.GET("/api/v1/elections/{election}/tables/{table}/desk", { params }));
      this.#problem = undefined;
    } catch (fault) {
      this.#problem = fault;
    }
  }

  /** Ask every three seconds until the returned function is called. */
  follow(): () => void {
    void this.refresh();
    const timer = setInterval(() => void this.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }

  async find(words: string): Promise<Entry[]> {
    const params = { path: this.place, query: { q: words } };
    return await answered(client.GET("/api/v1/elections/{election}/tables/{table}/roll", { params }));
  }

  /** Return the random text of one press: the same press may be sent twice and counts once. */
  press(): string {
    return toHex(systemRandom(MARK_BYTES));
  }

  async checkIn(entry: Entry, mark: string): Promise<void> {
    const body = { roll: entry.roll, mark };
    const route = "/api/v1/elections/{election}/tables/{table}/checkins";
    await answered(client.POST(route, { params: { path: this.place }, body }));
    await this.refresh();
  }

  async undo(entry: Entry): Promise<void> {
    const params = { path: { ...this.place, roll: entry.roll } };
    await answered(client.DELETE("/api/v1/elections/{election}/tables/{table}/checkins/{roll}", { params }));
    await this.refresh();
  }

  /** Propose a critical step at this table. */
  async propose(kind: string, payload: Readonly<Record<string, unknown>>): Promise<void> {
    await this.proposals.propose(kind, { table: this.place.table, ...payload });
  }
}
