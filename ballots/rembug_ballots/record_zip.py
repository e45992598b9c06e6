"""A public record as one zip file.  Source: docs/formats.md, "Zip".

The bytes of the file follow from its content alone: members are stored, not compressed, because
most of a record does not compress and compressors differ between machines.  The reader takes only
this form, so that no byte is free: a changed one breaks the form, a checksum, or the content.
"""

import struct
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final, Self

from rembug_ballots.errors import BrokenRecord
from rembug_ballots.record_paths import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_RECORD_BYTES,
    is_record_path,
)

_DATE: Final = (1980, 1, 1, 0, 0, 0)
_DOS_DATE: Final = 1 << 5 | 1
_UNIX: Final = 3
_VERSION: Final = 20
_MODE: Final = 0o100644 << 16
# The directory counts members in two bytes.
_MAX_MEMBERS: Final = min(MAX_FILES, 0xFFFF)

# Local header, directory entry and end.
# Source: PKWARE APPNOTE 6.3.10 sections 4.3.7, 4.3.12 and 4.3.16.
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_ENTRY: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")


def write_zip(files: Iterable[tuple[str, bytes]], target: IO[bytes]) -> None:
    """Write a record as a zip: names sorted, stored, dated 1980-01-01.

    Args:
        files: paths and contents, in any order.
        target: a seekable file, opened for writing.

    Raises:
        BrokenRecord: a path that no record has, twice the same path, or too much.
    """
    total = count = 0
    last = ""
    with zipfile.ZipFile(target, "w", allowZip64=False) as archive:
        for path, data in sorted(files, key=lambda file: file[0]):
            total += len(data)
            count += 1
            if not is_record_path(path) or path == last:
                raise BrokenRecord("a path that no record has, or the same one twice")
            if len(data) > MAX_FILE_BYTES or total > MAX_RECORD_BYTES or count > _MAX_MEMBERS:
                raise BrokenRecord("the record is too large for one zip")
            info = zipfile.ZipInfo(path, _DATE)
            info.create_system = _UNIX
            info.external_attr = _MODE
            archive.writestr(info, data)
            last = path


class ZipSource:
    """A record in a zip file, read member by member.  Close it, or use it as a context."""

    def __init__(self, path: Path) -> None:
        """Open a zip and check its form, without reading the contents.

        Raises:
            BrokenRecord: it is no zip of the form that `write_zip` makes, or it is too large.
        """
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise BrokenRecord(f"{path}: {error.strerror}") from None
        try:
            self._archive = zipfile.ZipFile(self._file)
            infos = self._archive.infolist()
            _check_members(infos)
            _check_form(infos, self._file)
        # An archive made to confuse raises almost anything from the library.
        except (
            zipfile.BadZipFile,
            BrokenRecord,
            ValueError,
            NotImplementedError,
            OSError,
        ) as error:
            self._file.close()
            raise BrokenRecord(f"no zip of a record: {error}") from None
        self._members = {info.filename: info for info in infos}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._archive.close()
        self._file.close()

    def read(self, path: str, /) -> bytes | None:
        """Return a member, or None where there is none.

        Raises:
            BrokenRecord: its checksum does not hold.
        """
        info = self._members.get(path)
        if info is None:
            return None
        try:
            return self._archive.read(info)
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise BrokenRecord(f"{path}: {error}") from None

    def paths(self) -> Iterator[str]:
        """Return every path, sorted."""
        return iter(self._members)


def _check_members(infos: Sequence[zipfile.ZipInfo]) -> None:
    if len(infos) > _MAX_MEMBERS:
        raise BrokenRecord("too many members")
    last = ""
    total = 0
    for info in infos:
        if not is_record_path(info.filename) or info.filename <= last:
            raise BrokenRecord("a member that no record has, or not in order")
        if info.compress_size != info.file_size or info.file_size > MAX_FILE_BYTES:
            raise BrokenRecord("a member that is compressed or too large")
        total += info.file_size
        if total > MAX_RECORD_BYTES:
            raise BrokenRecord("the record is too large")
        last = info.filename


def _check_form(infos: Sequence[zipfile.ZipInfo], file: IO[bytes]) -> None:
    """Make every byte that is no content anew and compare."""
    offset = 0
    directory = []
    for info in infos:
        name = info.filename.encode("ascii")
        shared = (0, 0, 0, _DOS_DATE, info.CRC, info.file_size, info.file_size, len(name), 0)
        local = _LOCAL.pack(b"PK\x03\x04", _VERSION, *shared) + name
        versions = (_UNIX << 8 | _VERSION, _VERSION)
        entry = _ENTRY.pack(b"PK\x01\x02", *versions, *shared, 0, 0, 0, _MODE, offset)
        directory.append(entry + name)
        file.seek(offset)
        if file.read(len(local)) != local:
            raise BrokenRecord("a header that the form does not have")
        offset += len(local) + info.file_size
    tail = b"".join(directory)
    counts = (0, 0, len(infos), len(infos))
    tail += _END.pack(b"PK\x05\x06", *counts, len(tail), offset, 0)
    file.seek(offset)
    if file.read(len(tail) + 1) != tail:
        raise BrokenRecord("a directory that the form does not have")
