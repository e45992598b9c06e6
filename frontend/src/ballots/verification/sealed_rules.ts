/** Chapter 4: the rules that were sealed are those that the residents agreed to, and they stayed so. */
import type { Document } from "../documents.ts";
import type { DocumentKind } from "../events/fields.ts";
import { checkCriteria, checkFields } from "../state/agreement.ts";
import { judge, NEEDED } from "./agreements.ts";
import type { Context } from "./context.ts";

/** Check 4.1 and 4.2: the rules are those of the agreed tatib, sealed once and in time. */
export function checkRules(context: Context): void {
  const { findings } = context;
  const [sealed] = context.each("rules.sealed");
  const every = context.ever("rules.sealed");
  if (sealed === undefined) {
    const isOpened = context.each("table.opened").length > 0;
    for (const slug of ["rules.agreed", "rules.fixed"]) {
      if (isOpened) findings.require(slug, false, "meja dibuka tanpa aturan yang dikunci");
      else findings.lack(slug, "aturan belum dikunci");
    }
    return;
  }
  const documents = context.each("document.agreed");
  for (const [index, { rules }] of every) {
    const tatib = documents.findLast(([agreedAt, { document }]) => document === "TATIB" && agreedAt < index);
    const isAgreed = tatib?.[1].rulesSha256 === rules.sha256;
    findings.require(
      "rules.agreed",
      isAgreed,
      "aturan yang dikunci bukan aturan dalam tata tertib yang disepakati",
      index,
    );
  }
  const opened = context.each("table.opened")[0]?.[0];
  const reopened = context.ever("rules.reopened").map(([index]) => index);
  for (const index of reopened) {
    const isInTime = opened === undefined || index < opened;
    findings.require("rules.fixed", isInTime, "aturan dibuka kembali sesudah meja dibuka", index);
  }
  for (const [place, [index]] of every.entries()) {
    const before = every[place - 1]?.[0];
    if (before !== undefined) {
      const isAgain = reopened.some((between) => before < between && between < index);
      findings.require("rules.fixed", isAgain, "aturan dikunci lagi sesudah dikunci", index);
    }
  }
  for (const [index] of every) checkUnchanged(context, index, reopened.find((each) => each > index) ?? context.size);
  const later = [
    [context.each("holder.registered")[0]?.[0], every[0]![0], "pemegang kunci terdaftar"],
    [opened, sealed[0], "meja dibuka"],
  ] as const;
  for (const [index, first, words] of later) {
    if (index === undefined) continue;
    findings.require("rules.fixed", first < index, `${words} sebelum aturan dikunci`, index);
  }
  findings.looked("rules.fixed");
}

/** No tatib is agreed to while the rules are sealed, and none of the three while all of it is there. */
function checkUnchanged(context: Context, sealed: number, until: number): void {
  const documents = context.each("document.agreed");
  const firsts = NEEDED.map((kind) => documents.find(([, { document }]) => document === kind)?.[0] ?? context.size);
  const whole = Math.max(sealed, ...firsts);
  for (const [index, { document }] of documents) {
    const fixedAt = document === "TATIB" ? sealed : whole;
    if (!NEEDED.includes(document) || index <= fixedAt || index >= until) continue;
    context.findings.require("rules.fixed", false, `${document} diubah sesudah aturan dikunci`, index);
  }
}

/** Check 4.3: the fields and criteria that stand in the texts are the rules that were sealed. */
export function checkRulesText(context: Context, texts: ReadonlyMap<number, Document>): void {
  const { findings } = context;
  const sealed = context.each("rules.sealed");
  if (sealed.length === 0) findings.lack("rules.text", "aturan belum dikunci");
  for (const [index, body] of context.each("document.agreed")) {
    const text = texts.get(index);
    if (text !== undefined) judge(context, "rules.text", index, () => checkFields(text, body));
  }
  for (const [index, { rules }] of sealed) {
    const tatib = inForce(context, texts, "TATIB", index);
    const criteria = inForce(context, texts, "KRITERIA", context.size);
    if (tatib === undefined || criteria === undefined) {
      findings.lack("rules.text", "naskah tata tertib atau kriteria tidak terbaca");
      continue;
    }
    const isSame = tatib.rules?.sha256 === rules.sha256;
    findings.require("rules.text", isSame, "aturan yang dikunci bukan yang tertulis dalam tata tertib", index);
    judge(context, "rules.text", index, () => checkCriteria(criteria, rules));
  }
}

function inForce(
  context: Context,
  texts: ReadonlyMap<number, Document>,
  kind: DocumentKind,
  before: number,
): Document | undefined {
  const found = context
    .each("document.agreed")
    .findLast(([index, { document }]) => document === kind && index < before);
  return found === undefined ? undefined : texts.get(found[0]);
}
