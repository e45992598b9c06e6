/**
 * An event: a body, the election, a signature, and the exact bytes of its leaf.
 *
 * Source: docs/formats.md, "Events".
 */
import { type JsonObject, parseObject, serialise } from "../canonical.ts";
import { toB64 } from "../encoding.ts";
import { InvalidRules, MalformedEvent, MalformedValue } from "../errors.ts";
import { parseElectionId } from "../ids.ts";
import { AGREEMENT } from "./agreement.ts";
import type { Body, BodyKind, BodyKinds, BodyOf, EventType, Signer } from "./body.ts";
import { CEREMONY } from "./ceremony.ts";
import { label, signature } from "./fields.ts";
import { POLLING } from "./polling.ts";
import { array, type Codec, hasExactly, object } from "./schema.ts";
import { SETUP } from "./setup.ts";
import { TALLY } from "./tally.ts";

/** An Ed25519 signature and who made it: `holder:3` or `card-maker`. */
interface EventSignature {
  readonly by: string;
  readonly signature: Uint8Array;
}

/** The whole table of events. */
export const BODY_KINDS: BodyKinds<Body> = { ...SETUP, ...AGREEMENT, ...CEREMONY, ...POLLING, ...TALLY };

/** Every type of event. */
export const EVENT_TYPES: readonly EventType[] = (Object.keys(BODY_KINDS) as EventType[]).sort();

const PLAIN = ["body", "election", "type"];
const SIGNED = [...PLAIN, "signatures"];
const SIGNATURES = array(object<EventSignature>({ by: label, signature }));
const CODECS: ReadonlyMap<string, Codec<Body>> = new Map(EVENT_TYPES.map((type) => [type, codecOf(type)]));

function kindOf<T extends EventType>(type: T): BodyKind<BodyOf<T>> {
  return BODY_KINDS[type] as unknown as BodyKind<BodyOf<T>>;
}

/** Return the codec of bodies of one type; the type itself stands beside the body in JSON. */
function codecOf<T extends EventType>(type: T): Codec<BodyOf<T>> {
  const { members, check } = kindOf(type);
  const plain = object(members);
  return {
    read: (value) => {
      const body = { type, ...plain.read(value) } as unknown as BodyOf<T>;
      check?.(body);
      return body;
    },
    write: (body) => plain.write(body),
    words: plain.words,
  };
}

function isEventType(name: unknown): name is EventType {
  return typeof name === "string" && CODECS.has(name);
}

/** One leaf.  Make it with `parse` or `build`, which both check every member. */
export class Event {
  readonly election: string;
  readonly body: Body;
  /** 64 bytes exactly where the table of events names a signer, who is `signerName(body)`. */
  readonly signature: Uint8Array | null;
  /** Canonical JSON of the whole event, the bytes of the leaf. */
  readonly data: Uint8Array;

  private constructor(election: string, body: Body, signature: Uint8Array | null, data: Uint8Array) {
    this.election = election;
    this.body = body;
    this.signature = signature;
    this.data = data;
  }

  /** Type of the event, such as `ballot.cast`. */
  get type(): EventType {
    return this.body.type;
  }

  /**
   * Read a leaf.
   *
   * @throws NotCanonical not canonical JSON, or longer than 65,535 bytes.
   * @throws MalformedEvent unknown type, unknown or missing member, or a member out of its bounds.
   */
  static parse(data: Uint8Array): Event {
    const value = parseObject(data);
    const type: unknown = value["type"];
    if (!isEventType(type)) throw new MalformedEvent("unknown type of event");
    const isSigned = signerOf(type) !== "nobody";
    if (!hasExactly(value, isSigned ? SIGNED : PLAIN)) throw new MalformedEvent(`${type}: not the members of an event`);
    try {
      const election = parseElectionId(value["election"]);
      const body = memberReader(type)(value["body"]);
      return new Event(election, body, isSigned ? readSignature(body, value["signatures"]) : null, data);
    } catch (fault) {
      if (fault instanceof MalformedValue || fault instanceof InvalidRules) {
        throw new MalformedEvent(`${type}: ${fault.message}`);
      }
      throw fault;
    }
  }

  /**
   * Make an event; `signature` (64 bytes) is over `unsignedBytes` as in `signingBytes`.
   *
   * @throws MalformedEvent a member is out of its bounds.
   * @throws NotCanonical a member has no canonical JSON.
   */
  static build(election: string, body: Body, signature: Uint8Array | null = null): Event {
    const plain = plainValue(election, body);
    if (signature === null) return Event.parse(serialise(plain));
    const signatures = [{ by: signerName(body), signature: toB64(signature) }];
    return Event.parse(serialise({ ...plain, signatures }));
  }

  /** Return the canonical JSON without `signatures`, over which signatures are made. */
  unsignedBytes(): Uint8Array {
    return this.signature === null ? this.data : unsignedBytes(this.election, this.body);
  }
}

/** Return what reads a body of one type from its JSON object; it throws MalformedEvent. */
export function memberReader<T extends EventType>(type: T): (value: unknown) => BodyOf<T> {
  return CODECS.get(type)!.read as (value: unknown) => BodyOf<T>;
}

/** Return the canonical JSON of an event without `signatures`. */
export function unsignedBytes(election: string, body: Body): Uint8Array {
  return serialise(plainValue(election, body));
}

/** Return who signs events of a type. */
export function signerOf(type: EventType): Signer {
  return kindOf(type).signer ?? "nobody";
}

/**
 * Return the `by` of the signature that a body needs.
 *
 * @throws MalformedEvent nobody signs this type of event.
 */
export function signerName(body: Body): string {
  const signer = signerOf(body.type);
  if (signer === "nobody") throw new MalformedEvent(`${body.type}: nobody signs this type of event`);
  return signer === "holder" ? `holder:${holderOf(body)}` : signer;
}

/**
 * Return the holder who signs a body.
 *
 * @throws MalformedEvent no holder signs this type of event.
 */
export function holderOf(body: Body): number {
  if (signerOf(body.type) === "holder" && "holder" in body) return body.holder;
  throw new MalformedEvent(`${body.type}: no holder signs this type of event`);
}

function plainValue(election: string, body: Body): JsonObject {
  return { body: CODECS.get(body.type)!.write(body), election, type: body.type };
}

function readSignature(body: Body, value: unknown): Uint8Array {
  const [found, ...others] = SIGNATURES.read(value);
  if (found === undefined || others.length > 0 || found.by !== signerName(body)) {
    throw new MalformedEvent(`not signed by ${signerName(body)} alone`);
  }
  return found.signature;
}
