"""What a count takes and what it gives.

The result is one canonical JSON object, the member ``result`` of the event ``result.counted``.  It holds numbers and
person ids, never a row of a ballot: whoever has the opened rows and the public decisions makes the same bytes again.

Errors, a tree:

* CountingError
  x MalformedRow        a row has too many names or holds something that is no slot
  x UndecidedText       a written text has no decision
  x UnknownPerson       a decision names somebody without a description
  x MalformedDecision   a code and a person that do not belong together
  x MalformedResult     an object that is not the encoding of a result
  x MalformedSettlement an order that does not settle the ties it claims to settle
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, TypeAlias

from rembug_ballots.errors import BallotsError

Slot: TypeAlias = str | None
"""One opened name slot: a text, ``""`` for an empty slot, None for an undecodable one."""

COUNTING_CODES: Final = frozenset({"SAH", "SAH_DENGAN_KETERANGAN", "SAH_JABATAN"})
VOID_CODES: Final = frozenset(
    {"TIDAK_SAH_GANDA_MAKNA", "TIDAK_SAH_LUAR_UNIT", "TIDAK_SAH_TIDAK_BERHAK", "TIDAK_SAH_BUKAN_NAMA"}
)

# A leaf holds at most 65,535 bytes and a listed person takes 13: the persons who can matter are far fewer.
RANKING_SHOWN: Final = 2000


class CountingError(BallotsError):
    """A count that cannot be made."""


class MalformedRow(CountingError):
    """A row that no ballot of the contest can have."""


class UndecidedText(CountingError):
    """A written text without a decision."""


class UnknownPerson(CountingError):
    """A decision that points to somebody whose sex is not given."""


class MalformedDecision(CountingError):
    """A counting code without a person, or a void code with one."""


class MalformedResult(CountingError):
    """Not the encoding of a result."""


class MalformedSettlement(CountingError):
    """An order of persons that does not settle the open ties."""


@unique
class DuplicatePolicy(StrEnum):
    """What happens when one ballot names one resident more than once."""

    ONCE = "SEKALI"
    """The resident counts once, the ballot stands."""
    VOID = "BATAL"
    """The whole ballot is void."""


@unique
class WomenRule(StrEnum):
    """What the women's share does."""

    REPORT = "LAPOR"
    """It is reported, nothing else."""
    SEATS = "KURSI"
    """The lowest-ranked elected men give way to the highest-ranked women until the share is met."""


@unique
class WomenRounding(StrEnum):
    """How the women's share becomes whole seats."""

    UP = "ATAS"
    """To the next whole seat; so it is where a tatib says nothing."""
    DOWN = "BAWAH"
    """To the whole seats that it reaches."""
    NEAREST = "TERDEKAT"
    """To the nearest number of seats, a half up."""

    def seats(self, seats: int, percent: int) -> int:
        """Return how many of ``seats`` a percentage makes, in whole numbers."""
        hundredths = seats * percent
        return (hundredths + {WomenRounding.UP: 99, WomenRounding.DOWN: 0, WomenRounding.NEAREST: 50}[self]) // 100


@unique
class ResultState(StrEnum):
    """How a count ends."""

    COUNTED = "COUNTED"
    TIE = "TIE"
    """A tie decides who gets a seat: only the agreed ladder may continue."""
    SEATS_UNFILLED = "SEATS_UNFILLED"
    """Fewer persons than seats; the free seats are never filled by the count."""


@dataclass(frozen=True, slots=True)
class CountRules:
    """The rules of one contest that the count needs."""

    seats: int
    reserves: int
    names_min: int
    names_max: int
    duplicate_policy: DuplicatePolicy
    women_percent: int
    women_rule: WomenRule
    women_rounding: WomenRounding = WomenRounding.UP

    @property
    def women_required(self) -> int:
        """Seats that the women's share asks for: the percentage of the seats, rounded as the rules say."""
        return self.women_rounding.seats(self.seats, self.women_percent)


@dataclass(frozen=True, slots=True)
class Decision:
    """What one written text means: a code, and a person exactly when the code counts."""

    code: str
    person: str | None

    def __post_init__(self) -> None:
        """Refuse a code and a person that do not belong together."""
        if (self.code in COUNTING_CODES) != (self.person is not None):
            raise MalformedDecision(f"{self.code} with person {self.person}")
        if self.code not in COUNTING_CODES | VOID_CODES:
            raise MalformedDecision(self.code)


@dataclass(frozen=True, slots=True)
class Tie:
    """Persons with one number of votes who compete for fewer places."""

    votes: int
    persons: tuple[str, ...]
    """Sorted by id."""
    places: int
    """Places still free for them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who has a seat, who stands in reserve, and what is still open."""

    state: ResultState
    elected: tuple[str, ...]
    """In order of rank.  While the state is TIE: those who are elected however the tie ends."""
    unfilled: int
    ties: tuple[Tie, ...]
    reserves: tuple[str, ...]
    """In order of rank; only those whose place in the list is certain.  Empty while the state is TIE."""
    reserve_ties: tuple[Tie, ...]
    """Reserves of one rank whose order, or whose place, is open.  They do not stop the election."""
    women_elected: int
    women_required: int

    @property
    def women_met(self) -> bool:
        """Whether the elected reach the women's share."""
        return self.women_elected >= self.women_required


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes, before anybody has a seat."""

    valid: int
    void: int
    blank: int
    void_names: Mapping[str, int]
    """Written names that did not count on ballots that are not void, by code."""
    undecodable: int
    repeated: int
    votes: Mapping[str, int]
    """Person id to votes; only persons with at least one vote."""

    @property
    def ballots(self) -> int:
        """Opened ballots."""
        return self.valid + self.void + self.blank


@dataclass(frozen=True, slots=True)
class Ranking:
    """Persons by votes, most first; what is left out because a leaf is finite is only summed up."""

    groups: tuple[tuple[int, tuple[str, ...]], ...]
    """Votes, and the persons with just these votes, sorted by id."""
    unlisted_persons: int
    unlisted_votes: int

    @property
    def votes(self) -> dict[str, int]:
        """Return the votes of each listed person."""
        return {person: number for number, persons in self.groups for person in persons}


@dataclass(frozen=True, slots=True)
class Result:
    """A complete count of one contest: the content of ``result.counted`` (encoded by ``counting_codec``)."""

    valid: int
    void: int
    blank: int
    names_void: Mapping[str, int]
    names_undecodable: int
    names_repeated: int
    names_counted: int
    """The sum of all votes."""
    ranking: Ranking
    seats: int
    outcome: Outcome

    @property
    def ballots(self) -> int:
        """Opened ballots."""
        return self.valid + self.void + self.blank


def ranks(votes: Mapping[str, int]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return ``(rank, votes, persons)`` from most votes down; equal votes share a rank, the next rank skips.

    Persons of one rank are sorted by id, which carries no meaning.
    """
    groups: dict[int, list[str]] = {}
    for person, number in votes.items():
        groups.setdefault(number, []).append(person)
    ranked, rank = [], 1
    for number in sorted(groups, reverse=True):
        ranked.append((rank, number, tuple(sorted(groups[number]))))
        rank += len(groups[number])
    return ranked


def ranking_of(votes: Mapping[str, int]) -> Ranking:
    """Return the ranking, cut after the last group that fits into the first 2,000 persons."""
    shown: list[tuple[int, tuple[str, ...]]] = []
    listed = others = other_votes = 0
    for _, number, persons in ranks(votes):
        if others == 0 and listed + len(persons) <= RANKING_SHOWN:
            shown.append((number, persons))
            listed += len(persons)
        else:
            others += len(persons)
            other_votes += number * len(persons)
    return Ranking(groups=tuple(shown), unlisted_persons=others, unlisted_votes=other_votes)


Rows: TypeAlias = Sequence[Sequence[Slot]]
