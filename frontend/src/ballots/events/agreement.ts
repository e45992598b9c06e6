/** Events of the residents' assemblies and of what they agree to, and the rules that follow from it. */
import { toHex } from "../../crypto/bytes.ts";
import { MalformedEvent } from "../errors.ts";
import type { Officers } from "../ids.ts";
import type { Rules } from "../rules.ts";
import type { BodyKinds } from "./body.ts";
import {
  type AssemblyKind,
  type AssemblyOutcome,
  assemblyKind,
  assemblyOutcome,
  bytes32,
  count,
  type DocumentKind,
  day,
  documentKind,
  label,
  officers,
  ordinal,
  rules,
  sha256,
  signature,
  title,
} from "./fields.ts";
import { array, nullable, object } from "./schema.ts";

export const MAX_SIGNERS = 30;

/** The minutes of an assembly, or a later revision of them; `sha256` names their blob. */
export interface AssemblyRecorded {
  readonly type: "assembly.recorded";
  readonly assembly: number;
  readonly revision: number;
  readonly kind: AssemblyKind;
  readonly title: string;
  readonly date: string;
  readonly men: number;
  readonly women: number;
  readonly outcome: AssemblyOutcome | null;
  readonly sha256: string;
  readonly officers: Officers;
}

/** Somebody who signed a document on a device of their own. */
export interface DocumentSigner {
  readonly name: string;
  readonly capacity: string;
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * A decision of an assembly agreed to a document; `sha256` names the blob of the text.
 *
 * `scan` is the hash of the paper that was signed by hand, an attachment of the assembly.
 */
export interface DocumentAgreed {
  readonly type: "document.agreed";
  readonly document: DocumentKind;
  readonly version: number;
  readonly title: string;
  readonly sha256: string;
  readonly rulesSha256: string | null;
  readonly assembly: number;
  readonly decision: number;
  readonly signers: readonly DocumentSigner[];
  readonly scan: string | null;
  readonly officers: Officers;
}

/** The rules as data; their hash stands in the agreed tatib. */
export interface RulesSealed {
  readonly type: "rules.sealed";
  readonly rules: Rules;
  readonly officers: Officers;
}

/** A decision agrees to a newer text: the rules are open again, and what followed from them must be made anew. */
export interface RulesReopened {
  readonly type: "rules.reopened";
  readonly assembly: number;
  readonly decision: number;
  readonly officers: Officers;
}

/** Every body of this module. */
export type AgreementBody = AssemblyRecorded | DocumentAgreed | RulesSealed | RulesReopened;

const signer = object<DocumentSigner>({ name: label, capacity: label, key: bytes32, signature });

/** Refuse a hash of rules beside any document but the tatib, and signatures that are none or too many. */
function checkAgreed({ document, rulesSha256, signers, scan }: DocumentAgreed): void {
  if ((rulesSha256 !== null) !== (document === "TATIB")) {
    throw new MalformedEvent("rules_sha256 belongs to TATIB and only there");
  }
  if (signers.length === 0 && scan === null) throw new MalformedEvent("neither a signer nor a scan");
  if (signers.length > MAX_SIGNERS) throw new MalformedEvent(`more than ${MAX_SIGNERS} signers`);
  if (new Set(signers.map(({ key }) => toHex(key))).size !== signers.length) {
    throw new MalformedEvent("one key signs twice");
  }
}

export const AGREEMENT: BodyKinds<AgreementBody> = {
  "assembly.recorded": {
    members: {
      assembly: ordinal,
      revision: ordinal,
      kind: assemblyKind,
      title,
      date: day,
      men: count,
      women: count,
      outcome: nullable(assemblyOutcome),
      sha256,
      officers,
    },
  },
  "document.agreed": {
    members: {
      document: documentKind,
      version: ordinal,
      title,
      sha256,
      rulesSha256: nullable(sha256),
      assembly: ordinal,
      decision: ordinal,
      signers: array(signer),
      scan: nullable(sha256),
      officers,
    },
    check: checkAgreed,
  },
  "rules.sealed": { members: { rules, officers } },
  "rules.reopened": { members: { assembly: ordinal, decision: ordinal, officers } },
};
