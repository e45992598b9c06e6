/**
 * Witnesses of the log whom the tatib names, and what they must have cosigned before a contest is opened.
 *
 * Source: docs/formats.md, "Rules", "Witnesses of the log".
 */
import { sameBytes, toHex } from "../crypto/bytes.ts";
import { openCheckpoint } from "../crypto/checkpoint.ts";
import { verifyCosignature } from "../crypto/cosignature.ts";
import { CryptoError, InvalidNote } from "../crypto/errors.ts";
import { COSIGNATURE, type Note, NoteKey } from "../crypto/note.ts";
import { Reader } from "./rules_reading.ts";

const MOST_WITNESSES = 15;

/** Someone who watches the log: what people call them, and the verifier key (C2SP, type 0x04) of their device. */
export interface Witness {
  readonly name: string;
  readonly key: string;
}

/** The witnesses, and how many of them must have cosigned the log after mixing and before the opening. */
export interface Witnessing {
  readonly quorum: number;
  readonly witnesses: readonly Witness[];
}

/**
 * Return the key of a witness.
 *
 * @throws InvalidNote it is none that cosigns.
 */
export function keyOfWitness({ key: text }: Witness): NoteKey {
  const key = NoteKey.parse(text);
  if (key.kind !== COSIGNATURE) throw new InvalidNote("not a key of a witness");
  return key;
}

/** Return the witnesses whose cosignature on a checkpoint holds, in the order of the tatib. */
export function signersOf({ witnesses }: Witnessing, note: Note): readonly Witness[] {
  return witnesses.filter((each) => orNull(() => verifyCosignature(note, keyOfWitness(each))) !== null);
}

/**
 * Return the note of just this checkpoint of the log.
 *
 * @throws InvalidNote malformed, of another log or another checkpoint, or not signed by the log.
 */
export function openWitnessed(data: Uint8Array, logKey: string, size: number, root: Uint8Array): Note {
  const { checkpoint, note } = openCheckpoint(data, NoteKey.parse(logKey));
  if (checkpoint.size !== size || !sameBytes(checkpoint.root, root)) {
    throw new InvalidNote("the note of another checkpoint");
  }
  return note;
}

/** Read the member `witnessing` of the rules. */
export function readWitnessing(value: unknown, faults: string[]): Witnessing {
  const read = new Reader(value, ["quorum", "witnesses"], "Saksi buku", faults);
  const witnesses = read.items("witnesses", MOST_WITNESSES).map((item) => readWitness(item, faults));
  const quorum = read.number("quorum", 1, Math.max(witnesses.length, 1));
  const keys = witnesses.map((each) => orNull(() => keyOfWitness(each))).filter((key) => key !== null);
  const lists: readonly (readonly [readonly string[], string])[] = [
    [witnesses.map(({ name }) => name), "nama yang sama"],
    [keys.map(({ name }) => name), "nama kunci yang sama"],
    [keys.map(({ publicKey }) => toHex(publicKey)), "kunci yang sama"],
  ];
  for (const [found, words] of lists) {
    if (new Set(found).size !== found.length) read.fault(`memuat dua saksi dengan ${words}`);
  }
  return { quorum, witnesses };
}

function readWitness(value: unknown, faults: string[]): Witness {
  const read = new Reader(value, ["name", "key"], "Saksi buku", faults);
  const witness = { name: read.text("name", 120), key: read.text("key", 300) };
  if (witness.key !== "" && orNull(() => keyOfWitness(witness)) === null) {
    read.fault("harus memuat 'key' berupa kunci saksi, seperti yang ditunjukkan perangkat saksi");
  }
  return witness;
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (fault) {
    if (!(fault instanceof CryptoError)) throw fault;
    return null;
  }
}
