"""Handlers: the election, its documents and rules."""

from typing import Final

from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.events.setup import DocumentAgreed, ElectionCreated, RulesSealed
from rembug_ballots.phases import ElectionPhase, check_election
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state.blobs import BlobSource
from rembug_ballots.state.handlers import Handler, handler
from rembug_ballots.state.model import AgreedDocument, ContestState
from rembug_ballots.state.view import StateView

_NEEDED: Final = (DocumentKind.AD, DocumentKind.TATIB, DocumentKind.KRITERIA)
"""Documents without which there is no election; the ART may come later."""


def _created(state: StateView, body: ElectionCreated, event: Event, _: BlobSource) -> None:
    if state.created is not None or state.size != 0:
        raise IllegalEvent(Refusal.ALREADY_CREATED)
    state.created = body
    state.election = event.election


def _document(state: StateView, body: DocumentAgreed, _: Event, blobs: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    versions = state.documents.get(body.document, [])
    if versions and body.version <= versions[-1].body.version:
        raise IllegalEvent(
            Refusal.VERSION_NOT_NEWER,
            document=body.document.value,
            version=versions[-1].body.version,
        )
    frozen = state.phase is not ElectionPhase.DRAFT or (state.rules is not None and body.document is DocumentKind.TATIB)
    if frozen and body.document is not DocumentKind.ART:
        raise IllegalEvent(Refusal.DOCUMENT_FROZEN, document=body.document.value)
    if blobs.get(body.sha256) is None:
        raise IllegalEvent(Refusal.BLOB_MISSING, sha256=body.sha256)
    state.documents.setdefault(body.document, []).append(AgreedDocument(state.size, body))
    _agree(state)


def _rules(state: StateView, body: RulesSealed, _: Event, __: BlobSource) -> None:
    if state.rules is not None:
        raise IllegalEvent(Refusal.RULES_ALREADY_SEALED)
    check_election(body.TYPE, state.phase)
    agreed = state.documents.get(DocumentKind.TATIB)
    if not agreed or agreed[-1].body.rules_sha256 != body.rules.sha256:
        raise IllegalEvent(Refusal.RULES_NOT_AGREED)
    state.rules = body.rules
    state.contests = {
        contest.id: ContestState(contest, stage.id) for stage in body.rules.stages for contest in stage.contests
    }
    _agree(state)


def _agree(state: StateView) -> None:
    if (
        state.phase is ElectionPhase.DRAFT
        and state.rules is not None
        and all(kind in state.documents for kind in _NEEDED)
    ):
        state.phase = ElectionPhase.AGREED


HANDLERS: Final[dict[type[Body], Handler]] = dict(
    [
        handler(ElectionCreated, _created),
        handler(DocumentAgreed, _document),
        handler(RulesSealed, _rules),
    ]
)
