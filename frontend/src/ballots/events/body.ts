/** What all event bodies share. */
import type { AgreementBody } from "./agreement.ts";
import type { CeremonyBody } from "./ceremony.ts";
import type { PollingBody } from "./polling.ts";
import type { Members } from "./schema.ts";
import type { SetupBody } from "./setup.ts";
import type { TallyBody } from "./tally.ts";

/** The body of any event; its `type` says which. */
export type Body = SetupBody | AgreementBody | CeremonyBody | PollingBody | TallyBody;

/** Every type of event. */
export type EventType = Body["type"];

/** The body of one type of event. */
export type BodyOf<T extends EventType> = Extract<Body, { readonly type: T }>;

/** Who signs an event. */
export type Signer = "nobody" | "holder" | "card-maker";

/** One row of the table of events. */
export interface BodyKind<B> {
  readonly signer?: Signer;
  /** How each member is read and written. */
  readonly members: Members<Omit<B, "type">>;
  /** Refuses what no single member can tell, by MalformedEvent. */
  readonly check?: (body: B) => void;
}

/** Rows for a union of bodies, by type: the compiler misses a row or a member that is not there. */
export type BodyKinds<B extends { readonly type: string }> = {
  readonly [T in B["type"]]: BodyKind<Extract<B, { readonly type: T }>>;
};
