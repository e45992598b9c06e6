"""Lists that leave the system as CSV: safe in a spreadsheet, and holding no more than may be posted.

The posted list carries name, L/P and unit, nothing else (domain study 2.1): no NIK, no date of
birth, no address.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rembug_service.people.folding import Sex
from rembug_service.people.units import Unit

# A spreadsheet takes a cell that starts so for a formula.  Source: OWASP, "CSV Injection".
# The full-width signs are taken for the plain ones by some programs.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_HEADER: Final = ("No", "Nama", "L/P", "RT", "RW")


@dataclass(frozen=True, slots=True)
class PostedResident:
    """A line of the posted list."""

    name: str
    sex: Sex | None
    unit: Unit


def neutralise(cell: str) -> str:
    """Return the cell so that no spreadsheet runs it: a dangerous one gets an apostrophe in front.

    Leading blanks and invisible signs count as nothing, as some spreadsheets skip them; a control character inside
    becomes a space.
    """
    cleaned = "".join(" " if ord(sign) < 32 or ord(sign) == 127 else sign for sign in cell)
    visible = next((place for place, sign in enumerate(cell) if sign.isprintable() and not sign.isspace()), len(cell))
    dangerous = cell.startswith(_FORMULA_STARTS) or cell[visible:].startswith(_FORMULA_STARTS)
    return f"'{cleaned}" if dangerous else cleaned


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file as Indonesian Excel opens it: UTF-8 with BOM, ``;``, CRLF.

    Every cell is neutralised.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([neutralise(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def posted_list(residents: Iterable[PostedResident]) -> bytes:
    """Return the list for the notice board, ordered by RW, RT and name."""

    def place(resident: PostedResident) -> tuple[int, int, str]:
        return resident.unit.rw or 0, resident.unit.rt or 0, resident.name.casefold()

    rows = [
        (str(number), one.name, one.sex or "", _number(one.unit.rt), _number(one.unit.rw))
        for number, one in enumerate(sorted(residents, key=place), start=1)
    ]
    return write_csv(_HEADER, rows)


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:03d}"
