"""Lists with unknown headings: what an officer sees of them, and how they are read once she said what they mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_service.people.columns import Layout, seen_columns
from rembug_service.people.errors import UnknownHeadings
from rembug_service.people.headers import Column, heading_key
from rembug_service.people.register_file import read_register, read_sheets
from rembug_service.people.sheets import Cell, Sheet
from rembug_service.people.units import Unit
from tests.service.people.workbooks import sheet_xml, workbook

DAY = date(2026, 11, 24)
STRANGE = """DATA WARGA RT 03 RW 05
Jeneng;Lanang/Wadon;Laire;Nomer Identitas;Griya
Siti Aminah;P;01-02-1960;3273014102600001;RT 02
Dedi Kurnia;L;03-04-1971;;RT 03
"""
SAID = {
    "jeneng": Column.NAME,
    "lanang wadon": Column.SEX,
    "laire": Column.BIRTH_DATE,
    "nomer identitas": Column.NIK,
    "griya": Column.ADDRESS,
}
HEADLESS = "Siti Aminah,P,1960,2\nDedi Kurnia,L,1971,3\n"
PLACES = {"#1": Column.NAME, "#2": Column.SEX, "#3": Column.BIRTH_DATE, "#4": Column.RT}


def test_unknown_headings_are_shown_with_values_and_without_any_nik() -> None:
    with pytest.raises(UnknownHeadings):
        read_register(STRANGE.encode(), DAY)
    columns = seen_columns(read_sheets(STRANGE.encode()))
    assert [each.heading for each in columns] == ["Jeneng", "Lanang/Wadon", "Laire", "Nomer Identitas", "Griya"]
    assert [each.meaning for each in columns] == [None] * 5
    assert columns[0].values == ("Siti Aminah", "Dedi Kurnia")
    assert columns[3].values == ("…",)
    assert "3273" not in repr(columns)


def test_a_list_is_read_as_the_officer_says() -> None:
    found = read_register(STRANGE.encode(), DAY, Layout(SAID))
    assert [row.name for row in found.rows] == ["Siti Aminah", "Dedi Kurnia"]
    assert [row.sex for row in found.rows] == ["P", "L"]
    assert [row.birth_date for row in found.rows] == [date(1960, 2, 1), date(1971, 4, 3)]
    assert [row.unit for row in found.rows] == [Unit(2, 5), Unit(3, 5)]
    assert found.rows[0].nik is not None
    assert [each.meaning for each in seen_columns(read_sheets(STRANGE.encode()), Layout(SAID))] == [*SAID.values()]


def test_the_same_in_a_workbook() -> None:
    rows = [["Jeneng", "Lanang/Wadon", "Griya"], ["Siti Aminah", "P", "RT 02"]]
    data = workbook({"Warga": sheet_xml(rows)})
    assert [each.heading for each in seen_columns(read_sheets(data))] == rows[0]
    assert [row.name for row in read_register(data, DAY, Layout(SAID)).rows] == ["Siti Aminah"]


def test_what_the_officer_says_goes_before_what_is_recognised() -> None:
    # The family's head is named before the resident, in a column that says only "Nama".
    text = "Nama;Warga;L/P;RT\nHaji Komar;Siti Aminah;P;2\n"
    assert read_register(text.encode(), DAY).rows[0].name == "Haji Komar"
    layout = Layout({"warga": Column.NAME})
    assert read_register(text.encode(), DAY, layout).rows[0].name == "Siti Aminah"
    meanings = {each.heading: each.meaning for each in seen_columns(read_sheets(text.encode()), layout)}
    assert meanings == {"Nama": None, "Warga": Column.NAME, "L/P": Column.SEX, "RT": Column.RT}
    ignored = Layout({"nama": Column.OTHER, "warga": Column.NAME})
    assert read_register(text.encode(), DAY, ignored).rows[0].name == "Siti Aminah"


def test_a_list_without_headings_is_read_by_place() -> None:
    sheets = read_sheets(HEADLESS.encode())
    seen = seen_columns(sheets, Layout({}, headless=True))
    assert [each.key for each in seen] == ["#1", "#2", "#3", "#4"]
    assert seen[0].values == ("Siti Aminah", "Dedi Kurnia")
    with pytest.raises(UnknownHeadings):
        read_register(HEADLESS.encode(), DAY, Layout({"#2": Column.SEX}, headless=True))
    found = read_register(HEADLESS.encode(), DAY, Layout(PLACES, headless=True))
    assert [(row.name, row.sex, row.birth_year, row.unit.rt) for row in found.rows] == [
        ("Siti Aminah", "P", 1960, 2),
        ("Dedi Kurnia", "L", 1971, 3),
    ]
    # The places are kept, but a list with headings goes by its headings.
    headed = "Nama;L/P\nAsep;L\n"
    assert [row.name for row in read_register(headed.encode(), DAY, Layout(PLACES)).rows] == ["Asep"]


def test_rows_that_name_nobody_are_told_as_refused() -> None:
    text = "Nama;L/P;RT\nSiti;P;1\n;L;2\nAsep;;3\n"
    found = read_register(text.encode(), DAY)
    assert [(each.row, each.refused) for each in found.problems if each.refused] == [(3, True)]
    assert len(found.rows) == 2


@given(st.lists(st.lists(st.one_of(st.text(max_size=70), st.floats()), max_size=8), max_size=50), st.booleans())
def test_no_table_breaks_the_view_of_its_columns(rows: list[list[Cell]], headless: bool) -> None:  # noqa: FBT001 - drawn
    sheet = Sheet(None, tuple((number, cells) for number, cells in enumerate(rows, 1) if cells))
    for each in seen_columns([sheet], Layout(SAID, headless)):
        assert each.key
        assert len(each.values) <= 3
        assert headless or heading_key(each.key) == each.key
