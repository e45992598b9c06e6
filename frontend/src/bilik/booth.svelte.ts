/** This tablet as a booth of a table. */
import { answered, client } from "../api/client.ts";
import { toBase32 } from "../ballots/base32.ts";
import { fromB64, toB64 } from "../ballots/encoding.ts";
import { decodePairing, isOfficerCode, type Pairing } from "../ballots/pairing.ts";
import { utf8 } from "../crypto/bytes.ts";
import { PublicKey } from "../crypto/elgamal.ts";
import { systemRandom } from "../crypto/randomness.ts";
import { publicKey, sign } from "../crypto/signing.ts";
import { deliver } from "./sending.ts";
import { type Facing, type Membership, store, type View, type Waiting } from "./store.ts";

const ASK_MS = 6000;
const NAME_BYTES = 3;
const NAME_LENGTH = 4;

class Booth {
  #membership = $state.raw<Membership | undefined>(undefined);
  #view = $state.raw<View | undefined>(undefined);
  #key: PublicKey | undefined;
  #facing = $state<Facing>("user");
  #online = $state(false);
  /** Ballots of earlier voters that nobody has confirmed yet. */
  waiting = $state.raw<readonly Waiting[]>([]);
  /** How many of them came too late when they were sent last. */
  late = $state(0);
  /** What stands on this tablet's screen, so that officers can tell it from others. */
  name = $state("");
  /** Why one of them is held, in the service's words; the last that was answered so. */
  held = $state("");

  get view(): View | undefined {
    return this.#view;
  }

  get facing(): Facing {
    return this.#facing;
  }

  /** Whether the service answered the last time. */
  get online(): boolean {
    return this.#online;
  }

  get table(): number | undefined {
    return this.#membership?.table;
  }

  /** Whether the table was opened with the key that this tablet has. */
  get hasTablesKey(): boolean {
    return this.#membership !== undefined && this.#view?.table_key === toB64(publicKey(this.#membership.seed));
  }

  /**
   * Whether only the table's officers may come to this tablet's set-up: it serves a table that may still take ballots,
   * or holds ballots that nobody has confirmed.
   */
  get isGuarded(): boolean {
    const serves = this.hasTablesKey && this.#view?.is_closed !== true;
    return this.#membership !== undefined && (serves || this.waiting.length > 0);
  }

  /** What makes another device a holder of this table's code. Throws RangeError if this tablet belongs to none. */
  get pairing(): Pairing {
    if (this.#membership === undefined) throw new RangeError("a booth without a table");
    return this.#membership;
  }

  /** The joint keys of the contest; null before the view is known. */
  get key(): PublicKey | null {
    const view = this.#view;
    if (view === undefined) return null;
    this.#key ??= PublicKey.fromBytes(fromB64(view.keys));
    return this.#key;
  }

  /** The table's seed. Throws RangeError if this tablet belongs to none. */
  get seed(): Uint8Array {
    if (this.#membership === undefined) throw new RangeError("a booth without a table");
    return this.#membership.seed;
  }

  /** Read what this tablet kept, then ask the service. */
  async load(): Promise<void> {
    this.#membership = await store.membership();
    this.name = await tabletName();
    this.#facing = await store.facing();
    this.waiting = await store.waiting();
    if (this.#membership === undefined) return;
    this.#take(await store.view());
    // A dead network must not keep the page from showing.
    void this.refresh();
  }

  /**
   * Become a booth of the table whose desk shows this code.
   *
   * @throws NotPairing the text is no such code, or a damaged one.
   * @throws ServiceProblem, NoAnswer the service does not know the table, or did not answer.
   */
  async join(text: string): Promise<void> {
    const pairing: Pairing = decodePairing(text);
    const view = await this.#ask(pairing);
    await store.keepMembership(pairing);
    await store.keepView(view);
    this.#membership = pairing;
    this.#online = true;
    this.#take(view);
  }

  /**
   * Belong to no table any more. Returns false, and changes nothing, while ballots wait here for their receipt.
   *
   * Ballots that came too late do not hold the tablet back, and stay on it.
   */
  async leave(): Promise<boolean> {
    if ((await this.countWaiting()) > 0) await this.sendWaiting();
    if (this.waiting.length > this.late) return false;
    await store.leave();
    this.#membership = undefined;
    this.#take(undefined);
    return true;
  }

  /**
   * Say whether a text is the code of this tablet's table: the officer's short one, or the whole one as scanned.
   *
   * After a table was opened anew, its new code makes this tablet its booth again.
   */
  async isTablesCode(text: string): Promise<boolean> {
    const own = this.#membership;
    if (own === undefined) return false;
    if (isOfficerCode(text, own)) return true;
    try {
      const given = decodePairing(text);
      if (given.election !== own.election || given.table !== own.table) return false;
      const key = toB64(publicKey(given.seed));
      if (key === toB64(publicKey(own.seed))) return true;
      if (key !== this.#view?.table_key) return false;
      await this.join(text);
      return true;
    } catch {
      // No code at all, or nobody answered: neither opens anything.
      return false;
    }
  }

  /** Ask the service how the table stands; without an answer the last view stays. */
  async refresh(): Promise<void> {
    if (this.#membership === undefined) return;
    try {
      const view = await this.#ask(this.#membership);
      this.#take(view);
      this.#online = true;
      await store.keepView(view);
    } catch {
      this.#online = false;
    }
  }

  async turnCamera(): Promise<void> {
    this.#facing = this.#facing === "user" ? "environment" : "user";
    await store.keepFacing(this.#facing);
  }

  /** Look again how many ballots wait. */
  async countWaiting(): Promise<number> {
    this.waiting = await store.waiting();
    return this.waiting.length;
  }

  /** Send what waits; whatever is still not accepted stays. */
  async sendWaiting(): Promise<void> {
    let held = "";
    let late = 0;
    for (const ballot of await store.waiting()) {
      const outcome = await deliver(ballot, false);
      if (outcome.kind === "held" || outcome.kind === "refused") held = outcome.reason;
      if (outcome.kind === "late") late += 1;
      if (outcome.kind === "waiting") break;
    }
    this.held = held;
    this.late = late;
    this.waiting = await store.waiting();
  }

  /**
   * Tell the service that this tablet lives, and how many ballots of its table it keeps.
   *
   * Nothing of a voter is in it: the moment follows the clock alone, and a ballot on its first way is not counted.
   */
  async tell(beat: number): Promise<void> {
    const own = this.#membership;
    const view = this.#view;
    if (own === undefined || view === undefined) return;
    const here = this.waiting.filter((each) => each.election === own.election && each.body.table === own.table);
    // With a key that never opened the table nobody would listen.
    if (!this.hasTablesKey && here.length === 0) return;
    const text = `TABLET/1/${own.table}/${own.election.toUpperCase()}/${this.name}/${here.length}/${beat}`;
    const body = { name: this.name, waiting: here.length, beat, signature: toB64(sign(own.seed, utf8(text))) };
    const params = { path: { election: own.election, table: own.table } };
    const signal = AbortSignal.timeout(ASK_MS);
    const route = "/api/v1/elections/{election}/tables/{table}/tablets";
    await answered(client.POST(route, { params, body, signal })).catch(() => undefined);
  }

  async #ask(where: { election: string; table: number }): Promise<View> {
    const params = { path: { election: where.election, table: where.table } };
    const signal = AbortSignal.timeout(ASK_MS);
    return await answered(client.GET("/api/v1/elections/{election}/tables/{table}/booth", { params, signal }));
  }

  #take(view: View | undefined): void {
    if (view?.keys !== this.#view?.keys) this.#key = undefined;
    this.#view = view;
  }
}

/** Return the tablet's name, 4 characters drawn once. */
async function tabletName(): Promise<string> {
  const known = await store.name();
  if (known !== undefined) return known;
  const drawn = toBase32(systemRandom(NAME_BYTES)).slice(0, NAME_LENGTH);
  await store.keepName(drawn);
  return drawn;
}

export const booth = new Booth();
