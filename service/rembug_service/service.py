"""The running service: database, boards, writer, secrets.  Use cases are functions that take it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, select

from rembug_ballots.ids import ElectionId
from rembug_crypto.randomness import RandomSource
from rembug_service.ballot_checker import BallotChecker
from rembug_service.board import Board
from rembug_service.secret_file import ServerSecrets, load_secrets
from rembug_service.sql.engine import Database, migrate, open_database
from rembug_service.sql.tables import elections
from rembug_service.system import now, system_random
from rembug_service.work import Boards, Work
from rembug_service.writer import Writer

_T = TypeVar("_T")


@dataclass(slots=True)
class Service:
    """Everything that a use case needs.

    Attributes:
        folder: where the database (if SQLite), the server's key file and the last checkpoints are.
        clock: POSIX seconds, for sessions and approvals only.
    """

    folder: Path
    database: Database
    boards: Boards
    writer: Writer
    secrets: ServerSecrets
    checker: BallotChecker
    random: RandomSource
    clock: Callable[[], int]

    @classmethod
    def open(
        cls,
        folder: Path,
        url: str | None = None,
        *,
        random: RandomSource = system_random,
        clock: Callable[[], int] = now,
    ) -> "Service":
        """Migrate and open the database, rebuild every board, and compare it with its last checkpoint.

        Raises:
            Unavailable: another server runs on it, or a log is older than a checkpoint that was given out.
        """
        folder.mkdir(parents=True, exist_ok=True)
        address = url or f"sqlite:///{folder / 'rembug.sqlite'}"
        migrate(address)
        database = open_database(address)
        secrets = load_secrets(folder / "server.key", random)
        boards = Boards()
        with database.reader.connect() as connection:
            for row in connection.execute(select(elections.c.id, elections.c.log_seed)).fetchall():
                board = Board(ElectionId(row.id), secrets.unseal(row.log_seed), folder / "checkpoints")
                board.load(connection)
                board.check_against_file(connection)
                boards.by_election[board.election] = board
        return cls(folder, database, boards, Writer(database, boards), secrets, BallotChecker(random), random, clock)

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
        """
        return self.boards.get(election)

    def close(self) -> None:
        """Finish what is queued and give everything back."""
        self.writer.close()
        self.checker.close()
        self.database.close()
