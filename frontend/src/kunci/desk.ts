/**
 * A session of a key holder with the service.  Nothing that comes from it is trusted.
 *
 * Requests are synchronous: this runs in a worker only, and the board's reader wants its bytes at once.
 */
import { isObject } from "../ballots/canonical.ts";
import { fromB64 } from "../ballots/encoding.ts";
import { MalformedValue } from "../ballots/errors.ts";
import { BoardReader } from "../holder/board_reader.ts";
import { HolderRefusal } from "../holder/errors.ts";
import { SignedState } from "../holder/signed_state.ts";

const NOT_FOUND = 404;
const SERVER_ERROR = 500;

/** The server does not answer now; later it may. */
export class Unreachable extends HolderRefusal {
  override name = "Unreachable";
}

/** A session with the service about one election. */
export class Desk {
  readonly #base: string;
  readonly #csrf: string;

  constructor(election: string, csrf: string) {
    this.#base = `/api/v1/elections/${election}`;
    this.#csrf = csrf;
  }

  /**
   * Return the key that the service says its log has; it is pinned once and compared by people.
   *
   * @throws HolderRefusal no answer, or a strange one.
   */
  logKey(): string {
    const value = this.#json("");
    const key = isObject(value) ? value["log_key"] : undefined;
    if (typeof key !== "string") throw new HolderRefusal("strange-answer");
    return key;
  }

  /**
   * Return a reader of the board that trusts only this key, and checks who signed what.
   *
   * @throws InvalidNote that is no key.
   */
  board(logKey: string): BoardReader {
    return new BoardReader((path) => this.#fetch(path), logKey, new SignedState());
  }

  /**
   * Send JSON.
   *
   * @throws HolderRefusal the service refuses, or does not answer.
   */
  post(path: string, body: Readonly<Record<string, unknown>>): void {
    this.#send("POST", path, JSON.stringify(body));
  }

  /**
   * Send files.
   *
   * @throws HolderRefusal the service refuses, or does not answer.
   */
  postFiles(path: string, files: Readonly<Record<string, Uint8Array>>): void {
    const form = new FormData();
    for (const [name, data] of Object.entries(files)) form.append(name, new Blob([data.slice()]), name);
    this.#send("POST", path, form);
  }

  /**
   * Return the sealed shares that wait for a holder, by sender.
   *
   * @throws HolderRefusal no answer, or a strange one.
   */
  sealedFor(holder: number): ReadonlyMap<number, Uint8Array> {
    const value = this.#json(`/ceremony/shares/${holder}`);
    if (!isObject(value)) throw new HolderRefusal("strange-answer");
    const shares = new Map<number, Uint8Array>();
    for (const [sender, share] of Object.entries(value)) {
      if (!/^[0-9]{1,2}$/.test(sender) || typeof share !== "string") throw new HolderRefusal("strange-answer");
      try {
        shares.set(Number(sender), fromB64(share));
      } catch (fault) {
        if (!(fault instanceof MalformedValue)) throw fault;
        throw new HolderRefusal("strange-answer");
      }
    }
    return shares;
  }

  #fetch(path: string): Uint8Array | null {
    const request = this.#ask("GET", `/board/${path}`, null);
    if (request.status === NOT_FOUND) return null;
    if (request.status !== 200) {
      throw new Unreachable("board-away", { status: request.status });
    }
    return bytesOf(request);
  }

  #json(path: string): unknown {
    const data = this.#send("GET", path, null);
    try {
      return JSON.parse(new TextDecoder().decode(data));
    } catch {
      throw new HolderRefusal("strange-answer");
    }
  }

  #send(method: string, path: string, body: string | FormData | null): Uint8Array {
    const request = this.#ask(method, path, body);
    const data = bytesOf(request);
    if (request.status >= 200 && request.status < 300) return data;
    const Refusal = request.status >= SERVER_ERROR ? Unreachable : HolderRefusal;
    const detail = detailOf(data);
    if (detail === undefined) throw new Refusal("server-answered", { status: request.status });
    throw new Refusal("server-says", { detail });
  }

  #ask(method: string, path: string, body: string | FormData | null): XMLHttpRequest {
    const request = new XMLHttpRequest();
    request.open(method, this.#base + path, false);
    request.responseType = "arraybuffer";
    if (method !== "GET") request.setRequestHeader("X-Rembug-CSRF", this.#csrf);
    if (typeof body === "string") request.setRequestHeader("Content-Type", "application/json");
    try {
      request.send(body);
    } catch {
      throw new Unreachable("server-away");
    }
    return request;
  }
}

function bytesOf(request: XMLHttpRequest): Uint8Array {
  return request.response instanceof ArrayBuffer ? new Uint8Array(request.response) : new Uint8Array(0);
}

function detailOf(data: Uint8Array): string | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(data));
    return isObject(value) && typeof value["detail"] === "string" ? value["detail"] : undefined;
  } catch {
    // No problem document.
    return undefined;
  }
}
