"""Workbooks: what Excel makes of a list, and files made to harm."""

import io
import time
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembug_service.people.errors import UnreadableRegisterFile
from rembug_service.people.register_file import read_register
from rembug_service.people.units import Unit
from tests.service.people.workbooks import ExcelDay, Row, sheet_xml, workbook

DAY = date(2026, 11, 1)
HEADER: Row = ["No", "NAMA LENGKAP", "NIK", "L/P", "Tgl Lahir", "RT", "RW"]
GOOD: list[Row] = [HEADER, [1, "Asep", "9910013112700001", "L", ExcelDay(25933), 3, 5]]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def test_a_workbook_is_read_with_its_titles_dates_and_numbers() -> None:
    rows: list[Row] = [["DAFTAR WARGA"], [], *GOOD, [2, "Yati", 9910017112700001.0, "P", 25933, "004", "V"]]
    found = read_register(workbook({"Sheet1": sheet_xml(rows)}), DAY)
    first, second = found.rows
    assert (first.row, first.name, first.birth_date, first.unit, first.nik) == (
        4,
        "Asep",
        date(1970, 12, 31),
        Unit(3, 5),
        "9910013112700001",
    )
    assert (second.birth_date, second.unit, second.nik) == (date(1970, 12, 31), Unit(4, 5), None)
    assert [(problem.row, problem.column, problem.sheet) for problem in found.problems] == [(5, "NIK", "Sheet1")]


def test_row_numbers_count_from_the_top_of_the_sheet_even_if_it_starts_lower() -> None:
    found = read_register(workbook({"A": sheet_xml(GOOD, first_row=7)}), DAY)
    assert found.rows[0].row == 8


def test_every_visible_sheet_is_read_and_its_name_may_give_the_unit() -> None:
    rows: list[Row] = [["Nama", "L/P", "Umur"], ["Asep", "L", 40]]
    data = workbook(
        {
            "RT 03 RW 05": sheet_xml(rows),
            "Rekap": sheet_xml([["L", 1]]),
            "RT 04": sheet_xml(rows),
            "Lama": sheet_xml(rows),
        },
        hidden=["Lama"],
    )
    assert [row.unit for row in read_register(data, DAY).rows] == [Unit(3, 5), Unit(4)]


def test_painted_empty_cells_far_away_do_no_harm() -> None:
    xml = sheet_xml(GOOD).replace("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    assert len(read_register(workbook({"A": xml}), DAY).rows) == 1


def _refused(data: bytes, reason: str) -> None:
    started = time.monotonic()
    with pytest.raises(UnreadableRegisterFile, match=reason):
        read_register(data, DAY)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "cell", ['<c r="XFD1048576"><v>1</v></c>', "<c><v>1</v></c>", '<c r="A1048576" t="inlineStr"><is><t>x</t></is></c>']
)
def test_a_cell_at_the_far_end_is_refused_before_it_is_laid_out(cell: str) -> None:
    xml = sheet_xml(GOOD).replace("</sheetData>", f'<row r="1048576">{cell}</row></sheetData>')
    _refused(workbook({"A": xml}), "baris|terlalu besar")


def test_a_wide_and_long_rectangle_is_refused() -> None:
    xml = sheet_xml(GOOD).replace("</sheetData>", '<row r="59000"><c r="XFD59000"><v>1</v></c></row></sheetData>')
    _refused(workbook({"A": xml}), "terlalu besar")


def test_an_entry_that_unpacks_to_much_more_is_refused() -> None:
    bomb = b"<a>" + b" " * 60_000_000 + b"</a>"
    _refused(workbook({"A": sheet_xml(GOOD)}, {"xl/bomb.xml": bomb}), "terlalu besar")


def test_many_entries_that_unpack_to_too_much_together_are_refused() -> None:
    part = bytes(range(256)) * 4000 * 20
    out = io.BytesIO(workbook({"A": sheet_xml(GOOD)}))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"xl/media/{number}.bin", part)
    _refused(out.getvalue(), "terlalu besar")


def test_an_entry_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(workbook({"A": sheet_xml(GOOD)}))
    start = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    data[start + 24 : start + 28] = (50).to_bytes(4, "little")
    _refused(bytes(data), "rusak")


def test_too_many_entries_are_refused() -> None:
    _refused(workbook({"A": sheet_xml(GOOD)}, {f"xl/{number}.txt": b"" for number in range(1200)}), "terlalu besar")


def test_xml_entities_are_refused() -> None:
    laughs = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        + sheet_xml(GOOD).split("?>", 1)[1]
    )
    _refused(workbook({"A": laughs}), "rusak")


def test_one_long_text_shared_by_many_cells_is_refused() -> None:
    shared = f"<sst {MAIN}><si><t>{'x' * 30_000}</t></si></sst>".encode()
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(3, 40_000))
    xml = sheet_xml(GOOD).replace("</sheetData>", f"{cells}</sheetData>")
    _refused(workbook({"A": xml}, {"xl/sharedStrings.xml": shared}), "terlalu besar")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    _refused(out.getvalue(), "bukan berkas Excel")


def test_a_cut_off_workbook_is_refused() -> None:
    _refused(workbook({"A": sheet_xml(GOOD)})[:-40], "rusak")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(workbook({"A": sheet_xml(GOOD)}))
    for place, value in changes:
        data[place % len(data)] = value
    with suppress(UnreadableRegisterFile):  # either outcome is right, a third is not
        read_register(bytes(data), DAY)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=6))
def test_a_workbook_with_damaged_xml_is_read_or_refused(place: int, junk: bytes) -> None:
    xml = sheet_xml(GOOD).encode()
    place %= len(xml)
    damaged = xml[:place] + junk + xml[place + len(junk) :]
    with suppress(UnreadableRegisterFile):  # either outcome is right, a third is not
        read_register(workbook({"A": damaged.decode("latin-1")}), DAY)
