"""The running service: database, boards, writer, secrets.  Use cases are functions that take it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import Connection, func, select

from rembug_ballots.ids import ElectionId
from rembug_crypto.randomness import RandomSource
from rembug_service.attempts import Attempts
from rembug_service.ballot_checker import BallotChecker
from rembug_service.board import Board, behind
from rembug_service.day_memory import DayMemory
from rembug_service.desk_memory import DeskMemory
from rembug_service.durable import make_folder
from rembug_service.errors import Unavailable
from rembug_service.mirror import Mirror, attach, required
from rembug_service.register_search import RegisterSearch
from rembug_service.secret_file import ServerSecrets, load_secrets
from rembug_service.sql.engine import Database, open_database
from rembug_service.sql.residents import connection_options
from rembug_service.sql.tables import accounts
from rembug_service.sql.vault import Vault
from rembug_service.system import now, system_random
from rembug_service.work import Boards, Work
from rembug_service.writer import Writer

_T = TypeVar("_T")
DATABASE_FILE: Final = "rembug.sqlite"
KEY_FILE: Final = "server.key"
CHECKPOINTS: Final = "checkpoints"


@dataclass(slots=True)
class Service:
    """Everything that a use case needs.

    Attributes:
        folder: where the database (if SQLite), the server's key file and the last checkpoints are.
        clock: POSIX seconds, for sessions and approvals only.
        mirror: the second medium, if there is one.
        desks: what the check-in desks need at hand.
        day: what the screen of polling day needs at hand.
        attempts: passwords that were tried lately.
        register_search: registers made ready for searching.
    """

    folder: Path
    database: Database
    boards: Boards
    writer: Writer
    secrets: ServerSecrets
    checker: BallotChecker
    random: RandomSource
    clock: Callable[[], int]
    mirror: Mirror | None = None
    desks: DeskMemory = field(default_factory=DeskMemory)
    day: DayMemory = field(default_factory=DayMemory)
    attempts: Attempts = field(default_factory=Attempts)
    register_search: RegisterSearch = field(default_factory=RegisterSearch)

    @classmethod
    def open(
        cls,
        folder: Path,
        url: str | None = None,
        *,
        random: RandomSource = system_random,
        clock: Callable[[], int] = now,
        mirror: Path | None = None,
    ) -> "Service":
        """Migrate and open the database, rebuild every board, and compare it with its last checkpoint.

        An election whose log does not hold is shut (`boards.shut` says why); the others go on.

        Args:
            folder: of the data.
            url: PostgreSQL; without it SQLite in the folder.
            random: the system's.
            clock: POSIX seconds.
            mirror: a folder on a second medium.  A folder of data that had one does not open without it.

        Raises:
            Unavailable: another server runs on it, it is damaged, the key file is missing or another's, the second
                medium is not there, or another laptop has taken over.
            Conflict: the second medium is another's.
        """
        # Names of residents and the server's keys are in it.
        make_folder(folder, mode=0o700)
        key_file = folder / KEY_FILE
        database = open_database(
            url or f"sqlite:///{folder / DATABASE_FILE}",
            lambda: load_secrets(key_file, random, may_make=False).register_key,
        )
        try:
            with database.reader.connect() as connection:
                is_new = connection.scalar(select(func.count()).select_from(accounts)) == 0
                secrets = load_secrets(key_file, random, may_make=is_new)
                database.tell(connection_options(Vault(secrets.register_key, random)))
                boards = Boards(secrets, folder / CHECKPOINTS)
                boards.open_new(connection)
            second = _second_medium(database, folder, mirror, random)
        except BaseException:
            database.close()
            raise
        writer = Writer(database, boards, second)
        return cls(folder, database, boards, writer, secrets, BallotChecker(random), random, clock, second)

    def write(self, job: Callable[[Work], _T]) -> _T:
        """Run a job in the writer's next batch and wait until it is durable."""
        return self.writer.call(job)

    def read(self, query: Callable[[Connection], _T]) -> _T:
        """Run a query on a connection that cannot write."""
        with self.database.reader.connect() as connection:
            return query(connection)

    def board(self, election: ElectionId) -> Board:
        """Return a board, to read.

        Raises:
            NotFound: no such election.
            Unavailable: this election is shut.
        """
        return self.boards.get(election)

    def shut_behind(self, election: ElectionId) -> None:
        """Shut an election whose log was shown to have gone back; the evidence shuts it at every start as well."""

        def job(work: Work) -> None:
            work.boards.by_election.pop(election, None)
            work.boards.shut[election] = behind()

        self.write(job)

    def close(self) -> None:
        """Finish what is queued and give everything back."""
        self.writer.close()
        self.checker.close()
        self.database.close()


def _second_medium(database: Database, folder: Path, mirror: Path | None, random: RandomSource) -> Mirror | None:
    medium = required(folder, mirror)
    if medium is None:
        return None
    if not database.is_sqlite:
        raise Unavailable(
            "CERMIN_SQLITE",
            "Media cadangan langsung hanya untuk SQLite. Untuk PostgreSQL pakai server siaga "
            "(synchronous_standby_names).",
        )
    database.keep_log()
    try:
        return attach(medium, folder, random)
    except OSError:
        raise Unavailable(
            "CERMIN_TIDAK_ADA",
            f"Media cadangan {medium} tidak terbaca. Pasang lagi, lalu jalankan ulang. Bila media itu hilang atau "
            "rusak, jalankan dengan --release-mirror atau dengan --mirror ke media lain.",
        ) from None
