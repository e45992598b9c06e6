"""Workbooks (XLSX; also old XLS), read with python-calamine after they were found harmless.

An XLSX file is a ZIP of XML files, and so may be a bomb in three ways: entries that unpack to
gigabytes, XML entities, and a cell far away from the others (calamine lays out the whole rectangle
between them).  Therefore every entry is unpacked here within limits, its XML is walked, and
calamine gets a new, plain ZIP of what was walked: it cannot see anything that was not checked.
"""

import io
import re
import zipfile
import zlib
from datetime import date, datetime
from typing import Final
from xml.parsers import expat

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from rembug_service.people.errors import UnreadableRegisterFile
from rembug_service.people.sheets import MAX_COLUMNS, MAX_ROWS, Cell, Sheet, too_many_rows

_MAX_ENTRIES: Final = 1000
_MAX_UNPACKED: Final = 200 * 1024 * 1024
_MAX_RATIO: Final = 200
_RATIO_FROM: Final = 1024 * 1024
_MAX_TEXT_BYTES: Final = 1_000_000_000  # cells x longest shared text: what the cells could unfold to
_MAX_RECTANGLE: Final = 2 * MAX_ROWS * MAX_COLUMNS
_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BROKEN: Final = "Berkas Excel rusak atau tidak lengkap. Buka di Excel, simpan ulang sebagai XLSX, lalu unggah lagi."
_TOO_LARGE: Final = (
    "Isi berkas Excel terlalu besar setelah dibuka. Salin daftarnya saja ke berkas baru, lalu unggah lagi."
)


def is_workbook(data: bytes) -> bool:
    """Tell whether the bytes start as a ZIP or an old Excel file does."""
    return data.startswith((b"PK\x03\x04", _OLD_EXCEL))


def read_workbook(data: bytes) -> list[Sheet]:
    """Return the visible sheets of a workbook, numbered rows without the empty ones.

    Raises:
        UnreadableRegisterFile: no workbook, protected by a password, broken, or larger than is
            read.
    """
    if not data.startswith(_OLD_EXCEL):
        data = _checked_copy(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _sheet(workbook, meta.name)
            for meta in workbook.sheets_metadata
            if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
        ]
    except (UnreadableRegisterFile, MemoryError):
        raise
    except BaseException as error:
        # A panic inside the Rust reader arrives as an exception outside of Exception; it means
        # "broken file" too.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise UnreadableRegisterFile(
                "Berkas Excel dilindungi kata sandi. Buka kata sandinya, simpan, lalu unggah lagi."
            ) from None
        raise UnreadableRegisterFile(_BROKEN) from None


def _sheet(workbook: CalamineWorkbook, name: str) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.height > MAX_ROWS * 2 or sheet.height * max(1, sheet.width) > MAX_ROWS * 2 * MAX_COLUMNS:
        raise too_many_rows()
    start_row, start_column = sheet.start or (0, 0)
    rows: list[tuple[int, list[Cell]]] = []
    lead: list[Cell] = [""] * min(start_column, MAX_COLUMNS)
    for number, values in enumerate(sheet.to_python(skip_empty_area=True), start=start_row + 1):
        cells = (lead + [_cell(value) for value in values])[:MAX_COLUMNS]
        if any(cell != "" for cell in cells):
            rows.append((number, cells))
            if len(rows) > MAX_ROWS:
                raise too_many_rows()
    return Sheet(name=name, rows=tuple(rows))


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return float(value)
    return str(value).strip()


def _checked_copy(data: bytes) -> bytes:
    """Return a new ZIP of the XML entries, each unpacked and walked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {entry.filename for entry in archive.infolist()}
            if "EncryptedPackage" in names or not any(name.lower().endswith("workbook.xml") for name in names):
                raise UnreadableRegisterFile(
                    "Berkas ini bukan berkas Excel (XLSX). Simpan daftar sebagai XLSX atau CSV, lalu unggah lagi."
                )
            return _repack(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        # RuntimeError: an entry is encrypted; NotImplementedError: a compression that no office
        # program uses.
        raise UnreadableRegisterFile(_BROKEN) from error


def _repack(archive: zipfile.ZipFile) -> bytes:
    entries = archive.infolist()
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise UnreadableRegisterFile(_TOO_LARGE)
    out = io.BytesIO()
    seen: set[str] = set()
    longest_text = cells = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for entry in entries:
            if entry.file_size > _RATIO_FROM and entry.file_size > _MAX_RATIO * max(1, entry.compress_size):
                raise UnreadableRegisterFile(_TOO_LARGE)
            if entry.filename in seen or not entry.filename.lower().endswith((".xml", ".rels")):
                continue
            seen.add(entry.filename)
            content = archive.read(entry)  # reads no more than the declared size, which was counted above
            walk = _Walk()
            walk.run(content)
            longest_text = max(longest_text, walk.longest_text)
            cells += walk.filled_cells
            copy.writestr(entry.filename, content)
    if longest_text * cells > _MAX_TEXT_BYTES:
        raise UnreadableRegisterFile(_TOO_LARGE)
    return out.getvalue()


class _Walk:
    """Walks one XML entry: refuses entity declarations and cells outside of the allowed rectangle."""

    def __init__(self) -> None:
        self.filled_cells = 0
        self.longest_text = 0
        self._pending = False
        self._row = self._column = self._lowest = self._rightmost = 0
        self._text = 0

    def run(self, content: bytes) -> None:
        parser = expat.ParserCreate("utf-8")  # whatever the entry declares: calamine reads UTF-8 only
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._doctype
        if b"<sst" in content or b":sst" in content:
            parser.CharacterDataHandler = self._characters
            parser.EndElementHandler = self._end
        try:
            parser.Parse(content, True)  # noqa: FBT003 - expat takes "is this the end" by position
        except expat.ExpatError as error:
            raise UnreadableRegisterFile(_BROKEN) from error

    def _doctype(self, *_: object) -> None:
        raise UnreadableRegisterFile(_BROKEN)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "c":
            self._column += 1
            self._pending = True
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            if match is not None:
                self._column, self._row = _column_number(match[1]), int(match[2])
        elif local in {"v", "is", "f"} and self._pending:
            self._pending = False
            self._fill()
        elif local == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else self._row + 1
            self._column = 0

    def _fill(self) -> None:
        """Count a cell with content.  Cells that are only painted may lie anywhere: calamine leaves them out."""
        self.filled_cells += 1
        self._lowest, self._rightmost = max(self._lowest, self._row), max(self._rightmost, self._column)
        if self._lowest > MAX_ROWS * 2:
            raise too_many_rows()
        if self._lowest * self._rightmost > _MAX_RECTANGLE:
            raise UnreadableRegisterFile(_TOO_LARGE)

    def _characters(self, text: str) -> None:
        self._text += len(text)

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "si":
            self.longest_text = max(self.longest_text, self._text)
            self._text = 0


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
