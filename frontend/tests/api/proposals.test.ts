/** Which answer is shown when the network brings them out of order. */
import { afterEach, expect, test, vi } from "vitest";
import type { Proposal } from "../../src/api/proposals.svelte.ts";

afterEach(() => vi.unstubAllGlobals());

const STEP: Proposal = {
  id: "p1",
  about: "",
  kind: "election.publish",
  words: "Umumkan hasil",
  digest: "0".repeat(64),
  proposer: "ketua",
  state: "waiting",
};

/** Node knows no page whose address completes a short one. */
class RequestOfAPage extends Request {
  constructor(input: string, init: RequestInit) {
    super(new URL(input, "http://127.0.0.1/"), init);
  }
}

test("an answer that was asked for earlier does not bring a done step back", async () => {
  const answers: ((found: readonly Proposal[]) => void)[] = [];
  vi.stubGlobal("Request", RequestOfAPage);
  vi.stubGlobal("fetch", () => new Promise<Response>((done) => answers.push((found) => done(Response.json(found)))));
  // The client takes its Request when it is loaded.
  const { Proposals } = await import("../../src/api/proposals.svelte.ts");
  const proposals = new Proposals("kelurahan-1");
  const earlier = proposals.refresh();
  const later = proposals.refresh();
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.([]);
  await later;
  answers[0]?.([STEP]);
  await earlier;
  expect(proposals.waiting).toEqual([]);
});
