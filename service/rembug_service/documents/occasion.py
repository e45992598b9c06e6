"""When and where, in words as an Indonesian record has them; what is unknown stays empty, to be written by hand."""

from dataclasses import dataclass
from datetime import date
from typing import Final

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_ONES: Final = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day, its hours and a place, as words.

    Attributes:
        day: ``Minggu``.
        date_words: ``dua puluh dua bulan November tahun dua ribu dua puluh enam``.
        date_long: ``22 November 2026``.
        date_short: ``22-11-2026``.
        start, end: ``08.00``.
        zone: WIB, WITA or WIT.
    """

    day: str = ""
    date_words: str = ""
    date_long: str = ""
    date_short: str = ""
    start: str = ""
    end: str = ""
    zone: str = ""
    place: str = ""


def occasion(day: date | None, start: str = "", end: str = "", zone: str = "", place: str = "") -> Occasion:
    """Return the words of a day, its hours (``HH:MM``) and a place."""
    hours = (start.replace(":", "."), end.replace(":", "."), zone, place)
    if day is None:
        return Occasion("", "", "", "", *hours)
    month = MONTHS[day.month - 1]
    words = f"{spelled(day.day)} bulan {month} tahun {spelled(day.year)}"
    return Occasion(
        DAYS[day.weekday()], words, f"{day.day} {month} {day.year}", f"{day.day:02d}-{day.month:02d}-{day.year}", *hours
    )


def spelled(value: int) -> str:
    """Return a number from 0 to 999,999 in Indonesian words."""
    if value < 12:
        return _ONES[value]
    if value < 20:
        return f"{_ONES[value - 10]} belas"
    for size, name, one in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "sepuluh")):
        if value >= size:
            head = one if value // size == 1 else f"{spelled(value // size)} {name}"
            rest = value % size
            return head if rest == 0 else f"{head} {spelled(rest)}"
    raise ValueError("a negative number")
