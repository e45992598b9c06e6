/**
 * The errors of the cryptographic layer.
 *
 * - CryptoError
 *   - MalformedEncoding        bytes that are not the one encoding of a value
 *   - InvalidProof             a proof does not hold; the message names the check
 *     - InvalidSchnorrProof
 *     - InvalidBallotProofs    some ballots of a batch; `faults` has the error of each
 *     - InvalidOpeningProof
 *     - InvalidShuffleProof
 *   - InvalidSignature
 *   - InvalidMerkleProof
 *   - InvalidNote              a signed note or checkpoint that does not parse or verify
 *   - WrongPassphrase          a key file does not open
 *   - CeremonyFault            a key holder broke the rules of the ceremony
 *
 * No message holds a secret value.  Lengths that do not fit together inside the program are a plain `RangeError`.
 */

/** Anything that this layer refuses. */
export class CryptoError extends Error {
  override name = "CryptoError";
}

/**
 * Bytes are not the canonical encoding of what they should be.
 *
 * `what` says what they should be, `index` which one of several is the first that is not.
 */
export class MalformedEncoding extends CryptoError {
  override name = "MalformedEncoding";
  readonly what: string;
  readonly index: number | undefined;

  constructor(what: string, index?: number) {
    super(index === undefined ? what : `${what} (number ${index}, from 0)`);
    this.what = what;
    this.index = index;
  }
}

/** A proof does not hold for its statement. */
export class InvalidProof extends CryptoError {
  override name = "InvalidProof";
}

/** A proof of knowledge does not hold. */
export class InvalidSchnorrProof extends InvalidProof {
  override name = "InvalidSchnorrProof";
}

/** Some ballots of a batch have no valid proof; `faults` has the error of each under its index in the batch. */
export class InvalidBallotProofs extends InvalidProof {
  override name = "InvalidBallotProofs";
  readonly faults: ReadonlyMap<number, CryptoError>;

  constructor(faults: ReadonlyMap<number, CryptoError>) {
    super(`${faults.size} ballots without a valid proof, the first is number ${Math.min(...faults.keys())}`);
    this.faults = faults;
  }
}

/** A key holder's decryption factors are not proved. */
export class InvalidOpeningProof extends InvalidProof {
  override name = "InvalidOpeningProof";
}

/** An output list is not proved to be a shuffle of the input list. */
export class InvalidShuffleProof extends InvalidProof {
  override name = "InvalidShuffleProof";
}

/** A signature does not hold under its key. */
export class InvalidSignature extends CryptoError {
  override name = "InvalidSignature";
}

/** An inclusion or consistency proof does not lead to the root. */
export class InvalidMerkleProof extends CryptoError {
  override name = "InvalidMerkleProof";
}

/** A signed note or checkpoint does not parse, or lacks a valid signature. */
export class InvalidNote extends CryptoError {
  override name = "InvalidNote";
}

/** A key file does not open: a wrong passphrase or an altered file, which look the same. */
export class WrongPassphrase extends CryptoError {
  override name = "WrongPassphrase";
}

/** A key holder, `holder` from 1, sent something that the key ceremony does not allow. */
export class CeremonyFault extends CryptoError {
  override name = "CeremonyFault";
  readonly holder: number;
  readonly reason: string;

  constructor(holder: number, reason: string) {
    super(`holder ${holder}: ${reason}`);
    this.holder = holder;
    this.reason = reason;
  }
}
