"""Papers of what was agreed: the texts themselves, and the berita acara of their assemblies."""

from dataclasses import dataclass

from rembug_ballots.documents import Document, Line, Rank, lines
from rembug_ballots.errors import BallotsError
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.state.model import AgreedDocument
from rembug_service.documents.agreed_text import AgreedText, agreed_text_pdf
from rembug_service.documents.assembly_minutes import Adopted, AssemblyMinutes, Decision, assembly_minutes_pdf
from rembug_service.documents.occasion import Occasion
from rembug_service.documents.signers import Signer
from rembug_service.papers.source import Source
from rembug_service.papers.words import DOCUMENTS, groups


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
            found.append(Agreed(name, body.version, f"{body.assembly.title}, {body.assembly.date}", body.sha256))
    return found


def agreed_text(source: Source, document: AgreedDocument) -> bytes:
    """Return an agreed text."""
    body = document.body
    paper = AgreedText(
        DOCUMENTS[body.document],
        body.title,
        body.version,
        f"disepakati {body.assembly.title}, {body.assembly.date}",
        _lines(source.blob(body.sha256)),
        groups(body.sha256),
        (Signer("Pimpinan rembug warga", body.assembly.chair), Signer("Notulis", body.assembly.note_taker)),
    )
    return agreed_text_pdf(source.heading, paper)


def _lines(data: bytes) -> tuple[Line, ...]:
    try:
        return tuple(lines(Document.from_bytes(data)))
    except BallotsError:
        # Texts of older records are plain.
        return tuple(Line(Rank.PREAMBLE, "", "", each) for each in data.decode().split("\n") if each.strip())


def agreement_minutes(source: Source, document: AgreedDocument) -> bytes:
    """Return the berita acara of the agreement to a document."""
    body = document.body
    assembly = body.assembly
    text = _lines(source.blob(body.sha256))
    adopted = Adopted(
        DOCUMENTS[body.document],
        body.version,
        sum(each.rank is Rank.CHAPTER for each in text),
        sum(each.rank is Rank.ARTICLE for each in text),
        groups(body.sha256),
    )
    paper = AssemblyMinutes(
        agreement=True,
        kind="rembug warga",
        level="kelurahan",
        unit="",
        title=f"{DOCUMENTS[body.document]}: {assembly.title}",
        revision=1,
        occasion=Occasion(date_long=assembly.date, place=assembly.place),
        invited=None,
        invited_how="",
        convenor="",
        chair=assembly.chair,
        note_taker=assembly.note_taker,
        facilitator="",
        men=assembly.men,
        women=assembly.women,
        poor=None,
        elements=(),
        quorum="",
        agenda=(),
        decisions=(Decision(1, assembly.decision, "", None, "", adopted, ()),),
        assessment=(),
        chosen="",
        members=(),
        follow_up=(),
        attachments=(),
        fingerprint="",
        signers=(Signer("Pimpinan", assembly.chair), Signer("Notulis", assembly.note_taker)),
        witnesses=(Signer(source.head_of_village), Signer("Fasilitator")),
    )
    return assembly_minutes_pdf(source.heading, paper)
