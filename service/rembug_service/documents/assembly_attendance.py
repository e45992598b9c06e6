"""Daftar hadir rembug: blank rows for those who come to an assembly, with whom they stand for (domain study 2.3)."""

from dataclasses import dataclass

from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class AssemblyAttendance:
    """A blank list.

    Attributes:
        rows: how many people it has room for.
    """

    rows: int


def assembly_attendance_pdf(heading: Heading, paper: AssemblyAttendance) -> bytes:
    """Return the list as PDF."""
    return typeset("assembly_attendance.typ", heading, paper)
