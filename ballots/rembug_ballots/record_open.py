"""Opens a record wherever a path on this machine leads to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rembug_ballots.errors import BrokenRecord
from rembug_ballots.record import Record
from rembug_ballots.record_paths import FolderSource
from rembug_ballots.record_zip import ZipSource


@contextmanager
def open_record(path: Path) -> Iterator[Record]:
    """Open a record in a folder or a zip for as long as the context lasts.

    Raises:
        BrokenRecord: there is no record.
    """
    if path.is_dir():
        yield Record(FolderSource(path))
        return
    if not path.exists():
        raise BrokenRecord("no such folder or file")
    with ZipSource(path) as source:
        yield Record(source)
