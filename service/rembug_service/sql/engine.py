"""Opening the database: SQLite of a fixed library under one writer, or PostgreSQL.

Source of the settings: SQLite documentation (pragma, wal).  WAL mode lost
acknowledged commits before 3.51.3 (and outside 3.50.7 and 3.44.6) when two connections wrote and checkpointed at once;
so the library is the one that pysqlite3 brings, and it is checked.
"""

import fcntl
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final, TextIO

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import NullPool

from rembug_service.durable import flush_folder
from rembug_service.errors import InvalidRequest, Unavailable

_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "busy_timeout=5000",
    "mmap_size=0",
)
_WRITER_PRAGMAS: Final = ("wal_autocheckpoint=1000",)
# Only the writer's connection checkpoints.
_READER_PRAGMAS: Final = ("wal_autocheckpoint=0", "query_only=ON")
_DRIVERS: Final = {"postgresql", "postgresql+psycopg"}
# Any number will do, as long as no other program on the database uses it.
_ADVISORY_LOCK: Final = 0x52_45_4D_42


@dataclass(frozen=True, slots=True)
class Database:
    """An open database.

    Attributes:
        writer: one connection, used by the writer thread only.
        reader: connections that cannot write.
        is_sqlite: which of the two kinds it is.
        lock: keeps a second server off the same SQLite file.
    """

    writer: Engine
    reader: Engine
    is_sqlite: bool
    lock: TextIO | None

    def begin(self) -> Connection:
        """Return the writer's connection inside a transaction that holds the lock of all writers."""
        connection = self.writer.connect()
        try:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        except BaseException:
            connection.close()
            raise
        return connection

    def tell(self, options: Mapping[str, object]) -> None:
        """Give every connection from now on what repositories need, such as the key of private columns."""
        for engine in (self.writer, self.reader):
            engine.update_execution_options(**options)

    def fold_log(self) -> None:
        """Fold SQLite's log into the database as far as readers allow; for the writer's thread, between batches."""
        with self.writer.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def keep_log(self) -> None:
        """Leave folding the log to `fold_log`, so that a second medium sees each piece of it."""
        with self.writer.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_autocheckpoint=0")

    def close(self) -> None:
        """Close all connections and give the file back; the writer last, which checkpoints."""
        self.reader.dispose()
        self.writer.dispose()
        if self.lock is not None:
            self.lock.close()


def is_fixed(version: tuple[int, ...]) -> bool:
    """Say whether a version of SQLite keeps every acknowledged commit in WAL mode."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def migrations() -> Path:
    """Return the folder of migrations: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).resolve().parents[1] / "migrations"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "alembic"


def migrate(engine: Engine, register_key: Callable[[], bytes]) -> None:
    """Bring the schema of a database up to date; the key is asked for only where a register must be sealed."""
    config = Config()
    config.set_main_option("script_location", str(migrations()))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        config.attributes["register_key"] = register_key
        command.upgrade(config, "head")
        connection.commit()


def open_database(url: str, register_key: Callable[[], bytes]) -> Database:
    """Open a database and bring its schema up to date.

    Args:
        url: of the database.
        register_key: gives the key of private columns, where an older schema had them in clear.

    Raises:
        InvalidRequest: DATABASE_SALAH_ALAMAT.
        Unavailable: DATABASE_DIPAKAI, DATABASE_RUSAK, DATABASE_TIDAK_TERJANGKAU or SQLITE_LAMA.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _no_address() from None
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, register_key)
    if parsed.drivername not in _DRIVERS:
        raise _no_address()
    common = {"pool_pre_ping": True, "isolation_level": "READ COMMITTED", "hide_parameters": True}
    writer = create_engine(
        url, pool_size=1, max_overflow=0, connect_args={"options": "-c synchronous_commit=on"}, **common
    )
    reader = create_engine(
        url, pool_size=8, max_overflow=8, connect_args={"options": "-c default_transaction_read_only=on"}, **common
    )
    try:
        first = writer.connect()
    except DatabaseError:
        # What the library says may hold the password.
        raise Unavailable(
            "DATABASE_TIDAK_TERJANGKAU",
            "PostgreSQL tidak menerima sambungan. Periksa apakah ia berjalan, lalu alamat, nama, dan kata sandinya.",
        ) from None
    with first as connection:
        # Several servers may start at once on one database.
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_LOCK})
        try:
            migrate(create_engine(url, poolclass=NullPool, hide_parameters=True), register_key)
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_LOCK})
    return Database(writer, reader, is_sqlite=False, lock=None)


def _no_address() -> InvalidRequest:
    # The address is not repeated: a password may stand in it.
    return InvalidRequest(
        "DATABASE_SALAH_ALAMAT", "Alamat basis data tidak benar. Contoh: postgresql://nama:sandi@127.0.0.1:5432/rembug"
    )


def _open_sqlite(url: str, register_key: Callable[[], bytes]) -> Database:
    import pysqlite3.dbapi2 as library  # noqa: PLC0415 - a server on PostgreSQL may lack it

    if not is_fixed(library.sqlite_version_info):
        raise Unavailable(
            "SQLITE_LAMA", f"SQLite {library.sqlite_version} dapat kehilangan suara. Pasang ulang Rembug dari paketnya."
        )
    path = Path(make_url(url).database or "")
    lock = _lock(path)
    try:
        _create(url, library, path, register_key)
        writer = create_engine(url, module=library, pool_size=1, max_overflow=0, hide_parameters=True)
        reader = create_engine(url, module=library, pool_size=8, max_overflow=8, hide_parameters=True)
        for engine, extra in ((writer, _WRITER_PRAGMAS), (reader, _READER_PRAGMAS)):
            event.listen(engine, "connect", _settings((*_PRAGMAS, *extra)))
        _check_pages(writer)
    except DatabaseError as error:
        lock.close()
        # Its subclasses are other troubles: a full disk, a folder that cannot be written.
        if type(error) is DatabaseError:
            raise _damaged() from None
        raise
    except BaseException:
        lock.close()
        raise
    return Database(writer, reader, is_sqlite=True, lock=lock)


def _create(url: str, library: ModuleType, path: Path, register_key: Callable[[], bytes]) -> None:
    """Create the file if need be, and bring its schema up to date.

    A journal whose removal was lost in a power cut can roll a new database back to an empty one: so all of this runs
    with synchronous=EXTRA, and the folder is flushed.
    """
    path.touch(mode=0o600)
    engine = create_engine(url, module=library, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _settings(("synchronous=EXTRA", "secure_delete=ON", "trusted_schema=OFF")))
    event.listen(engine, "begin", _begin_immediate)
    migrate(engine, register_key)
    flush_folder(path.parent)


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _check_pages(engine: Engine) -> None:
    with engine.connect() as connection:
        if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
            raise _damaged()


def _damaged() -> Unavailable:
    return Unavailable(
        "DATABASE_RUSAK", "Berkas data rusak di media penyimpanan. Kembalikan data dari cadangan terbaru."
    )


def _lock(path: Path) -> TextIO:
    handle = path.with_name(path.name + ".lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise Unavailable(
            "DATABASE_DIPAKAI", "Rembug sudah berjalan dengan data ini. Tutup yang lain lebih dulu."
        ) from None
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def _settings(pragmas: tuple[str, ...]) -> Callable[[DBAPIConnection, object], None]:
    def on_connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return on_connect
