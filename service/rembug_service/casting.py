"""Accepting ballots: checked outside the writer, appended inside, answered after the checkpoint is durable."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from sqlalchemy import select

from rembug_ballots.ballot import check_signatures, check_test
from rembug_ballots.cards import card_number
from rembug_ballots.errors import BallotsError, MalformedValue
from rembug_ballots.events.event import Event
from rembug_ballots.events.polling import BallotAudited, BallotCast
from rembug_ballots.ids import ContestId, ElectionId, TrackingCode
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state.model import TableState
from rembug_ballots.tracking import read as read_tracking
from rembug_ballots.tracking import tracking_code
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.errors import CryptoError
from rembug_crypto.tlog_proof import TlogProof
from rembug_service.board import Signed
from rembug_service.errors import InvalidRequest, NotFound, StorageFailed, Unavailable
from rembug_service.service import Service
from rembug_service.sql.tables import leaves
from rembug_service.witnesses.cosigning import newest_cosigned
from rembug_service.work import Work

_KEYS: dict[bytes, PublicKey] = {}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the voter takes home; nothing in it depends on the names.

    Attributes:
        index: of the leaf in the log.
        proof: inclusion proof in the tree of the checkpoint.
        checkpoint: signed note.
    """

    tracking: TrackingCode
    card_number: str
    index: int
    proof: tuple[bytes, ...]
    checkpoint: str

    def to_text(self) -> str:
        """Return the receipt as a C2SP tlog-proof file."""
        return TlogProof(self.index, self.proof, self.checkpoint, self.tracking.encode()).to_text()


def _key_of(service: Service, election: ElectionId, contest: ContestId) -> PublicKey:
    data = service.board(election).state.contest_keys(contest)
    found = _KEYS.get(data)
    if found is None:
        found = _KEYS[data] = PublicKey.from_bytes(data)
    return found


def cast(service: Service, election: ElectionId, ballot: BallotCast) -> "Future[Receipt]":
    """Accept a ballot.  The future gives the receipt when everything is durable.

    The same ballot again gives the same index.

    Raises (here or in the future):
        IllegalEvent: no such table, card not listed, used or voided, polls not open, count rule ...; TABLE_CLOSED for
            whatever comes late.
        InvalidRequest: SUARA_TIDAK_SAH: proof or signatures do not hold.
    """
    state = service.board(election).state
    answer: Future[Receipt] = Future()
    # From here on it is nobody's to cancel: a client that hangs up changes nothing.
    answer.set_running_or_notify_cancel()
    if ballot.credential in state.cards.used:
        _again(service, election, ballot, answer)
        return answer
    table = state.table(ballot.table)
    key = table.key
    if not table.is_open or key is None:
        # Closed for good, or not yet open: what its tablets keep is late, or early.
        closed = table.closing is not None
        raise IllegalEvent(Refusal.TABLE_CLOSED if closed else Refusal.TABLE_NOT_OPEN, table=ballot.table)
    if len(ballot.ciphertext) != 32 * (1 + state.contest(ballot.contest).rules.width):
        raise _invalid()
    event = Event.build(election, ballot)

    def append(work: Work) -> int:
        # The table may have been closed and opened again, with another key, since its signature was checked.
        if work.board(election).state.table(ballot.table).key != key:
            raise IllegalEvent(Refusal.TABLE_NOT_OPEN, table=ballot.table)
        return work.append_event(event)

    def checked(check: "Future[None]") -> None:
        if check.exception() is not None:
            is_late = _is_of_an_earlier_opening(election, ballot, table)
            answer.set_exception(IllegalEvent(Refusal.TABLE_CLOSED, table=table.number) if is_late else _invalid())
            return
        try:
            stored = service.writer.submit_ballot(
                append, ballot.credential, lambda index: _receipt(service, election, ballot, index)
            )
        except Unavailable as refused:
            answer.set_exception(refused)
            return
        stored.add_done_callback(finished)

    def finished(stored: "Future[Receipt]") -> None:
        error = stored.exception()
        if error is None:
            answer.set_result(stored.result())
        elif isinstance(error, IllegalEvent) and error.code is Refusal.CREDENTIAL_USED:
            # Perhaps two copies of one ballot raced: then the loser gets the winner's receipt.
            _settle(answer, lambda: _repeat(service, election, ballot))
        else:
            answer.set_exception(error)

    service.checker.submit(election, ballot, _key_of(service, election, ballot.contest), key).add_done_callback(checked)
    return answer


def _is_of_an_earlier_opening(election: ElectionId, ballot: BallotCast, table: TableState) -> bool:
    """Say whether a ballot was sealed on a tablet before its table was closed and opened again with another key."""
    for key in table.keys[:-1]:
        try:
            check_signatures(election, ballot, key)
        except (BallotsError, CryptoError):
            continue
        return True
    return False


def _again(service: Service, election: ElectionId, ballot: BallotCast, answer: "Future[Receipt]") -> None:
    """Answer a ballot whose card is spent, by the same ballot or by another."""
    board = service.board(election)
    index = board.state.cards.used.get(ballot.credential)
    if index is not None and index < board.signed.size:
        _settle(answer, lambda: _repeat(service, election, ballot))
        return
    # The ballot that spends it is being written just now: whatever comes of that is known after the next batch.
    waited = service.writer.submit(lambda _: None)
    waited.add_done_callback(lambda _: _settle(answer, lambda: _repeat(service, election, ballot)))


def _settle(answer: "Future[Receipt]", make: Callable[[], Receipt]) -> None:
    try:
        answer.set_result(make())
    except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
        answer.set_exception(error)


def _repeat(service: Service, election: ElectionId, ballot: BallotCast) -> Receipt:
    """Return the receipt of this very ballot.

    Raises:
        IllegalEvent: another ballot spent the card.
        StorageFailed: what was being written did not reach the medium.
    """
    board = service.board(election)
    index = board.state.cards.used.get(ballot.credential)
    if index is None or index >= board.signed.size:
        raise StorageFailed
    if _leaf(service, election, index) != Event.build(election, ballot).data:
        raise IllegalEvent(Refusal.CREDENTIAL_USED)
    return _receipt(service, election, ballot, index)


def _leaf(service: Service, election: ElectionId, index: int) -> bytes | None:
    found: bytes | None = service.read(
        lambda c: c.scalar(select(leaves.c.data).where(leaves.c.election == election, leaves.c.idx == index))
    )
    return found


def _receipt(service: Service, election: ElectionId, ballot: BallotCast, index: int) -> Receipt:
    code = tracking_code(election, ballot.contest, ballot.ciphertext, ballot.proof)
    return _proved(service, election, code, card_number(ballot.credential), index)


def _proved(
    service: Service,
    election: ElectionId,
    code: TrackingCode,
    number: str,
    index: int,
    witnessed: Signed | None = None,
) -> Receipt:
    board = service.board(election)
    # Read once: the writer may sign the next one meanwhile.
    signed = board.signed if witnessed is None else witnessed
    return Receipt(code, number, index, tuple(board.tree.inclusion_proof(index, signed.size)), signed.note)


def find_receipt(service: Service, election: ElectionId, tracking: str) -> Receipt:
    """Return the receipt of an accepted ballot by its tracking code, as a person types it.

    It goes to the newest checkpoint over the ballot that witnesses cosigned, with what they signed; to the newest one
    while there is none.

    Raises:
        NotFound: KODE_LACAK_TIDAK_ADA.
    """
    board = service.board(election)
    try:
        code = read_tracking(tracking)
    except MalformedValue:
        raise _unknown() from None
    index = board.state.tracking.cast.get(code)
    if index is None or index >= board.signed.size:
        raise _unknown()
    data = _leaf(service, election, index)
    body = None if data is None else Event.parse(data).body
    if not isinstance(body, BallotCast):
        raise _unknown()
    witnessed = service.read(lambda c: newest_cosigned(c, board, index))
    return _proved(service, election, code, card_number(body.credential), index, witnessed)


def _unknown() -> NotFound:
    return NotFound("KODE_LACAK_TIDAK_ADA", "Kode lacak ini belum ada di kotak suara.")


def audit(service: Service, election: ElectionId, body: BallotAudited) -> int:
    """Log an audited ballot, which is never counted; return the index of its leaf.

    Raises:
        InvalidRequest: SUARA_TIDAK_SAH: a committee's test does not open to its names.
        IllegalEvent: the table is not open, or the code occurred before.
    """
    if body.is_committee_test:
        try:
            check_test(election, body, _key_of(service, election, body.contest))
        except (BallotsError, CryptoError):
            raise _invalid() from None
    return service.write(lambda work: work.append(election, body))


def _invalid() -> InvalidRequest:
    return InvalidRequest("SUARA_TIDAK_SAH", "Suara ini rusak di jalan. Ulangi dari kartu; kartu belum terpakai.")
