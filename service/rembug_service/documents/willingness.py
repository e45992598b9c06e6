"""Surat pernyataan kesediaan, one for each who was elected, and the form of one who declines."""

from dataclasses import dataclass

from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class Statement:
    """A letter: of somebody who was elected, or blank.

    Attributes:
        willing: whether it accepts or declines.
    """

    name: str
    sex: str
    unit: str
    willing: bool


@dataclass(frozen=True, slots=True)
class Willingness:
    """The letters of one contest.

    Attributes:
        board: whether they become members of the BKM, not delegates.
        office: what they become, in words.
        criteria: moral criteria of the rules.
    """

    board: bool
    office: str
    criteria: tuple[str, ...]
    statements: tuple[Statement, ...]


def willingness_pdf(heading: Heading, paper: Willingness) -> bytes:
    """Return the letters as PDF, one page each."""
    return typeset("willingness.typ", heading, paper)
