"""Papers of what was agreed: the texts themselves, and the berita acara of the assemblies that agreed to them."""

from dataclasses import dataclass

from rembug_ballots.assemblies import Minutes
from rembug_ballots.documents import lines
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.state.model import AgreedDocument
from rembug_service.documents.agreed_text import AgreedText, agreed_text_pdf
from rembug_service.documents.signers import Signer
from rembug_service.papers.assembly import assembly_minutes, held_on
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
            found.append(Agreed(name, body.version, _held(_minutes(source, document)), body.sha256))
    return found


def _minutes(source: Source, document: AgreedDocument) -> Minutes:
    return source.state.assemblies[document.body.assembly].minutes


def _held(minutes: Minutes) -> str:
    return f"{minutes.title}, {held_on(minutes).date_long}"


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
    return assembly_minutes(source, _minutes(source, document), document)
