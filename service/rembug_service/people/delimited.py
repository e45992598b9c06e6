"""Text files with separators, as offices save them: UTF-8, UTF-16 or Windows-1252, ``;`` or ``,`` or tab.

Indonesian Excel writes ``;`` and Windows-1252; a web form writes ``,`` and UTF-8; "Unicode text" is
UTF-16 with tabs.
"""

import csv
import io
from collections import Counter
from itertools import islice
from typing import Final, Literal

from rembug_service.people.errors import UnreadableRegisterFile
from rembug_service.people.sheets import MAX_COLUMNS, MAX_ROWS, Sheet, too_many_rows

_DELIMITERS: Final = (";", ",", "\t", "|")
_LOOKED_AT: Final = 60
# A cell longer than this is a quotation mark that nobody closed, which has swallowed the following
# lines.
_LONGEST_CELL: Final = 2000


def read_delimited(data: bytes) -> Sheet:
    """Return the table in a text file.

    Raises:
        UnreadableRegisterFile: the file is no text, or holds too many rows.
    """
    text = _decode(data)
    if "\0" in text:
        raise UnreadableRegisterFile("Isi berkas bukan tulisan. Simpan daftar sebagai CSV atau XLSX, lalu unggah lagi.")
    lines = text.splitlines()
    first = 1
    declared = None
    if lines and lines[0].strip().strip('"').lower().startswith("sep=") and len(lines[0].strip().strip('"')) == 5:
        declared = lines[0].strip().strip('"')[4]
        text = text.split("\n", 1)[1] if "\n" in text else ""
        first = 2
    delimiter = declared or _likely_delimiter(lines)
    rows = _split(text, delimiter, first, csv.QUOTE_MINIMAL)
    if rows is None:
        rows = _split(text, delimiter, first, csv.QUOTE_NONE) or []
    return Sheet(name=None, rows=tuple(rows))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    sample = data[:4000]
    # UTF-16 without its mark: every other byte of Latin text is zero.
    if len(sample) >= 4 and sample[1::2].count(0) > len(sample) // 3:
        return _strictly(data, "utf-16-le")
    if len(sample) >= 4 and sample[0::2].count(0) > len(sample) // 3:
        return _strictly(data, "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes without a meaning; one such byte must not cost the whole
        # list.
        return data.decode("cp1252", errors="replace")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableRegisterFile(
            "Berkas rusak atau terpotong: tulisannya tidak dapat dibaca. Simpan ulang sebagai CSV UTF-8."
        ) from error


def _likely_delimiter(lines: list[str]) -> str:
    """Return the separator that cuts most of the first lines into the same number of cells, more cells being better."""
    sample = [line for line in lines[:_LOOKED_AT] if line.strip()]
    best, best_score = ";", 0
    for delimiter in _DELIMITERS:
        widths = Counter(line.count(delimiter) for line in sample)
        widths.pop(0, None)
        if widths:
            width, lines_so_cut = max(widths.items(), key=lambda item: item[1] * min(item[0], 8))
            score = lines_so_cut * min(width, 8)
            if score > best_score:
                best, best_score = delimiter, score
    return best


def _split(text: str, delimiter: str, first: int, quoting: Literal[0, 3]) -> list[tuple[int, list[str]]] | None:
    """Return numbered rows, or None if an unclosed quotation mark swallowed some of them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    rows: list[tuple[int, list[str]]] = []
    started = first
    try:
        for cells in islice(reader, MAX_ROWS * 2):
            if quoting != csv.QUOTE_NONE and any(len(cell) > _LONGEST_CELL for cell in cells):
                return None
            if any(cell.strip() for cell in cells):
                rows.append((started, cells[:MAX_COLUMNS]))
                if len(rows) > MAX_ROWS:
                    raise too_many_rows()
            started = first + reader.line_num
    except csv.Error:
        if quoting == csv.QUOTE_NONE:
            raise UnreadableRegisterFile("Ada baris yang terlalu panjang untuk dibaca sebagai CSV.") from None
        return None
    return rows
