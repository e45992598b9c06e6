/**
 * One voter at this tablet, from her language to her tracking code.
 *
 * Names, the card's secret and the ballot's randomness live in this object only.  They are wiped before the voter is
 * told that her ballot is in, and the page is loaded anew for whoever comes next.
 */
import { answered, client, NoAnswer, ServiceProblem } from "../api/client.ts";
import { type Opening, type SealedBallot, seal } from "../ballots/ballot.ts";
import { writeBoothTest } from "../ballots/booth_test.ts";
import { Card, cardNumber, cardSeed } from "../ballots/cards.ts";
import { toB64 } from "../ballots/encoding.ts";
import { InvalidCard } from "../ballots/errors.ts";
import { systemRandom } from "../crypto/randomness.ts";
import { publicKey } from "../crypto/signing.ts";
import { booth } from "./booth.svelte.ts";
import { deliver, type Outcome } from "./sending.ts";
import { store, type View, type Waiting } from "./store.ts";
import { t } from "./texts.ts";
import { fits, lineOf, sameLine, type Written } from "./written.ts";

export type Step = "language" | "card" | "before" | "write" | "review" | "test" | "sending" | "after" | "gone";

/** Name that the committee's own tests write; such a test is shown on the board with its content. */
export const COMMITTEE_NAME = "CONTOH";
/** Code of the ballot that the voter of this very page sent; a later page takes up no other. */
const SENT = "rembug-dikirim";
const CARD_MS = 6000;
const SEEN_MS = 700;

/** Lines of a ballot as long as the table's own are not known. */
const PRACTICE_LINES = 3;

class Voter {
  #step = $state<Step>("language");
  #names = $state<Written[]>([]);
  #at = $state(0);
  #editing = $state(false);
  #cardNumber = $state("");
  #problem = $state("");
  #tracking = $state("");
  #checking = $state(false);
  #outcome = $state.raw<Outcome | undefined>(undefined);
  #card: Card | undefined;
  #sealed: SealedBallot | undefined;
  #opening: Opening | undefined;
  #sent: Waiting | undefined;
  /** Whether this is practice: nothing is sealed, sent or counted. */
  practice = $state(false);

  get step(): Step {
    return this.#step;
  }
  get names(): readonly Written[] {
    return this.#names;
  }
  /** Index of the name that is being written. */
  get at(): number {
    return this.#at;
  }
  /** Whether one name is being changed, after which the voter goes back to look at all. */
  get editing(): boolean {
    return this.#editing;
  }
  get cardNumber(): string {
    return this.#cardNumber;
  }
  /** Why the last act did not succeed. */
  get problem(): string {
    return this.#problem;
  }
  /** Whether a card is being asked about. */
  get checking(): boolean {
    return this.#checking;
  }
  get tracking(): string {
    return this.#tracking;
  }
  get outcome(): Outcome | undefined {
    return this.#outcome;
  }
  /** Names on a full ballot. */
  get most(): number {
    return booth.view?.names_max ?? PRACTICE_LINES;
  }
  /** Whether there is something on this screen that must not stay when its voter has gone. */
  get mustBeWiped(): boolean {
    return this.#step !== "language" && this.#step !== "sending" && this.#step !== "after" && this.#step !== "gone";
  }

  toCard(): void {
    this.#problem = "";
    this.#step = "card";
  }

  /** Take a card that was scanned or typed. */
  async take(text: string): Promise<void> {
    const view = booth.view;
    if (view === undefined || this.#step !== "card" || this.#checking) return;
    this.#problem = "";
    this.#checking = true;
    try {
      const card = Card.parse(text);
      const problem = await refusal(card, view);
      // Whoever went back meanwhile has gone with her card: it must not open the page of the next one.
      if (this.#step !== "card" || !this.#checking) {
        card.secret.fill(0);
        return;
      }
      if (problem !== "") {
        this.#problem = problem;
        return;
      }
      this.#card = card;
      this.#cardNumber = cardNumber(credentialOf(card, view));
      this.#step = "before";
      // The tables of the key are made while the voter reads.
      setTimeout(() => booth.key?.bases(), SEEN_MS);
    } catch (fault) {
      this.#problem = fault instanceof InvalidCard ? t("card.unreadable") : t("card.again");
    } finally {
      this.#checking = false;
    }
  }

  /** Go on without a card, in practice only. */
  practiseCard(): void {
    if (!this.practice) return;
    this.#cardNumber = t("practice.short");
    this.#step = "before";
  }

  startWriting(): void {
    if (this.#names.length === 0) this.#names.push({ name: "", hint: "" });
    this.#at = 0;
    this.#editing = false;
    this.#step = "write";
  }

  /** Write into the name on the screen; what does not fit is left out. Says whether it fitted. */
  write(field: keyof Written, text: string): boolean {
    const written = this.#names[this.#at];
    if (written === undefined) return false;
    const next = { ...written, [field]: text };
    // Taking letters away must always be possible.
    if (text.length > written[field].length && !fits(next)) return false;
    written[field] = text;
    return true;
  }

  /** The earlier name that this one repeats, counted from 0, or -1. */
  get repeats(): number {
    const written = this.#names[this.#at];
    if (written === undefined) return -1;
    return this.#names.findIndex((other, index) => index !== this.#at && sameLine(other, written));
  }

  addName(): void {
    this.#dropEmpty();
    if (this.#names.length >= this.most) return;
    this.#names.push({ name: "", hint: "" });
    this.#at = this.#names.length - 1;
    this.#editing = false;
    this.#step = "write";
  }

  change(index: number): void {
    this.#at = index;
    this.#editing = true;
    this.#step = "write";
  }

  remove(index: number): void {
    this.#names.splice(index, 1);
    this.#prepare();
  }

  /** Look at all names. The ballot is sealed here, so that its code stands before the voter chooses to send or to test. */
  review(): void {
    this.#dropEmpty();
    this.#prepare();
    this.#step = "review";
  }

  back(): void {
    this.#problem = "";
    if (this.#step === "card") {
      this.#checking = false;
      this.#step = "language";
    } else if (this.#step === "before") this.wipe();
    else if (this.#step === "write" && (this.#editing || this.#at > 0)) this.#backFromWriting();
    else if (this.#step === "write") this.#step = "before";
    else if (this.#step === "review") this.#backToWriting();
    else if (this.#step === "test") this.review();
  }

  #backFromWriting(): void {
    if (this.#editing) {
      this.review();
      return;
    }
    this.#at -= 1;
    this.#names.splice(this.#at + 1);
  }

  #backToWriting(): void {
    this.#editing = false;
    if (this.#names.length === 0) this.#names.push({ name: "", hint: "" });
    this.#at = this.#names.length - 1;
    this.#step = "write";
  }

  /** Send the ballot that is sealed; it is kept on this tablet until somebody has it. */
  async send(): Promise<void> {
    if (this.#step !== "review") return;
    const sealed = this.#sealed;
    const view = booth.view;
    if (!this.practice && (sealed === undefined || view === undefined)) {
      // Nothing is sealed, so nothing can be sent: better to begin anew than to say anything else.
      this.wipe();
      return;
    }
    this.#step = "sending";
    if (this.practice || sealed === undefined || view === undefined) {
      this.#forgetNames();
      await pause(SEEN_MS);
      this.#outcome = { kind: "accepted" };
      this.#step = "after";
      return;
    }
    const waiting: Waiting = {
      tracking: sealed.tracking,
      cardNumber: this.#cardNumber,
      election: view.election,
      body: bodyOf(sealed),
    };
    try {
      await store.keep(waiting);
    } catch {
      // Without a place to keep it, a ballot that is cut off on its way could be lost: better not to start.
      this.#problem = t("send.no-room");
      this.#step = "review";
      return;
    }
    sessionStorage.setItem(SENT, waiting.tracking);
    this.#forgetNames();
    this.#sent = waiting;
    await Promise.all([this.#deliver(), pause(SEEN_MS)]);
    this.#step = "after";
  }

  /** Send once more what is kept. */
  async sendAgain(): Promise<void> {
    this.#step = "sending";
    await Promise.all([this.#deliver(), pause(SEEN_MS)]);
    this.#step = "after";
  }

  /**
   * Show what becomes of the ballot that this window sent before it was loaded anew: its voter may still stand here.
   *
   * Returns false if there is none; ballots of voters who have gone are sent without showing them.
   */
  async takeUp(ballots: readonly Waiting[]): Promise<boolean> {
    const waiting = ballots.find((each) => each.tracking === sessionStorage.getItem(SENT));
    if (waiting === undefined) return false;
    this.#sent = waiting;
    this.#tracking = waiting.tracking;
    this.#cardNumber = waiting.cardNumber;
    await this.sendAgain();
    return true;
  }

  async #deliver(): Promise<void> {
    const sent = this.#sent;
    if (sent !== undefined) this.#outcome = await deliver(sent, true);
  }

  /** Open the sealed ballot instead of sending it, and tell the board that it was opened. */
  async test(): Promise<void> {
    if (this.#step !== "review" || this.#sealed === undefined) return;
    this.#step = "test";
    const { place, parts, tracking } = this.#sealed;
    const opening = this.#opening;
    const isCommittees = opening !== undefined && opening.names.length > 0 && opening.names.every(isCommitteeName);
    const content = isCommittees
      ? {
          ciphertext: toB64(parts.ciphertext),
          proof: toB64(parts.proof),
          credential: toB64(parts.credential),
          randomness: toB64(opening.randomness),
          names: [...opening.names],
        }
      : {};
    const params = { path: { election: place.election } };
    const body = { contest: place.contest, table: place.table, tracking, ...content };
    try {
      await answered(client.POST("/api/v1/elections/{election}/ballots/audits", { params, body }));
    } catch (fault) {
      this.#problem = fault instanceof ServiceProblem ? fault.detail : t("test.not-told");
    }
  }

  /** What another device reads to check the opened ballot. Empty unless a test is on. */
  get testText(): string {
    if (this.#step !== "test" || this.#sealed === undefined || this.#opening === undefined) return "";
    return writeBoothTest(this.#sealed, this.#opening);
  }

  /** Forget everything, and start anew for whoever comes next; the card stays unspent. */
  wipe(): void {
    if (this.#step === "gone") return;
    this.#forgetNames();
    this.#tracking = "";
    sessionStorage.removeItem(SENT);
    // Until the new page is there, this one has nothing to press.
    this.#step = "gone";
    location.reload();
  }

  #prepare(): void {
    this.#problem = "";
    this.#opening?.wipe();
    this.#sealed = undefined;
    this.#tracking = "";
    const view = booth.view;
    const key = booth.key;
    if (this.practice || this.#card === undefined || view === undefined || key === null) return;
    const place = { election: view.election, contest: view.contest, table: view.table };
    const { sealed, opening } = seal(this.#names.map(lineOf), this.#card.secret, place, key, systemRandom);
    this.#sealed = sealed;
    this.#opening = opening;
    this.#tracking = sealed.tracking;
  }

  #forgetNames(): void {
    this.#names = [];
    this.#card?.secret.fill(0);
    this.#card = undefined;
    this.#opening?.wipe();
    this.#opening = undefined;
    this.#sealed = undefined;
  }

  #dropEmpty(): void {
    this.#names = this.#names.filter((written) => lineOf(written) !== "");
  }
}

function isCommitteeName(name: string): boolean {
  return name === COMMITTEE_NAME;
}

function credentialOf(card: Card, view: View): Uint8Array {
  const seed = cardSeed(card.secret, view);
  const credential = publicKey(seed);
  seed.fill(0);
  return credential;
}

/** Return why a card cannot vote here, or an empty text. Without an answer a card of this table is taken. */
async function refusal(card: Card, view: View): Promise<string> {
  if (card.contestIndex !== view.contest_index) return t("card.other-contest");
  if (card.table !== view.table) return t("card.other-table", { table: card.table });
  await booth.refresh();
  const now = booth.view ?? view;
  if (now.is_over) return t("card.closed");
  if (!now.is_open) return t("card.not-open");
  if (!booth.hasTablesKey) return t("card.other-key");
  const path = { election: view.election, table: view.table, credential: toB64(credentialOf(card, view)) };
  try {
    const signal = AbortSignal.timeout(CARD_MS);
    const route = "/api/v1/elections/{election}/tables/{table}/cards/{credential}";
    await answered(client.GET(route, { params: { path }, signal }));
    return "";
  } catch (fault) {
    if (fault instanceof NoAnswer) return "";
    if (!(fault instanceof ServiceProblem)) throw fault;
    if (fault.code === "CREDENTIAL_USED") return t("card.used");
    return fault.status >= 500 ? "" : t("card.void");
  }
}

function bodyOf(sealed: SealedBallot): Waiting["body"] {
  const cast = sealed.cast(booth.seed);
  return {
    contest: cast.contest,
    table: cast.table,
    credential: toB64(cast.credential),
    ciphertext: toB64(cast.ciphertext),
    proof: toB64(cast.proof),
    signature: toB64(cast.signature),
    table_signature: toB64(cast.tableSignature),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

export const voter = new Voter();
