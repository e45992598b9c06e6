/** Chapter 3: what the residents agreed to, in which assembly, signed by whom. */
import type { Minutes } from "../assemblies.ts";
import type { Document } from "../documents.ts";
import type { AssemblyRecorded, DocumentAgreed } from "../events/agreement.ts";
import type { DocumentKind } from "../events/fields.ts";
import { IllegalEvent } from "../refusals.ts";
import { checkAdoption, checkScan, checkSigner, readDocument, readMinutes } from "../state/agreement.ts";
import type { Context } from "./context.ts";

export const NEEDED: readonly DocumentKind[] = ["AD", "TATIB", "KRITERIA"];

/** An event with the minutes that it names, where they could be read. */
interface Held {
  readonly index: number;
  readonly body: AssemblyRecorded;
  readonly minutes: Minutes | null;
}

/**
 * Check 3.1 to 3.5: the three documents, each with its text, its decision and its signatures.
 *
 * @returns the texts that could be read, by the index of their event.
 */
export function checkAgreements(context: Context): ReadonlyMap<number, Document> {
  const { findings } = context;
  const opened = context.each("table.opened")[0]?.[0];
  const documents = context.each("document.agreed");
  for (const kind of NEEDED) {
    const agreed = documents.find(([, { document }]) => document === kind)?.[0];
    if (agreed === undefined && opened === undefined) {
      findings.lack("agreements.agreed", `${kind} belum disepakati`);
      continue;
    }
    const isInTime = agreed !== undefined && (opened === undefined || agreed < opened);
    findings.require("agreements.agreed", isInTime, `${kind} tidak disepakati sebelum meja dibuka`, opened);
  }
  const assemblies = checkMinutes(context);
  const texts = new Map<number, Document>();
  for (const [index, body] of documents) {
    if (context.blob("agreements.texts", body.sha256, `naskah ${body.document}`, index) !== null) {
      const text = judge(context, "agreements.texts", index, () => readDocument(body, context.blobs));
      if (text !== null) texts.set(index, text);
    }
    checkAgreement(context, index, body, assemblies);
  }
  findings.progress("agreements.agreed", 1, 1);
  return texts;
}

/** Look at one thing of an event that the fold also looks at; return what it gives, or null where it is refused. */
export function judge<T>(context: Context, slug: string, index: number, work: () => T): T | null {
  context.findings.looked(slug);
  try {
    return work();
  } catch (fault) {
    if (!(fault instanceof IllegalEvent)) throw fault;
    context.findings.fail(slug, fault.reason, index);
    return null;
  }
}

/** Check 3.3; return each event with its minutes where they could be read. */
function checkMinutes(context: Context): readonly Held[] {
  return context.each("assembly.recorded").map(([index, body]) => {
    const slug = "agreements.minutes";
    const data = context.blob(slug, body.sha256, `catatan rembug ${body.assembly}`, index);
    const minutes = data === null ? null : judge(context, slug, index, () => readMinutes(body, context.blobs));
    return { index, body, minutes };
  });
}

/** Check 3.4 and 3.5 for one agreement, by the minutes that were in force when it was logged. */
function checkAgreement(context: Context, index: number, body: DocumentAgreed, assemblies: readonly Held[]): void {
  const { findings, election } = context;
  const held = assemblies.findLast((each) => each.index < index && each.body.assembly === body.assembly);
  if (held === undefined) {
    findings.require("agreements.adoption", false, `Rembug ${body.assembly} belum dicatat.`, index);
  } else if (held.minutes === null) {
    findings.lack("agreements.adoption", `catatan rembug ${body.assembly} tidak terbaca`);
  } else {
    const { minutes } = held;
    judge(context, "agreements.adoption", index, () => checkAdoption(minutes, body));
    if (body.scan !== null) judge(context, "agreements.signatures", index, () => checkScan(minutes, body));
  }
  if (election === null) return;
  for (const signer of body.signers) {
    judge(context, "agreements.signatures", index, () => checkSigner(election, body, signer));
  }
}
