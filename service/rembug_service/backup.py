"""Backups of a service on SQLite, each in one file, and putting one back.

Trust: a backup holds the register and the server's keys, so it deserves the same drawer as the laptop.  It opens no
ballot.  Checkpoints that were given out stay beside the data and are never overwritten: after an old backup is put
back, the log is held against them, and an election that lost ballots stays shut.
"""

import shutil
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from rembug_ballots.ids import ElectionId
from rembug_service.durable import flush_file, flush_folder, write_durably
from rembug_service.errors import Conflict, NotFound, Unavailable
from rembug_service.secret_file import load_secrets
from rembug_service.service import CHECKPOINTS, DATABASE_FILE, KEY_FILE
from rembug_service.system import system_random
from rembug_service.work import Boards

_MODE: Final = 0o600
_NAMES: Final = (KEY_FILE, DATABASE_FILE)


@dataclass(frozen=True, slots=True)
class BackedUp:
    """An election in a backup.

    Attributes:
        size: leaves of its log.
        shut: why it cannot go on, an Indonesian sentence, or None.
    """

    election: ElectionId
    size: int
    shut: str | None


def write_backup(data: Path, file: Path) -> list[BackedUp]:
    """Copy everything of a service into one new file, also while it accepts ballots.

    Args:
        data: folder of the service.
        file: the backup, mode 0600.

    Returns:
        what is in the copy, which was opened and checked.

    Raises:
        NotFound: DATA_TIDAK_ADA: no SQLite database there; PostgreSQL is backed up with its own tools.
        Conflict: CADANGAN_SUDAH_ADA.
        Unavailable: CADANGAN_RUSAK: the copy does not hold.
        OSError: the medium did not take it.
    """
    if not ((data / DATABASE_FILE).is_file() and (data / KEY_FILE).is_file()):
        raise NotFound(
            "DATA_TIDAK_ADA",
            "Folder ini tidak berisi data Rembug. Bila data ada di PostgreSQL, buat cadangan dengan pg_dump dan simpan "
            "server.key bersamanya.",
        )
    if file.exists():
        raise Conflict("CADANGAN_SUDAH_ADA", "Berkas cadangan ini sudah ada. Pilih nama lain.")
    with _workshop(file.parent, file.name) as part:
        write_durably(part / KEY_FILE, (data / KEY_FILE).read_bytes(), mode=_MODE)
        (part / DATABASE_FILE).touch(mode=_MODE)
        _copy_pages(data / DATABASE_FILE, part / DATABASE_FILE)
        found = _inspect(part, part / CHECKPOINTS)
        packed = part / "cadangan.zip"
        packed.touch(mode=_MODE)
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for name in _NAMES:
                archive.write(part / name, name)
        flush_file(packed)
        packed.rename(file)
    flush_folder(file.parent)
    return found


def _copy_pages(source: Path, copy: Path) -> None:
    """Copy one consistent moment of a database; a server may go on writing meanwhile."""
    import pysqlite3.dbapi2 as library  # noqa: PLC0415 - a server on PostgreSQL may lack it

    # Read only: it never checkpoints, which is for the server's writer alone.
    with (
        closing(library.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as reader,
        closing(library.connect(copy)) as target,
    ):
        try:
            reader.backup(target)
            # The copy is one file, without a journal beside it.
            target.execute("PRAGMA journal_mode=DELETE")
        except library.DatabaseError:
            raise _damaged() from None


def restore_backup(file: Path, data: Path) -> list[BackedUp]:
    """Put a backup into the folder of a service that has no data.

    Args:
        file: made by `write_backup`.
        data: folder of the service; may hold checkpoints that were given out, which are kept.

    Returns:
        its elections; one whose log is behind a kept checkpoint is shut and says so.

    Raises:
        Conflict: DATA_SUDAH_ADA.
        Unavailable: CADANGAN_RUSAK.
        OSError: there is no such file, or the medium did not take it.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any((data / name).exists() for name in (*_NAMES, DATABASE_FILE + "-wal")):
        raise Conflict("DATA_SUDAH_ADA", "Folder tujuan sudah berisi data. Pindahkan dulu data itu, jangan dihapus.")
    with _workshop(data, "pemulihan") as part:
        try:
            with ZipFile(file) as archive:
                if sorted(archive.namelist()) != sorted(_NAMES):
                    raise _damaged()
                for name in _NAMES:
                    (part / name).touch(mode=_MODE)
                    with archive.open(name) as packed, (part / name).open("wb") as target:
                        shutil.copyfileobj(packed, target, 1 << 20)
                    flush_file(part / name)
        except (BadZipFile, zlib.error, EOFError):
            raise _damaged() from None
        found = _inspect(part, data / CHECKPOINTS)
        for name in _NAMES:
            (part / name).rename(data / name)
    flush_folder(data)
    return found


@contextmanager
def _workshop(folder: Path, name: str) -> Iterator[Path]:
    """Give an empty folder that only we may read, and remove it afterwards."""
    part = folder / f"{name}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def check_data(data: Path) -> list[BackedUp]:
    """Read every page and every leaf of a folder of data that nobody serves, and hold its logs to their checkpoints.

    Raises:
        Unavailable: CADANGAN_RUSAK, or the key file is another database's.
    """
    return _inspect(data, data / CHECKPOINTS)


def _inspect(folder: Path, checkpoints: Path) -> list[BackedUp]:
    """Read every page and every leaf of a copy, and hold its logs against their checkpoints.

    Args:
        folder: of the copy.
        checkpoints: folder of those that were given out; an empty one where the server goes on meanwhile.

    Raises:
        Unavailable: CADANGAN_RUSAK, or the key file is another database's.
    """
    import pysqlite3.dbapi2 as library  # noqa: PLC0415 - a server on PostgreSQL may lack it

    secrets = load_secrets(folder / KEY_FILE, system_random, may_make=False)
    engine = create_engine(
        f"sqlite:///{folder / DATABASE_FILE}", module=library, poolclass=NullPool, hide_parameters=True
    )
    boards = Boards(secrets, checkpoints)
    try:
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
                raise _damaged()
            boards.open_new(connection)
    except DatabaseError:
        raise _damaged() from None
    shut = [BackedUp(election, 0, error.detail) for election, error in boards.shut.items()]
    good = [BackedUp(election, board.stored, None) for election, board in boards.by_election.items()]
    return sorted([*shut, *good], key=lambda each: each.election)


def _damaged() -> Unavailable:
    return Unavailable("CADANGAN_RUSAK", "Cadangan ini rusak dan tidak dipakai. Coba cadangan lain.")
