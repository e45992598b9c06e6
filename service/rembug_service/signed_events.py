"""Events that a key holder signed on a device of her own: read, check, append once."""

from sqlalchemy import Connection, select

from rembug_ballots.errors import InvalidEventSignature, MalformedValue
from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.events.signing import check_signature
from rembug_ballots.ids import ElectionId, Sha256
from rembug_ballots.refusals import IllegalEvent
from rembug_ballots.state import ElectionState
from rembug_service.board import StoredBlobs
from rembug_service.errors import InvalidRequest, NotFound
from rembug_service.service import Service
from rembug_service.sql.tables import leaves
from rembug_service.work import Work


def read_signed(service: Service, election: ElectionId, data: bytes, *kinds: type[Body]) -> Event:
    """Return an event of one of these kinds whose signature holds.

    Raises:
        InvalidRequest: CATATAN_SALAH or TANDA_TANGAN_SALAH.
        IllegalEvent: UNKNOWN_HOLDER.
        NotFound: no such election.
    """
    try:
        event = Event.parse(data)
    except MalformedValue:
        raise _malformed() from None
    if event.election != election or not isinstance(event.body, kinds):
        raise _malformed()
    _check(service.board(election).state, event)
    return event


def append_signed(work: Work, event: Event) -> int:
    """Append a signed event, or return the index of this very event if it is in the log.

    The signature is checked once more, because the holder may have been replaced since it was read.

    Raises:
        InvalidRequest: TANDA_TANGAN_SALAH.
        IllegalEvent: refused; nothing changed.
    """
    _check(work.board(event.election).state, event)
    try:
        return work.append_event(event)
    except IllegalEvent:
        index = _index_of(work, event)
        if index is None:
            raise
        return index


def known_index(service: Service, event: Event) -> int | None:
    """Return the index of this very event if it is stored, so that nothing costly is checked twice."""
    return service.read(lambda connection: _stored_index(connection, event))


def read_blob(service: Service, election: ElectionId, sha256: Sha256) -> bytes:
    """Return a blob that an event of the log names, withheld or not; never called inside the writer.

    Raises:
        NotFound: LAMPIRAN_TIDAK_ADA.
    """
    data = service.read(lambda connection: StoredBlobs(connection, election).get(sha256))
    if data is None:
        # The state may know an event whose batch is still being stored: the writer's next job comes after it.
        data = service.write(lambda work: work.blobs(election).get(sha256))
    if data is None:
        raise NotFound("LAMPIRAN_TIDAK_ADA", "Lampiran ini belum ada di layanan.")
    return data


def _check(state: ElectionState, event: Event) -> None:
    key = state.signing_key_for(event.body)
    if key is None:
        raise _malformed()
    try:
        check_signature(event, key)
    except InvalidEventSignature:
        raise InvalidRequest("TANDA_TANGAN_SALAH", "Tanda tangan pemegang kunci tidak cocok.") from None


def _index_of(work: Work, event: Event) -> int | None:
    board = work.board(event.election)
    if event.data in board.staged:
        return board.stored + board.staged.index(event.data)
    return _stored_index(work.connection, event)


def _stored_index(connection: Connection, event: Event) -> int | None:
    found: int | None = connection.scalar(
        select(leaves.c.idx).where(leaves.c.election == event.election, leaves.c.data == event.data)
    )
    return found


def _malformed() -> InvalidRequest:
    return InvalidRequest("CATATAN_SALAH", "Kiriman dari perangkat pemegang kunci tidak dapat dibaca.")
