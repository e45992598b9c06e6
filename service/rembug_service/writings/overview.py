"""How the texts stand: their status, what still keeps them from adoption, and what keeps the polls shut."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from rembug_ballots.documents import Document, Line, Rank, lines
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_service.agreements import NAMES, NEEDED, has_declined
from rembug_service.service import Service
from rembug_service.sql.tables import writing_comments, writing_proposals, writings
from rembug_service.writings.starting import blanks
from rembug_service.writings.store import VersionLine, find_version, list_versions

DRAFT, DISCUSSED, AGREED, WITHDRAWN, RECORDED = "DRAF", "DIBAHAS", "DISEPAKATI", "DICABUT", "DICATAT_NOTARIS"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What keeps a text from being put before the residents.

    Attributes:
        part: id of the part that somebody must mend, or empty.
        sentence: in Indonesian.
    """

    part: str
    sentence: str


@dataclass(frozen=True, slots=True)
class VersionStatus:
    """A version and its status: DRAF, DIBAHAS, DISEPAKATI, DICABUT or DICATAT_NOTARIS."""

    version: int
    author: str
    reason: str
    saved: int
    sha256: str
    status: str


@dataclass(frozen=True, slots=True)
class Notary:
    """Which deed records a version."""

    version: int
    name: str
    number: str
    date: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text in the list.

    Attributes:
        version: the newest; 0 where nobody has begun.
        status: of the newest version; empty where nobody has begun.
        agreed: the version in force on the public board, or None.
        offered: the version that is put before the residents, or None.
        open_proposals: proposals that nobody has decided.
    """

    document: str
    title: str
    version: int
    status: str
    agreed: int | None
    offered: int | None
    open_proposals: int
    remarks: int
    hindrances: tuple[Hindrance, ...]
    notary: Notary | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All texts, and which agreements are missing before anything can open.

    Attributes:
        missing: one Indonesian sentence each.
    """

    texts: tuple[TextLine, ...]
    missing: tuple[str, ...]


def overview(service: Service, election: ElectionId) -> Overview:
    """Return how the texts of an election stand."""
    service.board(election)
    texts = service.read(lambda c: tuple(_text(service, c, election, kind) for kind in DocumentKind))
    return Overview(texts, tuple(missing(service, election)))


def missing(service: Service, election: ElectionId) -> Iterator[str]:
    """Give what keeps the polls shut, as far as agreements do."""
    state = service.board(election).state
    if has_declined(state):
        yield "Warga menolak dalam rembug kesiapan. Keputusan itu sah dan tetap."
    for kind in NEEDED:
        if not state.documents.get(kind):
            name = NAMES[kind]
            yield f"{name[0].upper()}{name[1:]} belum disepakati rembug warga."
    if state.rules is None:
        yield "Aturan belum dikunci menurut tata tertib yang disepakati."


def version_statuses(service: Service, election: ElectionId, kind: DocumentKind) -> list[VersionStatus]:
    """Return all versions with their status, newest first."""
    service.board(election)

    def query(connection: Connection) -> list[VersionStatus]:
        notary = find_notary(connection, election, kind)
        return [
            VersionStatus(
                each.version,
                each.author,
                each.reason,
                each.saved,
                each.sha256,
                _status(service, election, kind, each, notary),
            )
            for each in list_versions(connection, election, kind)
        ]

    return service.read(query)


def agreed_versions(service: Service, election: ElectionId, kind: DocumentKind) -> list[int]:
    """Return the versions on the public board, the one in force last."""
    return [each.body.version for each in service.board(election).state.documents.get(kind, [])]


def find_notary(connection: Connection, election: ElectionId, kind: DocumentKind) -> Notary | None:
    """Return which deed records a version of a text, or None."""
    row = connection.execute(
        select(writings).where(writings.c.election == election, writings.c.document == kind.value)
    ).first()
    if row is None or row.notary_version is None:
        return None
    return Notary(row.notary_version, row.notary_name or "", row.notary_number or "", row.notary_date or "")


def _status(
    service: Service, election: ElectionId, kind: DocumentKind, version: VersionLine, notary: Notary | None
) -> str:
    agreed = service.board(election).state.documents.get(kind, [])
    if any((each.body.version, each.body.sha256) == (version.version, version.sha256) for each in agreed):
        if version.version != agreed[-1].body.version:
            return WITHDRAWN
        return RECORDED if notary is not None and notary.version == version.version else AGREED
    return DISCUSSED if version.discussed else DRAFT


def _text(service: Service, connection: Connection, election: ElectionId, kind: DocumentKind) -> TextLine:
    newest = find_version(connection, election, kind)
    agreed = agreed_versions(service, election, kind)
    notary = find_notary(connection, election, kind)
    offered = connection.scalar(
        select(writings.c.offered).where(writings.c.election == election, writings.c.document == kind.value)
    )
    counts = []
    for table, more in ((writing_proposals, [writing_proposals.c.decision == ""]), (writing_comments, [])):
        query = select(func.count()).select_from(table).where(table.c.election == election, *more)
        counts.append(int(connection.scalar(query.where(table.c.document == kind.value)) or 0))
    return TextLine(
        document=kind.value,
        title="" if newest is None else newest.document.title,
        version=0 if newest is None else newest.line.version,
        status="" if newest is None else _status(service, election, kind, newest.line, notary),
        agreed=agreed[-1] if agreed else None,
        offered=offered,
        open_proposals=counts[0],
        remarks=counts[1],
        hindrances=() if newest is None else tuple(hindrances(connection, election, newest.document)),
        notary=notary,
    )


def hindrances(connection: Connection, election: ElectionId, document: Document) -> Iterator[Hindrance]:
    """Give what keeps a text from being put before the residents for adoption."""
    place = ""
    text = [Line(Rank.PREAMBLE, "", "", document.title), *lines(document, filled=False)]
    for line in text:
        if line.rank in (Rank.CHAPTER, Rank.ARTICLE):
            place = line.number
        for blank in blanks(line.text):
            yield Hindrance(line.id, f"{place or 'Judul atau pembukaan'}: masih harus diisi: {blank}")
    for chapter in document.chapters:
        if not chapter.articles:
            yield Hindrance(chapter.id, f"Bab “{chapter.title}” belum berisi pasal.")
        for article in chapter.articles:
            if not article.clauses:
                yield Hindrance(article.id, f"Pasal “{article.title}” belum berisi kalimat.")
    if not document.chapters:
        yield Hindrance("", "Naskah belum berisi bab dan pasal.")
    for name in document.unknown_references():
        yield Hindrance("", f"“{name}” bukan nama angka dalam aturan.")
    if document.document is DocumentKind.KRITERIA:
        yield from _criteria(connection, election, document)


def _criteria(connection: Connection, election: ElectionId, document: Document) -> Iterator[Hindrance]:
    if document.chapters and not document.is_whole:
        yield Hindrance("", "Kriteria ditulis dalam satu bab, tanpa huruf.")
    tatib = find_version(connection, election, DocumentKind.TATIB)
    if tatib is not None and tatib.document.rules is not None and tatib.document.rules.criteria != document.criteria:
        yield Hindrance("", "Kriteria ini berbeda dari kriteria dalam tata tertib. Samakan keduanya.")
