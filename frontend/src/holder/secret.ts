/**
 * What a key holder keeps: signing and box secrets, the run's polynomials, and in the end the secret keys.
 *
 * Trust: it lives in the holder's key file (crypto/keyfile.ts) and in her own device's memory, never on a server.
 */
import { isObject } from "../ballots/canonical.ts";
import { fromB64, toB64 } from "../ballots/encoding.ts";
import { MalformedValue } from "../ballots/errors.ts";
import { parseContestId, parseSha256 } from "../ballots/ids.ts";
import { boxKey } from "../crypto/box.ts";
import { utf8 } from "../crypto/bytes.ts";
import { draw, type RandomSource } from "../crypto/randomness.ts";
import { publicKey, SEED_BYTES } from "../crypto/signing.ts";
import { HolderRefusal } from "./errors.ts";

const FORMAT = "rembug-holder/1";
const BOX_SECRET_BYTES = 32;
const EMPTY = new Uint8Array(0);
// All members of the payload in the order in which Python prints them.
const MEMBERS = [
  "box_secret",
  "ceremony",
  "coefficients",
  "commitments",
  "format",
  "joint_keys",
  "opened",
  "secret_keys",
  "signing_seed",
] as const;

/** What a `HolderSecret` is made of. */
export interface HolderSecretFields {
  /** Ed25519 seed, 32 bytes. */
  readonly signingSeed: Uint8Array;
  /** X25519 secret, 32 bytes. */
  readonly boxSecret: Uint8Array;
  /** Number of the run that the rest belongs to; 0 before the first. */
  readonly ceremony?: number;
  /** Of the polynomials; empty before `commit` and after `finish`. */
  readonly coefficients?: Uint8Array;
  /** The commitment blob of this run, so that what is revealed is what was committed. */
  readonly commitments?: Uint8Array;
  /** `x_1 .. x_Wmax`, 32 bytes each; empty before `finish`. */
  readonly secretKeys?: Uint8Array;
  /** The keys that the holder checked in `finish`; no other ones are ever used with her secret. */
  readonly jointKeys?: Uint8Array;
  /** The list (by hash) that she opened of each contest; another one of the same contest is never opened. */
  readonly opened?: ReadonlyMap<string, string>;
}

/** Everything secret that a key holder has. */
export class HolderSecret implements Required<HolderSecretFields> {
  readonly signingSeed: Uint8Array;
  readonly boxSecret: Uint8Array;
  readonly ceremony: number;
  readonly coefficients: Uint8Array;
  readonly commitments: Uint8Array;
  readonly secretKeys: Uint8Array;
  readonly jointKeys: Uint8Array;
  readonly opened: ReadonlyMap<string, string>;

  constructor(fields: HolderSecretFields) {
    this.signingSeed = fields.signingSeed;
    this.boxSecret = fields.boxSecret;
    this.ceremony = fields.ceremony ?? 0;
    this.coefficients = fields.coefficients ?? EMPTY;
    this.commitments = fields.commitments ?? EMPTY;
    this.secretKeys = fields.secretKeys ?? EMPTY;
    this.jointKeys = fields.jointKeys ?? EMPTY;
    this.opened = fields.opened ?? new Map();
  }

  /** Make the secrets of a new holder. */
  static draw(random: RandomSource): HolderSecret {
    return new HolderSecret({ signingSeed: draw(random, SEED_BYTES), boxSecret: draw(random, BOX_SECRET_BYTES) });
  }

  /** The public Ed25519 key, 32 bytes. */
  get signingKey(): Uint8Array {
    return publicKey(this.signingSeed);
  }

  /** The public X25519 key, 32 bytes. */
  get boxKey(): Uint8Array {
    return boxKey(this.boxSecret);
  }

  /** Return the secret with the polynomials of a new run; keys of an older run are gone. */
  inRun(ceremony: number, coefficients: Uint8Array, commitments: Uint8Array): HolderSecret {
    const { signingSeed, boxSecret } = this;
    return new HolderSecret({ signingSeed, boxSecret, ceremony, coefficients, commitments });
  }

  /** Return the secret with its keys and without the polynomials, which nobody needs any more. */
  withKeys(secretKeys: Uint8Array, jointKeys: Uint8Array): HolderSecret {
    return this.#with({ coefficients: EMPTY, secretKeys, jointKeys });
  }

  /**
   * Return the secret that remembers which list of a contest was opened.
   *
   * @throws HolderRefusal another list of this contest was opened before: side by side they would show whose is what.
   */
  havingOpened(contest: string, mixed: string): HolderSecret {
    if ((this.opened.get(contest) ?? mixed) !== mixed) {
      throw new HolderRefusal("opened-another");
    }
    return this.#with({ opened: sorted(new Map([...this.opened, [contest, mixed]])) });
  }

  // A spread would not take the fields of a class with getters for what they are.
  #with(changed: Partial<HolderSecretFields>): HolderSecret {
    const { signingSeed, boxSecret, ceremony, coefficients, commitments, secretKeys, jointKeys, opened } = this;
    const same = { signingSeed, boxSecret, ceremony, coefficients, commitments, secretKeys, jointKeys, opened };
    return new HolderSecret({ ...same, ...changed });
  }

  /** Return the payload of a key file, the same bytes as Python's. */
  toBytes(): Uint8Array {
    // Printed by hand: an object of this language would put contests whose id is a number before the others.
    const opened = [...sorted(this.opened)].map(([contest, list]) => `${JSON.stringify(contest)}:"${list}"`);
    const values: Readonly<Record<(typeof MEMBERS)[number], string>> = {
      box_secret: quoted(this.boxSecret),
      ceremony: String(this.ceremony),
      coefficients: quoted(this.coefficients),
      commitments: quoted(this.commitments),
      format: `"${FORMAT}"`,
      joint_keys: quoted(this.jointKeys),
      opened: `{${opened.join(",")}}`,
      secret_keys: quoted(this.secretKeys),
      signing_seed: quoted(this.signingSeed),
    };
    return utf8(`{${MEMBERS.map((name) => `"${name}":${values[name]}`).join(",")}}`);
  }

  /**
   * Read the payload of a key file.
   *
   * @throws HolderRefusal it is none.
   */
  static fromBytes(data: Uint8Array): HolderSecret {
    const value = parsed(data);
    const isWhole = isObject(value) && Object.keys(value).length === MEMBERS.length;
    if (!isWhole || !MEMBERS.every((name) => Object.hasOwn(value, name)) || value["format"] !== FORMAT) {
      throw new HolderRefusal("broken-file");
    }
    try {
      const { opened, ceremony } = value;
      if (!isObject(opened) || typeof ceremony !== "number" || !Number.isSafeInteger(ceremony)) {
        throw new HolderRefusal("broken-file");
      }
      const secret = new HolderSecret({
        signingSeed: bytesOf(value["signing_seed"]),
        boxSecret: bytesOf(value["box_secret"]),
        ceremony,
        coefficients: bytesOf(value["coefficients"]),
        commitments: bytesOf(value["commitments"]),
        secretKeys: bytesOf(value["secret_keys"]),
        jointKeys: bytesOf(value["joint_keys"]),
        opened: new Map(Object.entries(opened).map(([contest, list]) => [parseContestId(contest), parseSha256(list)])),
      });
      if (secret.signingSeed.length !== SEED_BYTES || secret.boxSecret.length !== BOX_SECRET_BYTES) {
        throw new HolderRefusal("broken-file");
      }
      return secret;
    } catch (fault) {
      if (!(fault instanceof MalformedValue)) throw fault;
      throw new HolderRefusal("broken-file");
    }
  }

  /** Hide everything. */
  toString(): string {
    return "<HolderSecret>";
  }

  /** Keep the secrets out of every JSON. */
  toJSON(): string {
    return this.toString();
  }
}

function sorted(opened: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...opened].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function quoted(data: Uint8Array): string {
  return `"${toB64(data)}"`;
}

function parsed(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data));
  } catch {
    // No UTF-8 or no JSON.
    throw new HolderRefusal("broken-file");
  }
}

function bytesOf(value: unknown): Uint8Array {
  if (typeof value !== "string") throw new HolderRefusal("broken-file");
  return fromB64(value);
}
