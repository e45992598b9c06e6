/** The watch over one log while a page of observers is open; with a key, it cosigns as well. */
import { systemRandom } from "../crypto/randomness.ts";
import {
  compare,
  type LogMemory,
  StrangeLog,
  sizeOf,
  Unreachable,
  visit,
  type WitnessBoard,
  type WitnessKey,
} from "../witness/device.ts";
import { HttpWitnessBoard } from "../witness/http_board.ts";
import { findKey, LogKeeper, makeKey } from "../witness/store.ts";

const EVERY_MS = 10_000;
const REST_MS = 2_000;

/** How the last look ended. */
export type Trouble = "" | "unreachable" | "strange" | "storage";
/** What a comparison with another observer showed. */
export type Compared = "" | "same" | "later" | "strange" | "nothing";

export class Watching {
  key = $state.raw<WitnessKey | null>(null);
  memory = $state.raw<LogMemory | null>(null);
  trouble = $state<Trouble>("");
  /** When this page last looked, in milliseconds since 1970; shown, never stored. */
  looked = $state(0);
  readonly #board: WitnessBoard;
  readonly #keeper: LogKeeper;
  #busy = false;

  constructor(election: string, logKey: string) {
    this.#board = new HttpWitnessBoard(election);
    this.#keeper = new LogKeeper(election, logKey);
  }

  get size(): number {
    return this.memory === null ? 0 : sizeOf(this.memory);
  }

  /** Look now and every ten seconds; return what ends it. */
  start(): () => void {
    void this.look();
    const timer = setInterval(() => void this.look(), EVERY_MS);
    return () => clearInterval(timer);
  }

  async look(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      this.key = await findKey();
      const rest = () => new Promise<void>((done) => setTimeout(done, REST_MS));
      const clock = () => Math.floor(Date.now() / 1000);
      this.memory = await visit(this.#board, this.#keeper, this.key, { rest, clock });
      this.trouble = "";
      this.looked = Date.now();
    } catch (fault) {
      this.trouble = fault instanceof Unreachable ? "unreachable" : fault instanceof StrangeLog ? "strange" : "storage";
    }
    this.#busy = false;
  }

  /** Make this browser a witness. */
  async become(name: string): Promise<void> {
    this.key = await makeKey(name, systemRandom);
    await this.look();
  }

  /** Hold another observer's checkpoint against this one's. */
  async compare(text: string): Promise<Compared> {
    if (this.memory === null || this.memory.last === "") return "nothing";
    try {
      this.memory = await compare(this.#board, this.#keeper, text);
      return this.memory.evidence === null ? "same" : "";
    } catch (fault) {
      return fault instanceof Unreachable ? "later" : "strange";
    }
  }
}
