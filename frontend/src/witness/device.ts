/**
 * An observer's browser as a witness: it demands that a log only grew, and cosigns its witness points.
 *
 * Nothing that the service says is believed.  Only the newest witness point is ever cosigned (docs/protocol.md section
 * 13); the checkpoints in between are compared as well, so that a split or a rewound log shows at once.  The same
 * program in Python is `rembug saksi`.
 */
import { utf8 } from "../crypto/bytes.ts";
import { type Checkpoint, openCheckpoint } from "../crypto/checkpoint.ts";
import { cosign } from "../crypto/cosignature.ts";
import { CryptoError } from "../crypto/errors.ts";
import { checkGrowth, parseProofLines } from "../crypto/growth.ts";
import { Note, NoteKey } from "../crypto/note.ts";

const TRIES = 3;

/** The board does not answer now; later it may. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

/** What is shown is not signed with the log's key. */
export class StrangeLog extends Error {
  override name = "StrangeLog";
}

/** What the witness asks of a service; each may throw Unreachable. */
export interface WitnessBoard {
  /** Return the newest checkpoint. */
  checkpoint(): Promise<string>;
  /** Return the newest checkpoint that is offered to witnesses. */
  point(): Promise<string>;
  /** Return the lines of a proof; none where the service has no log of that size. */
  consistency(old: number, size: number): Promise<string>;
  /** Give a cosigned checkpoint, and say whether the service counts this witness. */
  bring(note: string): Promise<boolean>;
}

/** Two checkpoints of one log that no proof joins, each with the log's signature. */
export interface Evidence {
  readonly kind: "rewound" | "split";
  readonly older: string;
  readonly newer: string;
}

/** What is kept of one log.  It is on the medium before anything is signed. */
export interface LogMemory {
  /** The log's key, pinned when it was first seen. */
  readonly logKey: string;
  /** The largest checkpoint seen: its note; empty at first. */
  readonly last: string;
  /** Size of the checkpoint that was cosigned last. */
  readonly cosigned: number;
  /** Whether the tatib names this witness, as the service said last. */
  readonly counted: boolean;
  readonly evidence: Evidence | null;
}

/** Where the memory is kept. */
export interface Keeper {
  read(): Promise<LogMemory>;
  write(memory: LogMemory): Promise<void>;
}

/** A witness' name and seed of 32 bytes. */
export interface WitnessKey {
  readonly name: string;
  readonly seed: Uint8Array;
}

interface Seen {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
}

/** What a device needs beside the log. */
export interface Surroundings {
  /** Wait a moment before a shorter log is believed to be one: another process may be a moment behind. */
  readonly rest: () => Promise<void>;
  /** POSIX seconds. */
  readonly clock: () => number;
}

/** Look at the board once, and cosign what may be cosigned; without a key, only look. */
export async function visit(
  board: WitnessBoard,
  keeper: Keeper,
  key: WitnessKey | null,
  surroundings: Surroundings,
): Promise<LogMemory> {
  const before = await keeper.read();
  if (before.evidence !== null) return before;
  const point = readNote(await board.point(), before.logKey);
  for (const shown of [point, null]) {
    const next = shown ?? readNote(await board.checkpoint(), before.logKey);
    const memory = await follow(board, await keeper.read(), next, surroundings);
    await keeper.write(memory);
    if (memory.evidence !== null) {
      await accuse(board, memory.evidence);
      return memory;
    }
  }
  const memory = await keeper.read();
  if (key === null || point.checkpoint.size <= memory.cosigned) return memory;
  const own = new Note(point.note.text, point.note.signatures.slice(0, 1));
  const signed = cosign(own, key.name, key.seed, BigInt(surroundings.clock()));
  // Kept before it leaves: an older one is never signed again.
  await keeper.write({ ...memory, cosigned: point.checkpoint.size });
  const counted = await board.bring(signed.toText());
  const done = { ...memory, cosigned: point.checkpoint.size, counted };
  await keeper.write(done);
  return done;
}

/**
 * Hold the checkpoint that somebody else was shown against this one's; return how many leaves both cover.
 *
 * The evidence of a split is kept.
 *
 * @throws StrangeLog it is no checkpoint of this log.
 * @throws Unreachable the lengths differ and no proof can be had now.
 */
export async function compare(board: WitnessBoard, keeper: Keeper, text: string): Promise<LogMemory> {
  const memory = await keeper.read();
  const other = readNote(text, memory.logKey);
  if (memory.last === "") return memory;
  const own = readNote(memory.last, memory.logKey);
  const [older, newer] = own.checkpoint.size <= other.checkpoint.size ? [own, other] : [other, own];
  if (await isGrowth(board, older.checkpoint, newer.checkpoint)) return memory;
  const evidence: Evidence = { kind: "split", older: older.note.toText(), newer: newer.note.toText() };
  const accused = { ...memory, evidence };
  await keeper.write(accused);
  await accuse(board, evidence);
  return accused;
}

/** Return the size that a note of the log states. */
export function sizeOf({ last, logKey }: LogMemory): number {
  return last === "" ? 0 : readNote(last, logKey).checkpoint.size;
}

function readNote(text: string, logKey: string): Seen {
  try {
    return openCheckpoint(utf8(text), NoteKey.parse(logKey));
  } catch (fault) {
    if (!(fault instanceof CryptoError)) throw fault;
    throw new StrangeLog("not signed by the log");
  }
}

/** Return the memory with a checkpoint that continues the largest one seen, or with evidence. */
async function follow(board: WitnessBoard, memory: LogMemory, first: Seen, { rest }: Surroundings): Promise<LogMemory> {
  if (memory.last === "") return { ...memory, last: first.note.toText() };
  const last = readNote(memory.last, memory.logKey);
  let shown = first;
  for (let tries = 0; shown.checkpoint.size < last.checkpoint.size; tries++) {
    // A point of before, or a process that is a moment behind: the service knows the larger log.
    if (await isGrowth(board, shown.checkpoint, last.checkpoint)) return memory;
    if (tries === TRIES) return { ...memory, evidence: evidenceOf("rewound", last, shown) };
    await rest();
    shown = readNote(await board.checkpoint(), memory.logKey);
  }
  if (!(await isGrowth(board, last.checkpoint, shown.checkpoint))) {
    return { ...memory, evidence: evidenceOf("split", last, shown) };
  }
  return shown.checkpoint.size > last.checkpoint.size ? { ...memory, last: shown.note.toText() } : memory;
}

function evidenceOf(kind: Evidence["kind"], older: Seen, newer: Seen): Evidence {
  return { kind, older: older.note.toText(), newer: newer.note.toText() };
}

/** Say whether the service proves that one log continues the other. */
async function isGrowth(board: WitnessBoard, old: Checkpoint, fresh: Checkpoint): Promise<boolean> {
  const needsProof = old.size > 0 && old.size < fresh.size;
  const lines = needsProof ? await board.consistency(old.size, fresh.size) : "";
  try {
    checkGrowth(old, fresh, parseProofLines(lines));
    return true;
  } catch (fault) {
    if (!(fault instanceof CryptoError)) throw fault;
    return false;
  }
}

/** Show the service its own signatures: it stops signing when one of them is a log that it does not know. */
async function accuse(board: WitnessBoard, { older, newer }: Evidence): Promise<void> {
  for (const note of [older, newer]) {
    try {
      await board.bring(note);
    } catch (fault) {
      if (!(fault instanceof Unreachable)) throw fault;
    }
  }
}
