"""Exported lists: no formula runs, and nothing is posted but name, L/P and unit."""

import csv
import io
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_service.people.export import PostedResident, neutralise, posted_list, write_csv
from rembug_service.people.units import Unit


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+62",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "\uff1d1",
        "\x1f=1",
        "\u200b=1",
        '=HYPERLINK("x")',
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_formula_gets_an_apostrophe_in_front(cell: str) -> None:
    assert neutralise(cell).startswith("'")


@pytest.mark.parametrize("cell", ["Asep", "Ma'ruf", "003", "Siti Nur-Aini", "", "1+1"])
def test_an_ordinary_cell_stays_as_it_is(cell: str) -> None:
    assert neutralise(cell) == cell


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=6))
def test_no_cell_of_a_written_file_starts_a_formula(cells: list[str]) -> None:
    text = write_csv(["x"] * len(cells), [cells]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 2
    assert all(not cell.lstrip(" \u00a0\ufeff").startswith(("=", "+", "-", "@")) for cell in rows[1])


def test_the_posted_list_holds_name_sex_and_unit_in_order_of_units() -> None:
    data = posted_list(
        [
            PostedResident("Yati", "P", Unit(2, 1)),
            PostedResident("=Budi", "L", Unit(1, 1)),
            PostedResident("asep", None, Unit(1, 1)),
            PostedResident("Ani", "P", Unit(None, None)),
        ]
    )
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines() == [
        "No;Nama;L/P;RT;RW",
        "1;Ani;P;;",
        "2;'=Budi;L;001;001",
        "3;asep;;001;001",
        "4;Yati;P;002;001",
    ]


def test_a_posted_resident_cannot_carry_more() -> None:
    assert [field.name for field in fields(PostedResident)] == ["name", "sex", "unit"]
