"""The structure of a NIK, its fingerprint, and that it never shows."""

import hashlib
import hmac
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_service.people.errors import ImplausibleNik
from rembug_service.people.nik import last4, nik_fingerprint, read_nik

DAY = date(2026, 11, 1)
KEY = bytes(range(32))


def test_a_mans_nik_holds_his_date_of_birth() -> None:
    facts = read_nik("9910013112700001", DAY)
    assert (facts.birth_date, facts.sex, facts.century_sure) == (date(1970, 12, 31), "L", True)


def test_a_womans_day_is_raised_by_forty() -> None:
    facts = read_nik("9910017112700001", DAY)
    assert (facts.birth_date, facts.sex) == (date(1970, 12, 31), "P")


@pytest.mark.parametrize(
    "nik",
    [
        "9910013102700001",  # 31 February
        "9910012902710001",  # 29 February of no leap year
        "9910013104700001",  # 31 April
        "9910017204700001",  # a woman's 32 April
        "9910010012700001",  # day 0
        "9910014012700001",  # day 40
        "9910010113700001",  # month 13
        "9910010100700001",  # month 0
        "9910010112700000",  # serial 0000
        "0010010112700001",  # area 00
        "9900010112700001",
        "9910000112700001",
        "991001311270001",
        "99100131127000011",
        "9910013112700OO1",
        "٩٩١٠٠١٣١١٢٧٠٠٠٠١",
        "",
    ],
)
def test_an_impossible_nik_is_refused_without_quoting_it(nik: str) -> None:
    with pytest.raises(ImplausibleNik) as caught:
        read_nik(nik, DAY)
    assert not nik or nik not in str(caught.value)
    assert not any(sign.isdigit() for sign in str(caught.value).replace("16", ""))


def test_29_february_of_a_leap_year_is_accepted() -> None:
    assert read_nik("9910012902720001", DAY).birth_date == date(1972, 2, 29)


def test_29_february_of_1900_does_not_exist_and_2000_is_meant() -> None:
    assert read_nik("9910012902000001", DAY).birth_date == date(2000, 2, 29)


@pytest.mark.parametrize(("year", "expected"), [(1924, 1924), (2024, 2024), (1930, 1924)])
def test_the_known_year_settles_the_century(year: int, expected: int) -> None:
    facts = read_nik("9910010101240001", DAY, birth_year=year)
    assert (facts.birth_date.year, facts.century_sure) == (expected, True)


def test_without_a_known_year_the_later_century_is_taken_with_doubt() -> None:
    facts = read_nik("9910010101080001", DAY)
    assert (facts.birth_date.year, facts.century_sure) == (2008, False)


@given(st.dates(date(1930, 1, 1), date(2009, 12, 31)), st.booleans(), st.integers(1, 9999))
def test_every_date_of_birth_reads_back(birth: date, woman: bool, serial: int) -> None:  # noqa: FBT001 - a table of cases
    nik = f"991001{birth.day + 40 * woman:02d}{birth:%m%y}{serial:04d}"
    facts = read_nik(nik, DAY, birth_date=birth + timedelta(days=200))
    assert (facts.birth_date, facts.sex) == (birth, "P" if woman else "L")


def test_the_fingerprint_is_a_keyed_hmac() -> None:
    nik = "9910013112700001"
    assert nik_fingerprint(KEY, nik) == hmac.new(KEY, b"rembug/v1/nik\0" + nik.encode(), hashlib.sha256).digest()


def test_the_fingerprint_depends_on_key_and_number() -> None:
    prints = {nik_fingerprint(key, nik) for key in (KEY, bytes(32)) for nik in ("9910013112700001", "9910013112700002")}
    assert len(prints) == 4


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        nik_fingerprint(b"short", "9910013112700001")


def test_the_last_four_digits_are_for_a_person_to_compare() -> None:
    assert last4("9910013112701234") == "1234"
    for broken in ("", "1234", "3,27301E+15"):
        with pytest.raises(ImplausibleNik):
            last4(broken)
        with pytest.raises(ImplausibleNik):
            nik_fingerprint(KEY, broken)
