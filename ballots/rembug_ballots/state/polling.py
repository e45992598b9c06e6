"""Handlers: open tables, check-ins, ballots, audits, cards."""

from typing import Final

from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.events.polling import (
    BallotAudited,
    BallotCast,
    CardReplaced,
    CardVoided,
    CheckinBlock,
    ContestResumed,
    ContestSuspended,
    TableOpened,
    VoterAdded,
)
from rembug_ballots.ids import ContestId, TableNumber, TrackingCode
from rembug_ballots.phases import POLLING, ContestPhase, check_contest, check_election, move
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state.blobs import BlobSource
from rembug_ballots.state.handlers import Handler, handler
from rembug_ballots.state.model import ContestState, TableState
from rembug_ballots.state.view import StateView
from rembug_ballots.tracking import tracking_code

_ELEMENT_BYTES: Final = 32


def open_table(state: StateView, number: TableNumber, kind: str) -> tuple[TableState, ContestState]:
    """Return an open table and its contest, in a phase where ``kind`` may stand.

    Raises:
        IllegalEvent: UNKNOWN_TABLE, WRONG_PHASE or TABLE_NOT_OPEN.
    """
    table = state.table(number)
    contest = state.contests[table.contest]
    check_election(kind, state.phase)
    check_contest(kind, contest.phase)
    if not table.is_open:
        raise IllegalEvent(Refusal.TABLE_NOT_OPEN, table=number)
    return table, contest


def _open(state: StateView, body: TableOpened, _: Event, __: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    table = state.table(body.table)
    contest = state.contests[table.contest]
    check_contest(body.TYPE, contest.phase)
    if table.is_open:
        raise IllegalEvent(Refusal.TABLE_ALREADY_OPEN, table=body.table)
    home = contest.phase is ContestPhase.HOME_ROUND
    # A table opens once on the day, and once more in the home round.
    if table.closing is not None and (not home or len(table.keys) > 1):
        raise IllegalEvent(Refusal.TABLE_CLOSED, table=body.table)
    if table.left is not None:
        raise IllegalEvent(Refusal.LEFT_CARDS_REVEALED, table=body.table)
    if body.table_key in state.table_keys:
        raise IllegalEvent(Refusal.TABLE_KEY_USED)
    table.is_open = True
    table.key = body.table_key
    table.keys.append(body.table_key)
    table.rolls_listed = False
    state.table_keys.add(body.table_key)
    contest.phase = move(body.TYPE, contest.phase)


def _checkins(state: StateView, body: CheckinBlock, _: Event, __: BlobSource) -> None:
    table, _contest = open_table(state, body.table, body.TYPE)
    block = state.agreed_rules().checkin_block
    if body.total % block:
        raise IllegalEvent(Refusal.CHECKINS_NOT_A_BLOCK, block=block)
    if body.total <= table.checkins:
        raise IllegalEvent(Refusal.CHECKINS_NOT_RISING, table=body.table, last=table.checkins)
    if body.total > table.roll_size:
        raise IllegalEvent(Refusal.CHECKINS_TOO_MANY, table=body.table, limit=table.roll_size)
    table.checkins = body.total


def _add(state: StateView, body: VoterAdded, _: Event, __: BlobSource) -> None:
    table, _contest = open_table(state, body.table, body.TYPE)
    table.added += 1


def check_cast(state: StateView, body: BallotCast) -> tuple[ContestState, TableState, TrackingCode]:
    """Check a ballot against the state, changing nothing; signatures and proof are not looked at.

    Returns:
        the contest, the table and the tracking code.

    Raises:
        IllegalEvent: the ballot is not acceptable here and now.
    """
    table = state.tables.get(body.table)
    if table is None:
        raise IllegalEvent(Refusal.UNKNOWN_TABLE, table=body.table)
    if table.contest != body.contest:
        raise IllegalEvent(Refusal.TABLE_OF_OTHER_CONTEST, table=body.table, contest=body.contest)
    contest = state.contests[body.contest]
    if contest.phase not in POLLING:
        raise IllegalEvent(Refusal.WRONG_PHASE, type=body.TYPE, phase=contest.phase.value)
    if not table.is_open:
        raise IllegalEvent(Refusal.TABLE_NOT_OPEN, table=body.table)
    credential, ciphertext, cards = body.credential, body.ciphertext, state.cards
    if cards.table_of.get(credential) != body.table:
        raise IllegalEvent(Refusal.CREDENTIAL_NOT_LISTED, table=body.table)
    if credential in cards.used:
        raise IllegalEvent(Refusal.CREDENTIAL_USED)
    if credential in cards.voided:
        raise IllegalEvent(Refusal.CREDENTIAL_VOIDED)
    tracking = _check_sealed(state, contest, ciphertext, body.proof)
    limit = state.ballot_limit(table)
    if table.ballots >= limit:
        raise IllegalEvent(Refusal.COUNT_RULE, table=body.table, limit=limit)
    return contest, table, tracking


def _check_sealed(state: StateView, contest: ContestState, ciphertext: bytes, proof: bytes) -> TrackingCode:
    expected = _ELEMENT_BYTES * (1 + contest.rules.width)
    if len(ciphertext) != expected:
        raise IllegalEvent(Refusal.WIDTH_DIFFERS, expected=expected)
    if ciphertext[:_ELEMENT_BYTES] in contest.c1:
        raise IllegalEvent(Refusal.CIPHERTEXT_COPIED)
    tracking = tracking_code(state.election, contest.rules.id, ciphertext, proof)
    if tracking in state.tracking.cast or tracking in state.tracking.audited:
        raise IllegalEvent(Refusal.TRACKING_USED)
    return tracking


def cast(state: StateView, body: BallotCast) -> None:
    """Fold one ballot; the hot path of the server.

    Raises:
        IllegalEvent: as `check_cast`.
    """
    contest, table, tracking = check_cast(state, body)
    index = state.size
    state.cards.used[body.credential] = index
    state.tracking.cast[tracking] = index
    contest.c1.add(body.ciphertext[:_ELEMENT_BYTES])
    contest.ballots.append(body)
    contest.indices.append(index)
    table.ballots += 1


def _cast(state: StateView, body: BallotCast, _: Event, __: BlobSource) -> None:
    cast(state, body)


def _audit(state: StateView, body: BallotAudited, _: Event, __: BlobSource) -> None:
    table, contest = open_table(state, body.table, body.TYPE)
    if table.contest != body.contest:
        raise IllegalEvent(Refusal.TABLE_OF_OTHER_CONTEST, table=body.table, contest=body.contest)
    if body.tracking in state.tracking.cast or body.tracking in state.tracking.audited:
        raise IllegalEvent(Refusal.TRACKING_USED)
    if body.ciphertext is not None and body.proof is not None:
        _check_shown(state, contest, body, body.ciphertext, body.proof)
        contest.c1.add(body.ciphertext[:_ELEMENT_BYTES])
        table.committee_audits += 1
    state.tracking.audited[body.tracking] = state.size
    contest.audited.append(body)
    table.audits += 1


def _check_shown(state: StateView, contest: ContestState, body: BallotAudited, ciphertext: bytes, proof: bytes) -> None:
    if len(body.names or ()) > contest.rules.names_max:
        raise IllegalEvent(Refusal.TOO_MANY_NAMES, limit=contest.rules.names_max)
    if body.credential is None or state.cards.table_of.get(body.credential) != body.table:
        raise IllegalEvent(Refusal.CREDENTIAL_NOT_LISTED, table=body.table)
    if _check_sealed(state, contest, ciphertext, proof) != body.tracking:
        raise IllegalEvent(Refusal.TRACKING_DIFFERS)


def _void(state: StateView, body: CardVoided, _: Event, __: BlobSource) -> None:
    table, _contest = open_table(state, body.table, body.TYPE)
    cards = state.cards
    if cards.table_of.get(body.credential) != body.table:
        raise IllegalEvent(Refusal.CREDENTIAL_NOT_LISTED, table=body.table)
    if body.credential in cards.used:
        raise IllegalEvent(Refusal.CREDENTIAL_USED)
    if body.credential in cards.voided:
        raise IllegalEvent(Refusal.CREDENTIAL_VOIDED)
    cards.voided[body.credential] = body
    table.voided += 1


def _replace(state: StateView, body: CardReplaced, _: Event, __: BlobSource) -> None:
    table, _contest = open_table(state, body.table, body.TYPE)
    table.replaced += 1


def _polling_contest(state: StateView, contest: ContestId, kind: str) -> ContestState:
    found = state.contest(contest)
    check_election(kind, state.phase)
    check_contest(kind, found.phase)
    return found


def _suspend(state: StateView, body: ContestSuspended, _: Event, __: BlobSource) -> None:
    contest = _polling_contest(state, body.contest, body.TYPE)
    contest.phase = move(body.TYPE, contest.phase)


def _resume(state: StateView, body: ContestResumed, _: Event, __: BlobSource) -> None:
    contest = _polling_contest(state, body.contest, body.TYPE)
    back = ContestPhase.HOME_ROUND if contest.home_round else ContestPhase.OPEN
    contest.phase = move(body.TYPE, contest.phase, back)


HANDLERS: Final[dict[type[Body], Handler]] = dict(
    [
        handler(TableOpened, _open),
        handler(CheckinBlock, _checkins),
        handler(VoterAdded, _add),
        handler(BallotCast, _cast),
        handler(BallotAudited, _audit),
        handler(CardVoided, _void),
        handler(CardReplaced, _replace),
        handler(ContestSuspended, _suspend),
        handler(ContestResumed, _resume),
    ]
)
