/**
 * Settling written names: each of the three says what a text means; where all say the same, it is in the book.
 *
 * No count of any text is known here: nobody sees who is winning before everything is settled.
 */
import { answered, client, explain, type Schema } from "../../api/client.ts";
import { session } from "../../api/session.svelte.ts";
import { askResidents, loadResidents, type Resident } from "./residents.ts";

export type Code = Schema["Code"];
export type Suggestion = Schema["SuggestionAnswer"];
export type Decision = Pick<Schema["DecidedText"], "string" | "code" | "person" | "reason">;
export type Opinion = Schema["WaitingOpinion"];
type DecidedText = Schema["DecidedText"];
type View = Schema["DecisionsAnswer"];

const EVERY_MS = 4000;

export class Panel {
  residents = $state.raw<ReadonlyMap<string, Resident>>(new Map());
  problem = $state("");
  #view = $state.raw<View>({ decided: [], undecided: [], opinions: [] });
  #skipped = $state.raw<readonly string[]>([]);
  #past = $state.raw<readonly string[]>([]);
  #chosen = $state("");
  /** Opinions by text: a night has hundreds of texts, and every press asks for all of them. */
  readonly #opinions = $derived(byText(this.#view.opinions));
  readonly #undecided = $derived(new Set(this.#view.undecided));
  readonly #open = $derived.by(() => {
    const waiting = this.#view.undecided.filter((text) => {
      const own = this.own(text);
      return own === undefined || this.others(text).some((each) => !same(each, own));
    });
    const later = new Set(this.#skipped);
    return [...waiting.filter((text) => !later.has(text)), ...waiting.filter((text) => later.has(text))];
  });
  /** The text on the screen. */
  readonly now = $derived(this.#undecided.has(this.#chosen) ? this.#chosen : this.#open[0]);
  /** Texts that differ from the one on the screen in capitals, dots and spaces only; one press settles them all. */
  readonly alike = $derived.by(() => {
    const text = this.now;
    return text === undefined ? [] : this.#open.filter((each) => each !== text && bare(each) === bare(text));
  });
  /** Objections to decisions in the book, which wait for others to agree. */
  readonly objections = $derived.by(() => {
    const against = byText(this.#view.opinions.filter((each) => each.reverse));
    return this.#view.decided.flatMap((decision) => {
      const opinions = against.get(decision.string);
      return opinions === undefined ? [] : [{ decision, opinions }];
    });
  });
  #asked = 0;
  #shown = 0;
  readonly #suggestions = new Map<string, Promise<readonly Suggestion[]>>();
  readonly place: { readonly election: string; readonly contest: string };

  constructor(election: string, contest: string) {
    this.place = { election, contest };
  }

  get view(): View {
    return this.#view;
  }

  /** Texts about which this account has not said anything that still stands, or about which opinions differ. */
  get open(): readonly string[] {
    return this.#open;
  }

  /** The text that was decided last and can still be changed. */
  get last(): string | undefined {
    return this.#past.findLast((text) => this.#undecided.has(text));
  }

  own(text: string): Opinion | undefined {
    return this.#opinions.get(text)?.find((each) => each.account === session.account?.account);
  }

  others(text: string): readonly Opinion[] {
    return this.#opinions.get(text)?.filter((each) => each.account !== session.account?.account) ?? [];
  }

  async load(): Promise<void> {
    try {
      this.residents = await loadResidents(this.place.election);
      await this.refresh();
    } catch (fault) {
      this.problem = explain(fault);
    }
  }

  /** Ask how things stand.  What was asked for before an answer that is shown is old, and would bring texts back. */
  async refresh(): Promise<void> {
    const turn = ++this.#asked;
    const params = { path: this.place };
    const route = "/api/v1/elections/{election}/contests/{contest}/opinions";
    const found = await answered(client.GET(route, { params }));
    if (turn < this.#shown) return;
    this.#show(turn, found);
  }

  /** Look what the others said, every few seconds, until the returned function is called. */
  follow(): () => void {
    void this.load();
    const timer = setInterval(() => void this.refresh().catch(() => undefined), EVERY_MS);
    return () => clearInterval(timer);
  }

  suggestions(text: string): Promise<readonly Suggestion[]> {
    const known = this.#suggestions.get(text);
    if (known !== undefined) return known;
    const params = { path: this.place, query: { string: text } };
    const route = "/api/v1/elections/{election}/contests/{contest}/suggestions";
    const asked = answered(client.GET(route, { params }));
    this.#suggestions.set(text, asked);
    asked.catch(() => this.#suggestions.delete(text));
    return asked;
  }

  async search(words: string): Promise<readonly Resident[]> {
    const most = 12;
    return words.trim() === "" ? [] : (await askResidents(this.place.election, words, 0, most)).rows;
  }

  /** Say what the text on the screen, and those alike, mean, and go to the next one. */
  async decide(code: Code, person: string | null, reason: string): Promise<boolean> {
    const text = this.now;
    if (text === undefined) return false;
    const texts = [text, ...this.alike];
    const done = await this.#file(texts.map((string) => ({ string, code, person, reason, reverse: false })));
    if (done) {
      this.#past = [...this.#past.filter((each) => each !== text), text];
      this.#chosen = "";
    }
    return done;
  }

  /** Object to a decision that is in the book, or agree to the objection of another. */
  reverse(decision: Decision, reason: string): Promise<boolean> {
    const { string, code, person } = decision;
    return this.#file([{ string, code, person, reason, reverse: true }]);
  }

  skip(): void {
    const text = this.now;
    this.#chosen = "";
    if (text !== undefined) this.#skipped = [...this.#skipped.filter((each) => each !== text), text];
  }

  /** Go back to the text that was decided last, if all three have not agreed on it meanwhile. */
  back(): void {
    while (this.#past.length > 0) {
      const text = this.#past.at(-1)!;
      this.#past = this.#past.slice(0, -1);
      if (this.#view.undecided.includes(text)) {
        this.#chosen = text;
        return;
      }
    }
  }

  async #file(opinions: readonly (Decision & { readonly reverse: boolean })[]): Promise<boolean> {
    this.problem = "";
    const params = { path: this.place };
    const body = { opinions: opinions.map((each) => ({ ...each })) };
    try {
      const route = "/api/v1/elections/{election}/contests/{contest}/opinions";
      const outcomes = await answered(client.POST(route, { params, body }));
      // The next text appears at once; how everything stands is asked for every few seconds anyway.
      this.#show(++this.#asked, this.#after(opinions, outcomes));
      return true;
    } catch (fault) {
      this.problem = explain(fault);
      await this.refresh().catch(() => undefined);
      return false;
    }
  }

  /** The view with what was just filed: what is in the book is not open any more, the rest waits for others. */
  #after(
    filed: readonly (Decision & { readonly reverse: boolean })[],
    outcomes: readonly Schema["OpinionOutcome"][],
  ): View {
    const account = session.account?.account ?? "";
    const done = new Set(outcomes.filter((each) => each.state === "LOGGED").map((each) => each.string));
    const seats = new Map(outcomes.map((each) => [each.string, each.seat]));
    const mine = new Set(filed.map((each) => each.string));
    const kept = this.#view.opinions.filter(
      (each) => !done.has(each.string) && !(mine.has(each.string) && each.account === account),
    );
    const waiting = filed.flatMap((each) => {
      const seat = seats.get(each.string);
      return seat === undefined || done.has(each.string) ? [] : [{ ...each, seat, account }];
    });
    const settled = filed.filter((each) => done.has(each.string) && !each.reverse);
    const reversed = filed.filter((each) => done.has(each.string) && each.reverse).map((each) => each.string);
    const decided = this.#view.decided.filter((each) => !done.has(each.string));
    return {
      decided: [...decided, ...settled.map((each) => ({ ...each, officers: [], monitor: "" }) as DecidedText)],
      undecided: [...this.#view.undecided.filter((each) => !done.has(each)), ...reversed],
      opinions: [...kept, ...waiting],
    };
  }

  #show(turn: number, view: View): void {
    this.#shown = turn;
    this.#view = view;
    this.#prefetch();
  }

  /**
   * Ask for the suggestions of the next texts before they are shown.
   *
   * Not where others have said what a text means: whoever agrees goes faster than suggestions are made, and what was
   * asked for in vain would stand in line before her own decisions.
   */
  #prefetch(): void {
    const ahead = 3;
    const next = this.open.slice(0, ahead).filter((text) => this.others(text).length === 0);
    for (const text of next) void this.suggestions(text).catch(() => undefined);
  }
}

function byText(opinions: readonly Opinion[]): ReadonlyMap<string, readonly Opinion[]> {
  const found = new Map<string, Opinion[]>();
  for (const each of opinions) {
    const there = found.get(each.string);
    if (there === undefined) found.set(each.string, [each]);
    else there.push(each);
  }
  return found;
}

function bare(text: string): string {
  return text.toUpperCase().replace(/[\s.,'-]/g, "");
}

function same(one: Opinion, other: Opinion): boolean {
  return one.reverse === other.reverse && one.code === other.code && one.person === other.person;
}
