"""The board of one election in memory: the tree over its leaves and the fold over its events.

Everything here follows from the leaves in the database and is rebuilt from them at any time.  Only the writer's thread
changes a board.  Other threads read it while it changes: the fold may be ahead of what is durable, `signed` never is,
so whatever leaves the server is made from `signed`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, insert, select

from rembug_ballots import signing
from rembug_ballots.errors import BallotsError
from rembug_ballots.events.event import Event
from rembug_ballots.ids import ElectionId, Sha256
from rembug_ballots.refusals import IllegalEvent
from rembug_ballots.state import ElectionState
from rembug_ballots.state.blobs import name_of
from rembug_crypto.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from rembug_crypto.errors import CryptoError
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import NoteKey
from rembug_service.durable import write_durably
from rembug_service.errors import Unavailable
from rembug_service.sql.tables import blobs, checkpoints, evidence, leaves, witness_points
from rembug_service.witnesses.points import Mark, is_point

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
        """Return a blob, or None where it is absent or damaged."""
        found: bytes | None = self.connection.scalar(
            select(blobs.c.data).where(blobs.c.election == self.election, blobs.c.sha256 == sha256)
        )
        return found if found is not None and name_of(found) == sha256 else None

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


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint that is on the medium: its size and its signed note."""

    size: int
    note: str


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
        signed: the last checkpoint that is durable.
        pending: the checkpoint of the present batch, which nobody may see yet.
        mark: the log as it was at the newest checkpoint that is offered to witnesses.
        pending_mark: the same of the present batch.
    """

    election: ElectionId
    seed: bytes = field(repr=False)
    folder: Path
    state: ElectionState = field(default_factory=ElectionState)
    tree: MerkleTree = field(default_factory=MerkleTree)
    stored: int = 0
    staged: list[bytes] = field(default_factory=list)
    signed: Signed = Signed(0, "")
    pending: Signed | None = None
    mark: Mark = field(default_factory=Mark)
    pending_mark: Mark | None = None

    @property
    def key(self) -> NoteKey:
        """The log's public key."""
        return NoteKey(origin_of(self.election), signing.public_key(self.seed))

    @property
    def note(self) -> str:
        """The last signed checkpoint; with its size, read `signed` once instead."""
        return self.signed.note

    @property
    def signed_size(self) -> int:
        """Leaves under the last signed checkpoint; with its note, read `signed` once instead."""
        return self.signed.size

    @property
    def checkpoint_path(self) -> Path:
        """The file that keeps the last signed checkpoint."""
        return self.folder / f"{self.election}.checkpoint"

    def load(self, connection: Connection, keep: Sequence[bytes] = ()) -> None:
        """Rebuild everything from the database, then stage ``keep`` again.

        Raises:
            Unavailable: BUKU_RUSAK.
        """
        fresh = Board(self.election, self.seed, self.folder)
        fresh._take_new_leaves(connection)
        for data in keep:
            fresh.stage(connection, Event.parse(data))
        # Whole objects change hands, so that readers never see a half-built fold.
        self.state, self.tree, self.stored, self.staged = fresh.state, fresh.tree, fresh.stored, fresh.staged
        self.mark = fresh.mark
        self.pending = self.pending_mark = None

    def catch_up(self, connection: Connection) -> None:
        """Take in leaves and checkpoints that another process stored.

        Raises:
            Unavailable: BUKU_RUSAK or BUKU_MUNDUR.
        """
        if self._take_new_leaves(connection):
            self.check(connection)

    def _take_new_leaves(self, connection: Connection) -> bool:
        source = StoredBlobs(connection, self.election)
        rows = connection.execute(
            select(leaves.c.idx, leaves.c.data)
            .where(leaves.c.election == self.election, leaves.c.idx >= self.stored)
            .order_by(leaves.c.idx)
        ).fetchall()
        point = connection.scalar(
            select(func.max(witness_points.c.size)).where(witness_points.c.election == self.election)
        )
        for index, data in rows:
            if index != self.stored:
                raise _damaged()
            try:
                self.state.apply(Event.parse(data), source)
            except (BallotsError, CryptoError, IllegalEvent):
                raise _damaged() from None
            self.tree.append(leaf_hash(data))
            self.stored += 1
            if self.stored == point:
                self.mark = Mark.of(self.state)
        return bool(rows)

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
        self.pending = Signed(size, note)
        mark = Mark.of(self.state)
        if is_point(self.mark, mark, polling=any(table.is_open for table in self.state.tables.values())):
            connection.execute(insert(witness_points).values(election=self.election, size=size))
            self.pending_mark = mark

    def committed(self) -> None:
        """After COMMIT: put the checkpoint on the medium.  Only then may a receipt leave.

        Raises:
            OSError: the medium did not take it.
        """
        if self.pending is None:
            return
        write_durably(self.checkpoint_path, self.pending.note.encode())
        self.stored = self.pending.size
        self.staged = []
        self.signed, self.pending = self.pending, None
        if self.pending_mark is not None:
            self.mark, self.pending_mark = self.pending_mark, None

    def check(self, connection: Connection) -> None:
        """Hold the log against every checkpoint that was kept: it must reach them all, with the same roots.

        The newest of them becomes `signed`, and the file is brought up to it.

        Raises:
            Unavailable: BUKU_MUNDUR.
            OSError: the medium did not take the file.
        """
        row = connection.execute(
            select(checkpoints.c.note)
            .where(checkpoints.c.election == self.election)
            .order_by(checkpoints.c.size.desc())
            .limit(1)
        ).first()
        kept = self.checkpoint_path.read_bytes() if self.checkpoint_path.exists() else b""
        newest = Signed(0, "")
        # Whoever brought evidence against this log: it must have been mended since.
        rows = connection.scalars(select(evidence.c.note).where(evidence.c.election == self.election)).all()
        for data in (kept, b"" if row is None else row.note.encode(), *(note.encode() for note in rows)):
            if data:
                newest = max(newest, self._checked(data), key=_size)
        if newest.note.encode() != kept and newest.size:
            write_durably(self.checkpoint_path, newest.note.encode())
        self.signed = newest

    def knows(self, checkpoint: Checkpoint) -> bool:
        """Say whether the stored leaves lead to a checkpoint."""
        return checkpoint.size <= self.stored and self.tree.root(checkpoint.size) == checkpoint.root

    def _checked(self, data: bytes) -> Signed:
        try:
            checkpoint, _ = open_checkpoint(data, self.key)
        except CryptoError:
            raise behind() from None
        if not self.knows(checkpoint):
            raise behind()
        return Signed(checkpoint.size, data.decode())


def _size(signed: Signed) -> int:
    return signed.size


def _damaged() -> Unavailable:
    return Unavailable(
        "BUKU_RUSAK",
        "Buku catatan pemilihan ini rusak di media penyimpanan. Pemungutan suara ditutup: kembalikan data dari "
        "cadangan terbaru.",
    )


def behind() -> Unavailable:
    """Return why a log that went back, or was split, is shut."""
    return Unavailable(
        "BUKU_MUNDUR",
        "Buku catatan di laptop ini lebih tua daripada tanda buku yang pernah diberikan. Pemungutan suara ditutup: "
        "kembalikan data terbaru dari cadangan, jangan lanjutkan dengan data lama.",
    )
