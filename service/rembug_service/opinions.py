"""What one person says about a written text, before all three agree."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum, unique

from rembug_ballots.events.fields import Code
from rembug_ballots.events.tally import Person
from rembug_ballots.ids import OfficerId, Officers


@unique
class Seat(StrEnum):
    """Whose opinion it is."""

    FIRST = "first"
    SECOND = "second"
    MONITOR = "monitor"


@unique
class OpinionState(StrEnum):
    """What became of a text after an opinion was filed."""

    WAITING = "WAITING"
    """Others must still agree."""
    DISAGREED = "DISAGREED"
    """Another opinion differs; somebody must file anew."""
    LOGGED = "LOGGED"
    """All three agreed; the decision (or its reversal) is in the log."""


@dataclass(frozen=True, slots=True)
class OpinionInput:
    """What somebody says about a text.

    Attributes:
        code: of `Code`; ignored in a reversal.
        person: the resident whom a counting code needs, else None.
        reason: the one of the first officer goes into the log.
        reverse: take back the decision that is in the log.
    """

    string: str
    code: str
    person: str | None
    reason: str
    reverse: bool = False

    def same_as(self, other: "OpinionInput") -> bool:
        """Say whether both mean the same; the reason may differ."""
        if self.reverse or other.reverse:
            return self.reverse == other.reverse
        return (self.code, self.person) == (other.code, other.person)


@dataclass(frozen=True, slots=True)
class OpinionOutcome:
    """What became of one opinion; ``index`` is that of the leaf once it is logged."""

    string: str
    seat: Seat
    state: OpinionState
    index: int | None


@dataclass(frozen=True, slots=True)
class OpinionView:
    """An opinion that waits for agreement."""

    string: str
    seat: Seat
    account: str
    opinion: OpinionInput


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision that is in the log."""

    string: str
    code: Code
    person: Person | None
    reason: str
    officers: Officers
    monitor: OfficerId


@dataclass(frozen=True, slots=True)
class DecisionsView:
    """All texts of a contest, each list in the order of the alphabet."""

    decided: tuple[DecisionView, ...]
    undecided: tuple[str, ...]
    opinions: tuple[OpinionView, ...]


@dataclass(frozen=True, slots=True)
class FiledOpinion:
    """An opinion that was filed, and in whose seat."""

    seat: Seat
    account: str
    opinion: OpinionInput


def string_hash(string: str) -> str:
    """Return the key of a text: databases compare texts in their own ways, hashes in one."""
    return hashlib.sha256(string.encode()).hexdigest()
