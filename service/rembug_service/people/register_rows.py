"""One row of an office's list, read cell by cell into a `ParsedRow`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from rembug_service.people.cells import (
    RowStatus,
    is_marked_deceased,
    mask_digits,
    parse_ever_married,
    parse_nik,
    parse_sex,
    parse_status,
    text_of,
)
from rembug_service.people.dates import parse_age, parse_birth
from rembug_service.people.errors import ImplausibleNik
from rembug_service.people.folding import Sex
from rembug_service.people.headers import Column
from rembug_service.people.nik import read_nik
from rembug_service.people.sheets import Cell
from rembug_service.people.units import Unit, find_unit, parse_number

# Records a problem of the row at hand.
_Complain = Callable[[Column, str], None]

_LONGEST_NAME: Final = 120
_LONGEST_NOTE: Final = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at.  ``row`` counts from 1 as the spreadsheet does; None concerns the whole file.

    ``message`` is an Indonesian sentence and never holds a NIK.  ``refused``: the row was not taken over.
    """

    row: int | None
    column: str | None
    message: str
    sheet: str | None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A resident as the file has it.

    Attributes:
        row: row number in the file, from 1.
        name: with titles, as written.
        unit: RT and RW, each None if the file does not say.
        birth_year: from the date, or counted back from the age (then it may be one year off).
        age: only if the file gives an age and no date.
        ever_married: serves the question of adulthood and must not be stored; None if unknown.
        nik: 16 plausible digits, or None; kept out of the representation.
        status: what the remark says (moved, deceased, entered twice).
        note: the remark, without long numbers.
    """

    row: int
    sheet: str | None
    name: str
    nicknames: tuple[str, ...]
    sex: Sex | None
    unit: Unit
    birth_date: date | None
    birth_year: int | None
    age: int | None
    ever_married: bool | None
    nik: str | None = field(repr=False)
    status: RowStatus
    note: str

    def without_nik(self) -> "ParsedRow":
        """Return the row with no NIK."""
        return replace(self, nik=None)


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """All that was read: the rows in the order of the file, and the problems."""

    rows: tuple[ParsedRow, ...]
    problems: tuple[Problem, ...]


class RowReader:
    """Reads rows under one header."""

    def __init__(self, header: dict[int, Column], as_of: date, sheet: str | None, *, p_is_pria: bool) -> None:
        self._places: Final = {column: position for position, column in header.items()}
        self._as_of: Final = as_of
        self._sheet: Final = sheet
        self._p_is_pria: Final = p_is_pria

    def read(self, number: int, cells: list[Cell], unit: Unit | None, problems: list[Problem]) -> ParsedRow | None:
        """Return the resident of a row, or None if it names nobody; problems are added to the list."""

        def complain(column: Column, message: str) -> None:
            problems.append(Problem(number, column.value, message, self._sheet))

        name = self._name(cells)
        if not name:
            message = "Nama kosong; baris tidak dimasukkan."
            problems.append(Problem(number, Column.NAME.value, message, self._sheet, refused=True))
            return None
        if len(name) > _LONGEST_NAME:
            complain(Column.NAME, f"Nama lebih panjang dari {_LONGEST_NAME} huruf; sisanya dipotong.")
        if "…" in name:
            complain(Column.NAME, "Kolom nama memuat angka panjang; angkanya dibuang.")
        sex = self._sex(cells)
        birth = parse_birth(self._cell(cells, Column.BIRTH_DATE), self._as_of)
        if birth.doubt:
            complain(Column.BIRTH_DATE, birth.doubt)
        age = self._age(cells, complain) if birth.year is None else None
        year = birth.year if birth.year is not None or age is None else self._as_of.year - age
        nik, birth_date, year, sex = self._nik(cells, (birth.day, year, sex), complain)
        if sex is None:
            complain(Column.SEX, "Jenis kelamin tidak terisi atau tidak dikenal; isi L atau P.")
        note = mask_digits(self._text(cells, Column.NOTE))[:_LONGEST_NOTE]
        marital = self._text(cells, Column.MARITAL)
        status = parse_status(note)
        if status is RowStatus.AKTIF:
            status = parse_status(marital)
        if status is RowStatus.AKTIF and is_marked_deceased(name):
            status = RowStatus.MENINGGAL
            complain(Column.NAME, "Nama bertanda almarhum/almarhumah; dicatat meninggal. Periksa.")
        return ParsedRow(
            row=number,
            sheet=self._sheet,
            name=name[:_LONGEST_NAME],
            nicknames=self._nicknames(cells),
            sex=sex,
            unit=self._unit(cells, unit, complain),
            birth_date=birth_date,
            birth_year=year,
            age=age,
            ever_married=parse_ever_married(marital),
            nik=nik,
            status=status,
            note=note,
        )

    def _cell(self, cells: list[Cell], column: Column) -> Cell:
        position = self._places.get(column)
        return "" if position is None or position >= len(cells) else cells[position]

    def _text(self, cells: list[Cell], column: Column) -> str:
        return text_of(self._cell(cells, column))

    def _name(self, cells: list[Cell]) -> str:
        """The name without the number or the dots that lists put in front of it, and without long numbers."""
        name = re.sub(r"^\s*\d{1,4}\s*[.)]\s*", "", self._text(cells, Column.NAME))
        name = mask_digits(name).strip(" .,;:-_*")
        written = self._text(cells, Column.NAME).rstrip()
        if name and written.endswith("."):
            name += "."
        return name if re.search(r"[^\W\d_]", name) else ""

    def _nicknames(self, cells: list[Cell]) -> tuple[str, ...]:
        parts = re.split(r"[,;/]", mask_digits(self._text(cells, Column.NICKNAMES)))
        names = (part.strip(" .-") for part in parts)
        return tuple(dict.fromkeys(name[:_LONGEST_NAME] for name in names if re.search(r"[^\W\d_]", name)))

    def _sex(self, cells: list[Cell]) -> Sex | None:
        sex = parse_sex(self._cell(cells, Column.SEX), p_is_pria=self._p_is_pria)
        if sex is not None:
            return sex
        man, woman = self._text(cells, Column.MARK_MAN), self._text(cells, Column.MARK_WOMAN)
        ticked = [mark not in {"", "-", "0"} for mark in (man, woman)]
        if ticked == [True, False]:
            return "L"
        return "P" if ticked == [False, True] else None

    def _age(self, cells: list[Cell], complain: _Complain) -> int | None:
        cell = self._cell(cells, Column.AGE)
        if text_of(cell) in {"", "-"}:
            return None
        age = parse_age(cell)
        if age is None:
            complain(Column.AGE, "Umur tidak dapat dibaca.")
        return age

    def _nik(
        self, cells: list[Cell], known: tuple[date | None, int | None, Sex | None], complain: _Complain
    ) -> tuple[str | None, date | None, int | None, Sex | None]:
        """Return the NIK if it is plausible, and what it adds where the row itself says nothing."""
        birth_date, year, sex = known
        found = parse_nik(self._cell(cells, Column.NIK))
        if found.complaint:
            complain(Column.NIK, found.complaint)
        if found.nik is None:
            return None, birth_date, year, sex
        try:
            facts = read_nik(found.nik, self._as_of, birth_date=birth_date, birth_year=year)
        except ImplausibleNik as error:
            complain(Column.NIK, f"{error.reason} NIK tidak dipakai.")
            return None, birth_date, year, sex
        if birth_date is not None and facts.birth_date != birth_date:
            complain(
                Column.NIK, "Tanggal lahir di dalam NIK berbeda dengan kolom tanggal lahir; keduanya diterima. Periksa."
            )
        if sex is not None and facts.sex != sex:
            complain(Column.NIK, "Jenis kelamin di dalam NIK berbeda dengan kolom L/P; keduanya diterima. Periksa.")
        if birth_date is None and (year is None or abs(facts.birth_date.year - year) <= 1):
            birth_date = facts.birth_date
            if not facts.century_sure:
                complain(Column.NIK, "Tanggal lahir diambil dari NIK; abadnya tidak pasti. Periksa.")
        return found.nik, birth_date, birth_date.year if birth_date is not None else year, sex or facts.sex

    def _unit(self, cells: list[Cell], heading: Unit | None, complain: _Complain) -> Unit:
        """RT and RW from their columns, else from the address, else from the heading above."""
        default = heading or Unit()
        both = self._text(cells, Column.RT_RW)
        rt_text, rw_text = self._text(cells, Column.RT), self._text(cells, Column.RW)
        found = _read_unit(both) or _read_unit(rt_text) or Unit()
        rt, rw = found.rt, found.rw
        if rw_text:
            rw = parse_number(rw_text) or rw
        if (both or rt_text) and rt is None:
            complain(Column.RT_RW, "RT/RW tidak dapat dibaca.")
        if rt is None and (from_address := find_unit(self._text(cells, Column.ADDRESS))[0]) is not None:
            rt, rw = from_address.rt, rw or from_address.rw
        unit = Unit(rt or default.rt, rw or default.rw)
        if unit.rt is None and not (both or rt_text):
            complain(Column.RT_RW, "RT tidak terisi.")
        return unit


def _read_unit(text: str) -> Unit | None:
    unit, _ = find_unit(text)
    if unit is not None:
        return unit
    match = re.fullmatch(r"\s*(\S+?)\s*[/\\|.,-]\s*(\S+)\s*", text)  # 03-05, 3.5, III/V
    if match and (rt := parse_number(match[1])) and (rw := parse_number(match[2])):
        return Unit(rt, rw)
    rt = parse_number(text)
    return Unit(rt=rt) if rt is not None else None
