"""Cosignatures of the witnesses whom the tatib names, on the checkpoints that are offered to them.

Stored is the line of the note as the witness made it; its second is the only time beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from rembug_ballots.ids import ElectionId
from rembug_ballots.state import ElectionState
from rembug_ballots.witnessing import Witness
from rembug_crypto.checkpoint import Checkpoint
from rembug_crypto.cosignature import verify_cosignature
from rembug_crypto.errors import CryptoError, InvalidNote
from rembug_crypto.note import Note, NoteSignature, parse_note, signatures_of
from rembug_service.board import Board, Signed
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.service import Service
from rembug_service.sql.tables import checkpoints, cosignatures, witness_points
from rembug_service.witnesses.evidence import keep_evidence
from rembug_service.work import Work


def witnesses_of(state: ElectionState) -> Sequence[Witness]:
    """Return the witnesses whom the sealed rules name; none before they are sealed."""
    rules = state.rules
    return () if rules is None or rules.witnessing is None else rules.witnessing.witnesses


def last_point(connection: Connection, board: Board) -> Note | None:
    """Return the newest checkpoint that is offered to witnesses, with the cosignatures that are in; None at first."""
    size = board.mark.size
    return cosigned(connection, board, size) if size else None


def cosigned(connection: Connection, board: Board, size: int) -> Note | None:
    """Return the checkpoint of a size with its cosignatures, in the order of the tatib; None where none was signed."""
    text = connection.scalar(
        select(checkpoints.c.note).where(checkpoints.c.election == board.election, checkpoints.c.size == size)
    )
    if text is None:
        return None
    note = parse_note(text.encode())
    rows = connection.execute(
        select(cosignatures.c.witness, cosignatures.c.line).where(
            cosignatures.c.election == board.election, cosignatures.c.size == size
        )
    )
    lines = {row.witness: row.line for row in rows}
    for witness in witnesses_of(board.state):
        line = lines.get(witness.note_key().to_text())
        if line is not None:
            note = note.with_signature(signature_of(line))
    return note


def cosigned_sizes(connection: Connection, board: Board, above: int) -> list[int]:
    """Return the sizes above one that some witness cosigned, newest first."""
    rows = (
        select(cosignatures.c.size)
        .where(cosignatures.c.election == board.election, cosignatures.c.size > above)
        .distinct()
        .order_by(cosignatures.c.size.desc())
    )
    return list(connection.scalars(rows).all())


def newest_cosigned(connection: Connection, board: Board, index: int) -> Signed | None:
    """Return the newest cosigned checkpoint over a leaf, with its cosignatures; None while there is none."""
    sizes = cosigned_sizes(connection, board, index)
    note = cosigned(connection, board, sizes[0]) if sizes else None
    return None if note is None else Signed(sizes[0], note.to_text())


def last_cosigned(connection: Connection, election: ElectionId) -> dict[str, int]:
    """Return the size of the newest checkpoint that each witness cosigned, by its verifier key."""
    rows = connection.execute(
        select(cosignatures.c.witness, cosignatures.c.size)
        .where(cosignatures.c.election == election)
        .order_by(cosignatures.c.size)
    )
    return {row.witness: row.size for row in rows}


def signature_of(line: str) -> NoteSignature:
    """Read one signature line.

    Raises:
        InvalidNote: it is none.
    """
    return parse_note(f"-\n\n{line}\n".encode()).signatures[0]


@dataclass(frozen=True, slots=True)
class Received:
    """The names of the witnesses whose cosignature is kept now."""

    names: tuple[str, ...]


def receive(service: Service, election: ElectionId, data: bytes) -> Received:
    """Keep the cosignatures on a checkpoint that a witness brings; those of others than the tatib names are not kept.

    The same ones again change nothing.

    A checkpoint of this log that this log does not know is kept as evidence, and shuts the election.

    Raises:
        InvalidRequest: TANDA_SAKSI_SALAH: no checkpoint of this log, or a cosignature that does not hold.
        Conflict: BUKAN_TITIK_SAKSI: this checkpoint is not one that is offered to witnesses.
        Unavailable: BUKU_MUNDUR: the log's own signature shows that this log went back, or was split.
    """
    try:
        note = parse_note(data)
        checkpoint = Checkpoint.parse(note.text)
    except CryptoError:
        raise _wrong() from None

    def job(work: Work) -> Received | None:
        board = work.board(election)
        if checkpoint.origin != board.key.name:
            raise _wrong()
        if not board.knows(checkpoint):
            if not keep_evidence(work, board, note):
                raise _wrong()
            return None
        if not _is_point(work.connection, election, checkpoint.size):
            raise Conflict("BUKAN_TITIK_SAKSI", "Tanda buku ini tidak diminta dari saksi. Ambil yang terbaru.")
        return Received(tuple(_keep(work, board, checkpoint.size, note)))

    received = service.write(job)
    if received is None:
        # The evidence is durable by now.
        service.shut_behind(election)
        service.board(election)
        raise _wrong()
    return received


def _keep(work: Work, board: Board, size: int, note: Note) -> Iterable[str]:
    for witness in witnesses_of(board.state):
        key = witness.note_key()
        if not signatures_of(note, key):
            continue
        try:
            verify_cosignature(note, key)
        except InvalidNote:
            raise _wrong() from None
        add(work, board.election, size, key.to_text(), signatures_of(note, key)[0].line())
        yield witness.name


def add(work: Work, election: ElectionId, size: int, witness: str, line: str) -> None:
    """Keep a cosignature that was checked; the first one that a witness made for a size stays."""
    known = work.connection.scalar(
        select(cosignatures.c.line).where(
            cosignatures.c.election == election, cosignatures.c.size == size, cosignatures.c.witness == witness
        )
    )
    if known is None:
        work.connection.execute(insert(cosignatures).values(election=election, size=size, witness=witness, line=line))


def _is_point(connection: Connection, election: ElectionId, size: int) -> bool:
    found = connection.scalar(
        select(witness_points.c.size).where(witness_points.c.election == election, witness_points.c.size == size)
    )
    return found is not None


def _wrong() -> InvalidRequest:
    return InvalidRequest("TANDA_SAKSI_SALAH", "Ini bukan tanda buku pemilihan ini dengan tanda tangan saksinya.")
