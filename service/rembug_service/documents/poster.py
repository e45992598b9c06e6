"""Pengumuman hasil: the poster for the notice board."""

from dataclasses import dataclass

from rembug_service.documents.figures import WomenShare, Written
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class Poster:
    """What the poster says.

    Attributes:
        voted, voters: ballots, and those who could vote.
    """

    contest: str
    unit: str
    voted: int
    voters: int
    valid: int
    void: int
    blank: int
    elected: tuple[Written, ...]
    reserves: tuple[Written, ...]
    unfilled: int
    women: WomenShare


def poster_pdf(heading: Heading, paper: Poster) -> bytes:
    """Return the poster as PDF."""
    return typeset("poster.typ", heading, paper)
