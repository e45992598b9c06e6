/**
 * A draft on the screen: every change is kept in this browser at once, and sent to the service when there is a network.
 */
import { answered, client, explain, NoAnswer, type Schema, ServiceProblem } from "../../api/client.ts";
import { session } from "../../api/session.svelte.ts";
import { type Draft, readDraft } from "./draft.ts";
import { type Kept, keeping } from "./keeping.ts";
import { merge, same } from "./merging.ts";

const SEND_AFTER_MS = 1200;
const AGAIN_MS = 4000;

/** Somebody else's words, where both changed the same part. */
export interface Dispute {
  readonly theirs: Schema["DraftAnswer"];
  readonly members: readonly (keyof Draft)[];
}

export class Note {
  /** What stands in the fields. */
  data = $state<Draft>() as Draft;
  /** Both changed the same part: nothing is sent until a person has chosen. */
  dispute = $state.raw<Dispute | null>(null);
  #kept = $state.raw() as Kept;
  /** Whether everything on the screen is kept in this browser. */
  #isKept = $state(true);
  /** Why the service did not take it, in a sentence; empty while it may still come. */
  #problem = $state("");
  #needsSignIn = $state(false);
  #isAway = $state(false);
  readonly #device: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keeping: Promise<void> = Promise.resolve();
  #sending = false;
  #isOver = false;

  constructor(kept: Kept, device: string) {
    this.#kept = kept;
    this.#device = device;
    this.data = structuredClone(kept.data);
  }

  get kept(): Kept {
    return this.#kept;
  }

  get isKept(): boolean {
    return this.#isKept;
  }

  get problem(): string {
    return this.#problem;
  }

  /** The service must know first who is writing. */
  get needsSignIn(): boolean {
    return this.#needsSignIn;
  }

  /** Whether the last try found no network. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Whether the service has all that is on the screen, attachments too. */
  get isSent(): boolean {
    return this.#isKept && this.#isSent(this.#kept);
  }

  #isSent(kept: Kept): boolean {
    return kept.base !== null && same(kept.base, kept.data) && this.#unsentFiles(kept).length === 0;
  }

  #unsentFiles(kept: Kept) {
    return kept.data.attachments.filter((each) => !kept.held.includes(each.sha256));
  }

  /** Take what the fields say now: keep it here, and send it soon. */
  changed(data: Draft): void {
    if (same(data, this.#kept.data)) return;
    this.#put({ data });
    this.#soon(SEND_AFTER_MS);
  }

  /** Wait until everything is kept in this browser. */
  settled(): Promise<void> {
    return this.#keeping;
  }

  /** Begin to send whatever is not with the service; `stop` ends it. */
  start(): void {
    this.#soon(0);
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  /** Try again now: the network may be back, or the note taker has signed in. */
  now(): void {
    this.#soon(0);
  }

  /** Choose, for each disputed part, whose words stand. */
  async choose(takeTheirs: readonly (keyof Draft)[]): Promise<void> {
    if (this.dispute === null) return;
    const theirs = readDraft(this.dispute.theirs.data);
    const chosen = Object.fromEntries(takeTheirs.map((name) => [name, theirs[name]]));
    const merged = { ...merge(this.#kept.base, this.#kept.data, theirs).draft, ...chosen };
    this.#adopt(this.dispute.theirs, theirs, merged);
    this.dispute = null;
    this.#soon(0);
    await this.#keeping;
  }

  #adopt(answer: Schema["DraftAnswer"], base: Draft, data: Draft): void {
    this.#put({ ...factsOf(answer), base, data });
    this.data = structuredClone(data);
  }

  /** Change what is kept; the newest state is written last, and a state that is newer already is not written twice. */
  #put(changes: Partial<Kept>): void {
    const kept = { ...this.#kept, ...changes };
    this.#kept = kept;
    this.#isKept = false;
    this.#keeping = this.#keeping.then(async () => {
      if (this.#kept !== kept) return;
      await keeping.keep(kept);
      if (this.#kept === kept) this.#isKept = true;
    });
  }

  #soon(wait: number): void {
    clearTimeout(this.#timer);
    if (!this.#isOver) this.#timer = setTimeout(() => void this.#send(), wait);
  }

  async #send(): Promise<void> {
    if (this.#sending || this.dispute !== null || this.#isOver) return;
    this.#sending = true;
    try {
      if (session.account === null) await session.find();
      this.#needsSignIn = session.account === null;
      this.#isAway = false;
      if (this.#needsSignIn) return;
      await this.#bringTogether();
      this.#problem = "";
    } catch (fault) {
      this.#failed(fault);
    } finally {
      this.#sending = false;
      if (this.dispute === null && !this.isSent) this.#soon(AGAIN_MS);
    }
  }

  #failed(fault: unknown): void {
    if (fault instanceof NoAnswer) this.#isAway = true;
    else if (fault instanceof ServiceProblem && fault.status === 401) this.#needsSignIn = true;
    else this.#problem = explain(fault);
  }

  async #bringTogether(): Promise<void> {
    const sent = this.#kept;
    const path = { election: sent.election, draft: sent.draft };
    if (sent.base === null || !same(sent.base, sent.data)) {
      const body = { base: sent.version, device: this.#device, data: sent.data as unknown as Record<string, unknown> };
      try {
        const route = "/api/v1/elections/{election}/assemblies/drafts/{draft}";
        const { version } = await answered(client.PUT(route, { params: { path }, body }));
        this.#put({ base: sent.data, version, changed: true });
      } catch (fault) {
        if (!(fault instanceof ServiceProblem)) throw fault;
        if (fault.code === "NOTULEN_TIDAK_ADA" && sent.version > 0) this.#put({ version: 0, base: null, held: [] });
        else if (fault.code === "NOTULEN_BERUBAH") await this.#meet();
        else throw fault;
        return;
      }
    }
    for (const each of this.#unsentFiles(this.#kept)) await this.#sendFile(each.sha256);
  }

  /** Somebody else has written: take what only they changed, and ask about the rest. */
  async #meet(): Promise<void> {
    const theirs = await readFromService(this.#kept.election, this.#kept.draft);
    const base = readDraft(theirs.data);
    const { draft, disputed } = merge(this.#kept.base, this.#kept.data, base);
    if (disputed.length === 0) this.#adopt(theirs, base, draft);
    else this.dispute = { theirs, members: disputed };
  }

  async #sendFile(sha256: string): Promise<void> {
    const { election, draft } = this.#kept;
    const file = await keeping.file(draft, sha256);
    if (file === undefined) {
      // Attached on another device, which may have sent it by now.
      this.#put(factsOf(await readFromService(election, draft)));
      return;
    }
    const body = new FormData();
    body.append("file", file.data, file.name);
    const route = "/api/v1/elections/{election}/assemblies/drafts/{draft}/files";
    // The types of the interface say `string` for a file; the body goes as it is.
    const asked = client.POST(route, {
      params: { path: { election, draft } },
      body: body as never,
      bodySerializer: () => body,
    });
    await answered(asked);
    this.#put({ held: [...this.#kept.held, sha256] });
    await this.#keeping;
    await keeping.forgetFile(draft, sha256);
  }

  /** The service or the public board has news about this draft: take what it says, if nothing here is unsent. */
  async look(): Promise<void> {
    if (!this.isSent) return;
    const before = this.#kept;
    const found = await readFromService(before.election, before.draft);
    if (this.#kept !== before) return;
    const data = readDraft(found.data);
    const facts = factsOf(found);
    if (found.version !== before.version) this.#adopt(found, data, data);
    else if (!same(facts, factsIn(before))) this.#put(facts);
  }
}

type Facts = Pick<Kept, "version" | "assembly" | "revision" | "changed" | "held">;

function factsIn({ version, assembly, revision, changed, held }: Kept): Facts {
  return { version, assembly, revision, changed, held };
}

/** What the service says about a draft besides its words. */
export function factsOf(answer: Schema["DraftAnswer"]): Facts {
  const { version, assembly, revision, changed } = answer;
  return { version, assembly, revision, changed, held: answer.files.map((each) => each.sha256) };
}

export function readFromService(election: string, draft: string): Promise<Schema["DraftAnswer"]> {
  const params = { path: { election, draft } };
  return answered(client.GET("/api/v1/elections/{election}/assemblies/drafts/{draft}", { params }));
}
