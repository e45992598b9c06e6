"""Reads the list of residents that an office hands over (CSV or Excel) into rows, and says what could not be read.

Such lists are made by hand: titles above the header, the header in any wording, RT and RW in one
column or two or only in the heading, several RT under one another, numbers that a spreadsheet has
spoiled.  Bad content never stops the import: it becomes a problem with row and column, in
Indonesian, and the row is taken over without it.  No problem ever holds a NIK.  Only a file that is
unreadable as a whole raises.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from rembug_service.people.cells import says_pria_wanita, text_of
from rembug_service.people.columns import HEADER_WITHIN, NO_LAYOUT, Layout
from rembug_service.people.delimited import read_delimited
from rembug_service.people.errors import UnknownHeadings, UnreadableRegisterFile
from rembug_service.people.headers import (
    Column,
    is_row_of_column_numbers,
    read_header,
    read_second_header,
)
from rembug_service.people.register_rows import ParsedRow, Problem, RegisterFile, RowReader
from rembug_service.people.sheets import MAX_FILE_BYTES, MAX_ROWS, Cell, Sheet, too_many_rows
from rembug_service.people.units import Unit, find_unit
from rembug_service.people.workbook import is_workbook, read_workbook

__all__ = [
    "ParsedRow",
    "Problem",
    "RegisterFile",
    "UnreadableRegisterFile",
    "read_register",
    "read_rows",
    "read_sheets",
]

_FOOTER: Final = re.compile(
    r"\W*(?:jumlah|total|mengetahui|keterangan\s*:|catatan\s*:|rekap|ketua (?:rt|rw|panitia)|lurah|kepala)\b.*",
    re.IGNORECASE | re.DOTALL,
)
# So many NIKs that all end in 0 went through a spreadsheet's 15 digits and were written out again.
_SUSPICIOUS_ZEROS: Final = 12


def read_register(data: bytes, as_of: date, layout: Layout = NO_LAYOUT) -> RegisterFile:
    """Read a register from the bytes of a CSV, XLSX or XLS file.

    Args:
        data: the file; at most 20 MB.
        as_of: the day that ages and two-digit years are counted from, usually the voting day.
        layout: what an officer said of its columns.

    Raises:
        UnreadableRegisterFile: too large, no such file, or no row of headings with a column of
            names.
    """
    return read_rows(read_sheets(data), as_of, layout)


def read_sheets(data: bytes) -> list[Sheet]:
    """Return the tables of a CSV, XLSX or XLS file, whatever they hold.

    Raises:
        UnreadableRegisterFile: too large, empty, or no such file.
    """
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableRegisterFile("Berkas lebih besar dari 20 MB. Bagi menjadi beberapa berkas.")
    if not data.strip():
        raise UnreadableRegisterFile("Berkas kosong.")
    if data.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise UnreadableRegisterFile(
            "Berkas ini halaman web, bukan berkas Excel. Buka di Excel, simpan sebagai XLSX, lalu unggah lagi."
        )
    if data.startswith(b"%PDF"):
        raise UnreadableRegisterFile("Berkas ini PDF. Minta daftar aslinya dalam bentuk Excel atau CSV.")
    return read_workbook(data) if is_workbook(data) else [read_delimited(data)]


def read_rows(sheets: Iterable[Sheet], as_of: date, layout: Layout = NO_LAYOUT) -> RegisterFile:
    """Read the residents in the tables of a file.

    Raises:
        UnreadableRegisterFile: too many rows.
        UnknownHeadings: no table has a row of headings with a column of names.
    """
    rows: list[ParsedRow] = []
    problems: list[Problem] = []
    found_header = False
    for sheet in sheets:
        reader = _SheetReader(sheet, as_of, layout)
        found_header |= reader.run()
        rows += reader.rows
        problems += reader.problems
        if len(rows) > MAX_ROWS:
            raise too_many_rows()
    if not found_header:
        raise UnknownHeadings(
            "Baris judul kolom tidak ditemukan. Pastikan ada kolom Nama dan, misalnya, L/P, Tgl Lahir, RT/RW."
        )
    rows, more = _without_rounded_niks(rows)
    return RegisterFile(tuple(rows), tuple(problems + more))


class _SheetReader:
    """Walks down one sheet: headings, header, residents, footers, and the next block of the same."""

    def __init__(self, sheet: Sheet, as_of: date, layout: Layout) -> None:
        self._sheet = sheet
        self._as_of = as_of
        self._layout = layout
        self._unit, _ = find_unit(sheet.name or "")
        self._header: dict[int, Column] = {}
        self._fresh = False  # the header was the row before
        self._footer = False
        self._reader: RowReader | None = None
        self.rows: list[ParsedRow] = []
        self.problems: list[Problem] = []

    def run(self) -> bool:
        """Read the sheet; tell whether it had a header at all."""
        if (positions := self._layout.positions()) is not None:
            self._begin(positions, -1)
        for place, (number, raw) in enumerate(self._sheet.rows):
            cells: list[Cell] = [cell.strip() if isinstance(cell, str) else cell for cell in raw]
            header = read_header(cells, self._layout.meanings)
            if header is not None:
                self._begin(header, place)
            elif self._reader is None:
                self._note_unit(cells)
                if place > HEADER_WITHIN:
                    return False
            else:
                self._row(number, cells, place)
        return self._reader is not None

    def _begin(self, header: dict[int, Column], place: int) -> None:
        self._header, self._fresh, self._footer = header, True, False
        self._make_reader(place)

    def _make_reader(self, place: int) -> None:
        sexes = [position for position, column in self._header.items() if column is Column.SEX]
        values = self._column_below(sexes[0], place) if sexes else []
        self._reader = RowReader(self._header, self._as_of, self._sheet.name, p_is_pria=says_pria_wanita(values))

    def _column_below(self, position: int, place: int) -> list[str]:
        below = (cells for _, cells in self._sheet.rows[place + 1 :])
        return [text_of(cells[position]) for cells in below if position < len(cells)]

    def _row(self, number: int, cells: list[Cell], place: int) -> None:
        if self._fresh and (completed := read_second_header(self._header, cells, self._layout.meanings)) is not None:
            self._header = completed
            self._make_reader(place)
            return
        if is_row_of_column_numbers(cells) and self._fresh:
            return
        filled = [cell for cell in cells if cell != ""]
        first = text_of(filled[0])
        if _FOOTER.fullmatch(first) and len(filled) <= max(2, len(self._header) // 2):
            self._footer = True
            return
        if len(filled) == 1 and len(self._header) > 2:
            self._single(number, first)
            return
        if self._footer and len(filled) < 3:
            return
        self._fresh = False
        if self._reader is not None:
            row = self._reader.read(number, cells, self._unit, self.problems)
            if row is not None:
                self.rows.append(row)

    def _single(self, number: int, text: str) -> None:
        """One filled cell among many columns: the heading of the next block, a signature, or a resident cut short."""
        unit, _ = find_unit(text)
        if unit is not None:
            self._unit = unit
        elif not self._footer and re.search(r"[^\W\d_]", text):
            message = "Baris dilewati karena hanya satu kolom yang terisi."
            self.problems.append(Problem(number, None, message, self._sheet.name, refused=True))

    def _note_unit(self, cells: Iterable[Cell]) -> None:
        """A heading above the header may name the unit, in one cell ("RT 03 RW 05") or spread over several."""
        unit, _ = find_unit(" ".join(text_of(cell) for cell in cells))
        if unit is not None:
            known = self._unit or Unit()
            self._unit = Unit(unit.rt or known.rt, unit.rw or known.rw)


def _without_rounded_niks(rows: list[ParsedRow]) -> tuple[list[ParsedRow], list[Problem]]:
    """Drop the NIKs if all of them end in 0: they were rounded before they reached this file."""
    niks = [row.nik for row in rows if row.nik is not None]
    if len(niks) < _SUSPICIOUS_ZEROS or any(not nik.endswith("0") for nik in niks):
        return rows, []
    message = "Semua NIK berakhir dengan 0: digit terakhirnya hilang karena disimpan sebagai angka. NIK tidak dipakai."
    return [row.without_nik() for row in rows], [Problem(None, Column.NIK.value, message, None)]
