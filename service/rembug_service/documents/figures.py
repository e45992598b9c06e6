"""Figures of a table or a unit, as the roll-up and the records of the night show them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one table, or of all tables of a contest.

    Attributes:
        name: of the table or the unit.
        men, women: of the sealed list of voters.
        added: voters who were added on the day.
        present_men, present_women: who came, as the committee marked them.
        made, used, voided, left, missing: cards; ``made`` is the sum of the others where nothing is wrong.
        replaced: voters who got a second card.
        walked_away: voters who left without voting.
        assisted: voters who brought a helper.
        valid, void, blank: opened ballots, or None where they are counted for several tables together.
        closed: whether the figures are final.
    """

    name: str
    men: int
    women: int
    added: int
    present_men: int
    present_women: int
    made: int
    used: int
    voided: int
    left: int
    missing: int
    replaced: int
    walked_away: int
    assisted: int
    valid: int | None
    void: int | None
    blank: int | None
    closed: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A person who was written: rank from 1, equal votes share one."""

    rank: int
    name: str
    sex: str
    unit: str
    votes: int


@dataclass(frozen=True, slots=True)
class WomenShare:
    """Women among the elected.

    Attributes:
        elected, of: women and all who were elected.
        seats, percent, required: seats, the share that the rules strive for, and the seats that it makes.
        rounding: how it is rounded to whole seats, in words.
        met: whether it is reached.
        reserved: whether the rules reserve these seats, or only ask for the report.
    """

    elected: int
    of: int
    seats: int
    percent: int
    required: int
    rounding: str
    met: bool
    reserved: bool
