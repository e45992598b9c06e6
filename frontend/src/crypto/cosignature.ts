/** Timestamped Ed25519 cosignatures of witnesses.  Source: C2SP tlog-cosignature, "Ed25519 signed message". */
import { joinBytes, utf8 } from "./bytes.ts";
import { Checkpoint } from "./checkpoint.ts";
import { InvalidNote } from "./errors.ts";
import { COSIGNATURE, checkEd25519, type Note, NoteKey, NoteSignature, signaturesOf } from "./note.ts";
import { publicKey, SIGNATURE_BYTES, sign } from "./signing.ts";

const TIME_BYTES = 8;
const LATEST = (1n << 63n) - 1n;

/** Who cosigned, and the POSIX second that the witness states; it may be any number of 63 bits. */
export interface Cosignature {
  readonly name: string;
  readonly timestamp: bigint;
}

function message(note: Note, timestamp: bigint): Uint8Array {
  Checkpoint.parse(note.text);
  return utf8(`cosignature/v1\ntime ${timestamp}\n${note.text}`);
}

function isTime(timestamp: bigint): boolean {
  return timestamp > 0n && timestamp <= LATEST;
}

/**
 * Return a checkpoint's note with one more cosignature.
 *
 * @param note a checkpoint that the witness found consistent with all it saw before.
 * @param name of the witness' key.
 * @param seed 32 secret bytes, used for this purpose only.
 * @param timestamp POSIX seconds, not zero.
 * @throws InvalidNote no checkpoint, or no such time.
 */
export function cosign(note: Note, name: string, seed: Uint8Array, timestamp: bigint): Note {
  if (!isTime(timestamp)) throw new InvalidNote("no such time");
  const key = new NoteKey(name, publicKey(seed), COSIGNATURE);
  const time = new Uint8Array(TIME_BYTES);
  new DataView(time.buffer).setBigUint64(0, timestamp);
  return note.withSignature(new NoteSignature(name, key.keyId, joinBytes(time, sign(seed, message(note, timestamp)))));
}

/**
 * Accept a note that this witness cosigned.
 *
 * @throws InvalidNote it has no cosignature of this key, or a wrong one.
 */
export function verifyCosignature(note: Note, key: NoteKey): Cosignature {
  const found = signaturesOf(note, key);
  if (key.kind !== COSIGNATURE || found.length === 0) throw new InvalidNote(`not cosigned by ${key.name}`);
  let timestamp = 0n;
  for (const { signature } of found) {
    if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) throw new InvalidNote("not a cosignature");
    timestamp = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
    if (!isTime(timestamp)) throw new InvalidNote("not a cosignature");
    checkEd25519(key.publicKey, message(note, timestamp), signature.subarray(TIME_BYTES));
  }
  return { name: key.name, timestamp };
}
