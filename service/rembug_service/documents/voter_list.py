"""Daftar pemilih: the copy for the notice board, and the officers' copy.

The posted copy has a class of its own, so that nothing but name, L/P and RT can reach it (domain study 2.1).
"""

from dataclasses import dataclass, field

from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class PostedVoter:
    """A line of the posted copy."""

    name: str
    sex: str


@dataclass(frozen=True, slots=True)
class ListedVoter:
    """A line of the officers' copy.

    Attributes:
        birth_year: in figures; empty where it is not known.
        place: table and line of its roll, such as ``3 / 41``; empty before voters were allotted.
        note: what tells her from others of her name.
    """

    name: str
    sex: str
    birth_year: str
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class PostedUnit:
    """An RT of the posted copy."""

    unit: str
    men: int
    women: int
    voters: tuple[PostedVoter, ...]


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """An RT of the officers' copy."""

    unit: str
    men: int
    women: int
    voters: tuple[ListedVoter, ...]


@dataclass(frozen=True, slots=True)
class PostedList:
    """The copy for the notice board.

    Attributes:
        version: ``sementara`` or ``tetap``.
        part: which part of the voters it lists, such as ``RW 05``; empty where it lists all.
    """

    version: str
    part: str
    men: int
    women: int
    units: tuple[PostedUnit, ...]
    signers: tuple[Signer, ...] = ()
    posted: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class OfficersList:
    """The officers' copy; not for posting."""

    version: str
    part: str
    men: int
    women: int
    units: tuple[ListedUnit, ...]
    signers: tuple[Signer, ...] = ()
    posted: bool = field(default=False, init=False)


def voter_list_pdf(heading: Heading, paper: PostedList | OfficersList) -> bytes:
    """Return the list as PDF."""
    return typeset("voter_list.typ", heading, paper, tagged=False)
