"""Undangan: a written invitation for each voter, three on a page, to be cut.

It holds no code that could be used to vote, and none that differs from voter to voter.
"""

from dataclasses import dataclass

from rembug_service.documents.occasion import Occasion
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class Invited:
    """A voter; ``line`` is her number in the attendance list of her table."""

    name: str
    unit: str
    table: int
    line: int
    place: str


@dataclass(frozen=True, slots=True)
class Invitations:
    """Invitations to one poll.

    Attributes:
        contest: what is voted on.
        chair: who sends them.
        adult: who is an adult, in words.
    """

    contest: str
    names_max: int
    occasion: Occasion
    chair: str
    people: tuple[Invited, ...]


def invitations_pdf(heading: Heading, paper: Invitations) -> bytes:
    """Return the invitations as PDF, in the order given."""
    return typeset("invitation.typ", heading, paper, tagged=False)
