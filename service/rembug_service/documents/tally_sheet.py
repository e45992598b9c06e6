"""Plano: names, strokes, votes and ranks, large enough to hang on a wall; or blank, to be filled in by hand."""

from dataclasses import dataclass

from rembug_service.documents.figures import Figures, WomenShare, Written
from rembug_service.documents.occasion import Occasion
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class TallySheet:
    """The plano of one unit.

    Attributes:
        figures, women: None on a blank one.
        rows: who was written; empty on a blank one.
        blank_rows: empty rows to write in.
        unlisted: persons with fewer votes who are not listed.
    """

    contest: str
    unit: str
    occasion: Occasion
    figures: Figures | None
    women: WomenShare | None
    rows: tuple[Written, ...]
    blank_rows: int
    unlisted: int
    signers: tuple[Signer, ...]


def tally_sheet_pdf(heading: Heading, paper: TallySheet) -> bytes:
    """Return the plano as PDF, A4 across."""
    return typeset("tally_sheet.typ", heading, paper)
