/** Events of the key ceremony and the rehearsal (docs/protocol.md section 6). */
import type { Officers } from "../ids.ts";
import type { BodyKinds } from "./body.ts";
import {
  bytes32,
  ceremonyHash,
  ciphertext,
  factorProof,
  factorRow,
  holderNumber,
  holders,
  keyVector,
  label,
  officers,
  ordinal,
  reason,
  sha256,
} from "./fields.ts";
import { array, object } from "./schema.ts";

/** A key holder's two public keys. */
export interface HolderRegistered {
  readonly type: "holder.registered";
  readonly holder: number;
  readonly name: string;
  readonly signingKey: Uint8Array;
  readonly boxKey: Uint8Array;
}

/** The hash of a commitment blob, before anybody shows theirs. */
export interface CeremonyCommitted {
  readonly type: "ceremony.committed";
  readonly ceremony: number;
  readonly holder: number;
  readonly sha256: string;
}

/** The commitment blob itself, public. */
export interface CeremonyRevealed {
  readonly type: "ceremony.revealed";
  readonly ceremony: number;
  readonly holder: number;
  readonly sha256: string;
}

/** The hash of a sealed share for one holder; the share itself never becomes public. */
export interface SealedShare {
  readonly to: number;
  readonly sha256: string;
}

/** Hashes of the sealed shares for every other holder, ascending. */
export interface CeremonyShared {
  readonly type: "ceremony.shared";
  readonly ceremony: number;
  readonly holder: number;
  readonly sealed: readonly SealedShare[];
}

/** All shares of this holder check out; signed over the whole run. */
export interface CeremonyConfirmed {
  readonly type: "ceremony.confirmed";
  readonly ceremony: number;
  readonly holder: number;
  readonly ceremonyHash: Uint8Array;
}

/** A holder says that another one's share or commitment is wrong; the run must be abandoned. */
export interface CeremonyComplained {
  readonly type: "ceremony.complained";
  readonly ceremony: number;
  readonly holder: number;
  readonly against: number;
  readonly reason: string;
}

/** The run is void; holders in `without`, or substitutes for them, must register anew. */
export interface CeremonyAbandoned {
  readonly type: "ceremony.abandoned";
  readonly ceremony: number;
  readonly without: readonly number[];
  readonly officers: Officers;
}

/** The joint keys `X_1 .. X_Wmax`. */
export interface KeysJoined {
  readonly type: "keys.joined";
  readonly ceremony: number;
  readonly keys: Uint8Array;
}

/** A test ciphertext of the name LATIHAN with its randomness. */
export interface RehearsalSet {
  readonly type: "rehearsal.set";
  readonly ciphertext: Uint8Array;
  readonly randomness: Uint8Array;
}

/** A holder's opening factors of the test ciphertext. */
export interface RehearsalFactor {
  readonly type: "rehearsal.factor";
  readonly holder: number;
  readonly factors: Uint8Array;
  readonly proof: Uint8Array;
}

/** The test ciphertext opened as LATIHAN with these holders' factors. */
export interface RehearsalPassed {
  readonly type: "rehearsal.passed";
  readonly holders: readonly number[];
}

/** Every body of this module. */
export type CeremonyBody =
  | HolderRegistered
  | CeremonyCommitted
  | CeremonyRevealed
  | CeremonyShared
  | CeremonyConfirmed
  | CeremonyComplained
  | CeremonyAbandoned
  | KeysJoined
  | RehearsalSet
  | RehearsalFactor
  | RehearsalPassed;

const sealedShare = object<SealedShare>({ to: holderNumber, sha256 });

const holder = holderNumber;
const ceremony = ordinal;

export const CEREMONY: BodyKinds<CeremonyBody> = {
  "holder.registered": { signer: "holder", members: { holder, name: label, signingKey: bytes32, boxKey: bytes32 } },
  "ceremony.committed": { signer: "holder", members: { ceremony, holder, sha256 } },
  "ceremony.revealed": { signer: "holder", members: { ceremony, holder, sha256 } },
  "ceremony.shared": { signer: "holder", members: { ceremony, holder, sealed: array(sealedShare) } },
  "ceremony.confirmed": { signer: "holder", members: { ceremony, holder, ceremonyHash } },
  "ceremony.complained": { signer: "holder", members: { ceremony, holder, against: holderNumber, reason } },
  "ceremony.abandoned": { members: { ceremony, without: holders, officers } },
  "keys.joined": { members: { ceremony, keys: keyVector } },
  "rehearsal.set": { members: { ciphertext, randomness: bytes32 } },
  "rehearsal.factor": { signer: "holder", members: { holder, factors: factorRow, proof: factorProof } },
  "rehearsal.passed": { members: { holders } },
};
