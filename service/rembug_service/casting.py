"""Accepting ballots: checked outside the writer, appended inside, answered after the checkpoint is durable."""

from concurrent.futures import Future
from dataclasses import dataclass

from rembug_ballots.ballot import check_signatures, check_test
from rembug_ballots.cards import card_number
from rembug_ballots.errors import BallotsError, MalformedValue
from rembug_ballots.events.event import Event
from rembug_ballots.events.polling import BallotAudited, BallotCast
from rembug_ballots.ids import ContestId, ElectionId, TrackingCode
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state import ElectionState
from rembug_ballots.state.model import TableState
from rembug_ballots.tracking import read as read_tracking
from rembug_ballots.tracking import tracking_code
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.errors import CryptoError
from rembug_crypto.tlog_proof import TlogProof
from rembug_service.board import Signed
from rembug_service.errors import InvalidRequest, NotFound, StorageFailed, Unavailable
from rembug_service.service import Service
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


def cast(service: Service, election: ElectionId, ballot: BallotCast) -> "Future[int]":
    """Accept a ballot.  The future gives the index of its leaf when everything is durable: then ask for `receipt_of`.

    The same ballot again gives the same index.

    Raises (here or in the future):
        IllegalEvent: no such table, card not listed, used or voided, polls not open, count rule ...; TABLE_CLOSED for
            whatever comes late.
        InvalidRequest: SUARA_TIDAK_SAH: proof or signatures do not hold.
    """
    state = service.board(election).state
    answer: Future[int] = Future()
    # From here on it is nobody's to cancel: a client that hangs up changes nothing.
    answer.set_running_or_notify_cancel()
    if ballot.credential in state.cards.used:
        _again(service, election, ballot, answer)
        return answer
    table, key = _admit(state, ballot)
    event = Event.build(election, ballot)

    def append(work: Work) -> int:
        # The table may have been closed and opened again, with another key, since its signature was checked.
        if work.board(election).state.table(ballot.table).key != key:
            raise IllegalEvent(Refusal.TABLE_NOT_OPEN, table=ballot.table)
        return work.append_event(event)

    def checked(fault: Exception | None) -> None:
        if fault is not None:
            is_late = _is_of_an_earlier_opening(election, ballot, table)
            answer.set_exception(IllegalEvent(Refusal.TABLE_CLOSED, table=table.number) if is_late else _invalid())
            return
        try:
            service.writer.submit_ballot(append, ballot.credential, stored)
        except Unavailable as refused:
            answer.set_exception(refused)

    def stored(index: int, error: Exception | None) -> None:
        if error is None:
            answer.set_result(index)
        elif isinstance(error, IllegalEvent) and error.code is Refusal.CREDENTIAL_USED:
            # Perhaps two copies of one ballot raced: then the loser gets the winner's leaf.
            _settle(service, election, ballot, answer)
        else:
            answer.set_exception(error)

    service.checker.submit(election, ballot, _key_of(service, election, ballot.contest), key, checked)
    return answer


def _admit(state: ElectionState, ballot: BallotCast) -> tuple[TableState, bytes]:
    """Return the table of a ballot and the table's key, before anything dear is checked.

    Raises:
        IllegalEvent, InvalidRequest: as `cast`.
    """
    table = state.table(ballot.table)
    key = table.key
    if not table.is_open or key is None:
        # Closed for good, or not yet open: what its tablets keep is late, or early.
        closed = table.closing is not None
        raise IllegalEvent(Refusal.TABLE_CLOSED if closed else Refusal.TABLE_NOT_OPEN, table=ballot.table)
    if state.cards.table_of.get(ballot.credential) != ballot.table:
        # Whoever has no card costs the others no check of a proof.
        raise IllegalEvent(Refusal.CREDENTIAL_NOT_LISTED, table=ballot.table)
    if len(ballot.ciphertext) != 32 * (1 + state.contest(ballot.contest).rules.width):
        raise _invalid()
    return table, key


def _is_of_an_earlier_opening(election: ElectionId, ballot: BallotCast, table: TableState) -> bool:
    """Say whether a ballot was sealed on a tablet before its table was closed and opened again with another key."""
    for key in table.keys[:-1]:
        try:
            check_signatures(election, ballot, key)
        except (BallotsError, CryptoError):
            continue
        return True
    return False


def _again(service: Service, election: ElectionId, ballot: BallotCast, answer: "Future[int]") -> None:
    """Answer a ballot whose card is spent, by the same ballot or by another."""
    board = service.board(election)
    index = board.state.cards.used.get(ballot.credential)
    if index is not None and index < board.signed.size:
        _settle(service, election, ballot, answer)
        return
    # The ballot that spends it is being written just now: whatever comes of that is known after the next batch.
    waited = service.writer.submit(lambda _: None)
    waited.add_done_callback(lambda _: _settle(service, election, ballot, answer))


def _settle(service: Service, election: ElectionId, ballot: BallotCast, answer: "Future[int]") -> None:
    try:
        answer.set_result(_index_of(service, election, ballot))
    except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
        answer.set_exception(error)


def _index_of(service: Service, election: ElectionId, ballot: BallotCast) -> int:
    """Return the index of this very ballot, which has spent its card.

    Raises:
        IllegalEvent: another ballot spent the card.
        StorageFailed: what was being written did not reach the medium.
    """
    board = service.board(election)
    # Read once: after a failed batch the board changes to another fold.
    state = board.state
    index = state.cards.used.get(ballot.credential)
    if index is None or index >= board.signed.size:
        raise StorageFailed
    if state.ballot_at(index) != ballot:
        raise IllegalEvent(Refusal.CREDENTIAL_USED)
    return index


def receipt_of(service: Service, election: ElectionId, ballot: BallotCast, index: int) -> Receipt:
    """Return the receipt of an accepted ballot by the index of its leaf; any thread may make it."""
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
    state = board.state
    index = state.tracking.cast.get(code)
    ballot = None if index is None or index >= board.signed.size else state.ballot_at(index)
    if index is None or ballot is None:
        raise _unknown()
    witnessed = service.read(lambda c: newest_cosigned(c, board, index))
    return _proved(service, election, code, card_number(ballot.credential), index, witnessed)


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
