"""The board of one election in memory: the tree over its leaves and the fold over its events.

Everything here follows from the leaves in the database and is rebuilt from them at any time.  Only the writer's thread
changes a board; other threads read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, select

from rembug_ballots.events.event import Event
from rembug_ballots.ids import ElectionId, Sha256
from rembug_ballots.state import ElectionState
from rembug_ballots.state.blobs import name_of
from rembug_crypto.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from rembug_crypto.errors import InvalidNote
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import NoteKey
from rembug_service.durable import write_durably
from rembug_service.errors import Unavailable
from rembug_service.sql.tables import blobs, checkpoints, leaves

ORIGIN_PREFIX: Final = "rembug.id/"


def origin_of(election: ElectionId) -> str:
    """Return the origin of an election's log."""
    return ORIGIN_PREFIX + election


@dataclass(slots=True)
class StoredBlobs:
    """Blobs of one election, read through a connection."""

    connection: Connection
    election: ElectionId

    def get(self, sha256: Sha256, /) -> bytes | None:
        """Return a blob, or None."""
        found: bytes | None = self.connection.scalar(
            select(blobs.c.data).where(blobs.c.election == self.election, blobs.c.sha256 == sha256)
        )
        return found

    def put(self, data: bytes, *, released: bool = True) -> Sha256:
        """Store a blob, once, and return its name."""
        name = name_of(data)
        known = self.connection.scalar(
            select(blobs.c.released).where(blobs.c.election == self.election, blobs.c.sha256 == name)
        )
        if known is None:
            self.connection.execute(
                insert(blobs).values(election=self.election, sha256=name, data=data, released=released)
            )
        return name


@dataclass(slots=True)
class Board:
    """One election's log in memory.

    Attributes:
        election: its id.
        seed: Ed25519 seed of the log, 32 secret bytes.
        folder: where the last checkpoint is kept beside the database.
        state, tree: fold and tree over all leaves, staged ones included.
        stored: leaves that are in the database.
        staged: leaves of the present batch.
        note: the last signed checkpoint.
        signed_size: its size.
    """

    election: ElectionId
    seed: bytes = field(repr=False)
    folder: Path
    state: ElectionState = field(default_factory=ElectionState)
    tree: MerkleTree = field(default_factory=MerkleTree)
    stored: int = 0
    staged: list[bytes] = field(default_factory=list)
    note: str = ""
    signed_size: int = 0

    @property
    def key(self) -> NoteKey:
        """The log's public key."""
        from nacl.signing import SigningKey  # noqa: PLC0415 - only here

        return NoteKey(origin_of(self.election), bytes(SigningKey(self.seed).verify_key))

    @property
    def checkpoint_path(self) -> Path:
        """The file that keeps the last signed checkpoint."""
        return self.folder / f"{self.election}.checkpoint"

    def load(self, connection: Connection, keep: Sequence[bytes] = ()) -> None:
        """Rebuild everything from the database, then stage ``keep`` again."""
        self.state, self.tree, self.stored, self.staged = ElectionState(), MerkleTree(), 0, []
        self.catch_up(connection)
        for data in keep:
            self.stage(connection, Event.parse(data))

    def catch_up(self, connection: Connection) -> None:
        """Take in leaves that another process stored."""
        source = StoredBlobs(connection, self.election)
        rows = connection.execute(
            select(leaves.c.data)
            .where(leaves.c.election == self.election, leaves.c.idx >= self.stored)
            .order_by(leaves.c.idx)
        )
        for (data,) in rows.fetchall():
            self.state.apply(Event.parse(data), source)
            self.tree.append(leaf_hash(data))
            self.stored += 1

    def stage(self, connection: Connection, event: Event) -> int:
        """Let the fold accept an event and stage its leaf; return the leaf's index.

        Raises:
            IllegalEvent: refused; nothing changed.
        """
        self.state.apply(event, StoredBlobs(connection, self.election))
        self.staged.append(event.data)
        self.tree.append(leaf_hash(event.data))
        return len(self.tree) - 1

    def store(self, connection: Connection) -> None:
        """Write staged leaves and the checkpoint over them into the open transaction."""
        if not self.staged:
            return
        connection.execute(
            insert(leaves),
            [
                {"election": self.election, "idx": self.stored + place, "data": data}
                for place, data in enumerate(self.staged)
            ],
        )
        size = self.stored + len(self.staged)
        checkpoint = Checkpoint(origin_of(self.election), size, self.tree.root())
        note = sign_checkpoint(checkpoint, self.seed).to_text()
        # The primary key refuses a second root for a size, whoever signs it.
        connection.execute(insert(checkpoints).values(election=self.election, size=size, note=note))
        self.note = note

    def committed(self) -> None:
        """After COMMIT: put the checkpoint on the medium.  Only then may a receipt leave."""
        if not self.staged:
            return
        self.stored += len(self.staged)
        self.staged = []
        write_durably(self.checkpoint_path, self.note.encode())
        self.signed_size = self.stored

    def check_against_file(self, connection: Connection) -> None:
        """At start: the log must reach at least the last checkpoint that was kept, with the same root.

        Raises:
            Unavailable: BUKU_MUNDUR.
        """
        row = connection.execute(
            select(checkpoints.c.note)
            .where(checkpoints.c.election == self.election)
            .order_by(checkpoints.c.size.desc())
            .limit(1)
        ).first()
        notes = [] if row is None else [row.note.encode()]
        if self.checkpoint_path.exists():
            notes.append(self.checkpoint_path.read_bytes())
        for data in notes:
            try:
                checkpoint, _ = open_checkpoint(data, self.key)
            except InvalidNote:
                raise _behind() from None
            if checkpoint.size > self.stored or self.tree.root(checkpoint.size) != checkpoint.root:
                raise _behind()
            if checkpoint.size >= self.signed_size:
                self.note, self.signed_size = data.decode(), checkpoint.size


def _behind() -> Unavailable:
    return Unavailable(
        "BUKU_MUNDUR",
        "Buku catatan di laptop ini lebih tua daripada tanda buku yang pernah diberikan. Pemungutan suara ditutup: "
        "kembalikan data terbaru dari cadangan, jangan lanjutkan dengan data lama.",
    )
