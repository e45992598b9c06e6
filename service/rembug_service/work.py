"""One job's view of the writer: an open transaction and the boards."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select

from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.ids import ElectionId
from rembug_service.board import Board, StoredBlobs
from rembug_service.errors import NotFound, Unavailable
from rembug_service.secret_file import ServerSecrets
from rembug_service.sql.tables import elections
from rembug_service.tablet_memory import TabletMemory


@dataclass(slots=True)
class Boards:
    """The boards of all elections of this database.

    Attributes:
        secrets: open the logs' seeds.
        folder: where the last checkpoints are kept.
        by_election: boards that may be used.
        shut: elections whose log does not hold, and why.
        tablets: what the tablets of these elections said last; in memory only.
    """

    secrets: ServerSecrets
    folder: Path
    by_election: dict[ElectionId, Board] = field(default_factory=dict)
    shut: dict[ElectionId, Unavailable] = field(default_factory=dict)
    tablets: TabletMemory = field(default_factory=TabletMemory)

    def get(self, election: ElectionId) -> Board:
        """Return a board.

        Raises:
            NotFound: PEMILIHAN_TIDAK_ADA.
            Unavailable: this election is shut.
        """
        found = self.by_election.get(election)
        if found is not None:
            return found
        reason = self.shut.get(election)
        if reason is not None:
            raise Unavailable(reason.code, reason.detail)
        raise NotFound("PEMILIHAN_TIDAK_ADA", "Pemilihan ini tidak ada.")

    def shut_all(self, reason: Unavailable) -> None:
        """Shut every election."""
        for election in list(self.by_election):
            self.shut[election] = reason
            del self.by_election[election]

    def open_new(self, connection: Connection) -> None:
        """Load elections of the database that have no board yet; shut those whose log does not hold.

        Raises:
            Unavailable: KUNCI_SERVER_BEDA.
            OSError: the medium did not take a checkpoint's file.
        """
        for row in connection.execute(select(elections.c.id, elections.c.log_seed)).fetchall():
            election = ElectionId(row.id)
            if election in self.by_election or election in self.shut:
                continue
            board = Board(election, self.secrets.unseal(row.log_seed), self.folder)
            try:
                board.load(connection)
                board.check(connection)
            except Unavailable as error:
                self.shut[election] = error
            else:
                self.by_election[election] = board


@dataclass(slots=True)
class Work:
    """What a job may use.  A job that raises leaves nothing behind.

    Attributes:
        connection: inside the batch's transaction.
        boards: all boards.
    """

    connection: Connection
    boards: Boards

    def board(self, election: ElectionId) -> Board:
        """Return a board.

        Raises:
            NotFound: no such election.
        """
        return self.boards.get(election)

    def blobs(self, election: ElectionId) -> StoredBlobs:
        """Return the blobs of an election."""
        return StoredBlobs(self.connection, election)

    def append(self, election: ElectionId, body: Body) -> int:
        """Stage an event that nobody signs, and return its index.

        Raises:
            IllegalEvent: refused; nothing changed.
        """
        return self.append_event(Event.build(election, body))

    def append_event(self, event: Event) -> int:
        """Stage an event whose signature was checked, and return its index.

        Raises:
            IllegalEvent: refused; nothing changed.
        """
        return self.board(event.election).stage(self.connection, event)

    def exists(self, election: ElectionId) -> bool:
        """Say whether an election has this id."""
        return self.connection.scalar(select(elections.c.id).where(elections.c.id == election)) is not None
