/**
 * The device of a key holder: her key file, and what it remembers of the board.  Both live in this browser.
 *
 * Trust: the key file is sealed by her passphrase.  What is remembered of the board is public; whoever changes it can
 * make the device refuse or forget what it saw, but the key inside the key file keeps its own memory of the lists that
 * it opened.
 */
import { createStore, get, keys, set, update } from "idb-keyval";
import { sameBytes, toHex } from "../crypto/bytes.ts";
import { CryptoError, WrongPassphrase } from "../crypto/errors.ts";
import { KeyFile, sealKeyFile } from "../crypto/keyfile.ts";
import { Argon2Cost } from "../crypto/passphrase_box.ts";
import type { RandomSource } from "../crypto/randomness.ts";
import type { BoardReader } from "../holder/board_reader.ts";
import { HolderRefusal } from "../holder/errors.ts";
import { HolderSecret } from "../holder/secret.ts";
import type { Desk } from "./desk.ts";

const store = createStore("rembug-kunci", "kunci");

/** What a device knows about a board. */
interface Pinned {
  /** The key that signs its checkpoints; another one is another log. */
  readonly logKey: string;
  /** Leaves of the log when this device last looked. */
  readonly size: number;
  /** Root of the tree over them, hexadecimal; empty before the first look. */
  readonly root: string;
}

/** The board of an election as this device has seen it, whatever page or key was open. */
export class Memory {
  readonly desk: Desk;
  readonly election: string;
  #pinned: Pinned;
  #board: BoardReader | undefined;

  private constructor(desk: Desk, election: string, pinned: Pinned) {
    this.desk = desk;
    this.election = election;
    this.#pinned = pinned;
  }

  /**
   * Remember what this browser knows about an election; the first time, pin the key that the service names.
   *
   * @throws HolderRefusal the service does not answer.
   */
  static async find(desk: Desk, election: string): Promise<Memory> {
    const known = await get<Pinned>(boardName(election), store);
    const pinned = known ?? { logKey: desk.logKey(), size: 0, root: "" };
    if (known === undefined) await set(boardName(election), pinned, store);
    return new Memory(desk, election, pinned);
  }

  get logKey(): string {
    return this.#pinned.logKey;
  }

  /**
   * Read the board, and remember how far it goes.
   *
   * @throws HolderRefusal it is shorter than what the device saw before, differs from it, or is of another election.
   * @throws CryptoError, BallotsError what it shows is no sound log.
   */
  async look(): Promise<BoardReader> {
    const board = this.#board ?? this.desk.board(this.#pinned.logKey);
    // A reader that threw stands between two states: the next look starts from the beginning.
    this.#board = undefined;
    if (board.refresh().election !== this.election) throw new HolderRefusal("other-election-board");
    // Another page of this browser may have seen more since.
    const { logKey, size, root } = (await get<Pinned>(boardName(this.election), store)) ?? this.#pinned;
    const now = board.tree.length;
    if (logKey !== this.#pinned.logKey || now < size || (size > 0 && toHex(board.tree.root(size)) !== root)) {
      throw new HolderRefusal("board-forked");
    }
    this.#pinned = { logKey, size: now, root: toHex(board.tree.root()) };
    await set(boardName(this.election), this.#pinned, store);
    this.#board = board;
    return board;
  }

  /** Return the holders whose keys this browser keeps. */
  async kept(): Promise<readonly number[]> {
    const start = `kunci/${this.election}/`;
    const names = (await keys<string>(store)).filter((name) => name.startsWith(start));
    return names.map((name) => Number(name.slice(start.length))).sort((one, other) => one - other);
  }
}

function boardName(election: string): string {
  return `papan/${election}`;
}

function keyName(election: string, holder: number): string {
  return `kunci/${election}/${holder}`;
}

/** An open key file; every change is in this browser before anything is sent that depends on it. */
export class Keyring {
  readonly election: string;
  readonly holder: number;
  readonly random: RandomSource;
  readonly #passphrase: string;
  readonly #cost: Argon2Cost;
  readonly #told: (file: Uint8Array) => void;
  #secret: HolderSecret;
  #file: Uint8Array;

  private constructor(file: KeyFile, secret: HolderSecret, passphrase: string, env: Environment) {
    this.election = file.election;
    this.holder = file.holder;
    this.random = env.random;
    this.#passphrase = passphrase;
    this.#cost = file.cost;
    this.#told = env.told;
    this.#secret = secret;
    this.#file = file.toBytes();
  }

  /** What the holder keeps. */
  get secret(): HolderSecret {
    return this.#secret;
  }

  /** The key file as it stands in this browser. */
  get file(): Uint8Array {
    return this.#file;
  }

  /** Make a new key and keep it; a key that was there under this number stays in a copy. */
  static async make(election: string, holder: number, passphrase: string, env: Environment): Promise<Keyring> {
    const secret = HolderSecret.draw(env.random);
    const owner = { election, holder, signingKey: secret.signingKey };
    const file = await sealKeyFile(owner, secret.toBytes(), passphrase, env.random, new Argon2Cost());
    const ring = new Keyring(file, secret, passphrase, env);
    await putAside(election, holder);
    await set(keyName(election, holder), ring.#file, store);
    return ring;
  }

  /**
   * Open a key file that the holder chose, and keep it in this browser.
   *
   * If this browser has the same key in a later state, that one is opened: an old copy knows less of what was done.
   *
   * @throws HolderRefusal it cannot be read, is of another election, or the passphrase is wrong.
   */
  static async openFile(election: string, data: Uint8Array, passphrase: string, env: Environment): Promise<Keyring> {
    const ring = await opened(data, passphrase, env);
    if (ring.election !== election) throw new HolderRefusal("other-election-file");
    const name = keyName(election, ring.holder);
    const stored = await get<Uint8Array>(name, store);
    if (stored !== undefined && !sameBytes(stored, data) && isOfKey(stored, ring.secret.signingKey)) {
      const here = await opened(stored, passphrase, env).catch((fault: unknown) => {
        // The same key under another passphrase: the holder chose the file that she can open.
        if (!(fault instanceof HolderRefusal)) throw fault;
        return undefined;
      });
      if (here !== undefined && isLater(here.secret, ring.secret)) return here;
    }
    if (stored === undefined || !sameBytes(stored, data)) {
      await putAside(election, ring.holder);
      await set(name, data, store);
    }
    return ring;
  }

  /**
   * Open the key that this browser keeps for a holder.
   *
   * @throws HolderRefusal there is none, or the passphrase is wrong.
   */
  static async openKept(election: string, holder: number, passphrase: string, env: Environment): Promise<Keyring> {
    const data = await get<Uint8Array>(keyName(election, holder), store);
    if (data === undefined) throw new HolderRefusal("no-file");
    return await opened(data, passphrase, env);
  }

  /** @internal Only `opened` calls it. */
  static of(file: KeyFile, secret: HolderSecret, passphrase: string, env: Environment): Keyring {
    return new Keyring(file, secret, passphrase, env);
  }

  /**
   * Put another secret in the place of the present one; finished keys that it would drop stay in a copy.
   *
   * @throws HolderRefusal another page of this browser changed the key meanwhile.
   */
  async keep(secret: HolderSecret): Promise<void> {
    const { election, holder } = this;
    const owner = { election, holder, signingKey: secret.signingKey };
    const file = await sealKeyFile(owner, secret.toBytes(), this.#passphrase, this.random, this.#cost);
    if (this.#secret.secretKeys.length > 0 && secret.secretKeys.length === 0) await putAside(election, holder);
    const data = file.toBytes();
    // Another page of this browser may have gone on with the key: this one then knows less of what was done with it.
    let isOurs = true;
    const replaced = (old: Uint8Array | undefined) => {
      isOurs = old === undefined || sameBytes(old, this.#file);
      return isOurs || old === undefined ? data : old;
    };
    await update<Uint8Array>(keyName(election, holder), replaced, store);
    if (!isOurs) throw new HolderRefusal("key-elsewhere");
    this.#file = data;
    this.#secret = secret;
    this.#told(data);
  }

  /**
   * Check that no other page of this browser has gone on with the key: this page would know less of what was done.
   *
   * @throws HolderRefusal another page has.
   */
  async checkLatest(): Promise<void> {
    const stored = await get<Uint8Array>(keyName(this.election, this.holder), store);
    if (stored !== undefined && !sameBytes(stored, this.#file)) throw new HolderRefusal("key-elsewhere");
  }

  /** Say whether a saved copy is this very file; it is opened again with the passphrase. */
  async isCopy(data: Uint8Array): Promise<boolean> {
    if (!sameBytes(data, this.#file)) return false;
    await KeyFile.parse(data).open(this.#passphrase);
    return true;
  }
}

/** What a keyring needs from where it runs. */
export interface Environment {
  readonly random: RandomSource;
  /** Hears of every new state of the key file, once it is kept. */
  readonly told: (file: Uint8Array) => void;
}

async function opened(data: Uint8Array, passphrase: string, env: Environment): Promise<Keyring> {
  try {
    const file = KeyFile.parse(data);
    return Keyring.of(file, HolderSecret.fromBytes(await file.open(passphrase)), passphrase, env);
  } catch (fault) {
    if (fault instanceof WrongPassphrase) {
      throw new HolderRefusal("wrong-passphrase");
    }
    if (fault instanceof CryptoError) throw new HolderRefusal("no-key-file");
    throw fault;
  }
}

function isOfKey(data: Uint8Array, signingKey: Uint8Array): boolean {
  return sameBytes(KeyFile.parse(data).signingKey, signingKey);
}

/** Say whether one state of a key comes after another: a later run, then finished keys, then more lists opened. */
function isLater(one: HolderSecret, other: HolderSecret): boolean {
  const rank = (secret: HolderSecret) => [
    secret.ceremony,
    secret.secretKeys.length > 0 ? 1 : 0,
    secret.commitments.length > 0 ? 1 : 0,
    secret.opened.size,
  ];
  const [ones, others] = [rank(one), rank(other)];
  const place = ones.findIndex((value, at) => value !== others[at]);
  return place >= 0 && ones[place]! > others[place]!;
}

/** Lay a copy of a kept key beside it; the salt of a file names it, because no two have the same. */
async function putAside(election: string, holder: number): Promise<void> {
  const old = await get<Uint8Array>(keyName(election, holder), store);
  if (old === undefined) return;
  const { salt } = KeyFile.parse(old);
  await set(`lama/${election}/${holder}/${toHex(salt)}`, old, store);
}
