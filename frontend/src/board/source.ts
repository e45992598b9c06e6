/**
 * Where the pages for observers read the public board: from the service, bundle by bundle, or from a record.
 *
 * Nothing here is checked beyond its form; that is what the verifier is for.  So a page asks for the bundle that it
 * shows and for no other, however long the log is.
 */
import type { EventType } from "../ballots/events/body.ts";
import { Event } from "../ballots/events/event.ts";
import type { Record } from "../ballots/record.ts";
import { sameBytes, utf8 } from "../crypto/bytes.ts";
import { MerkleTree } from "../crypto/merkle.ts";
import { ENTRIES, splitEntries, splitHashes, TILE_WIDTH, Tile } from "../crypto/tiles.ts";

/** A board of `size` entries. */
export interface Board {
  readonly size: number;

  /**
   * Return the entries `start .. stop - 1`, as far as the board has them.
   *
   * @throws NoBoard they cannot be read.
   */
  entries(start: number, stop: number): Promise<readonly Uint8Array[]>;

  /** Return a blob, or null where it is absent (withheld, or not there yet). */
  blob(sha256: string): Promise<Uint8Array | null>;

  /**
   * Return the tree over all entries, from their hashes alone.
   *
   * @throws NoBoard it cannot be read.
   */
  tree(): Promise<MerkleTree>;
}

/** What the board should hold cannot be read. */
export class NoBoard extends Error {
  constructor() {
    super("the board cannot be read");
    this.name = "NoBoard";
  }
}

/** The board of a service, at an address such as `/api/v1/elections/x/board`. */
export class HttpBoard implements Board {
  readonly size: number;
  readonly #address: string;
  readonly #bundles: Map<string, Promise<readonly Uint8Array[]>>;

  /** @param before the same board when it was shorter: what it has fetched is kept. */
  constructor(address: string, size: number, before?: HttpBoard) {
    this.#address = address;
    this.size = size;
    this.#bundles = before !== undefined && before.#address === address ? before.#bundles : new Map();
  }

  async entries(start: number, stop: number): Promise<readonly Uint8Array[]> {
    const last = Math.min(stop, this.size);
    const found: Uint8Array[] = [];
    for (let number = Math.floor(start / TILE_WIDTH); number * TILE_WIDTH < last; number++) {
      const first = number * TILE_WIDTH;
      const bundle = await this.#bundle(number);
      found.push(...bundle.slice(Math.max(0, start - first), last - first));
    }
    return found;
  }

  #bundle(number: number): Promise<readonly Uint8Array[]> {
    const width = Math.min(TILE_WIDTH, this.size - number * TILE_WIDTH);
    const path = new Tile(ENTRIES, number, width).path();
    const known = this.#bundles.get(path);
    if (known !== undefined) return known;
    const asked = this.#fetch(path).then((data) => {
      if (data === null) throw new NoBoard();
      return splitEntries(data, width);
    });
    this.#bundles.set(path, asked);
    // What failed is asked for anew the next time.
    asked.catch(() => this.#bundles.delete(path));
    return asked;
  }

  blob(sha256: string): Promise<Uint8Array | null> {
    return this.#fetch(`blobs/${sha256}`);
  }

  async tree(): Promise<MerkleTree> {
    const count = Math.ceil(this.size / TILE_WIDTH);
    const tiles = Array.from({ length: count }, (_, number) => {
      const width = Math.min(TILE_WIDTH, this.size - number * TILE_WIDTH);
      return this.#fetch(new Tile(0, number, width).path()).then((data) => {
        if (data === null) throw new NoBoard();
        return splitHashes(data, width);
      });
    });
    return new MerkleTree((await Promise.all(tiles)).flat());
  }

  async #fetch(path: string): Promise<Uint8Array | null> {
    let answer: Response;
    try {
      answer = await fetch(`${this.#address}/${path}`);
    } catch {
      throw new NoBoard();
    }
    if (answer.status === 404) return null;
    if (!answer.ok) throw new NoBoard();
    return new Uint8Array(await answer.arrayBuffer());
  }
}

/** The board inside a record that somebody brought. */
export class RecordBoard implements Board {
  readonly record: Record;

  constructor(record: Record) {
    this.record = record;
  }

  get size(): number {
    return this.record.leaves.length;
  }

  entries(start: number, stop: number): Promise<readonly Uint8Array[]> {
    return Promise.resolve(this.record.leaves.slice(start, stop));
  }

  blob(sha256: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.record.get(sha256));
  }

  tree(): Promise<MerkleTree> {
    return Promise.resolve(this.record.tree);
  }
}

/** An entry that could be read, and its number in the log. */
export interface Entry {
  readonly index: number;
  readonly event: Event | null;
}

/** Return the events `start .. stop - 1`; null in place of one that is no event. */
export async function eventsOf(board: Board, start: number, stop: number): Promise<readonly Entry[]> {
  const entries = await board.entries(start, stop);
  return entries.map((data, place) => ({ index: start + place, event: parsed(data) }));
}

function parsed(data: Uint8Array): Event | null {
  try {
    return Event.parse(data);
  } catch {
    // The verifier says what is wrong with it; a page that only shows goes on.
    return null;
  }
}

/** Yield the events from the last one back to the first, fetching no more than is asked for. */
export async function* backwards(board: Board): AsyncGenerator<{ index: number; event: Event }, void> {
  for (let stop = board.size; stop > 0; ) {
    const start = TILE_WIDTH * (Math.ceil(stop / TILE_WIDTH) - 1);
    const found = await eventsOf(board, start, stop);
    for (const { index, event } of [...found].reverse()) if (event !== null) yield { index, event };
    stop = start;
  }
}

/**
 * Say whether an entry is of a type, without reading it: in canonical JSON the type is its last member.
 *
 * Only a first sieve; what passes has still to be parsed.
 */
export function isOfType(entry: Uint8Array, type: EventType): boolean {
  const end = utf8(`"type":"${type}"}`);
  return sameBytes(entry.subarray(-end.length), end);
}
