/**
 * Checkpoints: the signed head of the log.  Source: C2SP tlog-checkpoint; extension lines are refused.
 *
 * ```
 * rembug.id/bkm-2026
 * 42
 * CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 * ```
 */
import { fromBase64, toBase64 } from "./base64.ts";
import { InvalidNote } from "./errors.ts";
import { HASH_BYTES } from "./merkle.ts";
import { isKeyName, type Note, type NoteKey, parseNote, signNote, verifyNote } from "./note.ts";

const DECIMAL = /^[0-9]{1,20}$/;

/** Origin of a log, number of its leaves, and the root of its tree (32 bytes). */
export class Checkpoint {
  readonly origin: string;
  /** Below 2**53, which no log of ours comes near: larger ones, which the C2SP text allows, are refused. */
  readonly size: number;
  readonly root: Uint8Array;

  /** @throws InvalidNote no checkpoint states this. */
  constructor(origin: string, size: number, root: Uint8Array) {
    if (!isKeyName(origin) || !(Number.isSafeInteger(size) && size >= 0) || root.length !== HASH_BYTES) {
      throw new InvalidNote("not a checkpoint");
    }
    this.origin = origin;
    this.size = size;
    this.root = root;
  }

  /** Return the text of the note. */
  toText(): string {
    return `${this.origin}\n${this.size}\n${toBase64(this.root)}\n`;
  }

  /**
   * Read the text of a checkpoint's note.
   *
   * @throws InvalidNote not what `toText` makes.
   */
  static parse(text: string): Checkpoint {
    const [origin, size, root, end, ...more] = text.split("\n");
    if (end === undefined || more.length > 0 || !DECIMAL.test(size!)) throw new InvalidNote("not a checkpoint");
    const checkpoint = new Checkpoint(origin!, Number(size), readRoot(root!));
    if (checkpoint.toText() !== text) throw new InvalidNote("not a checkpoint");
    return checkpoint;
  }
}

function readRoot(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (fault) {
    if (!(fault instanceof InvalidNote)) throw fault;
    throw new InvalidNote("not a checkpoint");
  }
}

/** Return the checkpoint signed by the log, whose key has the name of the origin. */
export function signCheckpoint(checkpoint: Checkpoint, seed: Uint8Array): Note {
  return signNote(checkpoint.toText(), checkpoint.origin, seed);
}

/**
 * Read a checkpoint signed by the log.
 *
 * @throws InvalidNote malformed, of another origin than the key's name, or not signed by the key.
 */
export function openCheckpoint(data: Uint8Array, key: NoteKey): { checkpoint: Checkpoint; note: Note } {
  const note = parseNote(data);
  const checkpoint = Checkpoint.parse(note.text);
  if (checkpoint.origin !== key.name) throw new InvalidNote("a checkpoint of another log");
  verifyNote(note, key);
  return { checkpoint, note };
}
