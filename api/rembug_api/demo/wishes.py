"""What the demo is asked to tell."""

from dataclasses import dataclass
from typing import Final

LANGSUNG: Final = "langsung"
DUA_TINGKAT: Final = "dua-tingkat"


@dataclass(frozen=True, slots=True)
class Wishes:
    """The size and kind of an invented election.

    Attributes:
        adults: how many adults are invented.
        turnout: share of them who vote, from 0 to 1.
        names_max: most names on a ballot.
        tables: least number of polling tables of a contest.
        seed: equal seeds give equal people and votes; secrets are always fresh.
        preset: ``langsung`` (everybody writes the board) or ``dua-tingkat`` (units send delegates, who write it).
        publication: ``terbuka`` or ``saksi``.
        mixers: how many key holders mix, at least two.
        witnesses: how many observers witness the log; only with ``langsung``.
    """

    adults: int
    turnout: float
    names_max: int
    tables: int
    seed: int
    preset: str = LANGSUNG
    publication: str = "terbuka"
    mixers: int = 2
    witnesses: int = 0
