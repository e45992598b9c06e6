/** The election that this office works on: how it stands, as it changes. */
import { explain, type Schema } from "../api/client.ts";
import { Live } from "../api/live.svelte.ts";
import { Proposals } from "../api/proposals.svelte.ts";

export type Summary = Schema["ElectionSummary"];
export type Contest = Schema["ContestSummary"];

export class Office {
  #problem = $state("");
  readonly proposals: Proposals;
  readonly election: string;
  readonly #live: Live;

  constructor(election: string) {
    this.election = election;
    this.#live = new Live(election);
    this.proposals = new Proposals(election);
  }

  get summary(): Summary | undefined {
    return this.#live.summary;
  }

  /** Whether the line to the service is broken: what is shown may be old. */
  get isStale(): boolean {
    return this.#live.isStale;
  }

  /** Why the last question or act did not succeed, in a sentence. */
  get problem(): string {
    return this.#problem;
  }

  async refresh(): Promise<void> {
    try {
      await this.#live.refresh();
    } catch (fault) {
      this.#problem = explain(fault);
    }
  }

  /** Follow the election until the returned function is called. */
  follow(): () => void {
    return this.#live.follow();
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
