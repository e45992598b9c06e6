/**
 * The table's pile in this device's memory: a card is drawn at random for whoever was checked in, shown, and erased.
 *
 * Trust: the cards come from the card officer's file on a stick and are never sent anywhere.  The service must not even
 * be asked about a single card that was drawn: the question, a moment after a check-in, would join the two.  Only whole
 * blocks are ever asked about (`#unused`).
 */
import { answered, client, ServiceProblem } from "../api/client.ts";
import { Card, type CardPlace, cardSeed } from "../ballots/cards.ts";
import { toB64 } from "../ballots/encoding.ts";
import { systemRandom } from "../crypto/randomness.ts";
import { publicKey } from "../crypto/signing.ts";
import { startWorker } from "../ui/worker.ts";
import { begunBlocks, keepBegun } from "./begun_blocks.ts";
import type { PileAnswer, PileQuestion } from "./pile_worker.ts";
import workerAddress from "./pile_worker.ts?worker&url";

/** Fewest cards of a block: as many as check-ins between two totals in the log (protocol.md section 8). */
export const BLOCK = 10;
const PATIENCE_MS = 500;
const USED: ReadonlySet<string> = new Set(["CREDENTIAL_USED", "CREDENTIAL_VOIDED"]);

/** Why a pile does not open: the words, the file, another table's cards, or another window that holds the pile. */
export type PileProblem = "words" | "file" | "other" | "elsewhere";

export class PileRefused extends Error {
  readonly why: PileProblem;

  constructor(why: PileProblem) {
    super(`the pile does not open: ${why}`);
    this.name = "PileRefused";
    this.why = why;
  }
}

export class ScreenPile {
  readonly #where: { readonly election: string; readonly table: number };
  #place: CardPlace | undefined;
  /** Blocks of which no card was ever drawn, by their number. */
  #whole = new Map<number, readonly Card[]>();
  /** What is left of the blocks that this page began. */
  #here: Card[] = [];
  /** Blocks that an earlier page began: one of their cards may be in somebody's hands. */
  #earlier: Card[] = [];
  #release: (() => void) | undefined;
  #left = $state(0);
  #doubtful = $state(0);
  #isOpen = $state(false);
  #shown = $state.raw<Card | undefined>(undefined);

  constructor(election: string, table: number) {
    this.#where = { election, table };
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** How many cards can be drawn. */
  get left(): number {
    return this.#left;
  }

  /** How many cards lie in blocks that an earlier page began. */
  get doubtful(): number {
    return this.#doubtful;
  }

  /** The card that was drawn and is not settled yet. */
  get shown(): Card | undefined {
    return this.#shown;
  }

  /**
   * Take the pile of this table out of a file.
   *
   * @param place where its cards must be good.
   * @param contestIndex what they must carry.
   * @param count how many the board has.
   * @throws PileRefused the file does not open, has another number of cards than the board, or cards that it does not
   *   know; or another window holds the pile.
   * @throws ServiceProblem, NoAnswer the service could not say whether it knows the cards.
   */
  async open(file: Uint8Array, words: string, place: CardPlace, contestIndex: number, count: number): Promise<void> {
    const pile = await opened({ file, words });
    if (pile.kind !== "open") throw new PileRefused(pile.kind);
    const { election, contest, table } = pile;
    const isHere = election === place.election && contest === place.contest && table === place.table;
    const cards = pile.texts.map((each) => Card.parse(each));
    const fits = cards.length === count && cards.every((each) => each.contestIndex === contestIndex);
    if (!isHere || !fits || !(await isListed(cards[0], place))) throw new PileRefused("other");
    await this.#hold();
    const begun = new Set(await begunBlocks(election, table));
    this.close();
    this.#place = place;
    // The last block takes what is left: fewer than ten would say more of a card.
    const blocks = Math.max(1, Math.floor(cards.length / BLOCK));
    for (let number = 0; number < blocks; number++) {
      const block = cards.slice(number * BLOCK, number + 1 < blocks ? (number + 1) * BLOCK : undefined);
      if (begun.has(number)) this.#earlier.push(...block);
      else this.#whole.set(number, block);
    }
    this.#isOpen = true;
    this.#count();
  }

  /**
   * Draw a card and show it. Returns false if there is none, or if the last one is not settled.
   *
   * That its block is begun outlives this page before anybody sees the card: after a power cut it is not drawn again.
   */
  async draw(): Promise<boolean> {
    if (!this.#isOpen || this.#shown !== undefined) return false;
    if (this.#here.length === 0 && this.#whole.size > 0) {
      const block = [...this.#whole.keys()][below(this.#whole.size)] ?? 0;
      await keepBegun(this.#where.election, this.#where.table, block);
      this.#here = [...(this.#whole.get(block) ?? [])];
      this.#whole.delete(block);
    }
    const [card] = this.#here.splice(below(this.#here.length), 1);
    this.#shown = card;
    this.#count();
    return card !== undefined;
  }

  /** The card was scanned: it exists on no screen and in no memory of this device any more. */
  settle(): void {
    this.#shown?.secret.fill(0);
    this.#shown = undefined;
  }

  /** Nobody scanned the card: it goes back. */
  putBack(): void {
    if (this.#shown !== undefined) this.#here.push(this.#shown);
    this.#shown = undefined;
    this.#count();
  }

  /** Make cards of blocks that an earlier page began drawable, if no ballot was cast with them. */
  async recover(): Promise<void> {
    this.#here.push(...(await this.#unused(this.#earlier)));
    this.#earlier = [];
    this.#count();
  }

  /** Return the secrets of the cards that were left over, as base64url in rising order. */
  async leftOver(): Promise<readonly string[]> {
    const earlier = await this.#unused(this.#earlier);
    const left = [...Array.from(this.#whole.values()).flat(), ...this.#here, ...earlier];
    return left.map((each) => toB64(each.secret)).sort();
  }

  /** Forget every card. */
  close(): void {
    this.settle();
    for (const each of [...Array.from(this.#whole.values()).flat(), ...this.#here, ...this.#earlier]) {
      each.secret.fill(0);
    }
    this.#whole = new Map();
    this.#here = [];
    this.#earlier = [];
    this.#isOpen = false;
    this.#count();
  }

  /** Forget every card, and let another window hold the pile. */
  leave(): void {
    this.close();
    this.#release?.();
    this.#release = undefined;
  }

  #count(): void {
    this.#left = this.#here.length + Array.from(this.#whole.values()).flat().length;
    this.#doubtful = this.#earlier.length;
  }

  /** Be the only window of this browser that draws from this pile. */
  async #hold(): Promise<void> {
    if (this.#release !== undefined || navigator.locks === undefined) return;
    const name = `rembug-tumpukan/${this.#where.election}/${this.#where.table}`;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    await new Promise<void>((held, refused) => {
      navigator.locks
        .request(name, { signal }, () => {
          held();
          return new Promise<void>((release) => (this.#release = release));
        })
        .catch(() => refused(new PileRefused("elsewhere")));
    });
  }

  /** Ask about whole blocks, in the order of their credentials. */
  async #unused(cards: readonly Card[]): Promise<readonly Card[]> {
    const place = this.#place;
    if (place === undefined) return [];
    const named = cards.map((card) => ({ card, credential: credentialOf(card, place) }));
    named.sort((one, other) => (one.credential < other.credential ? -1 : 1));
    const found: Card[] = [];
    for (const { card, credential } of named) if (await canVote(credential, place)) found.push(card);
    return found;
  }
}

/** Open a file in a worker, which ends with its answer and takes the key along. */
function opened(question: PileQuestion): Promise<PileAnswer> {
  return new Promise((tell, fail) => {
    const worker = startWorker(workerAddress);
    worker.addEventListener("message", ({ data }: MessageEvent<PileAnswer>) => {
      worker.terminate();
      tell(data);
    });
    worker.addEventListener("error", ({ message }) => {
      worker.terminate();
      fail(new Error(message));
    });
    worker.postMessage(question);
  });
}

function credentialOf(card: Card, place: CardPlace): string {
  const seed = cardSeed(card.secret, place);
  const credential = toB64(publicKey(seed));
  seed.fill(0);
  return credential;
}

async function canVote(credential: string, { election, table }: CardPlace): Promise<boolean> {
  const params = { path: { election, table, credential } };
  try {
    await answered(client.GET("/api/v1/elections/{election}/tables/{table}/cards/{credential}", { params }));
    return true;
  } catch (fault) {
    if (fault instanceof ServiceProblem && USED.has(fault.code)) return false;
    throw fault;
  }
}

/** Say whether the board knows a card; asked when the pile is opened, when nothing was drawn. */
async function isListed(card: Card | undefined, place: CardPlace): Promise<boolean> {
  if (card === undefined) return false;
  try {
    await canVote(credentialOf(card, place), place);
    return true;
  } catch (fault) {
    if (fault instanceof ServiceProblem && fault.status < 500) return false;
    throw fault;
  }
}

/** Return a random number below `count`, each alike. */
function below(count: number): number {
  const most = Math.floor(2 ** 32 / Math.max(1, count)) * Math.max(1, count);
  for (;;) {
    const [value = 0] = new Uint32Array(systemRandom(4).slice().buffer);
    if (value < most) return value % Math.max(1, count);
  }
}
