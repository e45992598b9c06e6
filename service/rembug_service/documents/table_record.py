"""Catatan meja: what two officers and a monitor sign when a table opens, and when it closes."""

from dataclasses import dataclass

from rembug_service.documents.figures import Figures
from rembug_service.documents.occasion import Occasion
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class TableRecord:
    """One table.

    Attributes:
        key: fingerprint of its key in force, in groups; empty before it was opened.
        times_opened: how often it was opened; a home round opens it again.
        paper_signatures: signatures on the attendance list, as counted at closing.
    """

    table: int
    contest: str
    unit: str
    place: str
    key: str
    times_opened: int
    figures: Figures
    paper_signatures: int


@dataclass(frozen=True, slots=True)
class TableRecords:
    """The records of all tables."""

    occasion: Occasion
    tables: tuple[TableRecord, ...]
    signers: tuple[Signer, ...]


def table_records_pdf(heading: Heading, paper: TableRecords) -> bytes:
    """Return the records as PDF, one page a table."""
    return typeset("table_record.typ", heading, paper)
