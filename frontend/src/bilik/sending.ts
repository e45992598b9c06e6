/**
 * Sending sealed ballots until somebody has them.
 *
 * The service answers the same ballot with the same receipt, so that sending again is always safe.
 */
import { answered, client, ServiceProblem } from "../api/client.ts";
import { store, type Waiting } from "./store.ts";

const WAIT_MS = 8000;
/**
 * Refusals that no waiting mends: the card is spent by another ballot, or void.
 *
 * A ballot whose signature does not hold is not among them: its table may have been opened anew with another key, and
 * an officer must see it.
 */
const FINAL: ReadonlySet<string> = new Set([
  "CREDENTIAL_USED",
  "KARTU_TIDAK_BERLAKU",
  "ISI_SALAH",
  "TRACKING_USED",
  "CIPHERTEXT_COPIED",
]);

/** Refusal of a ballot whose table was closed, and whose count is in the log. */
const LATE = "TABLE_CLOSED";

/** What became of a ballot that was sent. */
export type Outcome =
  | { readonly kind: "accepted" }
  /** Nobody answered; it stays here. */
  | { readonly kind: "waiting" }
  /** Not now, for a reason that an officer can mend; it stays here. */
  | { readonly kind: "held"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string }
  /** Its table was closed before it came, so that it will never count; it stays here for the officers. */
  | { readonly kind: "late" };

/**
 * Send a kept ballot once; forget it when it is accepted.
 *
 * @param isSeen whether its voter sees the answer: then a refusal that nothing mends ends it, too.
 */
export async function deliver(ballot: Waiting, isSeen: boolean): Promise<Outcome> {
  const params = { path: { election: ballot.election } };
  try {
    const signal = AbortSignal.timeout(WAIT_MS);
    const route = "/api/v1/elections/{election}/ballots";
    const receipt = (await answered(client.POST(route, { params, body: ballot.body, signal }))) as {
      tracking?: string;
    };
    if (receipt.tracking !== ballot.tracking) return { kind: "waiting" };
  } catch (fault) {
    // Whatever is no clear refusal (half an answer, too) leaves it open whether the ballot is in: it is sent again.
    if (!(fault instanceof ServiceProblem) || fault.status >= 500) return { kind: "waiting" };
    if (fault.code === LATE) return { kind: "late" };
    if (!FINAL.has(fault.code) || !isSeen) return { kind: "held", reason: fault.detail };
    await forget(ballot);
    return { kind: "refused", reason: fault.detail };
  }
  await forget(ballot);
  return { kind: "accepted" };
}

/** Forget a ballot; one that stays after all is only sent once more. */
async function forget(ballot: Waiting): Promise<void> {
  await store.forget(ballot.tracking).catch(() => undefined);
}
