"""Evidence against this very log: a checkpoint with its signature that its leaves do not lead to.

It comes into being when somebody starts the service from an old copy of its data, or lets two servers sign one log.
Whoever brings it proves it by the log's own signature, so nobody else can shut an election with it.
"""

import hashlib

from sqlalchemy import Connection, insert, select

from rembug_crypto.errors import CryptoError
from rembug_crypto.note import Note, verify_note
from rembug_service.board import Board
from rembug_service.sql.tables import evidence
from rembug_service.work import Work


def keep_evidence(work: Work, board: Board, note: Note) -> bool:
    """Keep a checkpoint that this log does not lead to; return whether the log signed it."""
    try:
        verify_note(note, board.key)
    except CryptoError:
        return False
    own = Note(note.text, tuple(each for each in note.signatures if each.name == board.key.name)).to_text()
    name = hashlib.sha256(own.encode()).hexdigest()
    known = work.connection.scalar(
        select(evidence.c.sha256).where(evidence.c.election == board.election, evidence.c.sha256 == name)
    )
    if known is None:
        work.connection.execute(insert(evidence).values(election=board.election, sha256=name, note=own))
    return True


def evidence_of(connection: Connection, election: str) -> list[str]:
    """Return the checkpoints that were brought against this log."""
    return list(connection.scalars(select(evidence.c.note).where(evidence.c.election == election)).all())
