"""Erasing what is kept of identity numbers when nobody can object any more.

Source: UU 27/2022 articles 16 and 43: what is not needed any more is erased.  The fingerprints find twins while the
register is made; the result needs none of them.
"""

from typing import Final

from sqlalchemy import Connection

from rembug_ballots.ids import ElectionId, Officers
from rembug_ballots.phases import ContestPhase
from rembug_ballots.state import ElectionState
from rembug_service.board import Board
from rembug_service.errors import Conflict
from rembug_service.payload import Payload
from rembug_service.sql.residents import KeptResident, Residents
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
    register = Residents(work.connection, election)
    for each in register.all():
        if _is_kept(each):
            register.change(each.person, {"nik_fingerprint": None, "nik_last4": None})


def kept_identity_numbers(connection: Connection, election: ElectionId) -> int:
    """Return of how many residents something of an identity number is kept."""
    return sum(_is_kept(each) for each in Residents(connection, election).all())


def _is_kept(resident: KeptResident) -> bool:
    return resident.nik_fingerprint is not None or resident.nik_last4 is not None


def _has_ended(state: ElectionState) -> bool:
    contests = list(state.contests.values())
    return bool(contests) and all(contest.phase in _ENDED for contest in contests)
