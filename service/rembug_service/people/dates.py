"""Dates of birth as offices write them.

31-12-1970, 31/12/70, 1970-12-31, 31 Desember 1970, 31121970, a day number of Excel; or an age.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rembug_service.people.sheets import Cell

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari peb february",
            "maret mar mrt march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu ags agt aug august agus",
            "september sep sept",
            "oktober okt oct october",
            "november nov nopember nop",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}

# Day 1 of Excel is 1 January 1900, and Excel believes that 1900 was a leap year: from March 1900 on
# the count starts two days earlier.
_EXCEL_ZERO: Final = date(1899, 12, 30)
_EXCEL_FIRST: Final = 367  # 1 January 1901; smaller numbers are ages or years
_EXCEL_LAST: Final = 73415  # 31 December 2100

_OLDEST: Final = 120

_NUMERIC: Final = re.compile(r"(\d{1,2})\s*[-/.,\s]\s*(\d{1,2})\s*[-/.,\s]\s*(\d{4}|\d{2})(?!\d)")
_ISO: Final = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)")
_WORDS: Final = re.compile(r"(\d{1,2})[\s./-]*([a-z]{3,10})[\s./,-]*(\d{4}|\d{2})(?!\d)")
_COMPACT: Final = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Birth:
    """What could be read: a full date, or a year only.

    ``doubt`` is an Indonesian sentence if a person should look at it.
    """

    day: date | None = None
    year: int | None = None
    doubt: str | None = None


_UNREADABLE: Final = Birth(doubt="Tanggal lahir tidak dapat dibaca.")


def parse_birth(cell: Cell, as_of: date) -> Birth:
    """Return the date of birth in a cell; an empty cell gives an empty `Birth`.

    A place in front of it ("Bandung, 31-12-1970") is passed over.  Two-digit years are taken from
    the last hundred years before ``as_of``.
    """
    if isinstance(cell, date):
        return _plausible(cell, as_of)
    if isinstance(cell, float):
        return _from_number(cell, as_of)
    text = cell.strip().lower()
    if text in {"", "-", "0"}:
        return Birth()
    if re.fullmatch(r"\d{1,5}(?:[.,]0+)?", text):
        return _from_number(float(re.split(r"[.,]", text)[0]), as_of)
    return _from_text(text, as_of)


def _from_text(text: str, as_of: date) -> Birth:
    if match := _ISO.search(text):
        return _assemble(match[3], match[2], match[1], as_of)
    if (match := _WORDS.search(text)) and match[2] in _MONTHS:
        return _assemble(match[1], str(_MONTHS[match[2]]), match[3], as_of)
    if match := _NUMERIC.search(text) or _COMPACT.search(text):
        return _assemble(match[1], match[2], match[3], as_of)
    years = _YEAR.findall(text)
    if len(years) == 1 and len(re.findall(r"\d", text)) <= 8:
        return _plausible_year(int(years[0]), as_of, "Hanya tahun lahir yang dapat dibaca.")
    return _UNREADABLE


def parse_age(cell: Cell) -> int | None:
    """Return an age in full years ("56", "56 th", "56 tahun"), or None."""
    if isinstance(cell, float):
        return int(cell) if 0 <= cell <= _OLDEST else None
    if isinstance(cell, str) and (
        match := re.fullmatch(r"(\d{1,3})(?:[.,]0+)?\s*(?:th|thn|tahun|tahon)?\.?", cell.strip().lower())
    ):
        return int(match[1]) if int(match[1]) <= _OLDEST else None
    return None


def _from_number(value: float, as_of: date) -> Birth:
    if not value.is_integer() and value < _EXCEL_FIRST:
        return _UNREADABLE
    whole = int(value)
    if 1900 <= whole <= as_of.year:
        return Birth(year=whole, doubt="Hanya tahun lahir yang tertulis.")
    if _EXCEL_FIRST <= whole <= _EXCEL_LAST:
        return _plausible(_EXCEL_ZERO + timedelta(days=whole), as_of)
    return _UNREADABLE


def _assemble(day_text: str, month_text: str, year_text: str, as_of: date) -> Birth:
    day, month, year = int(day_text), int(month_text), int(year_text)
    doubt = None
    if len(year_text) == 2:
        year += 2000 if 2000 + year <= as_of.year else 1900
        if year >= 2000 and as_of.year - year < 17:
            doubt = f"Tahun lahir dua angka dibaca sebagai {year}; periksa."
    if month > 12 >= day:
        day, month = month, day
        doubt = "Tanggal dan bulan lahir tampaknya tertukar; dibaca sebagai bulan lalu tanggal."
    try:
        found = _plausible(date(year, month, day), as_of)
    except ValueError:
        return _plausible_year(year, as_of, "Tanggal lahir tidak ada di kalender; hanya tahunnya yang dipakai.")
    return Birth(found.day, found.year, found.doubt or doubt)


def _plausible(day: date, as_of: date) -> Birth:
    if day > as_of or as_of.year - day.year > _OLDEST:
        return Birth(doubt="Tanggal lahir tidak mungkin.")
    return Birth(day, day.year)


def _plausible_year(year: int, as_of: date, doubt: str) -> Birth:
    if year > as_of.year or as_of.year - year > _OLDEST:
        return Birth(doubt="Tahun lahir tidak mungkin.")
    return Birth(year=year, doubt=doubt)
