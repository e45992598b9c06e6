"""Daftar hadir: one list for each table, blank, to be signed or marked with a thumb."""

from dataclasses import dataclass

from rembug_service.documents.occasion import Occasion
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class Expected:
    """A voter on the roll of a table."""

    line: int
    name: str
    sex: str
    unit: str


@dataclass(frozen=True, slots=True)
class TableRoll:
    """The roll of a table."""

    table: int
    contest: str
    unit: str
    place: str
    men: int
    women: int
    people: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class AttendanceLists:
    """The lists of all tables."""

    occasion: Occasion
    tables: tuple[TableRoll, ...]
    signers: tuple[Signer, ...]


def attendance_pdf(heading: Heading, paper: AttendanceLists) -> bytes:
    """Return the lists as PDF; each table begins on a page of its own."""
    return typeset("attendance.typ", heading, paper, tagged=False)
