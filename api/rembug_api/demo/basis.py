"""The units of the two-stage demo: who lives where, and what happens in each unit on the day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from rembug_ballots.presets import dua_tingkat
from rembug_ballots.rules import Rules
from rembug_service.people.invented import InventedResident, invent_register
from rembug_service.people.units import Unit

SMALL: Final = 6
"""Adults of the smallest RT: fewer than a box needs ballots."""
LEAST_ADULTS: Final = 98
DELEGATES: Final = 4


class Turn(Enum):
    """What happens to a unit's contest."""

    ENOUGH = auto()
    HOME_ROUND = auto()
    REVOTE = auto()


@dataclass(frozen=True, slots=True)
class BasisUnit:
    """A contest of the first stage.

    Attributes:
        rts: numbers of its RT, all of RW 01.
        early, late: share of its voters who come on the day, and in the home round.
    """

    rts: tuple[int, ...]
    turn: Turn
    early: float
    late: float = 0.0

    @property
    def label(self) -> str:
        """The unit as the tatib names it."""
        return " + ".join(Unit(rt, 1).label() for rt in self.rts)

    def has(self, resident: InventedResident) -> bool:
        """Say whether a resident votes here."""
        return resident.unit.rt in self.rts

    def voters(self, adults: int) -> tuple[int, int]:
        """Return how many of its adults come on the day, and how many more in the home round."""
        return round(adults * self.early), round(adults * self.late)


def basis_units(turnout: float) -> tuple[BasisUnit, ...]:
    """Return the units as the warga agree to them at last: the smallest RT votes with its neighbour."""
    return (
        BasisUnit((1,), Turn.ENOUGH, turnout),
        BasisUnit((2,), Turn.HOME_ROUND, 0.2, 0.35),
        BasisUnit((3,), Turn.REVOTE, 0.17, 0.08),
        BasisUnit((4, 5), Turn.ENOUGH, turnout),
    )


def invent_units(adults: int, seed: int) -> list[InventedResident]:
    """Invent the residents of five RT of one RW, of which the last is very small.

    Raises:
        ValueError: too few for the story.
    """
    if adults < LEAST_ADULTS:
        raise ValueError(f"Cerita dua tingkat memerlukan paling sedikit {LEAST_ADULTS} warga dewasa.")
    share = (adults - SMALL) // 4
    return [
        replace(one, unit=Unit(min(place // share + 1, 4) if place < adults - SMALL else 5, 1))
        for place, one in enumerate(invent_register(adults, seed))
    ]


def rules_of(units: Sequence[str], names_max: int, publication: str) -> Rules:
    """Return the tatib of two stages; delegates write up to five names for the board."""
    return dua_tingkat(
        "Sukamundur",
        units,
        delegates=DELEGATES,
        delegate_names=names_max,
        names_max=5,
        publication=publication,
    )
