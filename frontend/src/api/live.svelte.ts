/**
 * How an election stands, as it changes: by server-sent events, and by asking where no events come through.
 *
 * Whatever way it came, the page knows how old the picture is.
 */
import { answered, client, type Schema } from "./client.ts";

type Summary = Schema["ElectionSummary"];

/** The server says at least that it lives every five seconds; silence for so long is a broken line. */
const SILENT_MS = 12_000;
const LOOK_MS = 3_000;
/** A stream that the server refused is asked for again after so long. */
const AGAIN_MS = 30_000;

export class Live {
  #summary = $state.raw<Summary | undefined>(undefined);
  #isStale = $state(false);
  #heard = 0;
  #source: EventSource | undefined;
  #refused = 0;
  readonly #path: { readonly election: string };

  constructor(election: string) {
    this.#path = { election };
  }

  get summary(): Summary | undefined {
    return this.#summary;
  }

  /** Whether nobody knows any more if the picture is true now. */
  get isStale(): boolean {
    return this.#isStale;
  }

  /** Ask now.  Throws what `answered` throws. */
  async refresh(): Promise<void> {
    const found = await answered(client.GET("/api/v1/elections/{election}", { params: { path: this.#path } }));
    this.#hear(found);
  }

  /** Follow until the returned function is called. */
  follow(): () => void {
    this.#heard = Date.now();
    this.#listen();
    void this.refresh().catch(() => undefined);
    const timer = setInterval(() => this.#watch(), LOOK_MS);
    return () => {
      clearInterval(timer);
      this.#source?.close();
      this.#source = undefined;
    };
  }

  #listen(): void {
    const source = new EventSource(`/api/v1/elections/${encodeURIComponent(this.#path.election)}/stream`);
    source.addEventListener("summary", ({ data }: MessageEvent<string>) => this.#hear(JSON.parse(data) as Summary));
    source.addEventListener("alive", () => this.#hear(undefined));
    // A line that broke is opened again by the browser; one that was refused is not.
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) this.#refused = Date.now();
    });
    this.#source = source;
  }

  #hear(summary: Summary | undefined): void {
    this.#heard = Date.now();
    this.#isStale = false;
    // The log only grows: a shorter one is an answer that was overtaken.
    if (summary !== undefined && summary.log_size >= (this.#summary?.log_size ?? 0)) this.#summary = summary;
  }

  #watch(): void {
    const now = Date.now();
    if (this.#refused !== 0 && now - this.#refused > AGAIN_MS) {
      this.#refused = 0;
      this.#listen();
    }
    if (this.#refused === 0 && now - this.#heard < SILENT_MS) return;
    this.refresh().catch(() => {
      this.#isStale = Date.now() - this.#heard >= SILENT_MS;
    });
  }
}
