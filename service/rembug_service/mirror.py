"""A second medium that has every acknowledged change: a stick, or a folder of another laptop.

The writer copies the committed part of SQLite's write-ahead log onto the medium, and flushes it, before any receipt
leaves.  While the medium does not answer, nothing is acknowledged.  The medium names its one owner: whoever takes over
becomes the owner, and the laptop before it is refused from then on.

Layout of the medium: `rembug-cermin.json` (owner and generation), `server.key`, and `<generation>/rembug.sqlite` with
its `-wal`, which SQLite reads as it reads a database after a power cut.

Trust: as a backup.  The medium holds the register and the server's keys and belongs into a pocket, not on the table.
"""

import json
import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rembug_crypto.randomness import RandomSource
from rembug_service.durable import flush_file, flush_folder, write_durably
from rembug_service.errors import Conflict, NotFound, Unavailable
from rembug_service.sql.wal import committed_end, read_head

POINTER: Final = "rembug-cermin.json"
MEMORY: Final = "mirror.json"
"""What the data folder remembers of its medium: a laptop that has one does not start without it."""
DATABASE_FILE: Final = "rembug.sqlite"
KEY_FILE: Final = "server.key"
# The log of the source is folded into its database when it has this many bytes, and the medium's after it.
_LONG_LOG: Final = 8 << 20


@dataclass(frozen=True, slots=True)
class Pointer:
    """What the medium says of itself."""

    owner: str
    generation: int

    @classmethod
    def read(cls, folder: Path) -> "Pointer | None":
        """Return what a medium says, or None where it says nothing.

        Raises:
            OSError: the medium does not answer.
            Unavailable: CERMIN_RUSAK.
        """
        try:
            value = json.loads((folder / POINTER).read_bytes())
            return cls(str(value["owner"]), int(value["generation"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            raise Unavailable(
                "CERMIN_RUSAK", f"Berkas {POINTER} pada media cadangan rusak. Pakai media lain."
            ) from None

    def write(self, folder: Path) -> None:
        """Say it durably."""
        write_durably(folder / POINTER, json.dumps({"owner": self.owner, "generation": self.generation}).encode())

    def database(self, folder: Path) -> Path:
        """Return the path of the copy."""
        return folder / str(self.generation) / DATABASE_FILE


class MirrorAway(OSError):
    """The medium is not there, or it is another one."""


@dataclass(slots=True)
class Mirror:
    """The medium of a running service; used by the writer's thread only.

    Attributes:
        folder: on the medium.
        data: folder of the service.
        pointer: what the medium must say for us to be its owner.
        is_away: whether the last copy failed; other threads read it.
        is_taken: whether another laptop has taken over.
    """

    folder: Path
    data: Path
    pointer: Pointer
    is_away: bool = False
    is_taken: bool = False
    _salts: bytes = b""
    _shipped: int = 0

    def ship(self) -> int:
        """Copy and flush whatever was committed since the last time; return how long the source's log is.

        Raises:
            OSError: the medium does not take it.
            Unavailable: DIAMBIL_ALIH: another laptop has gone on with it.
        """
        try:
            length = self._ship()
        except OSError:
            self.is_away = True
            raise
        self.is_away = False
        return length

    def wants_checkpoint(self, length: int) -> bool:
        """Say whether the source's log should be folded into its database now."""
        return length >= _LONG_LOG

    def _ship(self) -> int:
        self._require_ownership()
        try:
            log = (self.data / f"{DATABASE_FILE}-wal").open("rb")
        except FileNotFoundError:
            return 0
        with log:
            head = read_head(log)
            if head is None:
                return 0
            if head.salts != self._salts:
                # The source started over, so everything before is in its database; the copy does the same.
                fold(self._copy)
                self._salts, self._shipped = head.salts, 0
            end = committed_end(log, head, self._shipped)
            if end > self._shipped:
                log.seek(self._shipped)
                self._append(log.read(end - self._shipped))
                self._shipped = end
            # Whoever took over meanwhile may have copied before this piece was there.
            self._require_ownership()
            return end

    def _require_ownership(self) -> None:
        found = Pointer.read(self.folder)
        if found is None:
            raise MirrorAway(f"{self.folder} is not the medium")
        if found != self.pointer:
            self.is_taken = True
            remember(self.data, self.folder, self.pointer.owner, is_taken=True)
            raise taken_over()

    def _append(self, data: bytes) -> None:
        path = self._copy.with_name(f"{DATABASE_FILE}-wal")
        is_new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            view, place = memoryview(data), self._shipped
            while view:
                written = os.pwrite(descriptor, view, place)
                view, place = view[written:], place + written
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            flush_folder(path.parent)

    @property
    def _copy(self) -> Path:
        return self.pointer.database(self.folder)


def fold(database: Path) -> None:
    """Let SQLite fold a database's log into it and remove the log; every moment of it survives a power cut.

    Raises:
        OSError: the medium did not take it.
    """
    import pysqlite3.dbapi2 as library  # noqa: PLC0415 - a server on PostgreSQL may lack it

    try:
        with closing(library.connect(database, isolation_level=None)) as connection:
            # No shared memory: a stick's file system may lack it, and nobody else reads here.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except library.Error as error:
        raise MirrorAway(str(error)) from None
    flush_folder(database.parent)


def attach(folder: Path, data: Path, random: RandomSource) -> Mirror:
    """Make a medium the second one of a service, with a whole copy; nobody writes meanwhile.

    Raises:
        Unavailable: DIAMBIL_ALIH, CERMIN_LEBIH_BARU, CERMIN_RUSAK.
        Conflict: CERMIN_ASING: it holds another service's copy.
        OSError: the medium does not take it.
    """
    import pysqlite3.dbapi2 as library  # noqa: PLC0415 - a server on PostgreSQL may lack it

    known = recall(data)
    owner = random(16).hex() if known is None else known.owner
    if not folder.is_dir():
        raise MirrorAway(f"{folder} is not there")
    found = Pointer.read(folder)
    if found is not None and found.owner != owner:
        if known is not None and known.folder == folder:
            remember(data, folder, owner, is_taken=True)
            raise taken_over()
        raise Conflict(
            "CERMIN_ASING",
            "Media ini memuat salinan dari laptop lain. Pakai media kosong, atau jalankan rembug takeover.",
        )
    if found is not None:
        _require_not_newer(found.database(folder), data)
    generation = 1 if found is None else found.generation + 1
    pointer = Pointer(owner, generation)
    target = pointer.database(folder)
    shutil.rmtree(target.parent, ignore_errors=True)
    target.parent.mkdir(mode=0o700)
    target.touch(mode=0o600)
    with (
        closing(library.connect(data / DATABASE_FILE)) as reader,
        closing(library.connect(target)) as copy,
    ):
        reader.execute("PRAGMA query_only=ON")
        reader.execute("PRAGMA wal_autocheckpoint=0")
        reader.backup(copy)
    flush_file(target)
    flush_folder(target.parent)
    write_durably(folder / KEY_FILE, (data / KEY_FILE).read_bytes(), mode=0o600)
    pointer.write(folder)
    remember(data, folder, owner)
    for old in folder.iterdir():
        if old.name.isdigit() and old.name != str(generation):
            shutil.rmtree(old, ignore_errors=True)
    mirror = Mirror(folder, data, pointer)
    mirror.ship()
    return mirror


def _require_not_newer(copy: Path, data: Path) -> None:
    """Refuse to write older data over the medium: somebody put an old backup back."""
    newest = [_sizes(path) for path in (copy, data / DATABASE_FILE)]
    if any(size > newest[1].get(election, 0) for election, size in newest[0].items()):
        raise Unavailable(
            "CERMIN_LEBIH_BARU",
            "Media cadangan memuat catatan yang lebih baru daripada laptop ini. Jangan dilanjutkan dengan data lama: "
            "pindahkan folder data ini, lalu jalankan rembug takeover dari media itu.",
        )


def _sizes(database: Path) -> dict[str, int]:
    """Return the largest signed size of each election in a database; nothing where there is none."""
    import pysqlite3.dbapi2 as library  # noqa: PLC0415 - a server on PostgreSQL may lack it

    if not database.is_file():
        return {}
    try:
        with closing(library.connect(database)) as connection:
            return dict(connection.execute("SELECT election, max(size) FROM checkpoints GROUP BY election"))
    except library.Error:
        return {}


@dataclass(frozen=True, slots=True)
class Memory:
    """What a data folder remembers of its medium."""

    folder: Path
    owner: str
    is_taken: bool


def remember(data: Path, folder: Path, owner: str, *, is_taken: bool = False) -> None:
    """Write down which medium belongs to a data folder, and whether another laptop went on with it."""
    value = {"folder": str(folder), "owner": owner, "taken": is_taken}
    write_durably(data / MEMORY, json.dumps(value).encode(), mode=0o600)


def recall(data: Path) -> Memory | None:
    """Return what a data folder remembers."""
    try:
        value = json.loads((data / MEMORY).read_bytes())
        return Memory(Path(value["folder"]), str(value["owner"]), bool(value["taken"]))
    except FileNotFoundError:
        return None


def required(data: Path, folder: Path | None) -> Path | None:
    """Return the medium with which a service must start: the one that is asked for, or the one that it had.

    Raises:
        Unavailable: DIAMBIL_ALIH.
    """
    known = recall(data)
    if known is not None and known.is_taken:
        raise taken_over()
    if folder is not None:
        return folder
    return None if known is None else known.folder


def release(data: Path) -> None:
    """Forget the medium, because it is lost or broken and nobody has taken over.

    Raises:
        Unavailable: DIAMBIL_ALIH.
    """
    known = recall(data)
    if known is not None and known.is_taken:
        raise taken_over()
    (data / MEMORY).unlink(missing_ok=True)
    flush_folder(data)


def take_over(folder: Path, data: Path, random: RandomSource) -> None:
    """Make this laptop the owner of a medium and put its copy into an empty data folder.

    The old laptop is fenced first: whatever it does not find on the medium any more it cannot acknowledge.

    Raises:
        NotFound: CERMIN_TIDAK_ADA.
        Conflict: DATA_SUDAH_ADA.
        OSError: a medium does not answer.
    """
    _require_empty(data)
    found = _require_copy(folder)
    owner = random(16).hex()
    Pointer(owner, found.generation).write(folder)
    copy_out(folder, data)
    remember(data, folder, owner)


def copy_out(folder: Path, data: Path) -> None:
    """Put the copy of a medium into an empty data folder; the medium stays as it is.

    Raises:
        NotFound: CERMIN_TIDAK_ADA.
        Conflict: DATA_SUDAH_ADA.
        OSError: a medium does not answer.
    """
    _require_empty(data)
    copy = _require_copy(folder).database(folder)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = copy.with_name(f"{DATABASE_FILE}-wal")
    if log.exists():
        write_durably(data / log.name, log.read_bytes(), mode=0o600)
    (data / DATABASE_FILE).touch(mode=0o600)
    shutil.copyfile(copy, data / DATABASE_FILE)
    flush_file(data / DATABASE_FILE)
    fold(data / DATABASE_FILE)
    write_durably(data / KEY_FILE, (folder / KEY_FILE).read_bytes(), mode=0o600)


def _require_empty(data: Path) -> None:
    if any((data / name).exists() for name in (KEY_FILE, DATABASE_FILE, MEMORY)):
        raise Conflict("DATA_SUDAH_ADA", "Folder tujuan sudah berisi data. Pindahkan dulu data itu, jangan dihapus.")


def _require_copy(folder: Path) -> Pointer:
    found = Pointer.read(folder)
    if found is None or not found.database(folder).is_file():
        raise NotFound("CERMIN_TIDAK_ADA", f"Di folder ini tidak ada salinan Rembug ({POINTER}).")
    return found


def taken_over() -> Unavailable:
    """Return the refusal of a laptop whose election went on elsewhere."""
    return Unavailable(
        "DIAMBIL_ALIH",
        "Pemilihan ini sudah dilanjutkan di laptop lain. Laptop ini tidak boleh dipakai lagi untuk pemilihan ini; "
        "simpan datanya dan jangan dihapus.",
    )
