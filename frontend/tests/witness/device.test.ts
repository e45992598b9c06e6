/** A witness in a browser: honest growth, points, yesterday's data, two logs, and two observers who compare. */
import { beforeEach, describe, expect, test } from "vitest";
import { toBase64 } from "../../src/crypto/base64.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import { Checkpoint, signCheckpoint } from "../../src/crypto/checkpoint.ts";
import { verifyCosignature } from "../../src/crypto/cosignature.ts";
import { leafHash, MerkleTree } from "../../src/crypto/merkle.ts";
import { COSIGNATURE, NoteKey, parseNote } from "../../src/crypto/note.ts";
import { publicKey } from "../../src/crypto/signing.ts";
import {
  compare,
  type Keeper,
  type LogMemory,
  StrangeLog,
  sizeOf,
  visit,
  type WitnessBoard,
} from "../../src/witness/device.ts";

const ORIGIN = "rembug.id/contoh";
const SEED = new Uint8Array(32).fill(7);
const LOG_KEY = new NoteKey(ORIGIN, publicKey(SEED)).toText();
const WITNESS = { name: "pemantau.rw03", seed: new Uint8Array(32).fill(9) };
const AROUND = { rest: async () => {}, clock: () => 1_790_000_000 };

/** A service with a log of its own that may show any part of it. */
class Log implements WitnessBoard {
  readonly tree: MerkleTree;
  size: number;
  pointSize: number;
  readonly brought: string[] = [];

  constructor(size: number, salt = "", from = 0) {
    const leaves = Array.from({ length: 400 }, (_, place) =>
      leafHash(utf8(`daun ${place}${place < from ? "" : salt}`)),
    );
    this.tree = new MerkleTree(leaves);
    this.size = size;
    this.pointSize = size;
  }

  note(size: number): string {
    return signCheckpoint(new Checkpoint(ORIGIN, size, this.tree.root(size)), SEED).toText();
  }

  checkpoint = async () => this.note(this.size);
  point = async () => this.note(this.pointSize);
  consistency = async (old: number, size: number) => {
    if (size > this.size) return "";
    return this.tree
      .consistencyProof(old, size)
      .map((hash) => `${toBase64(hash)}\n`)
      .join("");
  };
  bring = async (note: string) => {
    this.brought.push(note);
    return true;
  };
}

class Memory implements Keeper {
  kept: LogMemory = { logKey: LOG_KEY, last: "", cosigned: 0, counted: false, evidence: null };
  read = async () => this.kept;
  write = async (memory: LogMemory) => {
    this.kept = memory;
  };
}

let memory: Memory;
beforeEach(() => {
  memory = new Memory();
});

describe("an honest log", () => {
  test("is cosigned at its points and nowhere else", async () => {
    const log = new Log(40);
    await visit(log, memory, WITNESS, AROUND);
    log.size = 50;
    await visit(log, memory, WITNESS, AROUND);
    log.pointSize = 70;
    log.size = 71;
    const after = await visit(log, memory, WITNESS, AROUND);
    expect(log.brought.map((note) => Checkpoint.parse(parseNote(utf8(note)).text).size)).toEqual([40, 70]);
    const key = new NoteKey(WITNESS.name, publicKey(WITNESS.seed), COSIGNATURE);
    const note = parseNote(utf8(log.brought[1]!));
    expect(verifyCosignature(note, key).timestamp).toBe(1_790_000_000n);
    expect([sizeOf(after), after.cosigned, after.counted, after.evidence]).toEqual([71, 70, true, null]);
  });

  test("is watched without a key, and then nothing is signed", async () => {
    const log = new Log(40);
    const after = await visit(log, memory, null, AROUND);
    expect([sizeOf(after), log.brought]).toEqual([40, []]);
  });

  test("may be told by a process that is a moment behind", async () => {
    const log = new Log(60);
    await visit(log, memory, null, AROUND);
    const late = new Log(60);
    late.checkpoint = async () => late.note(55);
    expect((await visit(late, memory, null, AROUND)).evidence).toBeNull();
  });
});

describe("a log that lies", () => {
  test("went back: both notes are kept, the service is shown them, and nothing is signed again", async () => {
    await visit(new Log(60), memory, WITNESS, AROUND);
    const old = new Log(30);
    const caught = await visit(old, memory, WITNESS, AROUND);
    expect(caught.evidence?.kind).toBe("rewound");
    expect(old.brought).toContain(new Log(60).note(60));
    const honest = new Log(80);
    expect((await visit(honest, memory, WITNESS, AROUND)).evidence?.kind).toBe("rewound");
    expect(honest.brought).toEqual([]);
  });

  test.each([60, 90])("was split, shown with %i entries", async (size) => {
    await visit(new Log(60), memory, WITNESS, AROUND);
    const fork = new Log(size, "!", 20);
    const caught = await visit(fork, memory, WITNESS, AROUND);
    expect(caught.evidence).toEqual({ kind: "split", older: new Log(60).note(60), newer: fork.note(size) });
    expect(sizeOf(caught)).toBe(60);
  });

  test("under another key is not this log", async () => {
    const log = new Log(60);
    await visit(log, memory, null, AROUND);
    log.point = async () => signCheckpoint(new Checkpoint(ORIGIN, 61, log.tree.root(61)), new Uint8Array(32)).toText();
    await expect(visit(log, memory, null, AROUND)).rejects.toThrow(StrangeLog);
  });
});

describe("two observers", () => {
  test("of one log agree, whoever saw more", async () => {
    const log = new Log(60);
    await visit(log, memory, null, AROUND);
    for (const size of [30, 60]) expect((await compare(log, memory, log.note(size))).evidence).toBeNull();
    log.size = 90;
    expect((await compare(log, memory, log.note(90))).evidence).toBeNull();
  });

  test.each([60, 75, 40])("of two logs find out, the other with %i entries", async (size) => {
    const log = new Log(60);
    await visit(log, memory, null, AROUND);
    const found = await compare(log, memory, new Log(size, "!", 20).note(size));
    expect(found.evidence?.kind).toBe("split");
    expect((await memory.read()).evidence).toEqual(found.evidence);
    await expect(compare(log, memory, "bukan tanda buku")).rejects.toThrow(StrangeLog);
  });
});
