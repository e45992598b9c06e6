"""Berita acara of replacements during the term (penggantian antar waktu), a sheet each."""

from dataclasses import dataclass

from rembug_service.documents.figures import Written
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class Replacement:
    """Somebody who left, and who follows.

    Attributes:
        cause: why, in words; reason as it stands in the book.
        from_reserve: whether a reserve left, whose place nobody takes.
        successor: who takes the place; None where the reserves are used up, or a reserve left.
        members, waiting: who serves afterwards, and who still waits.
        women: women among the members afterwards.
    """

    leaving: Written
    cause: str
    reason: str
    from_reserve: bool
    successor: Written | None
    members: tuple[Written, ...]
    waiting: tuple[Written, ...]
    women: int


@dataclass(frozen=True, slots=True)
class Replacements:
    """All replacements of one contest, oldest first.

    Attributes:
        fingerprint: SHA-256 of the minutes of the election, in groups: the order of the reserves stands in them.
    """

    board: bool
    contest: str
    unit: str
    fingerprint: str
    replaced: tuple[Replacement, ...]
    signers: tuple[Signer, ...]
    witnesses: tuple[Signer, ...]


def replacements_pdf(heading: Heading, paper: Replacements) -> bytes:
    """Return the berita acara of each as one PDF."""
    return typeset("replacement.typ", heading, paper)
