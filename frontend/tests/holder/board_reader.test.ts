/** The reader of a public board: it believes nothing that it does not check. */
import { expect, test } from "vitest";
import { IllegalEvent } from "../../src/ballots/refusals.ts";
import { fromHex, utf8 } from "../../src/crypto/bytes.ts";
import { Checkpoint, signCheckpoint } from "../../src/crypto/checkpoint.ts";
import { InvalidNote } from "../../src/crypto/errors.ts";
import { leafHash, MerkleTree } from "../../src/crypto/merkle.ts";
import { NoteKey } from "../../src/crypto/note.ts";
import { publicKey } from "../../src/crypto/signing.ts";
import { entryBundle, parsePath, TILE_WIDTH } from "../../src/crypto/tiles.ts";
import { BoardReader } from "../../src/holder/board_reader.ts";
import { ELECTION, numbersTo, type Story, told } from "../ballots/state/story.ts";

const SEED = fromHex("07".repeat(32));
const ORIGIN = `rembug.id/${ELECTION}`;
const KEY = new NoteKey(ORIGIN, publicKey(SEED)).toText();

/** A board that shows as many entries of a story as it is told to, and may lie. */
class Board {
  entries: Uint8Array[];
  size: number;
  seed = SEED;
  without: string | undefined;
  readonly story: Story;

  constructor(chapter: (story: Story) => void) {
    this.story = told(chapter);
    this.entries = this.story.events.map(({ data }) => data);
    this.size = this.entries.length;
  }

  readonly fetch = (path: string): Uint8Array | null => {
    if (this.without !== undefined && path.startsWith(this.without)) return null;
    if (path === "checkpoint") {
      const root = new MerkleTree(this.entries.map(leafHash)).root(this.size);
      return utf8(signCheckpoint(new Checkpoint(ORIGIN, this.size, root), this.seed).toText());
    }
    if (path.startsWith("blobs/")) return this.story.get(path.slice("blobs/".length));
    const { number, width } = parsePath(path);
    return entryBundle(this.entries.slice(TILE_WIDTH * number, TILE_WIDTH * number + width));
  };
}

test("a board is followed as it grows, across the border of a tile", () => {
  const board = new Board((story) => {
    story.create();
    for (const version of numbersTo(TILE_WIDTH + 20)) story.do(story.document("AD", version));
  });
  const whole = board.size;
  const reader = new BoardReader(board.fetch, KEY);
  for (const size of [1, 7, TILE_WIDTH - 1, TILE_WIDTH, TILE_WIDTH + 1, whole]) {
    board.size = size;
    expect(reader.refresh().size).toBe(size);
  }
  expect(reader.state.documents.get("AD")?.length).toBe(TILE_WIDTH + 20);
});

test.each<[string, (board: Board) => void]>([
  [
    "a log that became shorter",
    (board) => {
      board.size -= 1;
    },
  ],
  [
    "a checkpoint of another key",
    (board) => {
      board.seed = fromHex("08".repeat(32));
    },
  ],
  [
    "no checkpoint",
    (board) => {
      board.without = "checkpoint";
    },
  ],
])("%s is refused", (_, lie) => {
  const board = new Board((story) => story.agree());
  const reader = new BoardReader(board.fetch, KEY);
  reader.refresh();
  lie(board);
  expect(() => reader.refresh()).toThrow(InvalidNote);
});

test("entries that are missing, or do not lead to the root, are refused", () => {
  const missing = new Board((story) => story.agree());
  missing.without = "tile/";
  expect(() => new BoardReader(missing.fetch, KEY).refresh()).toThrow("entries are missing");

  const board = new Board((story) => story.agree());
  board.size = 2;
  const reader = new BoardReader(board.fetch, KEY);
  reader.refresh();
  // The past is another one now: what the reader saw does not lead to the new root.
  board.entries = board.entries.map((entry, place) => (place === 0 ? utf8("{}") : entry));
  board.size = board.entries.length;
  expect(() => reader.refresh()).toThrow("do not lead to the root");
  // Nothing of it was taken in: the honest board goes on from where the reader stood.
  expect(reader.tree.length).toBe(2);
  board.entries = board.story.events.map(({ data }) => data);
  expect(reader.refresh().size).toBe(board.size);
});

test("an entry that the fold refuses is refused, and a blob of another name is none", () => {
  const board = new Board((story) => story.agree());
  board.entries = [board.entries[0]!, board.entries[0]!];
  board.size = 2;
  const refusing = new BoardReader(board.fetch, KEY);
  expect(() => refusing.refresh()).toThrow(IllegalEvent);
  expect([refusing.tree.length, refusing.state.size]).toEqual([1, 1]);
  expect(() => refusing.refresh()).toThrow(IllegalEvent);
  const reader = new BoardReader(() => utf8("something else"), KEY);
  expect(reader.get("0".repeat(64))).toBeNull();
});

test("what is no key of a log is refused at once", () => {
  expect(() => new BoardReader(() => null, "no key")).toThrow(InvalidNote);
});
