import { type Minutes, minutesToBytes } from "../../../src/ballots/assemblies.ts";
import { type JsonObject, serialise } from "../../../src/ballots/canonical.ts";
import { count } from "../../../src/ballots/counting.ts";
import { encodeResult } from "../../../src/ballots/counting_codec.ts";
import { Decision } from "../../../src/ballots/counting_model.ts";
import { type Document, documentToBytes } from "../../../src/ballots/documents.ts";
import type { BodyOf } from "../../../src/ballots/events/body.ts";
import type { DocumentKind } from "../../../src/ballots/events/fields.ts";
import { nomineeCommitment } from "../../../src/ballots/register.ts";
import { compareBytes, joinAll } from "../../../src/ballots/state/blobs.ts";
import { ceremonyHash, commitmentSize } from "../../../src/ballots/state/ceremony.ts";
import { listHash, mixSizes } from "../../../src/ballots/state/mixing.ts";
import type { TableState } from "../../../src/ballots/state/model.ts";
import { trackingCode } from "../../../src/ballots/tracking.ts";
import { utf8 } from "../../../src/crypto/bytes.ts";

import { adopts, agreed, recorded, sampleDecision, sampleDocument, sampleMinutes } from "../agreements.ts";
import { BKM, ELECTION, golden, LANGSUNG, MONITOR, numbersTo, OFFICERS } from "./story_facts.ts";
import { Teller } from "./teller.ts";

export { BKM, ELECTION, GOLDEN, golden, MONITOR, NOWHERE, numbersTo, OFFICERS, rulesWith } from "./story_facts.ts";
export { snapshot } from "./teller.ts";

function sorted(pieces: readonly Uint8Array[]): Uint8Array[] {
  return [...pieces].sort(compareBytes);
}

/** The story itself, chapter by chapter. */
export class Story extends Teller {
  // Chapters, in order.

  create(): void {
    this.do(golden("election.created"));
  }

  minutes(decisions: readonly JsonObject[], members: JsonObject = {}): Minutes {
    return this.keepMinutes(sampleMinutes(this.state.assemblies.size + 1, decisions, members));
  }

  keepMinutes(minutes: Minutes): Minutes {
    this.keep(minutesToBytes(minutes));
    return minutes;
  }

  keepText(text: Document): Document {
    this.keep(documentToBytes(text));
    return text;
  }

  /** Record an assembly that adopts a text, and return the event of the agreement. */
  document(document: DocumentKind, version = 1, word = "warga"): BodyOf<"document.agreed"> {
    const text = this.keepText(sampleDocument(document, this.rules, word));
    const minutes = this.minutes([sampleDecision(1, { adopts: adopts(text, version) })]);
    this.do(recorded(minutes));
    return agreed(ELECTION, text, minutes.assembly, version);
  }

  sealedRules(rules = this.rules): BodyOf<"rules.sealed"> {
    return { type: "rules.sealed", rules, officers: OFFICERS };
  }

  agree(): void {
    this.create();
    this.do(this.document("AD"), this.document("TATIB"), this.document("KRITERIA"));
    this.do(this.sealedRules());
  }

  registration(holder: number, name = `Pemegang ${holder}`): BodyOf<"holder.registered"> {
    return { type: "holder.registered", holder, name, signingKey: this.random(32), boxKey: this.random(32) };
  }

  registerHolders(): void {
    for (const holder of this.holders()) this.do(this.registration(holder));
  }

  holders(): number[] {
    return numbersTo(this.rules.holders);
  }

  commitment(): string {
    return this.keep(this.random(commitmentSize(this.rules.threshold, this.rules.maxWidth)));
  }

  ceremony(ceremony = 1, isConfirmed = true): void {
    const blobs = new Map(this.holders().map((holder) => [holder, this.commitment()]));
    for (const type of ["ceremony.committed", "ceremony.revealed"] as const) {
      this.do(...this.holders().map((holder) => ({ type, ceremony, holder, sha256: blobs.get(holder)! })));
    }
    for (const holder of this.holders()) {
      const others = this.holders().filter((other) => other !== holder);
      const sealed = others.map((to) => ({ to, sha256: this.keep(this.random(8)) }));
      this.do({ type: "ceremony.shared", ceremony, holder, sealed });
    }
    if (!isConfirmed) return;
    const whole = ceremonyHash(this.state.ceremony);
    this.do(...this.holders().map((holder) => this.confirmation(holder, whole, ceremony)));
  }

  confirmation(holder: number, whole: Uint8Array, ceremony = 1): BodyOf<"ceremony.confirmed"> {
    return { type: "ceremony.confirmed", ceremony, holder, ceremonyHash: whole };
  }

  keysJoined(ceremony = 1): BodyOf<"keys.joined"> {
    return { type: "keys.joined", ceremony, keys: this.random(32 * this.rules.maxWidth) };
  }

  rehearsal(): BodyOf<"rehearsal.set"> {
    const ciphertext = this.random(32 * (1 + this.rules.maxWidth));
    return { type: "rehearsal.set", ciphertext, randomness: this.random(32) };
  }

  rehearsalFactor(holder: number): BodyOf<"rehearsal.factor"> {
    const factors = this.random(32 * this.rules.maxWidth);
    return { type: "rehearsal.factor", holder, factors, proof: this.random(96 * this.rules.maxWidth) };
  }

  key(): void {
    this.agree();
    this.registerHolders();
    this.ceremony();
    this.do(this.keysJoined());
    this.do(this.rehearsal());
    const holders = numbersTo(this.rules.threshold);
    for (const holder of holders) this.do(this.rehearsalFactor(holder));
    this.do({ type: "rehearsal.passed", holders });
  }

  register(): BodyOf<"register.sealed"> {
    const tables = this.adults.map((adults, place) => ({
      table: place + 1,
      contest: BKM,
      unit: `RW 0${place + 1}`,
      place: "Balai warga",
      adults,
      men: Math.floor(adults / 2),
      women: adults - Math.floor(adults / 2),
      roll: this.keep(this.random(32 * adults)),
    }));
    const commitments = sorted(this.people.map(nomineeCommitment));
    const sha256 = this.keep(joinAll(commitments));
    return {
      type: "register.sealed",
      stage: "kelurahan",
      tables,
      nominees: [{ contest: BKM, count: commitments.length, sha256 }],
      quorumBase: [{ contest: BKM, adults: this.adults.reduce((sum, adults) => sum + adults, 0) }],
      officers: OFFICERS,
    };
  }

  cards(table: number): BodyOf<"cards.registered"> {
    const made = numbersTo(this.rules.cardsFor(this.adults[table - 1]!));
    this.secrets.set(table, sorted(made.map(() => this.random(16))));
    const credentials = sorted(made.map(() => this.random(32)));
    this.credentials.set(table, credentials);
    const sha256 = this.keep(joinAll(credentials));
    return { type: "cards.registered", table, contest: BKM, count: made.length, sha256, makerKey: this.random(32) };
  }

  stageSealed(): BodyOf<"stage.sealed"> {
    return { type: "stage.sealed", stage: "kelurahan", officers: OFFICERS };
  }

  seal(): void {
    this.key();
    this.do(this.register());
    this.do(...this.tables().map((table) => this.cards(table)));
    this.do({ type: "booth.sealed", bundles: [{ name: "bilik.js", sha256: this.keep(utf8("bilik")) }] });
    this.do(this.stageSealed());
  }

  tables(): number[] {
    return numbersTo(this.adults.length);
  }

  tableOpened(table: number, tableKey = this.random(32)): BodyOf<"table.opened"> {
    return { type: "table.opened", table, tableKey, officers: OFFICERS };
  }

  open(): void {
    this.seal();
    for (const table of this.tables()) this.do(this.tableOpened(table));
  }

  ballot(table: number, card: number): BodyOf<"ballot.cast"> {
    return {
      type: "ballot.cast",
      contest: BKM,
      table,
      credential: this.card(table, card),
      ciphertext: this.random(32 * (1 + this.contest.rules.width)),
      proof: this.random(64),
      signature: this.random(64),
      tableSignature: this.random(64),
    };
  }

  committeeTest(table: number, card = -1): BodyOf<"ballot.audited"> {
    const { contest, ciphertext, proof, credential } = this.ballot(table, card);
    const tracking = trackingCode(ELECTION, BKM, ciphertext, proof);
    const randomness = this.random(32);
    const names = ["CONTOH"];
    return { type: "ballot.audited", contest, table, tracking, ciphertext, proof, credential, randomness, names };
  }

  block(table: number, total: number): BodyOf<"checkin.block"> {
    return { type: "checkin.block", table, total };
  }

  cardVoided(table: number, card: number): BodyOf<"card.voided"> {
    return { type: "card.voided", table, credential: this.card(table, card), signature: this.random(64) };
  }

  vote(): void {
    this.open();
    for (const table of this.tables()) {
      this.do(this.block(table, 10));
      this.do(this.committeeTest(table));
      const ballots = numbersTo(12).map((number) => this.ballot(table, number - 1));
      this.do(...ballots);
      this.do(this.block(table, 20));
    }
    this.do(this.cardVoided(1, 20));
    this.do({ type: "card.replaced", table: 1, reason: "kartu hilang", officers: OFFICERS });
    this.do({ type: "voter.added", table: 1, reason: "warga baru", officers: OFFICERS });
  }

  closing(number: number, present?: number): BodyOf<"table.closed"> {
    const table: TableState = this.state.table(number);
    return {
      type: "table.closed",
      table: number,
      checkins: present ?? table.checkins,
      ballots: table.ballots,
      voided: table.voided,
      replaced: table.replaced,
      added: table.added,
      left: this.credentials.get(number)!.length - table.ballots - table.voided,
      missing: 0,
      walkedAway: 0,
      assisted: Math.min(1, table.checkins),
      paperSignatures: table.checkins,
      officers: OFFICERS,
    };
  }

  contestClosing(): BodyOf<"contest.closed"> {
    const { contest, state } = this;
    return {
      type: "contest.closed",
      contest: BKM,
      ballots: contest.ballots.length,
      input: this.keep(contest.mixInput()),
      checkins: state.contestCheckins(contest),
      quorumBase: contest.quorumBase ?? 0,
      quorumMet: state.reachesQuorum(contest),
      officers: OFFICERS,
    };
  }

  close(): void {
    this.vote();
    this.closeTables();
    this.do(this.contestClosing());
  }

  closeTables(hasPapers = true): void {
    for (const table of this.state.openTables(this.contest)) {
      this.do(this.closing(table.number));
      if (hasPapers) this.papers(table.number);
    }
  }

  papers(table: number): void {
    const { checkins, left } = this.state.table(table).closing!;
    this.do({ type: "checkin.list", table, rolls: numbersTo(checkins) });
    const sha256 = this.keep(joinAll(this.secrets.get(table)!.slice(0, left)));
    this.do({ type: "cards.left", table, count: left, sha256 });
  }

  mixStep(holder: number): BodyOf<"mix.done"> {
    const { contest } = this;
    const sizes = mixSizes(contest.ballots.length, contest.rules.width);
    return {
      type: "mix.done",
      contest: BKM,
      step: contest.tally.mixes.length + 1,
      holder,
      input: listHash(contest),
      output: this.keep(this.random(sizes.output)),
      proof: this.keep(this.random(sizes.proof)),
    };
  }

  mixingFinished(steps = this.rules.mixers): BodyOf<"mixing.finished"> {
    return { type: "mixing.finished", contest: BKM, steps, list: listHash(this.contest), officers: OFFICERS };
  }

  mix(): void {
    this.close();
    for (const holder of numbersTo(this.rules.mixers)) this.do(this.mixStep(holder));
    this.do(this.mixingFinished());
  }

  openingOrdered(): BodyOf<"opening.ordered"> {
    return { type: "opening.ordered", contest: BKM, list: listHash(this.contest), officers: OFFICERS };
  }

  order(): void {
    this.mix();
    this.do(this.openingOrdered());
  }

  /** Thirteen names, nearly as many votes each: the last seats are tied. */
  rows(): string[][] {
    return this.contest.ballots.map((_, place) => [0, 1, 2].map((slot) => `warga ${((place * 3 + slot) % 13) + 1}`));
  }

  contestOpened(holders: readonly number[]): BodyOf<"contest.opened"> {
    const rows = this.keep(serialise(this.rows()));
    const strings = this.keep(serialise([...new Set(this.rows().flat())].sort()));
    return { type: "contest.opened", contest: BKM, holders, rows, strings };
  }

  opened(): void {
    this.order();
    const width = this.rules.maxWidth;
    const holders = numbersTo(this.rules.threshold);
    for (const holder of holders) {
      const factors = this.keep(this.random(32 * this.contest.ballots.length * width));
      const proof = this.keep(this.random(96 * width));
      this.do({ type: "opening.factor", contest: BKM, holder, factors, proof });
    }
    this.do(this.contestOpened(holders));
  }

  decision(string: string): BodyOf<"adjudication.decided"> {
    const person = this.people[Number(string.split(" ")[1]) - 1]!;
    return {
      type: "adjudication.decided",
      contest: BKM,
      string,
      code: "SAH",
      person,
      reason: "dikenal warga",
      officers: OFFICERS,
      monitor: MONITOR,
    };
  }

  reversal(string: string): BodyOf<"adjudication.reversed"> {
    return {
      type: "adjudication.reversed",
      contest: BKM,
      string,
      reason: "keberatan",
      officers: OFFICERS,
      monitor: MONITOR,
    };
  }

  completion(decided: number): BodyOf<"adjudication.completed"> {
    return { type: "adjudication.completed", contest: BKM, decided, officers: OFFICERS };
  }

  adjudicate(): void {
    this.opened();
    const strings = [...this.contest.tally.strings!].sort();
    this.do(...strings.map((string) => this.decision(string)));
    this.do(this.completion(strings.length));
  }

  result(): BodyOf<"result.counted"> {
    const { rules, tally } = this.contest;
    const decisions = [...tally.decisions].map(
      ([string, { code, person }]) => [string, new Decision(code, person?.id ?? null)] as const,
    );
    const sexes = [...tally.persons.values()].map(({ id, sex }) => [id, sex] as const);
    const counted = count(this.rows(), new Map(decisions), this.rules.countRules(rules), new Map(sexes));
    return { type: "result.counted", contest: BKM, result: encodeResult(counted) };
  }

  count(): void {
    this.adjudicate();
    this.do(this.result());
  }

  tied(): string[] {
    return this.outcome.ties.flatMap((tie) => [...tie.persons]);
  }

  settlement(changes: Partial<BodyOf<"tie.settled">> = {}): BodyOf<"tie.settled"> {
    return {
      type: "tie.settled",
      contest: BKM,
      method: "MUSYAWARAH",
      persons: this.tied(),
      statement: "dua orang mundur tertulis",
      dice: null,
      checkpoint: null,
      officers: OFFICERS,
      ...changes,
    };
  }

  settle(): void {
    this.count();
    this.do(this.settlement());
  }

  certification(): BodyOf<"result.certified"> {
    const { elected, reserves, womenElected, womenRequired } = this.outcome;
    return {
      type: "result.certified",
      contest: BKM,
      elected,
      reserves,
      women: { elected: womenElected, required: womenRequired, met: womenElected >= womenRequired },
      minutes: this.keep(serialise({ berita: "acara" })),
      officers: OFFICERS,
    };
  }

  certify(): void {
    this.settle();
    this.do(this.certification());
  }

  published(): BodyOf<"election.published"> {
    return { type: "election.published", contests: [BKM], policy: this.rules.publication };
  }

  publish(): void {
    this.certify();
    this.do(this.published());
  }
}

/** Return a story at the end of a chapter. */
export function told(chapter: (story: Story) => void, adults?: readonly number[]): Story {
  const story = adults === undefined ? new Story() : new Story(LANGSUNG, adults);
  chapter(story);
  return story;
}
