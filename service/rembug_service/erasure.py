"""Erasing what is kept of identity numbers when nobody can object any more.

Source: UU 27/2022 articles 16 and 43: what is not needed any more is erased.  The fingerprints find twins while the
register is made; the result needs none of them.
"""

from typing import Final

from sqlalchemy import Connection, func, select, update

from rembug_ballots.ids import ElectionId, Officers
from rembug_ballots.phases import ContestPhase
from rembug_ballots.state import ElectionState
from rembug_service.board import Board
from rembug_service.errors import Conflict
from rembug_service.payload import Payload
from rembug_service.sql.tables import residents
from rembug_service.work import Work

_ENDED: Final = frozenset({ContestPhase.PUBLISHED, ContestPhase.REVOTE})


def require_ended(_connection: Connection, board: Board, _payload: Payload) -> None:
    """Refuse before every contest has its published result.

    Raises:
        Conflict: BELUM_DIUMUMKAN.
    """
    if not _has_ended(board.state):
        raise Conflict(
            "BELUM_DIUMUMKAN", "NIK baru dapat dihapus sesudah semua hasil pemilihan ini diumumkan dan dikukuhkan."
        )


def erase_identity_numbers(work: Work, election: ElectionId, payload: Payload, _officers: Officers) -> None:
    """Forget fingerprint and last digits of every identity number of an election; SQLite overwrites their bytes.

    Raises:
        Conflict: BELUM_DIUMUMKAN.
    """
    require_ended(work.connection, work.board(election), payload)
    work.connection.execute(
        update(residents).where(residents.c.election == election).values(nik_fingerprint=None, nik_last4=None)
    )


def kept_identity_numbers(connection: Connection, election: ElectionId) -> int:
    """Return of how many residents something of an identity number is kept."""
    kept = residents.c.nik_fingerprint.is_not(None) | residents.c.nik_last4.is_not(None)
    found = connection.scalar(
        select(func.count()).select_from(residents).where(residents.c.election == election).where(kept)
    )
    return int(found or 0)


def _has_ended(state: ElectionState) -> bool:
    contests = list(state.contests.values())
    return bool(contests) and all(contest.phase in _ENDED for contest in contests)
