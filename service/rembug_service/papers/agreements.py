"""Papers of what was agreed: the texts themselves, and the berita acara of their assemblies."""

from dataclasses import dataclass
from datetime import date

from rembug_ballots import assemblies as minuted
from rembug_ballots.assemblies import Minutes
from rembug_ballots.documents import lines
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.state.model import AgreedDocument
from rembug_service.documents.agreed_text import AgreedText, agreed_text_pdf
from rembug_service.documents.assembly_minutes import (
    Adopted,
    AgendaItem,
    AssemblyMinutes,
    Decision,
    assembly_minutes_pdf,
)
from rembug_service.documents.occasion import Occasion, occasion
from rembug_service.documents.signers import Signer
from rembug_service.papers.source import Source
from rembug_service.papers.words import DOCUMENTS, LEVELS, groups


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreed document in force, in words."""

    name: str
    version: int
    agreed: str
    sha256: str


def in_force(source: Source, kind: DocumentKind) -> AgreedDocument | None:
    """Return the newest agreed version of a document, or None."""
    versions = source.state.documents.get(kind)
    return versions[-1] if versions else None


def agreed_in_force(source: Source) -> list[Agreed]:
    """Return the documents in force, in the order of their kinds."""
    found = []
    for kind, name in DOCUMENTS.items():
        document = in_force(source, kind)
        if document is not None:
            body = document.body
            found.append(Agreed(name, body.version, _held(_minutes(source, document)), body.sha256))
    return found


def _minutes(source: Source, document: AgreedDocument) -> Minutes:
    return source.state.assemblies[document.body.assembly].minutes


def _occasion(minutes: Minutes) -> Occasion:
    day = date.fromisoformat(minutes.date)
    return occasion(day, minutes.from_, minutes.until, minutes.zone.value, minutes.place)


def _held(minutes: Minutes) -> str:
    return f"{minutes.title}, {_occasion(minutes).date_long}"


def agreed_text(source: Source, document: AgreedDocument) -> bytes:
    """Return an agreed text."""
    body = document.body
    minutes = _minutes(source, document)
    paper = AgreedText(
        DOCUMENTS[body.document],
        body.title,
        body.version,
        f"disepakati {_held(minutes)}",
        tuple(lines(document.text)),
        groups(body.sha256),
        (Signer("Pimpinan rembug warga", minutes.chair), Signer("Notulis", minutes.note_taker)),
    )
    return agreed_text_pdf(source.heading, paper)


def agreement_minutes(source: Source, document: AgreedDocument) -> bytes:
    """Return the berita acara of the assembly that agreed to a document."""
    minutes = _minutes(source, document)
    invitation = minutes.invitation
    paper = AssemblyMinutes(
        agreement=True,
        kind="rembug warga",
        level=LEVELS[minutes.level],
        unit=minutes.unit,
        title=minutes.title,
        revision=minutes.revision,
        occasion=_occasion(minutes),
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
        decisions=tuple(_decision(each, document) for each in minutes.decisions),
        assessment=(),
        chosen="",
        members=(),
        follow_up=tuple((each.what, each.who, each.when) for each in minutes.follow_up),
        attachments=tuple((each.name, groups(each.sha256)) for each in minutes.attachments),
        fingerprint=groups(minutes.sha256),
        signers=(Signer("Pimpinan", minutes.chair), Signer("Notulis", minutes.note_taker)),
        witnesses=(Signer(source.head_of_village), Signer("Fasilitator", minutes.facilitator)),
    )
    return assembly_minutes_pdf(source.heading, paper)


def _quorum(minutes: Minutes) -> str:
    if minutes.quorum is None:
        return ""
    met = "terpenuhi" if minutes.reached_quorum else "tidak terpenuhi"
    waited = "" if minutes.reached_quorum or not minutes.may_adopt else "; sah sesudah ditunda 15 menit"
    return f"lebih dari {minutes.quorum.percent} persen undangan, {met}{waited}"


def _decision(taken: minuted.Decision, document: AgreedDocument) -> Decision:
    votes = taken.votes
    adopts = taken.adopts
    known = adopts is not None and adopts.sha256 == document.body.sha256
    chapters = len(document.text.chapters) if known else 0
    articles = sum(1 for _ in document.text.articles()) if known else 0
    return Decision(
        taken.number,
        taken.text,
        "",
        None if votes is None else (votes.for_, votes.against, votes.abstain),
        "",
        None
        if adopts is None
        else Adopted(DOCUMENTS[adopts.document], adopts.version, chapters, articles, groups(adopts.sha256)),
        taken.dissent,
    )
