/**
 * The state of an election: a fold over its events.
 *
 * The verifier folds with it from the public record, as the server does before it appends.  Every handler checks first
 * and changes afterwards, so a refused event leaves no trace.  Signatures and proofs are not checked here: that is the
 * work of whoever verifies.
 */
import type { Body, EventType } from "../events/body.ts";
import { type Event, signerOf } from "../events/event.ts";
import { IllegalEvent } from "../refusals.ts";
import { AGREEMENT } from "./agreement.ts";
import type { BlobSource } from "./blobs.ts";
import { CEREMONY, signingKeyOf } from "./ceremony.ts";
import { CLOSING } from "./closing.ts";
import type { Handler, Handlers } from "./handlers.ts";
import { MIXING } from "./mixing.ts";
import { POLLING } from "./polling.ts";
import { REGISTER } from "./register.ts";
import { RESULT } from "./result.ts";
import { TERM } from "./term.ts";
import { StateView } from "./view.ts";

const HANDLERS: Handlers = {
  ...AGREEMENT,
  ...CEREMONY,
  ...REGISTER,
  ...POLLING,
  ...CLOSING,
  ...MIXING,
  ...RESULT,
  ...TERM,
};

/** All that the events so far say.  Read it freely; only `apply` changes it. */
export class ElectionState extends StateView {
  /**
   * Check an event against the state, then let it change the state.
   *
   * @param event the next leaf.
   * @param blobs where blobs that the event names are read.
   * @throws IllegalEvent the event is not allowed; the state is unchanged.
   */
  apply(event: Event, blobs: BlobSource): void {
    const { body } = event;
    if (this.created === null) {
      // A ballot is compared with the election first, here as where the server takes a thousand of them a second.
      if (body.type === "ballot.cast") throw new IllegalEvent("OTHER_ELECTION");
      if (body.type !== "election.created") throw new IllegalEvent("NOT_CREATED");
    } else if (event.election !== this.election) {
      throw new IllegalEvent("OTHER_ELECTION");
    }
    // The table pairs each type with the handler of its body, which the compiler cannot follow through one look-up.
    const handler = HANDLERS[body.type] as Handler<EventType>;
    handler(this, body, event, blobs);
    this.size += 1;
  }

  /**
   * Return the Ed25519 key that must have signed an event; null where nobody signs.
   *
   * @throws IllegalEvent UNKNOWN_HOLDER.
   */
  signingKeyFor(body: Body): Uint8Array | null {
    if (signerOf(body.type) === "nobody") return null;
    if (body.type === "cards.registered") return body.makerKey;
    return signingKeyOf(this, body);
  }
}
