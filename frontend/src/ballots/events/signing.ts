/** Signatures of events.  Source: docs/formats.md, "Events". */
import { Domain, frames } from "../../crypto/domains.ts";
import { InvalidSignature } from "../../crypto/errors.ts";
import { sign, verify } from "../../crypto/signing.ts";
import { InvalidEventSignature } from "../errors.ts";
import type { Body } from "./body.ts";
import { Event, signerName, unsignedBytes } from "./event.ts";

/** Return what the signer of an event signs. */
export function signingBytes(election: string, body: Body): Uint8Array {
  return framed(unsignedBytes(election, body));
}

function framed(unsigned: Uint8Array): Uint8Array {
  return frames("domain", Domain.EVENT_SIGNATURE, "event", unsigned);
}

/**
 * Return the event signed with an Ed25519 seed of 32 bytes.
 *
 * @throws MalformedEvent a member is out of its bounds, or nobody signs this type of event.
 */
export function signEvent(election: string, body: Body, seed: Uint8Array): Event {
  return Event.build(election, body, sign(seed, signingBytes(election, body)));
}

/**
 * Accept the signature of an event by `key`, which the state of the election gives.
 *
 * @throws InvalidEventSignature there is none, or it is by another key or over another event.
 */
export function checkSignature(event: Event, key: Uint8Array): void {
  if (event.signature === null) throw new InvalidEventSignature(`${event.type} has no signature`);
  try {
    verify(key, framed(event.unsignedBytes()), event.signature);
  } catch (fault) {
    if (!(fault instanceof InvalidSignature)) throw fault;
    throw new InvalidEventSignature(`${event.type} is not signed by ${signerName(event.body)}`);
  }
}
