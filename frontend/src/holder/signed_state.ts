/**
 * The fold of a key holder's device: it also checks who signed.
 *
 * The plain fold leaves signatures to its caller.  A holder who left them out would take mixes that the server made in
 * the name of others: the server would know every permutation, and so who wrote what.
 */
import type { Event } from "../ballots/events/event.ts";
import { checkSignature } from "../ballots/events/signing.ts";
import type { BlobSource } from "../ballots/state/blobs.ts";
import { ElectionState } from "../ballots/state/fold.ts";

/** A fold that refuses an event of a holder or card maker which is not signed by that person's key. */
export class SignedState extends ElectionState {
  /**
   * Check the signature of an event, then fold it.
   *
   * @throws InvalidEventSignature somebody else signed, or nobody.
   * @throws IllegalEvent the event is not allowed; the state is unchanged.
   */
  override apply(event: Event, blobs: BlobSource): void {
    const key = this.signingKeyFor(event.body);
    if (key !== null) checkSignature(event, key);
    super.apply(event, blobs);
  }
}
