"""Paths of a public record, and whoever holds its files.  Source: docs/formats.md, "Public record".

A record comes from strangers: nothing is read whose path is not in this grammar, or that is too
large.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol

from rembug_ballots.errors import BrokenRecord
from rembug_ballots.ids import Sha256
from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.tiles import parse_path

CHECKPOINT: Final = "checkpoint"
# The largest blob of 40,000 ballots of 17 names is below 60 MB.
MAX_FILE_BYTES: Final = 256 * 1024 * 1024
MAX_RECORD_BYTES: Final = 2 * 1024 * 1024 * 1024
MAX_FILES: Final = 200_000

_BLOB: Final = re.compile(r"blobs/[0-9a-f]{64}", re.ASCII)


def is_record_path(path: str) -> bool:
    """Say whether a path can be one of a record."""
    if path == CHECKPOINT or _BLOB.fullmatch(path) is not None:
        return True
    try:
        parse_path(path)
    except MalformedEncoding:
        return False
    return True


def blob_path(sha256: Sha256) -> str:
    """Return where a blob stands."""
    return f"blobs/{sha256}"


class RecordSource(Protocol):
    """Whoever holds the files of a record: a folder, a zip, memory, or a server.

    Nothing that it gives is trusted; who reads checks all of it.
    """

    def read(self, path: str, /) -> bytes | None:
        """Return the file at a path of the grammar, or None where there is none.

        Raises:
            BrokenRecord: it is too large or cannot be read.
        """

    def paths(self) -> Iterator[str] | None:
        """Return every path that is there, or None where that cannot be known (a server)."""


class MappingSource:
    """A record in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Take the files by path."""
        self._files = files

    def read(self, path: str, /) -> bytes | None:
        """Return a file, or None."""
        return self._files.get(path)

    def paths(self) -> Iterator[str]:
        """Return every path."""
        return iter(self._files)


class FolderSource:
    """A record in a folder; links are not followed out of it."""

    def __init__(self, folder: Path) -> None:
        """Take the folder.

        Raises:
            BrokenRecord: it is no folder.
        """
        if not folder.is_dir():
            raise BrokenRecord(f"{folder} is no folder")
        self._folder = folder.resolve()

    def read(self, path: str, /) -> bytes | None:
        """Return a file, or None where there is none.

        Raises:
            BrokenRecord: it lies outside the folder, is too large, or cannot be read.
        """
        if not is_record_path(path):
            raise BrokenRecord("a path that no record has")
        try:
            place = (self._folder / path).resolve()
            if not place.is_relative_to(self._folder):
                raise BrokenRecord(f"{path} lies outside the record")
            with place.open("rb") as file:
                data = file.read(MAX_FILE_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise BrokenRecord(f"{path}: {error.strerror}") from None
        if len(data) > MAX_FILE_BYTES:
            raise BrokenRecord(f"{path} is too large")
        return data

    def paths(self) -> Iterator[str]:
        """Return every path, sorted; also those that no record has.

        Raises:
            BrokenRecord: there are too many.
        """
        count = 0
        for place in sorted(self._folder.rglob("*")):
            if not place.is_dir():
                count += 1
                if count > MAX_FILES:
                    raise BrokenRecord("too many files")
                yield place.relative_to(self._folder).as_posix()


def write_folder(files: Iterator[tuple[str, bytes]], folder: Path) -> None:
    """Write a record into a folder that is empty or does not exist.

    Raises:
        BrokenRecord: the folder holds something, or a path that no record has.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BrokenRecord(f"{folder} is not empty")
    for path, data in files:
        if not is_record_path(path):
            raise BrokenRecord("a path that no record has")
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
