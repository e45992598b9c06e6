"""RT and RW in all the ways they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_service.people.units import Unit, find_unit, parse_number


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("RT 3", Unit(3)),
        ("rt3", Unit(3)),
        ("Rt. 03", Unit(3)),
        ("rt.03/05", Unit(3, 5)),
        ("RT 03/05", Unit(3, 5)),
        ("RT 03/RW V", Unit(3, 5)),
        ("RT 03 RW V", Unit(3, 5)),
        ("RT.03/RW.05", Unit(3, 5)),
        ("RT03RW05", Unit(3, 5)),
        ("RT/RW 003/005", Unit(3, 5)),
        ("RT/RW : 003 / 005", Unit(3, 5)),
        ("RW 05 RT 03", Unit(3, 5)),
        ("RW 05/RT 03", Unit(3, 5)),
        ("003/005", Unit(3, 5)),
        ("3/5", Unit(3, 5)),
        ("RW XII", Unit(None, 12)),
        ("RT IV", Unit(4)),
    ],
)
def test_a_unit_is_read_however_it_is_written(written: str, unit: Unit) -> None:
    assert find_unit(written)[0] == unit


@pytest.mark.parametrize("written", ["Pak RT", "Bu RW", "Martini", "Arti", "03/05/1970", "Sukarta 3", ""])
def test_words_that_only_resemble_a_unit_are_none(written: str) -> None:
    assert find_unit(written) == (None, written)


def test_the_unit_is_taken_out_of_the_text() -> None:
    assert find_unit("Asep RT 3 bengkel") == (Unit(3), "Asep   bengkel")


@pytest.mark.parametrize(
    ("text", "number"),
    [("003", 3), ("RT 3", 3), ("RW. V", 5), ("IX", 9), ("xl", 40), ("3.0", 3), ("0", None), ("", None), ("tiga", None)],
)
def test_a_number_of_a_unit_is_arabic_or_roman(text: str, number: int | None) -> None:
    assert parse_number(text) == number


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_printed_label_reads_back_as_the_same_unit(rt: int, rw: int) -> None:
    unit = Unit(rt, rw)
    assert find_unit(unit.label())[0] == unit


def test_a_partial_unit_admits_every_unit_that_it_may_mean() -> None:
    assert Unit(3).admits(Unit(3, 5))
    assert Unit(3, 5).admits(Unit(3, 5))
    assert not Unit(3, 4).admits(Unit(3, 5))
    assert not Unit(3).admits(Unit(4, 5))
