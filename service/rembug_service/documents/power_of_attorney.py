"""For the notary: the letter that empowers three people, and the list of what the pack holds (domain study 2.10)."""

from dataclasses import dataclass

from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class PackedPaper:
    """A paper of the pack; ``here`` is False where the committee must still add it."""

    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class PowerOfAttorney:
    """What the letter names.

    Attributes:
        institution: name of the BKM as the charter gives it, or of its contest.
        papers: the list of the pack.
    """

    institution: str
    papers: tuple[PackedPaper, ...]


def power_of_attorney_pdf(heading: Heading, paper: PowerOfAttorney) -> bytes:
    """Return the list and the letter as PDF."""
    return typeset("power_of_attorney.typ", heading, paper)
