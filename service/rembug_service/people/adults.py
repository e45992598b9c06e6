"""Who is of age on the voting day: 17 years old, or ever married.

This is the rule of Indonesian voter lists (domain study 1.4).

The marital status serves this one question and is not kept: the register holds the answer only.
"""

from datetime import date
from typing import Final

VOTING_AGE: Final = 17


def age_on(birth_date: date, day: date) -> int:
    """Return the full years of age on a day; somebody born on 29 February turns a year older on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def is_adult(
    voting_day: date,
    *,
    birth_date: date | None = None,
    birth_year: int | None = None,
    ever_married: bool | None = None,
) -> bool | None:
    """Tell whether a person may vote for their age; None if the register does not say enough.

    With a year of birth alone, whoever turns 17 in the year of the vote stays undecided: the
    panitia asks.
    """
    if ever_married:
        return True
    if birth_date is not None:
        return age_on(birth_date, voting_day) >= VOTING_AGE
    if birth_year is not None and voting_day.year - birth_year != VOTING_AGE:
        return voting_day.year - birth_year > VOTING_AGE
    return None
