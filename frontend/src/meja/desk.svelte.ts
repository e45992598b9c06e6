/** The table that this desk serves: how it stands, asked for every few seconds. */
import { answered, client, type Schema } from "../api/client.ts";
import { Proposals } from "../api/proposals.svelte.ts";
import { toHex } from "../crypto/bytes.ts";
import { systemRandom } from "../crypto/randomness.ts";
import { keepTablets, tabletsKnown } from "./counts.ts";
import { forgetLeftCards, keepLeftCards, leftCards } from "./left_cards.ts";
import { ScreenPile } from "./screen_pile.svelte.ts";

export type View = Schema["DeskView"];
export type Entry = Schema["DeskEntry"];

const EVERY_MS = 3000;
const MARK_BYTES = 16;

export class Desk {
  #view = $state.raw<View | undefined>(undefined);
  #problem = $state.raw<unknown>(undefined);
  #left = $state.raw<ReadonlySet<string>>(new Set());
  readonly proposals: Proposals;
  /** Cards that are shown on this screen; closed where residents draw folded paper. */
  readonly pile: ScreenPile;
  readonly place: { readonly election: string; readonly table: number };

  constructor(election: string, table: number) {
    this.place = { election, table };
    this.proposals = new Proposals(election);
    this.pile = new ScreenPile(election, table);
  }

  /** Secrets of the left-over cards that were scanned, as base64url; none once the table is closed. */
  get left(): ReadonlySet<string> {
    return this.#left;
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
      const view = await answered(client.GET("/api/v1/elections/{election}/tables/{table}/desk", { params }));
      this.#view = view;
      this.#problem = undefined;
      const { election, table } = this.place;
      const names = view.tablets.map((each) => each.name);
      keepTablets(election, table, [...new Set([...tabletsKnown(election, table), ...names])].sort());
      // Whoever closed it, here or on another device: no secret is needed any more.
      if (view.is_closed) {
        this.pile.close();
        await this.forgetLeft();
      }
    } catch (fault) {
      this.#problem = fault;
    }
  }

  /** Ask every three seconds until the returned function is called. */
  follow(): () => void {
    void leftCards(this.place.election, this.place.table).then((left) => {
      this.#left = left;
      return this.refresh();
    });
    const timer = setInterval(() => void this.refresh(), EVERY_MS);
    return () => {
      clearInterval(timer);
      this.pile.leave();
    };
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

  /** Hold left-over cards that were scanned: in memory and on this device, until the table is closed. */
  async holdLeft(...secrets: readonly string[]): Promise<void> {
    this.#left = new Set([...this.#left, ...secrets]);
    await keepLeftCards(this.place.election, this.place.table, this.#left);
  }

  /** Keep no left-over card any more. */
  async forgetLeft(): Promise<void> {
    this.#left = new Set();
    await forgetLeftCards(this.place.election, this.place.table);
  }

  /** Propose a critical step at this table. */
  async propose(kind: string, payload: Readonly<Record<string, unknown>>): Promise<void> {
    await this.proposals.propose(kind, { table: this.place.table, ...payload });
  }
}
