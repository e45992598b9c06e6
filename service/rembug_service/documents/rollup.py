"""Rekapitulasi: the figures of a stage, one row a unit and one a table, and who was elected where."""

from dataclasses import dataclass

from rembug_service.documents.figures import Figures, WomenShare, Written
from rembug_service.documents.occasion import Occasion
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class UnitRollup:
    """One contest of the stage.

    Attributes:
        outcome: how it ended, in words; empty where there is a result.
        women: None while nothing is counted.
    """

    title: str
    total: Figures
    tables: tuple[Figures, ...]
    elected: tuple[Written, ...]
    women: WomenShare | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Rollup:
    """A stage.

    Attributes:
        total: of all its contests.
        women, women_of: women among those elected in all its contests, and all of these.
    """

    stage: str
    occasion: Occasion
    units: tuple[UnitRollup, ...]
    total: Figures
    women: int
    women_of: int
    signers: tuple[Signer, ...]


def rollup_pdf(heading: Heading, paper: Rollup) -> bytes:
    """Return the roll-up as PDF, A4 across."""
    return typeset("rollup.typ", heading, paper)
