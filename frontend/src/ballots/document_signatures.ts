/**
 * What people sign when they agree to a document on a device of their own.
 *
 * Source: docs/formats.md, "Signatures of documents".
 */
import { fromHex } from "../crypto/bytes.ts";
import { Domain, frames, u32be } from "../crypto/domains.ts";
import { publicKey, sign, verify } from "../crypto/signing.ts";
import type { DocumentAgreed, DocumentSigner } from "./events/agreement.ts";
import type { DocumentKind } from "./events/fields.ts";

/** A text and the decision that agrees to it: the same for all who sign. */
export interface Agreement {
  readonly election: string;
  readonly document: DocumentKind;
  readonly version: number;
  readonly sha256: string;
  readonly assembly: number;
  readonly decision: number;
}

/** Return what the signers of an event signed. */
export function agreementOf(election: string, body: DocumentAgreed): Agreement {
  const { document, version, sha256, assembly, decision } = body;
  return { election, document, version, sha256, assembly, decision };
}

/** Return what a person signs, as whom and in which capacity. */
export function signingBytes(agreement: Agreement, name: string, capacity: string): Uint8Array {
  return frames(
    "domain",
    Domain.DOCUMENT_SIGNATURE,
    "election",
    agreement.election,
    "document",
    agreement.document,
    "version",
    u32be(agreement.version),
    "sha256",
    fromHex(agreement.sha256),
    "assembly",
    u32be(agreement.assembly),
    "decision",
    u32be(agreement.decision),
    "name",
    name,
    "capacity",
    capacity,
  );
}

/** Sign with an Ed25519 seed of 32 bytes. */
export function signDocument(seed: Uint8Array, agreement: Agreement, name: string, capacity: string): DocumentSigner {
  return { name, capacity, key: publicKey(seed), signature: sign(seed, signingBytes(agreement, name, capacity)) };
}

/**
 * Accept a signature.
 *
 * @throws InvalidSignature it is by another key, for another name or capacity, or over another text.
 */
export function checkSigner(agreement: Agreement, signer: DocumentSigner): void {
  verify(signer.key, signingBytes(agreement, signer.name, signer.capacity), signer.signature);
}
