"""Handlers: the election, its assemblies, what they agree to, and the rules that follow."""

import dataclasses
from typing import Final

from rembug_ballots.assemblies import Adoption, Minutes
from rembug_ballots.document_signatures import Agreement
from rembug_ballots.documents import Document
from rembug_ballots.errors import BallotsError
from rembug_ballots.events.agreement import (
    AssemblyRecorded,
    DocumentAgreed,
    DocumentSigner,
    RulesReopened,
    RulesSealed,
)
from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.events.setup import ElectionCreated
from rembug_ballots.ids import ElectionId
from rembug_ballots.phases import ContestPhase, ElectionPhase, check_election
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.rules import Rules
from rembug_ballots.state.blobs import BlobSource
from rembug_ballots.state.handlers import Handler, handler
from rembug_ballots.state.model import AgreedDocument, CardList, CeremonyState, ContestState, RecordedAssembly
from rembug_ballots.state.view import StateView
from rembug_crypto.errors import InvalidSignature

_NEEDED: Final = (DocumentKind.AD, DocumentKind.TATIB, DocumentKind.KRITERIA)
"""Documents without which there is no election; the ART may come later."""


def _created(state: StateView, body: ElectionCreated, event: Event, _: BlobSource) -> None:
    if state.created is not None or state.size != 0:
        raise IllegalEvent(Refusal.ALREADY_CREATED)
    state.created = body
    state.election = event.election


def _record(state: StateView, body: AssemblyRecorded, _: Event, blobs: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    before = state.assemblies.get(body.assembly)
    if before is None and body.assembly != len(state.assemblies) + 1:
        raise IllegalEvent(Refusal.ASSEMBLY_NOT_NEXT, assembly=len(state.assemblies) + 1)
    revision = 1 if before is None else before.body.revision + 1
    if body.revision != revision:
        raise IllegalEvent(Refusal.REVISION_NOT_NEXT, assembly=body.assembly, revision=revision)
    minutes = read_minutes(body, blobs)
    for kind, versions in state.documents.items():
        agreed = versions[-1].body
        if before is None or agreed.assembly != body.assembly:
            continue
        try:
            check_adoption(minutes, agreed)
            check_scan(minutes, agreed)
        except IllegalEvent:
            raise IllegalEvent(Refusal.ADOPTION_CHANGED, assembly=body.assembly, document=kind.value) from None
        if minutes.decision(agreed.decision) != before.minutes.decision(agreed.decision):
            raise IllegalEvent(Refusal.ADOPTION_CHANGED, assembly=body.assembly, document=kind.value)
    earlier = () if before is None else (*before.earlier, dataclasses.replace(before, earlier=()))
    state.assemblies[body.assembly] = RecordedAssembly(state.size, body, minutes, earlier)


def read_minutes(body: AssemblyRecorded, blobs: BlobSource) -> Minutes:
    """Return the minutes that an event names.

    Raises:
        IllegalEvent: BLOB_MISSING, MINUTES_MALFORMED, or MINUTES_DIFFER: they say something else than the event.
    """
    data = blobs.get(body.sha256)
    if data is None:
        raise IllegalEvent(Refusal.BLOB_MISSING, sha256=body.sha256)
    try:
        minutes = Minutes.from_bytes(data)
    except BallotsError:
        raise IllegalEvent(Refusal.MINUTES_MALFORMED, assembly=body.assembly) from None
    said = (minutes.assembly, minutes.revision, minutes.kind, minutes.title, minutes.date, minutes.men, minutes.women)
    if (*said, minutes.outcome) != (
        body.assembly,
        body.revision,
        body.kind,
        body.title,
        body.date,
        body.men,
        body.women,
        body.outcome,
    ):
        raise IllegalEvent(Refusal.MINUTES_DIFFER, assembly=body.assembly)
    return minutes


def check_adoption(minutes: Minutes, body: DocumentAgreed) -> None:
    """Refuse an agreement that the minutes of its assembly do not bear out.

    Raises:
        IllegalEvent: UNKNOWN_DECISION, NOT_ADOPTED, NOT_CARRIED or QUORUM_MISSED.
    """
    where = {"assembly": body.assembly, "decision": body.decision}
    decision = minutes.decision(body.decision)
    if decision is None:
        raise IllegalEvent(Refusal.UNKNOWN_DECISION, **where)
    adopts = decision.adopts
    if adopts is None or (adopts.document, adopts.version, adopts.sha256) != (body.document, body.version, body.sha256):
        raise IllegalEvent(Refusal.NOT_ADOPTED, **where)
    if not decision.carried:
        raise IllegalEvent(Refusal.NOT_CARRIED, **where)
    if not minutes.may_adopt:
        raise IllegalEvent(Refusal.QUORUM_MISSED, assembly=body.assembly)


def check_scan(minutes: Minutes, body: DocumentAgreed) -> None:
    """Refuse an agreement whose scan is no attachment of its assembly.

    Raises:
        IllegalEvent: SCAN_NOT_ATTACHED.
    """
    if body.scan is not None and all(each.sha256 != body.scan for each in minutes.attachments):
        raise IllegalEvent(Refusal.SCAN_NOT_ATTACHED, assembly=body.assembly)


def read_document(body: DocumentAgreed, blobs: BlobSource) -> Document:
    """Return the text that an event names.

    Raises:
        IllegalEvent: BLOB_MISSING, DOCUMENT_MALFORMED, DOCUMENT_DIFFERS or DOCUMENT_INCOMPLETE.
    """
    kind = body.document.value
    data = blobs.get(body.sha256)
    if data is None:
        raise IllegalEvent(Refusal.BLOB_MISSING, sha256=body.sha256)
    try:
        document = Document.from_bytes(data)
    except BallotsError:
        raise IllegalEvent(Refusal.DOCUMENT_MALFORMED, document=kind) from None
    if document.document is not body.document or document.title != body.title:
        raise IllegalEvent(Refusal.DOCUMENT_DIFFERS, document=kind)
    if not document.is_whole:
        raise IllegalEvent(Refusal.DOCUMENT_INCOMPLETE, document=kind)
    return document


def check_fields(document: Document, body: DocumentAgreed) -> None:
    """Refuse a text whose references nothing answers, or whose rules are not those of the event.

    Raises:
        IllegalEvent: REFERENCE_UNKNOWN or RULES_TEXT_DIFFERS.
    """
    for name in document.unknown_references():
        raise IllegalEvent(Refusal.REFERENCE_UNKNOWN, document=body.document.value, name=name[:80])
    if document.rules is not None and document.rules.sha256 != body.rules_sha256:
        raise IllegalEvent(Refusal.RULES_TEXT_DIFFERS)


def check_signer(election: ElectionId, body: DocumentAgreed, signer: DocumentSigner) -> None:
    """Refuse a signature that does not hold.

    Raises:
        IllegalEvent: SIGNATURE_WRONG.
    """
    try:
        Agreement.of(election, body).check(signer)
    except InvalidSignature:
        raise IllegalEvent(Refusal.SIGNATURE_WRONG, document=body.document.value, name=signer.name) from None


def _document(state: StateView, body: DocumentAgreed, event: Event, blobs: BlobSource) -> None:
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
    assembly = state.assemblies.get(body.assembly)
    if assembly is None:
        raise IllegalEvent(Refusal.UNKNOWN_ASSEMBLY, assembly=body.assembly)
    check_adoption(assembly.minutes, body)
    check_scan(assembly.minutes, body)
    document = read_document(body, blobs)
    check_fields(document, body)
    if body.document is DocumentKind.KRITERIA and state.rules is not None:
        check_criteria(document, state.rules)
    for signer in body.signers:
        check_signer(event.election, body, signer)
    state.documents.setdefault(body.document, []).append(AgreedDocument(state.size, body, document))
    awaited = state.awaited
    if awaited is not None and (awaited.document, awaited.version) == (body.document, body.version):
        state.awaited = None
    _agree(state)


def check_criteria(criteria: Document, rules: Rules) -> None:
    """Refuse criteria that are not those of the rules, word for word and in their order.

    Raises:
        IllegalEvent: CRITERIA_DIFFER.
    """
    if criteria.criteria != rules.criteria:
        raise IllegalEvent(Refusal.CRITERIA_DIFFER)


def _rules(state: StateView, body: RulesSealed, _: Event, __: BlobSource) -> None:
    if state.rules is not None:
        raise IllegalEvent(Refusal.RULES_ALREADY_SEALED)
    check_election(body.TYPE, state.phase)
    agreed = state.documents.get(DocumentKind.TATIB)
    if not agreed or agreed[-1].body.rules_sha256 != body.rules.sha256:
        raise IllegalEvent(Refusal.RULES_NOT_AGREED)
    if state.awaited is not None:
        raise IllegalEvent(
            Refusal.NEWER_NOT_AGREED, document=state.awaited.document.value, version=state.awaited.version
        )
    criteria = state.documents.get(DocumentKind.KRITERIA)
    if criteria:
        check_criteria(criteria[-1].text, body.rules)
    state.rules = body.rules
    for holder in [each for each in state.ceremony.holders if each > body.rules.holders]:
        del state.ceremony.holders[holder], state.ceremony.registrations[holder]
    state.contests = {
        contest.id: ContestState(contest, stage.id) for stage in body.rules.stages for contest in stage.contests
    }
    _agree(state)


def _reopen(state: StateView, body: RulesReopened, _: Event, __: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    state.agreed_rules()
    for contest in state.contests.values():
        if contest.phase not in (ContestPhase.PREPARED, ContestPhase.SEALED):
            raise IllegalEvent(Refusal.POLLS_WERE_OPENED, contest=contest.id)
    awaited = newer_text(state, body)
    ceremony = state.ceremony
    state.phase = ElectionPhase.DRAFT
    state.rules = None
    state.awaited = awaited
    state.contests = {}
    state.tables = {}
    state.cards = CardList()
    state.booth = None
    # Who holds a key is known; the key itself is made anew, as after a run that was given up.
    state.ceremony = CeremonyState(ceremony.number + 1, ceremony.holders, ceremony.registrations)


def newer_text(state: StateView, body: RulesReopened) -> Adoption:
    """Return the newer text for which a decision opens the rules again.

    Raises:
        IllegalEvent: UNKNOWN_ASSEMBLY, UNKNOWN_DECISION, NOTHING_NEWER, NOT_CARRIED or QUORUM_MISSED.
    """
    assembly = state.assemblies.get(body.assembly)
    if assembly is None:
        raise IllegalEvent(Refusal.UNKNOWN_ASSEMBLY, assembly=body.assembly)
    where = {"assembly": body.assembly, "decision": body.decision}
    decision = assembly.minutes.decision(body.decision)
    if decision is None:
        raise IllegalEvent(Refusal.UNKNOWN_DECISION, **where)
    adopts = decision.adopts
    agreed = () if adopts is None else state.documents.get(adopts.document, ())
    is_newer = not agreed or (adopts is not None and adopts.version > agreed[-1].body.version)
    if adopts is None or adopts.document not in _NEEDED or not is_newer:
        raise IllegalEvent(Refusal.NOTHING_NEWER, **where)
    if not decision.carried:
        raise IllegalEvent(Refusal.NOT_CARRIED, **where)
    if not assembly.minutes.may_adopt:
        raise IllegalEvent(Refusal.QUORUM_MISSED, assembly=body.assembly)
    return adopts


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
        handler(AssemblyRecorded, _record),
        handler(DocumentAgreed, _document),
        handler(RulesSealed, _rules),
        handler(RulesReopened, _reopen),
    ]
)
