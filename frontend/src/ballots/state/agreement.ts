/** Handlers: the election, its documents and rules. */
import type { Event } from "../events/event.ts";
import type { DocumentKind } from "../events/fields.ts";
import type { DocumentAgreed, ElectionCreated, RulesSealed } from "../events/setup.ts";
import { checkElection } from "../phases.ts";
import { IllegalEvent } from "../refusals.ts";
import type { BlobSource } from "./blobs.ts";
import type { Handlers } from "./handlers.ts";
import { ContestState } from "./model.ts";
import type { StateView } from "./view.ts";

/** Documents without which there is no election; the ART may come later. */
const NEEDED: readonly DocumentKind[] = ["AD", "TATIB", "KRITERIA"];

function created(state: StateView, body: ElectionCreated, event: Event): void {
  if (state.created !== null || state.size !== 0) throw new IllegalEvent("ALREADY_CREATED");
  state.created = body;
  state.election = event.election;
}

function agreed(state: StateView, body: DocumentAgreed, _: Event, blobs: BlobSource): void {
  checkElection(body.type, state.phase);
  const { document, sha256 } = body;
  const versions = state.documents.get(document) ?? [];
  const version = versions.at(-1)?.body.version ?? 0;
  if (body.version <= version) throw new IllegalEvent("VERSION_NOT_NEWER", { document, version });
  const isFrozen = state.phase !== "DRAFT" || (state.rules !== null && document === "TATIB");
  if (isFrozen && document !== "ART") throw new IllegalEvent("DOCUMENT_FROZEN", { document });
  if (blobs.get(sha256) === null) throw new IllegalEvent("BLOB_MISSING", { sha256 });
  state.documents.set(document, [...versions, { index: state.size, body }]);
  agree(state);
}

function sealed(state: StateView, body: RulesSealed): void {
  if (state.rules !== null) throw new IllegalEvent("RULES_ALREADY_SEALED");
  checkElection(body.type, state.phase);
  const tatib = state.documents.get("TATIB")?.at(-1);
  if (tatib?.body.rulesSha256 !== body.rules.sha256) throw new IllegalEvent("RULES_NOT_AGREED");
  state.rules = body.rules;
  state.contests = new Map(
    body.rules.stages.flatMap((stage) =>
      stage.contests.map((contest) => [contest.id, new ContestState(contest, stage.id)] as const),
    ),
  );
  agree(state);
}

function agree(state: StateView): void {
  if (state.phase !== "DRAFT" || state.rules === null) return;
  if (NEEDED.every((kind) => state.documents.has(kind))) state.phase = "AGREED";
}

export const AGREEMENT: Handlers<"election.created" | "document.agreed" | "rules.sealed"> = {
  "election.created": created,
  "document.agreed": agreed,
  "rules.sealed": sealed,
};
