/**
 * The page's side of the holder's worker: one question at a time, with progress, and a way to stop.
 *
 * Trust: the passphrase stays in the memory of this page while it is open, so that a stopped worker can start anew and
 * every change of the key can be sealed.
 */

import type { Stage } from "../holder/common.ts";
import { refusalText } from "../holder/texts.ts";
import { common } from "../i18n/common.ts";
import { startWorker } from "../ui/worker.ts";
import workerAddress from "./holder_worker.ts?worker&url";
import type { Answer, Call, Calls, OpenKey, View } from "./messages.ts";

/** The worker refused; the message is its sentence in the language of the page. */
export class Refused extends Error {
  override name = "Refused";
  /** The server did not answer and may later. */
  readonly isAway: boolean;

  constructor(sentence: string, isAway = false) {
    super(sentence);
    this.isAway = isAway;
  }
}

/** The holder stopped the work. */
export class Stopped extends Error {
  override name = "Stopped";
}

/** How far long work is. */
export interface Progress {
  readonly stage: Stage;
  readonly done: number;
  readonly total: number;
}

type Settle = (answer: Answer | undefined) => void;

/** An election's board and the holder's key on this device. */
export class Keeper {
  readonly election: string;
  readonly #csrf: string;
  #worker: Worker | undefined;
  #passphrase = "";
  #settle: Settle | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #view = $state.raw<View | undefined>(undefined);
  #key = $state.raw<OpenKey | undefined>(undefined);
  #kept = $state.raw<readonly number[]>([]);
  #progress = $state.raw<Progress | undefined>(undefined);
  #unsaved = $state(false);

  constructor(election: string, csrf: string) {
    this.election = election;
    this.#csrf = csrf;
  }

  /** What the board showed last. */
  get view(): View | undefined {
    return this.#view;
  }

  /** The open key with its file as it stands now. */
  get key(): OpenKey | undefined {
    return this.#key;
  }

  /** Holders whose keys this browser keeps. */
  get kept(): readonly number[] {
    return this.#kept;
  }

  /** How far the work under way is. */
  get progress(): Progress | undefined {
    return this.#progress;
  }

  /** Whether the key changed since the holder last saved a copy. */
  get isUnsaved(): boolean {
    return this.#unsaved;
  }

  /** Start the worker and look at the board.  @throws Refused */
  async begin(): Promise<void> {
    await this.#start();
    await this.look();
  }

  /** End the worker; what it kept stays in this browser. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#settle?.(undefined);
  }

  /** Look at the board anew.  @throws Refused */
  async look(): Promise<void> {
    this.#view = await this.ask("look", {});
  }

  /** Make a key.  @throws Refused */
  async make(holder: number, passphrase: string): Promise<void> {
    this.#key = await this.ask("make", { holder, passphrase });
    this.#passphrase = passphrase;
    this.#unsaved = true;
  }

  /** Open a file, or the key that this browser keeps for a holder.  @throws Refused */
  async open(from: Uint8Array | number, passphrase: string): Promise<void> {
    const where = typeof from === "number" ? { holder: from } : { file: from };
    this.#key = await this.ask("open", { ...where, passphrase });
    this.#passphrase = passphrase;
    await this.look();
  }

  /** Save the key file among the downloads. */
  save(copy: string): void {
    if (this.#key === undefined) return;
    const address = URL.createObjectURL(new Blob([this.#key.file.slice()], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `kunci-${this.#key.holder}${copy}.json`;
    link.click();
    URL.revokeObjectURL(address);
    this.#unsaved = false;
  }

  /** Put a question to the worker, after those before it.  @throws Refused, Stopped */
  ask<K extends Call>(kind: K, ask: Calls[K]["ask"]): Promise<Calls[K]["answer"]> {
    const turn = this.#turn.then(() => this.#put(kind, ask));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Stop the work under way; the key stays open.  What was kept before something was sent is not lost. */
  async stop(): Promise<void> {
    this.end();
    await this.#start();
    if (this.#key !== undefined) {
      this.#key = await this.ask("open", { holder: this.#key.holder, passphrase: this.#passphrase });
    }
  }

  async #start(): Promise<void> {
    this.#worker = startWorker(workerAddress);
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#hear(data);
    this.#worker.onerror = () => this.#hear({ kind: "failed" });
    this.#kept = await this.ask("enter", { election: this.election, csrf: this.#csrf });
  }

  async #put<K extends Call>(kind: K, ask: Calls[K]["ask"]): Promise<Calls[K]["answer"]> {
    if (this.#worker === undefined) throw new Stopped();
    this.#worker.postMessage({ kind, ask });
    const answer = await new Promise<Answer | undefined>((resolve) => {
      this.#settle = resolve;
    });
    this.#settle = undefined;
    this.#progress = undefined;
    if (answer?.kind === "done") return answer.answer as Calls[K]["answer"];
    if (answer?.kind === "refused") throw new Refused(refusalText(answer.key, answer.values), answer.isAway);
    if (answer === undefined) throw new Stopped();
    throw new Refused(common("problem.unexpected"));
  }

  #hear(answer: Answer): void {
    if (answer.kind === "progress") {
      this.#progress = answer;
    } else if (answer.kind === "kept") {
      if (this.#key !== undefined) this.#key = { ...this.#key, file: answer.file };
      this.#unsaved = true;
    } else {
      this.#settle?.(answer);
    }
  }
}

/** Say to the holder what went wrong; nothing where she stopped it herself. */
export function explain(fault: unknown): string {
  if (fault instanceof Stopped) return "";
  return fault instanceof Refused ? fault.message : common("problem.unexpected");
}
