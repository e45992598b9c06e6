"""The columns of an office's table as an officer sees them: heading, meaning as read, and a few values.

Where the headings are not recognised, or a list has none, the officer says what the columns mean.
That is kept by heading (`heading_key`), or by place where there are no headings (`position_key`), so
that the next file of the same office is read without being asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rembug_service.people.cells import mask_digits, text_of
from rembug_service.people.headers import (
    Column,
    Meanings,
    heading_key,
    position_key,
    read_header,
)
from rembug_service.people.sheets import Cell, Sheet

HEADER_WITHIN: Final = 40
"""A header is looked for in so many rows of a sheet."""
_VALUES_SHOWN: Final = 3
_LONGEST_VALUE: Final = 40
_LOOKED_DOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Layout:
    """What an officer said of a file.

    Attributes:
        meanings: by heading, or by place for a list without headings.
        headless: the file has no row of headings; its first row is a resident.
    """

    meanings: Meanings = field(default_factory=dict)
    headless: bool = False

    def positions(self) -> dict[int, Column] | None:
        """Return the columns of a list without headings by place, or None: there are headings, or no names."""
        if not self.headless:
            return None
        found = {int(key[1:]) - 1: column for key, column in self.meanings.items() if key.startswith("#")}
        return found if Column.NAME in found.values() else None


NO_LAYOUT: Final = Layout()


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column as it stands in the file.

    Attributes:
        key: by which its meaning is given and kept.
        heading: as written; empty for a list without headings.
        meaning: as it is read, or None if it is not read.
        values: the first few, without long numbers.
    """

    key: str
    heading: str
    meaning: Column | None
    values: tuple[str, ...]


def seen_columns(sheets: Sequence[Sheet], layout: Layout = NO_LAYOUT) -> tuple[SeenColumn, ...]:
    """Return the columns under the first header, or under the row that looks most like one."""
    positions = layout.positions()
    if layout.headless:
        for sheet in sheets:
            if sheet.rows:
                width = max(len(cells) for _, cells in sheet.rows[:_LOOKED_DOWN])
                places = range(width)
                return tuple(
                    SeenColumn(position_key(at), "", (positions or {}).get(at), _values(sheet, 0, at)) for at in places
                )
        return ()
    best: tuple[int, Sheet, int] | None = None
    for sheet in sheets:
        for place, (_, cells) in enumerate(sheet.rows[: HEADER_WITHIN + 1]):
            header = read_header(_stripped(cells), layout.meanings)
            if header is not None:
                return _under(sheet, place, header)
            words = len({heading_key(cell) for cell in cells} - {""})
            if words > 1 and (best is None or words > best[0]):
                best = (words, sheet, place)
    return () if best is None else _under(best[1], best[2], {})


def _under(sheet: Sheet, place: int, header: dict[int, Column]) -> tuple[SeenColumn, ...]:
    cells = _stripped(sheet.rows[place][1])
    found: dict[str, SeenColumn] = {}
    for at, cell in enumerate(cells):
        key = heading_key(cell)
        if key and (key not in found or at in header):
            heading = mask_digits(text_of(cell))
            found[key] = SeenColumn(key, heading, header.get(at), _values(sheet, place + 1, at))
    return tuple(found.values())


def _values(sheet: Sheet, first: int, at: int) -> tuple[str, ...]:
    """Return the first values of a column that are not empty and not equal; a NIK is masked."""
    shown: dict[str, None] = {}
    for _, cells in sheet.rows[first : first + _LOOKED_DOWN]:
        text = mask_digits(text_of(cells[at]).strip())[:_LONGEST_VALUE] if at < len(cells) else ""
        if text:
            shown[text] = None
    return tuple(shown)[:_VALUES_SHOWN]


def _stripped(cells: Sequence[Cell]) -> list[Cell]:
    return [cell.strip() if isinstance(cell, str) else cell for cell in cells]
