"""Versions of the texts: every one is kept, with who saved it and why; nobody writes over another's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from rembug_ballots.documents import Document
from rembug_ballots.errors import BallotsError, InvalidRules
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_ballots.presets import langsung
from rembug_ballots.rules import Rules
from rembug_service.agreements import rules_draft
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.service import Service
from rembug_service.sql.tables import drafts, writing_versions, writings
from rembug_service.work import Work
from rembug_service.writings.outline import clean
from rembug_service.writings.starting import Started, from_file, from_template

LONGEST_REASON: Final = 500
MOST_VERSIONS: Final = 2_000


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list.

    Attributes:
        saved: POSIX seconds.
        discussed: whether it was given to the residents to talk about.
    """

    version: int
    author: str
    reason: str
    saved: int
    discussed: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version whole."""

    line: VersionLine
    document: Document


def no_text() -> NotFound:
    """Return the refusal for a text or a version that is not there."""
    return NotFound("NASKAH_TIDAK_ADA", "Naskah atau versi ini tidak ada.")


def _this(election: ElectionId, kind: DocumentKind) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return writing_versions.c.election == election, writing_versions.c.document == kind.value


_LINE: Final = (
    writing_versions.c.version,
    writing_versions.c.author,
    writing_versions.c.reason,
    writing_versions.c.saved,
    writing_versions.c.discussed,
    writing_versions.c.sha256,
)


def list_versions(connection: Connection, election: ElectionId, kind: DocumentKind) -> list[VersionLine]:
    """Return all versions without their words, newest first."""
    rows = connection.execute(
        select(*_LINE).where(*_this(election, kind)).order_by(writing_versions.c.version.desc())
    ).fetchall()
    return [VersionLine(*row) for row in rows]


def find_version(
    connection: Connection, election: ElectionId, kind: DocumentKind, version: int | None = None
) -> Version | None:
    """Return a version, the newest if none is named, or None."""
    query = select(*_LINE, writing_versions.c.data).where(*_this(election, kind))
    if version is not None:
        query = query.where(writing_versions.c.version == version)
    row = connection.execute(query.order_by(writing_versions.c.version.desc()).limit(1)).first()
    return None if row is None else Version(VersionLine(*row[:-1]), Document.from_bytes(row.data))


def read_version(service: Service, election: ElectionId, kind: DocumentKind, version: int) -> Version:
    """Return a version.

    Raises:
        NotFound: NASKAH_TIDAK_ADA.
    """
    service.board(election)
    found = service.read(lambda c: find_version(c, election, kind, version))
    if found is None:
        raise no_text()
    return found


def _all(connection: Connection, election: ElectionId, kind: DocumentKind) -> list[Document]:
    rows = connection.scalars(
        select(writing_versions.c.data).where(*_this(election, kind)).order_by(writing_versions.c.version)
    ).all()
    return [Document.from_bytes(data) for data in rows]


def offered_version(connection: Connection, election: ElectionId, kind: DocumentKind) -> int | None:
    """Return the version that is put before the residents for adoption, or None."""
    return connection.scalar(
        select(writings.c.offered).where(writings.c.election == election, writings.c.document == kind.value)
    )


def usual_rules(connection: Connection, election: ElectionId, kelurahan: str) -> Rules:
    """Return the rules of the newest tatib, else the draft of the rules, else those that are usual."""
    tatib = find_version(connection, election, DocumentKind.TATIB)
    if tatib is not None and tatib.document.rules is not None:
        return tatib.document.rules
    try:
        return rules_draft(connection, election)
    except Conflict:
        return langsung(kelurahan)


def start(service: Service, election: ElectionId, kind: DocumentKind, file: bytes | None = None) -> Started:
    """Return a text to begin from, which is not saved: the one that comes with Rembug, or that of a file.

    Where there is a text already, what stays of it keeps its ids.

    Raises:
        InvalidRequest: the file cannot be read.
    """
    created = service.board(election).state.created
    if created is None:
        raise no_text()

    def query(connection: Connection) -> tuple[list[Document], Rules]:
        return _all(connection, election, kind), usual_rules(connection, election, created.place.kelurahan)

    versions, rules = service.read(query)
    if file is not None:
        return from_file(kind, file, rules, versions)
    return from_template(kind, created.place, rules, versions)


def read_document(kind: DocumentKind, value: Mapping[str, object]) -> Document:
    """Return a text that came from outside.

    Raises:
        InvalidRequest: NASKAH_SALAH, or ATURAN_SALAH with a sentence for each fault.
    """
    try:
        document = Document.from_json(_cleaned(value))
        document.to_bytes()
    except InvalidRules as error:
        raise InvalidRequest("ATURAN_SALAH", str(error)) from None
    except BallotsError:
        raise InvalidRequest(
            "NASKAH_SALAH", "Naskah belum bisa disimpan: isi judul setiap bab dan kalimat setiap ayat dan huruf."
        ) from None
    if document.document is not kind:
        raise InvalidRequest("NASKAH_SALAH", "Naskah ini bukan naskah yang dibuka.")
    return document


def _cleaned(value: object) -> object:
    """Take invisible signs and outer spaces out of every text: keyboards and word processors leave them."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list) else value


def save(
    service: Service,
    election: ElectionId,
    kind: DocumentKind,
    author: str,
    base: int,
    reason: str,
    value: Mapping[str, object],
) -> VersionLine:
    """Keep a new version; what is there already, word for word, keeps its number.

    Args:
        service: the service.
        election: of which election.
        kind: which text.
        author: account of the writer.
        base: the version that was read before writing, 0 for none.
        reason: why, one sentence.
        value: the text.

    Raises:
        InvalidRequest: NASKAH_SALAH or ATURAN_SALAH.
        Conflict: NASKAH_BERUBAH: somebody else has saved since ``base``; NASKAH_DIBEKUKAN; NASKAH_TERLALU_BANYAK.
    """
    document = read_document(kind, value)
    moment = service.clock()
    service.board(election)

    def job(work: Work) -> VersionLine:
        newest = find_version(work.connection, election, kind)
        sha256 = document.sha256
        if newest is not None and newest.line.sha256 == sha256:
            return newest.line
        number = 0 if newest is None else newest.line.version
        if base != number:
            who = "orang lain" if newest is None else newest.line.author
            raise Conflict(
                "NASKAH_BERUBAH",
                f"Naskah ini sudah disimpan oleh {who} sebagai versi {number}. Tulisan Anda masih ada di layar.",
            )
        _require_open(work.connection, election, kind)
        if number >= MOST_VERSIONS:
            raise Conflict("NASKAH_TERLALU_BANYAK", f"Paling banyak {MOST_VERSIONS} versi untuk satu naskah.")
        work.connection.execute(
            insert(writing_versions).values(
                election=election,
                document=kind.value,
                version=number + 1,
                author=author,
                reason=clean(reason)[:LONGEST_REASON],
                saved=moment,
                discussed=False,
                sha256=sha256,
                data=document.to_bytes(),
            )
        )
        if document.rules is not None:
            _keep_rules(work, election, document.rules)
        return VersionLine(number + 1, author, reason, moment, discussed=False, sha256=sha256)

    return service.write(job)


def _keep_rules(work: Work, election: ElectionId, rules: Rules) -> None:
    """Let the draft of the rules be that of the newest tatib: the text is the configuration."""
    work.connection.execute(delete(drafts).where(drafts.c.election == election, drafts.c.kind == "rules"))
    work.connection.execute(insert(drafts).values(election=election, kind="rules", data=rules.to_bytes()))


def require_open(service: Service, election: ElectionId, kind: DocumentKind) -> None:
    """Go on only while a text may change.

    Raises:
        Conflict: NASKAH_DIBEKUKAN.
    """
    service.board(election)
    service.read(lambda c: _require_open(c, election, kind))


def _require_open(connection: Connection, election: ElectionId, kind: DocumentKind) -> None:
    if offered_version(connection, election, kind) is not None:
        raise Conflict(
            "NASKAH_DIBEKUKAN", "Naskah ini sedang menunggu kesepakatan warga. Cairkan dulu sebelum mengubahnya."
        )


def follow_rules(service: Service, election: ElectionId, author: str, rules: Rules) -> None:
    """Put numbers that were saved in the form into the text of the tatib, as a version of its own.

    Raises:
        Conflict: NASKAH_DIBEKUKAN.
    """
    newest = service.read(lambda c: find_version(c, election, DocumentKind.TATIB))
    if newest is None or newest.document.rules == rules:
        return
    document = replace(newest.document, rules=rules)
    reason = "Angka aturan diubah."
    save(service, election, DocumentKind.TATIB, author, newest.line.version, reason, document.to_json())


def discuss(service: Service, election: ElectionId, kind: DocumentKind, version: int) -> None:
    """Note that a version was given to the residents to talk about.

    Raises:
        NotFound: NASKAH_TIDAK_ADA.
    """
    service.board(election)

    def job(work: Work) -> None:
        done = work.connection.execute(
            update(writing_versions)
            .where(*_this(election, kind), writing_versions.c.version == version)
            .values(discussed=True)
        )
        if done.rowcount == 0:
            raise no_text()

    service.write(job)
