"""Who is of age on the voting day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_service.people.adults import age_on, is_adult

DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("birth", "married", "adult"),
    [
        (date(2009, 11, 1), None, True),  # 17 on the very day
        (date(2009, 11, 2), None, False),
        (date(2009, 11, 2), True, True),  # ever married
        (date(2009, 11, 2), False, False),
        (date(1950, 1, 1), None, True),
        (None, True, True),
        (None, False, None),
        (None, None, None),
    ],
)
def test_seventeen_or_ever_married(birth: date | None, married: bool | None, adult: bool | None) -> None:  # noqa: FBT001 - a table of cases
    assert is_adult(DAY, birth_date=birth, ever_married=married) is adult


@pytest.mark.parametrize(("year", "adult"), [(2008, True), (2009, None), (2010, False)])
def test_a_year_alone_leaves_only_the_seventeenth_undecided(year: int, adult: bool | None) -> None:  # noqa: FBT001 - a table of cases
    assert is_adult(DAY, birth_year=year) is adult


def test_born_on_29_february_means_a_year_older_on_1_march() -> None:
    assert age_on(date(2008, 2, 29), date(2025, 2, 28)) == 16
    assert age_on(date(2008, 2, 29), date(2025, 3, 1)) == 17


@given(st.dates(date(1920, 1, 1), date(2026, 1, 1)))
def test_the_age_grows_by_one_a_year(birth: date) -> None:
    assert age_on(birth, date(2027, 6, 15)) == age_on(birth, date(2026, 6, 15)) + 1
