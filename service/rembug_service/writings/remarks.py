"""What residents say about a text: proposals from assemblies and groups, each with its decision, and plain remarks.

Residents have no accounts: the note taker types in what they say, with their name only if they wish.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, insert, select, update

from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.service import Service
from rembug_service.sql.tables import writing_comments, writing_proposals
from rembug_service.work import Work
from rembug_service.writings.outline import clean

DECISIONS: Final = frozenset({"DISETUJUI", "DIUBAH", "DITUNDA"})
MOST: Final = 5_000
"""Proposals, and remarks, of one election."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark about a part of a text.

    Attributes:
        part: id of the part; empty for the whole text.
        place: the number that the part had, such as ``Pasal 13``.
        name: as the resident wishes to be called, or empty.
        author: account of the note taker.
    """

    number: int
    document: str
    part: str
    place: str
    text: str
    name: str
    author: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal to change a text.

    Attributes:
        part, place: as of `Remark`.
        source: where it was made, such as ``FGD RW 03, 12 Oktober``.
        assembly: number of that assembly on the public board, or None.
        proposer: as the resident wishes to be called, or empty.
        decision: DISETUJUI, DIUBAH or DITUNDA; empty while nobody has decided.
        reason, dissent: of the decision.
        version: the version that carries it out, or None.
    """

    number: int
    document: str
    part: str
    place: str
    text: str
    source: str
    assembly: int | None
    proposer: str
    author: str
    decision: str
    reason: str
    dissent: str
    version: int | None


@dataclass(frozen=True, slots=True)
class About:
    """What a proposal or a remark is about, and who typed it in."""

    document: DocumentKind
    part: str
    place: str
    author: str


def list_proposals(connection: Connection, election: ElectionId, kind: DocumentKind) -> list[Proposal]:
    """Return the proposals about a text, in the order in which they came."""
    query = _about(writing_proposals, Proposal, election, kind)
    return [Proposal(*row) for row in connection.execute(query)]


def list_remarks(connection: Connection, election: ElectionId, kind: DocumentKind) -> list[Remark]:
    """Return the remarks about a text, in the order in which they came."""
    return [Remark(*row) for row in connection.execute(_about(writing_comments, Remark, election, kind))]


def _about(
    table: Table, made: type[Proposal | Remark], election: ElectionId, kind: DocumentKind
) -> Select[tuple[Any, ...]]:
    columns = [table.c[name] for name in made.__slots__]
    return select(*columns).where(table.c.election == election, table.c.document == kind.value).order_by(table.c.number)


def add_proposal(
    service: Service, election: ElectionId, about: About, text: str, source: str, assembly: int | None, proposer: str
) -> Proposal:
    """Keep a proposal.

    Raises:
        InvalidRequest: ISIAN_SALAH: no text, or nobody knows where it was made.
        Conflict: USUL_TERLALU_BANYAK.
    """
    words, where = _words(text, "usul"), _words(source, "asal usul")
    service.board(election)

    def job(work: Work) -> Proposal:
        made = Proposal(
            number=_next(work, writing_proposals, election),
            document=about.document.value,
            part=about.part,
            place=about.place,
            text=words,
            source=where,
            assembly=assembly,
            proposer=clean(proposer),
            author=about.author,
            decision="",
            reason="",
            dissent="",
            version=None,
        )
        _insert(work, writing_proposals, election, made)
        return made

    return service.write(job)


def decide_proposal(
    service: Service, election: ElectionId, number: int, decision: str, reason: str, dissent: str, version: int | None
) -> None:
    """Note what was decided about a proposal; until its text is agreed to, another decision may follow.

    Raises:
        InvalidRequest: ISIAN_SALAH: no such decision, or no reason.
        NotFound: USUL_TIDAK_ADA.
    """
    if decision not in DECISIONS:
        raise InvalidRequest("ISIAN_SALAH", "Pilih keputusannya: disetujui, diubah, atau ditunda.")
    why = _words(reason, "alasan")
    service.board(election)

    def job(work: Work) -> None:
        done = work.connection.execute(
            update(writing_proposals)
            .where(*_one(writing_proposals, election, number))
            .values(decision=decision, reason=why, dissent=clean(dissent), version=version)
        )
        if done.rowcount == 0:
            raise NotFound("USUL_TIDAK_ADA", "Usul ini tidak ada.")

    service.write(job)


def add_remark(service: Service, election: ElectionId, about: About, text: str, name: str) -> Remark:
    """Keep a resident's remark.

    Raises:
        InvalidRequest: ISIAN_SALAH: no text.
        Conflict: USUL_TERLALU_BANYAK.
    """
    words = _words(text, "komentar")
    service.board(election)

    def job(work: Work) -> Remark:
        made = Remark(
            _next(work, writing_comments, election),
            about.document.value,
            about.part,
            about.place,
            words,
            clean(name),
            about.author,
        )
        _insert(work, writing_comments, election, made)
        return made

    return service.write(job)


def forget_remark(service: Service, election: ElectionId, number: int) -> None:
    """Forget a remark: who gave her name may take it back.

    Raises:
        NotFound: KOMENTAR_TIDAK_ADA.
    """
    service.board(election)

    def job(work: Work) -> None:
        done = work.connection.execute(delete(writing_comments).where(*_one(writing_comments, election, number)))
        if done.rowcount == 0:
            raise NotFound("KOMENTAR_TIDAK_ADA", "Komentar ini tidak ada.")

    service.write(job)


def _one(table: Table, election: ElectionId, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.election == election, table.c.number == number


def _insert(work: Work, table: Table, election: ElectionId, made: Proposal | Remark) -> None:
    values = {name: getattr(made, name) for name in made.__slots__}
    work.connection.execute(insert(table).values(election=election, **values))


def _next(work: Work, table: Table, election: ElectionId) -> int:
    query = select(func.coalesce(func.max(table.c.number), 0)).where(table.c.election == election)
    number = int(work.connection.scalar(query) or 0) + 1
    if number > MOST:
        raise Conflict("USUL_TERLALU_BANYAK", f"Paling banyak {MOST} usul dan {MOST} komentar untuk satu pemilihan.")
    return number


def _words(text: str, name: str) -> str:
    found = clean(text)
    if not found:
        raise InvalidRequest("ISIAN_SALAH", f"Isian “{name}” belum benar.")
    return found
