"""Which column of an office's table means what: the many spellings of header cells."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rembug_service.people.sheets import Cell


class Column(StrEnum):
    """What a column holds.  The value is how a problem names the column to a person."""

    NUMBER = "No"
    NAME = "Nama"
    NICKNAMES = "Panggilan"
    NIK = "NIK"
    FAMILY_CARD = "No KK"
    SEX = "L/P"
    MARK_MAN = "L"
    MARK_WOMAN = "P"
    BIRTH_DATE = "Tanggal lahir"
    BIRTH_PLACE = "Tempat lahir"
    AGE = "Umur"
    ADDRESS = "Alamat"
    RT = "RT"
    RW = "RW"
    RT_RW = "RT/RW"
    MARITAL = "Status kawin"
    NOTE = "Keterangan"
    OTHER = "Lain"


# Tried in this order on the cell in lower case, everything but letters and digits turned into one
# space.
_SPELLINGS: Final[tuple[tuple[Column, re.Pattern[str]], ...]] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (Column.OTHER, r"(?:nama|nik) (?:kepala keluarga|kk|ayah|ibu|bapak|orang tua|ortu|suami|istri|jalan|tps)\b.*"),
        (Column.FAMILY_CARD, r"(?:(?:no|nomor|nmr) )?(?:kk|nkk|kartu keluarga|k k)"),
        (
            Column.NIK,
            (
                r"(?:(?:no|nomor|nmr) )?(?:nik|n i k|ktp|e ktp|induk kependudukan|identitas)"
                r"(?: (?:no )?(?:ktp|nik|e ktp|16 digit))*"
            ),
        ),
        (Column.RT_RW, r"(?:no )?rt ?rw|rt dan rw|rt dan rw|alamat rt rw|rtrw"),
        (Column.RT, r"(?:no |nomor )?rt"),
        (Column.RW, r"(?:no |nomor )?rw"),
        (Column.NUMBER, r"no|nomor|nmr|no urut|nomor urut|no urt|urut"),
        (
            Column.NICKNAMES,
            (
                r"(?:nama )?(?:panggilan|alias|sapaan|julukan)(?: sehari hari)?|"
                r"nama (?:sehari hari|lain|kecil)|dikenal sebagai"
            ),
        ),
        (
            Column.NAME,
            (
                r"nama(?: (?:lengkap|pemilih|warga|penduduk|anggota keluarga|anggota|sesuai ktp|ktp|dan gelar))*"
                r"(?: sesuai (?:e )?ktp)?|nama lengkap dan gelar|nm|nm lengkap|nama l p"
            ),
        ),
        (
            Column.SEX,
            (
                r"jk|j k|l p|lp|p l|lk pr|l k p r|(?:jenis|jns|jen) ?(?:kelamin|kel|klmn|klm)(?: l p)?|"
                r"kelamin|sex|gender|jkel|laki laki perempuan|pria wanita"
            ),
        ),
        (Column.MARK_MAN, r"l|lk|laki laki|laki|pria"),
        (Column.MARK_WOMAN, r"p|pr|perempuan|wanita"),
        (
            Column.BIRTH_DATE,
            (
                r"(?:tempat|tmpt|tmp|tpt)?(?: dan)? ?(?:tgl|tanggal|tg|tangal) ?(?:lahir|lhr|lhir)(?: .*)?|"
                r"ttl|t t l|tgllahir|lahir|kelahiran|tahun lahir|thn lahir"
            ),
        ),
        (Column.BIRTH_PLACE, r"(?:tempat|tmpt|tmp|tpt) ?(?:lahir|lhr)|kota lahir"),
        (Column.AGE, r"(?:umur|usia)(?: .*)?"),
        (
            Column.MARITAL,
            (
                r"(?:(?:status|stts|sts|stat) ?)(?:per)?(?:kawin|kawinan|nikah|nikahan|pernikahan)?(?: .*)?|"
                r"s?kawin|(?:per)?(?:kawin|nikah)an|b s p|s b p|menikah"
            ),
        ),
        (Column.NOTE, r"(?:ket|keterangan|catatan|ktr|ctt)(?: .*)?"),
        (Column.ADDRESS, r"alamat(?: .*)?|almt|jalan|tempat tinggal|domisili|jl|gang|kampung"),
        (
            Column.OTHER,
            (
                r"pekerjaan|agama|pendidikan|gol(?:ongan)? darah|kewarganegaraan|hubungan.*|shdk|tanda tangan|"
                r"ttd|paraf|disabilitas|tps|kelurahan|desa|kecamatan|no hp|telepon|telp|hp"
            ),
        ),
    )
)

_KNOWN_ENOUGH: Final = 2
_LONGEST_HEADING: Final = 60

# What an officer said that a heading means, by `heading_key`; it goes before what is recognised here.
Meanings = Mapping[str, Column]
NO_MEANINGS: Final[Meanings] = MappingProxyType({})


def heading_key(cell: Cell) -> str:
    """Return the words of a heading, by which it is known again in another file; empty for a cell that is none."""
    if not isinstance(cell, str) or len(cell) > _LONGEST_HEADING:
        return ""
    return " ".join(re.findall(r"[^\W_]+", cell.lower()))


def position_key(position: int) -> str:
    """Return the key of a column of a file without headings; no heading has it, because it has a sign."""
    return f"#{position + 1}"


def recognise(cell: Cell, meanings: Meanings = NO_MEANINGS) -> Column | None:
    """Return what a header cell announces, or None for a cell that is no known header."""
    if not isinstance(cell, str) or len(cell) > _LONGEST_HEADING:
        return None
    if (said := meanings.get(heading_key(cell))) is not None:
        return said
    words = " ".join(re.findall(r"[a-z0-9]+", cell.lower()))
    for column, pattern in _SPELLINGS:
        if words and pattern.fullmatch(words):
            return column
    return None


def read_header(cells: Sequence[Cell], meanings: Meanings = NO_MEANINGS) -> dict[int, Column] | None:
    """Return the meaning of each column if this row is a header, else None.

    A header names the column of names and at least one more.  Of two columns with one meaning the
    first is taken, and one whose meaning an officer gave before one that is only recognised.
    """
    found: dict[int, Column] = {}
    given = [heading_key(cell) in meanings for cell in cells]
    for position in sorted(range(len(cells)), key=lambda each: (not given[each], each)):
        column = recognise(cells[position], meanings)
        if column is None or (column in found.values() and column is not Column.OTHER):
            continue
        found[position] = column
    announced = set(found.values())
    filled = sum(1 for cell in cells if cell != "")
    if Column.NAME not in announced:
        return None
    if len(announced) < _KNOWN_ENOUGH and filled > 1:
        return None
    if filled == 1 and len(cells) > 1 and len(announced) < _KNOWN_ENOUGH:
        return None
    return found


def read_second_header(
    header: dict[int, Column], cells: Sequence[Cell], meanings: Meanings = NO_MEANINGS
) -> dict[int, Column] | None:
    """Return the header completed by a second line of it (``RT`` and ``RW`` under a merged ``RT/RW``), or None.

    The second line holds header words only.
    """
    filled = [(position, cell) for position, cell in enumerate(cells) if cell != ""]
    meant = [(position, recognise(cell, meanings)) for position, cell in filled]
    if not meant or any(column is None for _, column in meant) or any(column is Column.NAME for _, column in meant):
        return None
    completed = dict(header)
    for position, column in meant:
        if column is not None and (
            position not in completed or completed[position] in {Column.RT_RW, Column.SEX, Column.ADDRESS}
        ):
            completed[position] = column
    return completed


def is_row_of_column_numbers(cells: Sequence[Cell]) -> bool:
    """Tell whether a row only counts the columns (1, 2, 3 ...), as forms do under their header."""
    values = [_number(cell) for cell in cells if cell != ""]
    return len(values) >= 3 and values == list(range(1, len(values) + 1))


def _number(cell: Cell) -> int | None:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else None
    if isinstance(cell, str):
        bare = cell.strip("() .")
        return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 4 else None
    return None
