"""Lembar pemantauan: what the participatory monitors tick off, with the hour, before, during and after the vote."""

from dataclasses import dataclass

from rembug_service.documents.occasion import Occasion
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class MonitorSheet:
    """What the sheet has to name.

    Attributes:
        threshold, holders: how many key holders open, of how many.
        mixers: least number of mixes.
        audits: tests of a table's tablets that the rules ask for.
    """

    occasion: Occasion
    contests: tuple[str, ...]
    threshold: int
    holders: int
    mixers: int
    audits: int


def monitor_sheet_pdf(heading: Heading, paper: MonitorSheet) -> bytes:
    """Return the sheet as PDF."""
    return typeset("monitor_sheet.typ", heading, paper)
