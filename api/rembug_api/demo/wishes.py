"""What the demo is asked to tell."""

from dataclasses import dataclass
from typing import Final

LANGSUNG: Final = "langsung"
DUA_TINGKAT: Final = "dua-tingkat"
LEAST_TURNOUT: Final = 0.35
"""Below it the story of ``langsung`` may end at its quorum of 30 percent."""
_MANY: Final = 0.8


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

    def check(self) -> None:
        """Refuse what the story cannot tell, before anything is written.

        Raises:
            ValueError: an Indonesian sentence.
        """
        # A small table where nearly everybody comes has no card to spare for those that are torn and lost in the story.
        most = self.adults // (50 if self.turnout > _MANY else 20)
        if self.tables > most:
            raise ValueError(f"Untuk {self.adults} warga dewasa cerita ini memakai paling banyak {most} meja.")
        if self.preset == LANGSUNG and self.turnout < LEAST_TURNOUT:
            raise ValueError(f"Cerita ini berhenti di kuorum: pakai --turnout paling sedikit {LEAST_TURNOUT}.")
        if self.preset != LANGSUNG and self.witnesses:
            raise ValueError("Saksi buku hanya ada dalam cerita langsung.")
