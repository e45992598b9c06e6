/**
 * The code by which a desk makes a tablet a booth of its table.
 *
 * The desk draws the table's signing seed; the service learns only its public key.  The desk shows this code, and every
 * tablet of the table scans it:  `MEJA/1/<table>/<ELECTION>/<seed in hex>/<check>`, in capitals, so that a QR code can
 * hold it in its dense alphanumeric mode.  The check is the first 8 hex digits of the SHA-256 of what stands before it.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { asTyped, bitsToBase32, firstBits } from "./base32.ts";

export interface Pairing {
  readonly election: string;
  readonly table: number;
  /** Ed25519 seed of the table, 32 bytes. */
  readonly seed: Uint8Array;
}

const FORM = /^MEJA\/1\/([1-9][0-9]{0,4})\/([0-9A-Z.-]{1,64})\/([0-9A-F]{64})\/([0-9A-F]{8})$/;

/** Length of an officer's code. */
export const OFFICER_CODE_LENGTH = 8;
const OFFICER_CODE_BITS = 40;

/** The text is no pairing code, or a damaged one. */
export class NotPairing extends Error {
  constructor() {
    super("not a pairing code");
    this.name = "NotPairing";
  }
}

function check(front: string): string {
  return bytesToHex(sha256(utf8ToBytes(front)).subarray(0, 4)).toUpperCase();
}

/** Write the code. */
export function encodePairing(pairing: Pairing): string {
  const front = `MEJA/1/${pairing.table}/${pairing.election.toUpperCase()}/${bytesToHex(pairing.seed).toUpperCase()}/`;
  return front + check(front);
}

/** Read a code. Throws NotPairing. */
export function decodePairing(text: string): Pairing {
  const found = FORM.exec(text.trim().toUpperCase());
  const [, table, election, seed, given] = found ?? [];
  if (table === undefined || election === undefined || seed === undefined || given === undefined)
    throw new NotPairing();
  const front = `MEJA/1/${table}/${election}/${seed}/`;
  if (check(front) !== given || Number(table) > 32_767) throw new NotPairing();
  return { election: election.toLowerCase(), table: Number(table), seed: hexToBytes(seed.toLowerCase()) };
}

/**
 * Return the short code that opens the officer's pages of a table's tablets, 8 characters of base32.
 *
 * It follows from the table's seed and tells nothing of it: the first 40 bits of the SHA-256 of
 * `PETUGAS/1/<table>/<ELECTION>/<seed in hex>`, in capitals.
 */
export function officerCode({ election, table, seed }: Pairing): string {
  const text = `PETUGAS/1/${table}/${election}/${bytesToHex(seed)}`.toUpperCase();
  return bitsToBase32(firstBits(sha256(utf8ToBytes(text)), OFFICER_CODE_BITS), OFFICER_CODE_LENGTH);
}

/** Say whether a typed text is the officer's code of a table, in a time that does not depend on where they differ. */
export function isOfficerCode(typed: string, pairing: Pairing): boolean {
  const given = sha256(utf8ToBytes(asTyped(typed)));
  const wanted = sha256(utf8ToBytes(officerCode(pairing)));
  return given.reduce((differs, byte, place) => differs | (byte ^ wanted[place]!), 0) === 0;
}
