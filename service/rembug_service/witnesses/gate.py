"""Nothing is opened before enough witnesses saw the end of the mixing: the proof goes into the log with the order."""

from dataclasses import dataclass

from sqlalchemy import Connection

from rembug_ballots.events.fields import Ordinal, Root
from rembug_ballots.events.tally import ContestWitnessed, LogCheckpoint
from rembug_ballots.ids import ContestId, ElectionId
from rembug_ballots.phases import ContestPhase
from rembug_crypto.checkpoint import Checkpoint
from rembug_crypto.note import Note
from rembug_service.board import Board
from rembug_service.errors import Conflict
from rembug_service.witnesses.cosigning import cosigned, cosigned_sizes, witnesses_of
from rembug_service.work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the witnesses of a mixed contest are.

    Attributes:
        note: the checkpoint after mixing that most of them cosigned, or None where none is.
        given, missing: their names.
        needed: how many the tatib asks for; 0 where it names none.
    """

    note: Note | None
    given: tuple[str, ...]
    missing: tuple[str, ...]
    needed: int

    @property
    def is_enough(self) -> bool:
        """Whether the contest may be opened."""
        return len(self.given) >= self.needed


def standing(connection: Connection, board: Board, contest: ContestId) -> Standing:
    """Return how far the witnesses of a contest are.

    Raises:
        IllegalEvent: UNKNOWN_CONTEST.
    """
    mixed = board.state.contest(contest).tally.mixed_index
    rules = board.state.rules
    agreed = None if rules is None else rules.witnessing
    if agreed is None:
        return Standing(None, (), (), 0)
    best: Note | None = None
    given: tuple[str, ...] = ()
    for size in cosigned_sizes(connection, board, mixed) if mixed >= 0 else ():
        note = cosigned(connection, board, size)
        names = () if note is None else tuple(each.name for each in agreed.signers(note))
        if len(names) > len(given):
            best, given = note, names
    missing = tuple(each.name for each in witnesses_of(board.state) if each.name not in given)
    return Standing(best, given, missing, agreed.quorum)


def require_witnesses(connection: Connection, board: Board, contest: ContestId) -> Standing:
    """Return the standing of a mixed contest whose witnesses are enough.

    Raises:
        Conflict: SAKSI_KURANG, with the names of who is missing.
    """
    found = standing(connection, board, contest)
    if board.state.contest(contest).phase is ContestPhase.MIXED and not found.is_enough:
        raise Conflict(
            "SAKSI_KURANG",
            f"Suara belum boleh dibuka: baru {len(found.given)} saksi buku menandatangani buku sesudah pengacakan, "
            f"harus paling sedikit {found.needed}. Belum: {', '.join(found.missing)}.",
        )
    return found


def log_witnesses(work: Work, election: ElectionId, contest: ContestId) -> None:
    """Log that enough witnesses saw the end of the mixing, where the tatib asks for them.

    Raises:
        Conflict: SAKSI_KURANG.
    """
    board = work.board(election)
    found = require_witnesses(work.connection, board, contest)
    if found.note is None or board.state.contest(contest).tally.witnessed is not None:
        return
    checkpoint = Checkpoint.parse(found.note.text)
    work.append(
        election,
        ContestWitnessed(
            contest=contest,
            checkpoint=LogCheckpoint(Ordinal(checkpoint.size), Root(checkpoint.root)),
            note=work.blobs(election).put(found.note.to_text().encode()),
        ),
    )
