/** The election that this office works on: how it stands, asked for every few seconds. */
import { answered, client, explain, type Schema } from "../api/client.ts";
import { Proposals } from "../api/proposals.svelte.ts";

export type Summary = Schema["ElectionSummary"];
export type Contest = Schema["ContestSummary"];

const EVERY_MS = 3000;

export class Office {
  #summary = $state.raw<Summary | undefined>(undefined);
  #problem = $state("");
  readonly proposals: Proposals;
  readonly election: string;

  constructor(election: string) {
    this.election = election;
    this.proposals = new Proposals(election);
  }

  get summary(): Summary | undefined {
    return this.#summary;
  }

  /** Why the last question or act did not succeed, in a sentence. */
  get problem(): string {
    return this.#problem;
  }

  async refresh(): Promise<void> {
    try {
      const params = { path: { election: this.election } };
      this.#summary = await answered(client.GET("/api/v1/elections/{election}", { params }));
    } catch (fault) {
      this.#problem = explain(fault);
    }
  }

  /** Ask every three seconds until the returned function is called. */
  follow(): () => void {
    void this.refresh();
    const timer = setInterval(() => void this.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }

  /** Do something, keep what went wrong as a sentence, and look how the election stands then. */
  async act(work: () => Promise<unknown>): Promise<boolean> {
    this.#problem = "";
    try {
      await work();
      return true;
    } catch (fault) {
      this.#problem = explain(fault);
      return false;
    } finally {
      await this.refresh();
    }
  }

  propose(kind: string, payload: Record<string, unknown>): Promise<boolean> {
    return this.act(() => this.proposals.propose(kind, payload));
  }

  /** Whether a step of this kind waits for its second officer. */
  waits(kind: string): boolean {
    return this.proposals.waiting.some((each) => each.kind === kind);
  }
}
