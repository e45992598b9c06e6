"""A table as it came out of a file, before anybody knows what its columns mean; and the limits of all readers."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from rembug_service.people.errors import UnreadableRegisterFile

Cell = str | float | date

MAX_FILE_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 60_000
MAX_COLUMNS: Final = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name (None for a text file) and its filled rows, each with its number in the file, from 1."""

    name: str | None
    rows: tuple[tuple[int, "list[str] | list[Cell]"], ...]


def too_many_rows() -> UnreadableRegisterFile:
    """Return the error for a file with more rows than are read."""
    return UnreadableRegisterFile(
        f"Daftar memuat lebih dari {MAX_ROWS:,} baris. Bagi menjadi beberapa berkas.".replace(",", ".")
    )
