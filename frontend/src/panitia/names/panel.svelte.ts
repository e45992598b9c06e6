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
type View = Schema["DecisionsAnswer"];

const EVERY_MS = 4000;

export class Panel {
  residents = $state.raw<ReadonlyMap<string, Resident>>(new Map());
  problem = $state("");
  #view = $state.raw<View>({ decided: [], undecided: [], opinions: [] });
  #skipped = $state.raw<readonly string[]>([]);
  #past: readonly string[] = [];
  #chosen = $state("");
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
    const waiting = this.#view.undecided.filter((text) => {
      const own = this.own(text);
      return own === undefined || this.others(text).some((each) => !same(each, own));
    });
    const later = new Set(this.#skipped);
    return [...waiting.filter((text) => !later.has(text)), ...waiting.filter((text) => later.has(text))];
  }

  /** The text on the screen. */
  get now(): string | undefined {
    return this.#view.undecided.includes(this.#chosen) ? this.#chosen : this.open[0];
  }

  /** Texts that differ from the one on the screen in capitals, dots and spaces only; one press settles them all. */
  get alike(): readonly string[] {
    const text = this.now;
    if (text === undefined) return [];
    return this.open.filter((each) => each !== text && bare(each) === bare(text));
  }

  own(text: string): Opinion | undefined {
    return this.#view.opinions.find((each) => each.string === text && each.account === session.account?.account);
  }

  others(text: string): readonly Opinion[] {
    return this.#view.opinions.filter((each) => each.string === text && each.account !== session.account?.account);
  }

  async load(): Promise<void> {
    try {
      this.residents = await loadResidents(this.place.election);
      await this.refresh();
    } catch (fault) {
      this.problem = explain(fault);
    }
  }

  async refresh(): Promise<void> {
    const params = { path: this.place };
    const route = "/api/v1/elections/{election}/contests/{contest}/opinions";
    this.#view = await answered(client.GET(route, { params }));
    this.#prefetch();
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
      this.#past = [...this.#past, text];
      this.#chosen = "";
    }
    return done;
  }

  /** Object to a decision that is in the book. */
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
      await answered(client.POST("/api/v1/elections/{election}/contests/{contest}/opinions", { params, body }));
      await this.refresh();
      return true;
    } catch (fault) {
      this.problem = explain(fault);
      await this.refresh().catch(() => undefined);
      return false;
    }
  }

  #prefetch(): void {
    const ahead = 3;
    for (const text of this.open.slice(0, ahead)) void this.suggestions(text).catch(() => undefined);
  }
}

function bare(text: string): string {
  return text.toUpperCase().replace(/[\s.,'-]/g, "");
}

function same(one: Opinion, other: Opinion): boolean {
  return one.reverse === other.reverse && one.code === other.code && one.person === other.person;
}
