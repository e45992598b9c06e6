/**
 * Sending sealed ballots until somebody has them.
 *
 * The service answers the same ballot with the same receipt, so that sending again is always safe.
 */
import { answered, client, NoAnswer, ServiceProblem } from "../api/client.ts";
import { store, type Waiting } from "./store.ts";

const WAIT_MS = 8000;
/** Refusals that no waiting mends: the card is spent by another ballot or void, or the ballot is damaged. */
const FINAL: ReadonlySet<string> = new Set([
  "CREDENTIAL_USED",
  "KARTU_TIDAK_BERLAKU",
  "SUARA_TIDAK_SAH",
  "ISI_SALAH",
  "TRACKING_USED",
  "CIPHERTEXT_COPIED",
]);

/** What became of a ballot that was sent. */
export type Outcome =
  | { readonly kind: "accepted" }
  /** Nobody answered; it stays here. */
  | { readonly kind: "waiting" }
  /** Not now, for a reason that an officer can mend; it stays here. */
  | { readonly kind: "held"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/** Send a kept ballot once; forget it when it is accepted or can never be. */
export async function deliver(ballot: Waiting): Promise<Outcome> {
  const params = { path: { election: ballot.election } };
  try {
    const signal = AbortSignal.timeout(WAIT_MS);
    await answered(client.POST("/api/v1/elections/{election}/ballots", { params, body: ballot.body, signal }));
  } catch (fault) {
    if (!(fault instanceof ServiceProblem)) {
      if (fault instanceof NoAnswer) return { kind: "waiting" };
      throw fault;
    }
    if (fault.status >= 500) return { kind: "waiting" };
    if (!FINAL.has(fault.code)) return { kind: "held", reason: fault.detail };
    await store.forget(ballot.tracking);
    return { kind: "refused", reason: fault.detail };
  }
  await store.forget(ballot.tracking);
  return { kind: "accepted" };
}
