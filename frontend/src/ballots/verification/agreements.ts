/** Chapters 3 and 4: what was agreed, before anybody voted, and that it stayed so. */
import type { DocumentKind } from "../events/fields.ts";
import type { Context } from "./context.ts";

export const NEEDED: readonly DocumentKind[] = ["AD", "TATIB", "KRITERIA"];

/** Check 3.1 and 3.2: the three documents, each with its text. */
export function checkAgreements(context: Context): void {
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
  for (const [index, { document, sha256 }] of documents) {
    const text = context.blob("agreements.texts", sha256, `naskah ${document}`, index);
    if (text === null) continue;
    findings.require("agreements.texts", text.length > 0, `naskah ${document} kosong`, index);
  }
  findings.progress("agreements.agreed", 1, 1);
}

/** Check 4.1 and 4.2: the rules are those of the agreed tatib, sealed once and in time. */
export function checkRules(context: Context): void {
  const { findings } = context;
  const [sealed, ...again] = context.each("rules.sealed");
  if (sealed === undefined) {
    const isOpened = context.each("table.opened").length > 0;
    for (const slug of ["rules.agreed", "rules.fixed"]) {
      if (isOpened) findings.require(slug, false, "meja dibuka tanpa aturan yang dikunci");
      else findings.lack(slug, "aturan belum dikunci");
    }
    return;
  }
  const documents = context.each("document.agreed");
  for (const [index, { rules }] of [sealed, ...again]) {
    const tatib = documents.findLast(([agreedAt, { document }]) => document === "TATIB" && agreedAt < index);
    const isAgreed = tatib?.[1].rulesSha256 === rules.sha256;
    findings.require(
      "rules.agreed",
      isAgreed,
      "aturan yang dikunci bukan aturan dalam tata tertib yang disepakati",
      index,
    );
  }
  const [first] = sealed;
  for (const [index] of again) findings.require("rules.fixed", false, "aturan dikunci lagi sesudah dikunci", index);
  for (const [index, { document }] of documents) {
    if (!NEEDED.includes(document) || index <= first) continue;
    findings.require("rules.fixed", false, `${document} diubah sesudah aturan dikunci`, index);
  }
  const later = [
    [context.each("holder.registered")[0]?.[0], "pemegang kunci terdaftar"],
    [context.each("table.opened")[0]?.[0], "meja dibuka"],
  ] as const;
  for (const [index, words] of later) {
    if (index === undefined) continue;
    findings.require("rules.fixed", first < index, `${words} sebelum aturan dikunci`, index);
  }
  findings.looked("rules.fixed");
}
