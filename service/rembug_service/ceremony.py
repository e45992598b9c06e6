"""The key ceremony as the service carries it: it checks, keeps and passes on, and learns no share.

Source: docs/protocol.md section 6.  The rehearsal is in ``rehearsal``.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from rembug_ballots.events.body import Body
from rembug_ballots.events.ceremony import (
    CeremonyCommitted,
    CeremonyComplained,
    CeremonyConfirmed,
    CeremonyRevealed,
    CeremonyShared,
    HolderRegistered,
    KeysJoined,
)
from rembug_ballots.events.event import Event
from rembug_ballots.events.fields import KeyVector, Ordinal
from rembug_ballots.ids import ElectionId
from rembug_ballots.state.blobs import name_of
from rembug_crypto.ceremony import open_commitments
from rembug_crypto.errors import CryptoError
from rembug_service.ceremony_view import CeremonyView, HolderView, RunPhase, ceremony_view
from rembug_service.errors import InvalidRequest
from rembug_service.joint_keys import commitments_of, context_of, joint_keys
from rembug_service.rehearsal import finish_rehearsal, receive_rehearsal_factor, start_rehearsal
from rembug_service.service import Service
from rembug_service.signed_events import append_signed, known_index, read_blob, read_signed
from rembug_service.sql.tables import mailbox
from rembug_service.work import Work

__all__ = [
    "CeremonyView",
    "HolderView",
    "RunPhase",
    "ceremony_view",
    "finish_rehearsal",
    "receive_ceremony_event",
    "receive_rehearsal_factor",
    "sealed_shares_for",
    "start_rehearsal",
]

_STEPS: Final[tuple[type[Body], ...]] = (
    HolderRegistered,
    CeremonyCommitted,
    CeremonyRevealed,
    CeremonyShared,
    CeremonyConfirmed,
    CeremonyComplained,
)

# Nonce, authenticator, and the tag that ties a share to its place: docs/protocol.md section 6.3.
_SHARE_OVERHEAD: Final = 24 + 16 + 32


def receive_ceremony_event(
    service: Service, election: ElectionId, data: bytes, blob: bytes | None, sealed: Mapping[int, bytes]
) -> int:
    """Take a holder's step of the ceremony; the same step again returns the same index.

    Args:
        service: the running service.
        election: whose ceremony.
        data: the signed event, canonical JSON.
        blob: the commitment blob of a ``ceremony.revealed``, else None.
        sealed: the sealed shares of a ``ceremony.shared`` by receiver, else empty.

    Returns:
        The index of its leaf.  With the last confirmation the joint keys are appended too.

    Raises:
        InvalidRequest: CATATAN_SALAH, TANDA_TANGAN_SALAH, KOMITMEN_SALAH or BAGIAN_SALAH.
        IllegalEvent: refused; nothing changed.
    """
    event = read_signed(service, election, data, *_STEPS)
    found = known_index(service, event)
    if found is not None:
        return found
    body = event.body
    if isinstance(body, CeremonyRevealed):
        _check_commitments(service, election, body, blob)
    if isinstance(body, CeremonyShared):
        _check_shares(body, sealed, service.board(election).state.agreed_rules().max_width)
    if isinstance(body, CeremonyConfirmed):
        # All commitments are revealed by now: opened here once, they are at hand for the writer.
        _warm(service, election)
    return service.write(lambda work: _append(work, event, blob, sealed))


def _append(work: Work, event: Event, blob: bytes | None, sealed: Mapping[int, bytes]) -> int:
    election, body = event.election, event.body
    if isinstance(body, CeremonyRevealed) and blob is not None:
        work.blobs(election).put(blob)
    index = append_signed(work, event)
    if isinstance(body, CeremonyShared):
        _post(work, election, body, sealed)
    state = work.board(election).state
    ceremony = state.ceremony
    everybody = len(ceremony.confirmed) == state.agreed_rules().holders
    if isinstance(body, CeremonyConfirmed) and everybody and ceremony.keys is None and not ceremony.complaints:
        keys = joint_keys(commitments_of(election, state, work.blobs(election).get))
        work.append(election, KeysJoined(Ordinal(ceremony.number), KeyVector(keys)))
    return index


def sealed_shares_for(service: Service, election: ElectionId, holder: int) -> dict[int, bytes]:
    """Return the sealed shares of the present run that wait for a holder, by sender."""
    run = service.board(election).state.ceremony.number

    def query(connection: Connection) -> dict[int, bytes]:
        rows = connection.execute(
            select(mailbox.c.sender, mailbox.c.sealed)
            .where(mailbox.c.election == election, mailbox.c.ceremony == run, mailbox.c.receiver == holder)
            .order_by(mailbox.c.sender)
        )
        return {row.sender: row.sealed for row in rows}

    return service.read(query)


def _check_commitments(service: Service, election: ElectionId, body: CeremonyRevealed, blob: bytes | None) -> None:
    if blob is None or name_of(blob) != body.sha256:
        raise InvalidRequest("KOMITMEN_SALAH", "Bagian kunci yang dibuka tidak cocok dengan yang dikunci.")
    try:
        open_commitments(context_of(election, service.board(election).state), body.holder, blob)
    except CryptoError:
        raise InvalidRequest("KOMITMEN_SALAH", "Bukti pada bagian kunci ini tidak cocok.") from None


def _check_shares(body: CeremonyShared, sealed: Mapping[int, bytes], width: int) -> None:
    expected = {int(share.to): share.sha256 for share in body.sealed}
    sizes = {len(share) for share in sealed.values()}
    if sizes != {_SHARE_OVERHEAD + 32 * width} or {to: name_of(share) for to, share in sealed.items()} != expected:
        raise InvalidRequest("BAGIAN_SALAH", "Bagian tersegel tidak cocok dengan yang ditandatangani.")


def _warm(service: Service, election: ElectionId) -> None:
    state = service.board(election).state
    if len(state.ceremony.revealed) == state.agreed_rules().holders:
        commitments_of(election, state, lambda name: read_blob(service, election, name))


def _post(work: Work, election: ElectionId, body: CeremonyShared, sealed: Mapping[int, bytes]) -> None:
    """Put the sealed shares where their receivers find them, in place of any of this run."""
    work.connection.execute(
        delete(mailbox).where(
            mailbox.c.election == election, mailbox.c.ceremony == body.ceremony, mailbox.c.sender == body.holder
        )
    )
    work.connection.execute(
        insert(mailbox),
        [
            {
                "election": election,
                "ceremony": body.ceremony,
                "sender": body.holder,
                "receiver": receiver,
                "sealed": share,
            }
            for receiver, share in sealed.items()
        ],
    )
