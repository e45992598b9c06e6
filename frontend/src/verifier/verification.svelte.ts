/** One verification on this device: its worker, how far it is, and what it found. */
import { CATALOGUE } from "../ballots/verification/catalogue.ts";
import type { Check, Report } from "../ballots/verification/report.ts";
import type { Answer, Question } from "./messages.ts";
import { t } from "./texts.ts";

type Stage = "idle" | "fetching" | "working" | "done";

/** What is being checked now. */
interface Now {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** What an observer brings along: contents of files. */
export interface Brought {
  readonly receipts: readonly Uint8Array[];
  readonly olderCheckpoints: readonly Uint8Array[];
}

const EVERY_MS = 200;
const SLUGS = [...CATALOGUE.keys()];

/** Give it a record, and watch its members. */
export class Verification {
  stage = $state<Stage>("idle");
  now = $state.raw<Now>({ what: "", done: 0, total: 0 });
  /** How many checks of the list have been reached. */
  reached = $state(0);
  /** Lines that are known while the work goes on. */
  sofar = $state.raw<readonly Check[]>([]);
  report = $state.raw<Report | undefined>(undefined);
  problem = $state("");
  seconds = $state(0);
  /** What the group was computed with: `wasm`, or `noble` where that may not run. */
  engine = $state("");
  readonly #makeWorker: () => Worker;
  #worker: Worker | undefined;
  #fetching: AbortController | undefined;
  #begun = 0;
  #told = 0;

  /** @param makeWorker starts the worker; the single file has its worker inside. */
  constructor(makeWorker: () => Worker) {
    this.#makeWorker = makeWorker;
  }

  /** How many checks there are. */
  get total(): number {
    return SLUGS.length;
  }

  /** Stop whatever goes on; nothing of it stays. */
  stop(): void {
    this.#fetching?.abort();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.stage = "idle";
    this.sofar = [];
    this.reached = 0;
  }

  /** Fetch the record from the service and verify it. */
  async fetch(address: string, brought: Brought): Promise<void> {
    this.stop();
    this.#forget();
    this.stage = "fetching";
    const fetching = new AbortController();
    this.#fetching = fetching;
    try {
      const answer = await fetch(address, { signal: fetching.signal });
      if (!answer.ok) throw new RangeError(String(answer.status));
      this.verify(await answer.arrayBuffer(), brought);
    } catch {
      // Stopped by the user: that is no problem to tell.
      if (fetching.signal.aborted) return;
      this.stop();
      this.problem = t("no-record");
    }
  }

  /** Verify the bytes of a record, which belong to the worker from now on. */
  verify(record: ArrayBuffer, { receipts, olderCheckpoints }: Brought): void {
    this.stop();
    this.#forget();
    this.stage = "working";
    this.now = { what: t("beginning"), done: 0, total: 0 };
    this.#begun = performance.now();
    const worker = this.#makeWorker();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#hear(data);
    worker.onerror = () => this.#hear({ kind: "failed" });
    const question: Question = { record, receipts, olderCheckpoints };
    worker.postMessage(question, [record]);
    this.#worker = worker;
  }

  #forget(): void {
    this.report = undefined;
    this.problem = "";
  }

  #hear(answer: Answer): void {
    if (answer.kind === "progress") this.#tell(answer.slug, answer.done, answer.total);
    else if (answer.kind === "sofar") {
      this.sofar = answer.report.checks.filter(({ status }) => status === "ok" || status === "failed");
    } else if (answer.kind === "report") {
      this.stop();
      this.report = answer.report;
      this.engine = answer.engine;
      this.seconds = Math.max(1, Math.round((performance.now() - this.#begun) / 1000));
      this.stage = "done";
    } else {
      this.stop();
      this.problem = answer.kind === "broken" ? t("broken", { why: answer.why }) : t("failed");
    }
  }

  #tell(slug: string, done: number, total: number): void {
    if (performance.now() - this.#told < EVERY_MS) return;
    this.#told = performance.now();
    this.reached = Math.max(this.reached, SLUGS.indexOf(slug) + 1);
    this.now = { what: t("checking", { what: CATALOGUE.get(slug)?.title ?? slug }), done, total };
  }
}
