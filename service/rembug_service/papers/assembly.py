"""Berita acara of the assemblies, as their minutes stand on the board."""

from datetime import date

from rembug_ballots import assemblies as minuted
from rembug_ballots.assemblies import Minutes, Signatory
from rembug_ballots.state.model import AgreedDocument
from rembug_service.documents.assembly_minutes import (
    Adopted,
    AgendaItem,
    AssemblyMinutes,
    Assessed,
    Decision,
    assembly_minutes_pdf,
)
from rembug_service.documents.occasion import Occasion, occasion
from rembug_service.documents.signers import Signer
from rembug_service.papers.source import Source
from rembug_service.papers.words import ASSEMBLIES, DOCUMENTS, LEVELS, MEETS, OPTIONS, OUTCOMES, groups


def held_on(minutes: Minutes) -> Occasion:
    """Return day, hours and place of an assembly in words."""
    day = date.fromisoformat(minutes.date)
    return occasion(day, minutes.from_, minutes.until, minutes.zone.value, minutes.place)


def assembly_minutes(source: Source, minutes: Minutes, agreed: AgreedDocument | None = None) -> bytes:
    """Return the berita acara of an assembly.

    Args:
        source: the election.
        minutes: of the assembly.
        agreed: the document for whose agreement it is printed; None for the assembly as such.
    """
    invitation, chosen = minutes.invitation, minutes.chosen
    paper = AssemblyMinutes(
        agreement=agreed is not None,
        kind=ASSEMBLIES[minutes.kind],
        level=LEVELS[minutes.level],
        unit=minutes.unit,
        title=minutes.title,
        revision=minutes.revision,
        occasion=held_on(minutes),
        invited=None if invitation is None else invitation.invited,
        invited_how="" if invitation is None else invitation.how,
        convenor=minutes.convenor,
        chair=minutes.chair,
        note_taker=minutes.note_taker,
        facilitator=minutes.facilitator,
        men=minutes.men,
        women=minutes.women,
        poor=minutes.poor,
        elements=minutes.elements,
        quorum=_quorum(minutes),
        agenda=tuple(AgendaItem(each.title, each.minutes) for each in minutes.agenda),
        decisions=tuple(_decision(source, each) for each in minutes.decisions),
        assessment=tuple(
            Assessed(each.institution, tuple((one.name, MEETS[one.meets], one.note) for one in each.criteria))
            for each in minutes.assessment
        ),
        chosen="" if chosen is None else f"{OPTIONS[chosen.option]}: {chosen.name}",
        members=tuple((each.name, each.sex.value, each.unit, each.role) for each in minutes.members),
        follow_up=tuple((each.what, each.who, each.when) for each in minutes.follow_up),
        attachments=tuple((each.name, groups(each.sha256)) for each in minutes.attachments),
        fingerprint=groups(minutes.sha256),
        signers=_signers(minutes.signatures)
        or (Signer("Pimpinan", minutes.chair), Signer("Notulis", minutes.note_taker)),
        witnesses=_signers(minutes.acknowledged_by)
        or (Signer(source.head_of_village), Signer("Fasilitator", minutes.facilitator)),
    )
    return assembly_minutes_pdf(source.heading, paper)


def _signers(people: tuple[Signatory, ...]) -> tuple[Signer, ...]:
    return tuple(Signer(each.capacity[:1].upper() + each.capacity[1:], each.name) for each in people)


def _quorum(minutes: Minutes) -> str:
    if minutes.quorum is None:
        return ""
    met = "terpenuhi" if minutes.reached_quorum else "tidak terpenuhi"
    waited = "" if minutes.reached_quorum or not minutes.may_adopt else "; sah sesudah ditunda 15 menit"
    return f"lebih dari {minutes.quorum.percent} persen undangan, {met}{waited}"


def _decision(source: Source, taken: minuted.Decision) -> Decision:
    votes = taken.votes
    return Decision(
        taken.number,
        taken.text,
        None if votes is None else (votes.for_, votes.against, votes.abstain),
        "" if taken.outcome is None else OUTCOMES[taken.outcome],
        None if taken.adopts is None else _adopted(source, taken.adopts),
        taken.dissent,
    )


def _adopted(source: Source, adopts: minuted.Adoption) -> Adopted:
    """Return what a decision agrees to; chapters and articles only where the very text stands on the board."""
    texts = [each.text for each in source.state.documents.get(adopts.document, ()) if each.body.sha256 == adopts.sha256]
    chapters = len(texts[0].chapters) if texts else 0
    articles = sum(1 for _ in texts[0].articles()) if texts else 0
    return Adopted(DOCUMENTS[adopts.document], adopts.version, chapters, articles, groups(adopts.sha256))
