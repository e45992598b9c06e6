/**
 * Signing a text on one's own device: what is asked, a key that lives for one signature, and what the device remembers.
 *
 * The device keeps the signature that it made, so that it can say later whether the signature under this person's name
 * is its own.  The secret key is wiped when the signature is made.
 */
import { answered, client, type Schema } from "../api/client.ts";
import { asTyped } from "../ballots/base32.ts";
import { type Agreement, checkSigner, signDocument } from "../ballots/document_signatures.ts";
import { type Document, documentFromJson, documentSha256 } from "../ballots/documents.ts";
import { fromB64, toB64 } from "../ballots/encoding.ts";
import { draw, systemRandom } from "../crypto/randomness.ts";
import { SEED_BYTES } from "../crypto/signing.ts";

export const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** What somebody is asked to sign, or has signed. */
export interface Asked {
  readonly code: string;
  readonly said: Schema["ToSign"];
  readonly document: Document;
  readonly agreement: Agreement;
  /** Whether this device found the very hash that it is told to sign. */
  readonly isSame: boolean;
  /** Whose signature is there: nobody's, one of this device, one of another device, or one that does not hold. */
  readonly signed: "no" | "here" | "elsewhere" | "wrong";
}

/** Return a code as it was meant. */
export function codeOf(text: string): string {
  return asTyped(text.trim().replace(/^.*#/, ""));
}

/** Ask the service what a code asks for. */
export async function ask(code: string): Promise<Asked> {
  const said = await answered(client.POST("/api/v1/signing", { body: { code } }));
  const document = documentFromJson(said.document);
  const { election, version, sha256, assembly, decision } = said;
  const agreement = { election, document: document.document, version, sha256, assembly, decision };
  return {
    code,
    said,
    document,
    agreement,
    isSame: documentSha256(document) === sha256,
    signed: signedBy(said, agreement, code),
  };
}

/** A signature as it travels; key and signature as base64url. */
interface Kept {
  readonly key: string;
  readonly signature: string;
}

function holds(said: Schema["ToSign"], agreement: Agreement, kept: Kept): boolean {
  const { name, capacity } = said;
  try {
    const signer = { name, capacity, key: fromB64(kept.key), signature: fromB64(kept.signature) };
    checkSigner(agreement, signer);
    return true;
  } catch {
    return false;
  }
}

function signedBy(said: Schema["ToSign"], agreement: Agreement, code: string): Asked["signed"] {
  if (said.signature === "") return "no";
  if (!holds(said, agreement, said)) return "wrong";
  return remembered(code)?.key === said.key ? "here" : "elsewhere";
}

/** Sign on this device, with a key that nobody has afterwards, and ask again how it stands. */
export async function sign(asked: Asked): Promise<Asked> {
  // Kept before it is sent: where the answer was lost, the very same signature is sent once more.
  const before = remembered(asked.code);
  const kept = before !== null && holds(asked.said, asked.agreement, before) ? before : made(asked);
  remember(asked.code, kept);
  await answered(client.POST("/api/v1/signing/signature", { body: { code: asked.code, ...kept } }));
  return await ask(asked.code);
}

function made(asked: Asked): Kept {
  const seed = draw(systemRandom, SEED_BYTES);
  const signer = signDocument(seed, asked.agreement, asked.said.name, asked.said.capacity);
  seed.fill(0);
  return { key: toB64(signer.key), signature: toB64(signer.signature) };
}

const place = (code: string) => `rembug-tandatangan/${code}`;

function remembered(code: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(place(code)) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

function remember(code: string, kept: Kept): void {
  try {
    localStorage.setItem(place(code), JSON.stringify({ key: kept.key, signature: kept.signature }));
  } catch {
    // A browser that keeps nothing signs all the same; it only cannot say later that the signature is its own.
  }
}
