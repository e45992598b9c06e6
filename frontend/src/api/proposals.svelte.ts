/** Critical steps that wait for a second officer, asked for again every few seconds. */
import { answered, client, type Schema } from "./client.ts";

export type Proposal = Schema["ProposalAnswer"];
const EVERY_MS = 2000;

export class Proposals {
  waiting = $state<readonly Proposal[]>([]);
  #asked = 0;
  #shown = 0;

  constructor(readonly election: string) {}

  /** Ask now.  An answer that was asked for before the one that is shown is old, and would bring done steps back. */
  async refresh(): Promise<void> {
    const turn = ++this.#asked;
    const params = { path: { election: this.election } };
    const found = await answered(client.GET("/api/v1/elections/{election}/proposals", { params }));
    if (turn < this.#shown) return;
    this.#shown = turn;
    this.waiting = found;
  }

  /** Ask every two seconds until the returned function is called; a lost answer is asked for again. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout>;
    let stopped = false;
    const again = () => {
      this.refresh()
        .catch(() => undefined)
        .finally(() => {
          if (!stopped) timer = setTimeout(again, EVERY_MS);
        });
    };
    again();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }

  /** Propose a step; the answer shows its words, which the second officer reads too. */
  async propose(kind: string, payload: Record<string, unknown>): Promise<Proposal> {
    const params = { path: { election: this.election } };
    const proposal = await answered(
      client.POST("/api/v1/elections/{election}/proposals", { params, body: { kind, payload } }),
    );
    await this.refresh();
    return proposal;
  }

  /** Approve what was read: its digest says which words those were. */
  async approve(proposal: Proposal): Promise<Proposal> {
    const params = { path: { election: this.election, proposal: proposal.id } };
    const done = await answered(
      client.POST("/api/v1/elections/{election}/proposals/{proposal}/approval", {
        params,
        body: { digest: proposal.digest },
      }),
    );
    await this.refresh();
    return done;
  }

  async withdraw(proposal: Proposal): Promise<void> {
    const params = { path: { election: this.election, proposal: proposal.id } };
    await answered(client.DELETE("/api/v1/elections/{election}/proposals/{proposal}", { params }));
    await this.refresh();
  }
}
