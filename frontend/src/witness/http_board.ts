/** The board of an election over HTTP, as a witness reads it. */
import { Unreachable, type WitnessBoard } from "./device.ts";

const MOST_CHARACTERS = 65_536;

/** The routes of one election of the service that this page came from. */
export class HttpWitnessBoard implements WitnessBoard {
  readonly #address: string;

  constructor(election: string) {
    this.#address = `/api/v1/elections/${election}`;
  }

  checkpoint(): Promise<string> {
    return this.#text("board/checkpoint");
  }

  point(): Promise<string> {
    return this.#text("witness/checkpoint");
  }

  async consistency(old: number, size: number): Promise<string> {
    const answer = await this.#ask(`witness/consistency/${old}/${size}`);
    return answer.ok ? await bounded(answer) : "";
  }

  async bring(note: string): Promise<boolean> {
    const headers = { "Content-Type": "application/json" };
    const answer = await this.#ask("witness/cosignatures", { method: "POST", headers, body: JSON.stringify({ note }) });
    if (!answer.ok) return false;
    const { names } = (await answer.json()) as { readonly names: readonly string[] };
    return names.length > 0;
  }

  async #text(path: string): Promise<string> {
    const answer = await this.#ask(path);
    if (!answer.ok) throw new Unreachable(String(answer.status));
    return await bounded(answer);
  }

  async #ask(path: string, init?: RequestInit): Promise<Response> {
    let answer: Response;
    try {
      answer = await fetch(`${this.#address}/${path}`, { ...init, cache: "no-store" });
    } catch {
      throw new Unreachable("no answer");
    }
    if (answer.status >= 500) throw new Unreachable(String(answer.status));
    return answer;
  }
}

async function bounded(answer: Response): Promise<string> {
  const text = await answer.text();
  if (text.length > MOST_CHARACTERS) throw new Unreachable("too long");
  return text;
}
