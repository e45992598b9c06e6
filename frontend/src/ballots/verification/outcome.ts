/** Chapters 14 to 16: every text is settled, the count is recounted, the certified are those of the count. */
import { sameBytes, toHex } from "../../crypto/bytes.ts";
import type { MerkleTree } from "../../crypto/merkle.ts";
import { count, quorumMet } from "../counting.ts";
import { encodeResult } from "../counting_codec.ts";
import { ballotsOf, Decision, type Outcome, type Result, womenMet } from "../counting_model.ts";
import type { AdjudicationDecided, Person, ResultCertified } from "../events/tally.ts";
import { distinct } from "../names.ts";
import { COMMITMENT_BYTES, nomineeCommitment } from "../register.ts";
import { sameValue } from "../same.ts";
import { split } from "../state/blobs.ts";
import { lotOrder } from "../state/result.ts";
import { type Context, entryOf, type Found } from "./context.ts";
import { attempt } from "./findings.ts";
import { checkMinutes } from "./minutes.ts";
import { sentenceOf } from "./sentences.ts";
import type { Opened } from "./tally.ts";

const ADJUDICATION = ["complete", "one-person", "three", "nominee"].map((part) => `adjudication.${part}`);
const COUNT = ["count.recount", "count.ties"];
const CERTIFIED = ["certification.elected", "certification.women"];

/** Return the decision in force of each text. */
export function decisionsInForce(context: Context, contest: string): Map<string, Found<AdjudicationDecided>> {
  const found = new Map<string, Found<AdjudicationDecided>>();
  for (const { index, event } of context.readable) {
    const { body } = event;
    if (body.type === "adjudication.decided" && body.contest === contest) {
      if (found.has(body.string)) {
        context.findings.fail("adjudication.one-person", `“${body.string}” diputuskan dua kali`, index);
      }
      found.set(body.string, [index, body]);
    } else if (body.type === "adjudication.reversed" && body.contest === contest) {
      found.delete(body.string);
    }
  }
  return found;
}

/** Check 14.1 to 14.4. */
export function checkAdjudication(context: Context, opened: Opened): void {
  const { findings } = context;
  if (context.contests.size === 0) lackRules(context, ADJUDICATION);
  for (const contest of context.contests.keys()) {
    const isOpened = context.lastOf("contest.opened", contest) !== undefined;
    const isCounted = context.lastOf("result.counted", contest) !== undefined;
    if (!isOpened || !isCounted) context.stageMissing(ADJUDICATION, contest, "tulisan belum selesai ditetapkan");
    if (!isOpened) continue;
    const decided = decisionsInForce(context, contest);
    const rows = opened.get(contest);
    if (rows === undefined) {
      findings.lack("adjudication.complete", "nama yang terbuka tidak dapat dihitung ulang");
    } else {
      checkComplete(context, new Set(distinct(rows)), decided, isCounted);
    }
    checkDecisions(context, contest, decided);
  }
}

function checkComplete(
  { findings }: Context,
  written: ReadonlySet<string>,
  decided: ReadonlyMap<string, Found<AdjudicationDecided>>,
  isCounted: boolean,
): void {
  const slug = "adjudication.complete";
  for (const text of written) {
    if (isCounted && !decided.has(text)) findings.fail(slug, `“${text}” belum diputuskan`);
  }
  for (const [text, [index]] of decided) {
    if (!written.has(text)) findings.fail(slug, `“${text}” tidak pernah ditulis`, index);
  }
  findings.looked(slug, written.size);
}

function checkDecisions(
  context: Context,
  contest: string,
  decided: ReadonlyMap<string, Found<AdjudicationDecided>>,
): void {
  const { findings } = context;
  const nominees = nomineesOf(context, contest);
  const known = new Map<string, Person>();
  for (const [index, { officers, monitor, person }] of decided.values()) {
    const three = new Set([...officers, monitor]).size === 3;
    findings.require("adjudication.three", three, "petugas dan pemantau bukan tiga orang", index);
    findings.looked("adjudication.one-person");
    if (person === null) continue;
    if (
      !isSamePerson(
        entryOf(known, person.id, () => person),
        person,
      )
    ) {
      findings.fail("adjudication.one-person", `data warga ${person.id} berbeda-beda`, index);
    }
    if (nominees === null) {
      findings.lack("adjudication.nominee", "daftar warga tidak disertakan");
    } else {
      const listed = nominees.has(toHex(nomineeCommitment(person)));
      findings.require("adjudication.nominee", listed, `warga ${person.id} tidak ada di daftar`, index);
    }
  }
  if (decided.size > 0 && known.size === 0) findings.looked("adjudication.nominee");
}

function isSamePerson(one: Person, other: Person): boolean {
  const { salt, ...shown } = one;
  const { salt: otherSalt, ...otherShown } = other;
  return sameBytes(salt, otherSalt) && sameValue(shown, otherShown);
}

/** Return the commitments of the list of nominees, in hexadecimal. */
function nomineesOf(context: Context, contest: string): ReadonlySet<string> | null {
  for (const [, { nominees }] of context.each("register.sealed")) {
    const sealed = nominees.find((each) => each.contest === contest);
    if (sealed === undefined) continue;
    const data = context.blob("adjudication.nominee", sealed.sha256, "daftar warga");
    return data === null ? null : new Set(split(data, COMMITMENT_BYTES).map(toHex));
  }
  return null;
}

/** Count again from the rows: as first counted, or with ties settled and refusals to serve. */
function recount(context: Context, opened: Opened, contest: string, isFinal: boolean): Result | null {
  const { rules } = context;
  const rows = opened.get(contest);
  const own = context.contests.get(contest);
  if (rows === undefined || rules === null || own === undefined) return null;
  const decisions = new Map<string, Decision>();
  const sexes = new Map<string, string>();
  for (const [text, [, { code, person }]] of decisionsInForce(context, contest)) {
    decisions.set(text, new Decision(code, person?.id ?? null));
    if (person !== null) sexes.set(person.id, person.sex);
  }
  if (!isFinal) return count(rows, decisions, rules.countRules(own), sexes);
  const since = context.lastOf("result.counted", contest)?.[0] ?? -1;
  const settled = context.of("tie.settled", contest).filter(([index]) => index > since);
  const answers = new Map(context.of("acceptance.recorded", contest).map(([, body]) => [body.person, body.willing]));
  return count(rows, decisions, rules.countRules(own), sexes, {
    settled: settled.map(([, { persons }]) => persons),
    declined: new Set([...answers].filter(([, willing]) => !willing).map(([person]) => person)),
  });
}

/** Check 15.1 to 15.3; `tree` is that of the log, null where it cannot be read. */
export function checkCount(context: Context, opened: Opened, tree: MerkleTree | null): void {
  const { findings } = context;
  checkLots(context, tree);
  if (context.contests.size === 0) lackRules(context, [...COUNT, "count.quorum"]);
  for (const contest of context.contests.keys()) {
    checkQuorum(context, contest);
    const counted = context.lastOf("result.counted", contest);
    if (counted === undefined) {
      context.stageMissing(COUNT, contest, "suara belum dihitung");
      continue;
    }
    const [index, body] = counted;
    const again = attempt(
      () => recount(context, opened, contest, false),
      (error) => void findings.require("count.recount", false, sentenceOf(error), index),
    );
    if (again === undefined) continue;
    if (again === null) {
      for (const slug of COUNT) findings.lack(slug, "nama yang terbuka tidak dapat dihitung ulang");
      continue;
    }
    const same = sameValue(encodeResult(again), body.result);
    findings.require("count.recount", same, "hitung ulang memberi hasil lain", index);
    findings.looked("count.recount", ballotsOf(again));
    // The fold judged each settlement; what is left is that every tie was settled before certifying.
    findings.looked("count.ties", 1 + context.of("tie.settled", contest).length);
  }
}

/** A lot is drawn from a checkpoint of this very log: whoever could choose the root could choose the winner. */
function checkLots(context: Context, tree: MerkleTree | null): void {
  const { findings } = context;
  for (const [index, { contest, checkpoint, dice, persons }] of context.each("tie.settled")) {
    if (checkpoint === null || dice === null) continue;
    const opened = context.lastOf("contest.opened", contest);
    const drawn =
      tree !== null &&
      opened !== undefined &&
      opened[0] < checkpoint.size &&
      checkpoint.size <= index &&
      sameBytes(tree.root(checkpoint.size), checkpoint.root);
    findings.require("count.ties", drawn, "undian tidak memakai tanda buku dari buku ini", index);
    const order = sameValue(persons, lotOrder(checkpoint.root, dice, persons));
    findings.require("count.ties", order, "urutan undian tidak mengikuti dadu", index);
  }
}

function checkQuorum(context: Context, contest: string): void {
  const closed = context.closed.get(contest);
  if (closed === undefined) {
    context.stageMissing(["count.quorum"], contest, "belum ditutup");
    return;
  }
  const [index, body] = closed;
  const checkins = new Map<number, number>();
  for (const [at, each] of context.each("table.closed")) {
    if (at < index && context.tables.get(each.table)?.contest === contest) checkins.set(each.table, each.checkins);
  }
  const present = [...checkins.values()].reduce((sum, each) => sum + each, 0);
  const base = context
    .each("register.sealed")
    .flatMap(([, { quorumBase }]) => quorumBase)
    .filter((each) => each.contest === contest)
    .reduce((sum, { adults }) => sum + adults, 0);
  const met = quorumMet(body.checkins, base, context.contests.get(contest)?.quorumPercent ?? 0);
  const right = body.checkins === present && body.quorumBase === base && body.quorumMet === met;
  context.findings.require("count.quorum", right, "angka kuorum tidak cocok dengan penutupan meja", index);
}

/** Check 16.1 to 16.3. */
export function checkCertification(context: Context, opened: Opened): void {
  const { findings } = context;
  const all = [...CERTIFIED, "certification.minutes"];
  if (context.contests.size === 0) lackRules(context, all);
  for (const contest of context.contests.keys()) {
    const certified = context.lastOf("result.certified", contest);
    if (certified === undefined) {
      context.stageMissing(all, contest, "hasil belum ditetapkan");
      continue;
    }
    const [index, body] = certified;
    checkMinutes(context, contest, index, body);
    const final = attempt(
      () => recount(context, opened, contest, true),
      (error) => void findings.require("certification.elected", false, sentenceOf(error), index),
    );
    if (final === undefined) continue;
    if (final === null) for (const slug of CERTIFIED) findings.lack(slug, "hitung ulang tidak dapat dibuat");
    else checkElected(context, index, body, final.outcome);
  }
}

function checkElected({ findings }: Context, index: number, body: ResultCertified, outcome: Outcome): void {
  const same = sameValue(body.elected, outcome.elected) && sameValue(body.reserves, outcome.reserves);
  findings.require("certification.elected", same, "yang ditetapkan bukan hasil hitungan", index);
  findings.looked("certification.elected", body.elected.length);
  const { elected, required, met } = body.women;
  const counted = [outcome.womenElected, outcome.womenRequired, womenMet(outcome)];
  const right = sameValue([elected, required, met], counted);
  findings.require("certification.women", right, "keterwakilan perempuan salah hitung", index);
}

function lackRules({ findings }: Context, slugs: readonly string[]): void {
  for (const slug of slugs) findings.lack(slug, "belum ada aturan yang menyebut pemilihan");
}
