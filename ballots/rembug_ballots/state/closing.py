"""Handlers: closed tables and their lists, the closed contest, home round, repeat vote."""

import hashlib
from typing import Final

from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.events.polling import (
    CardsLeft,
    CheckinList,
    ContestClosed,
    ContestRevote,
    HomeRoundOpened,
    TableClosed,
)
from rembug_ballots.ids import ContestId, TableNumber
from rembug_ballots.phases import POLLING, ContestPhase, check_contest, check_election, move
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state.blobs import BlobSource, sorted_blob
from rembug_ballots.state.handlers import Handler, handler
from rembug_ballots.state.model import ContestState, TableState
from rembug_ballots.state.polling import open_table
from rembug_ballots.state.view import StateView

_SECRET_BYTES: Final = 16
_POLLING_DAYS: Final = POLLING | {ContestPhase.PREPARED, ContestPhase.SEALED, ContestPhase.SUSPENDED}


def _close_table(state: StateView, body: TableClosed, _: Event, __: BlobSource) -> None:
    table, _contest = open_table(state, body.table, body.TYPE)
    for member, said, expected in (
        ("ballots", body.ballots, table.ballots),
        ("voided", body.voided, table.voided),
        ("replaced", body.replaced, table.replaced),
        ("added", body.added, table.added),
    ):
        if said != expected:
            raise IllegalEvent(Refusal.CLOSING_COUNT_DIFFERS, member=member, table=body.table, expected=expected)
    if body.checkins < table.checkins:
        raise IllegalEvent(Refusal.CHECKINS_NOT_RISING, table=body.table, last=table.checkins - 1)
    if body.checkins > table.roll_size:
        raise IllegalEvent(Refusal.CHECKINS_TOO_MANY, table=body.table, limit=table.roll_size)
    limit = body.checkins + body.replaced
    if body.ballots > limit:
        raise IllegalEvent(Refusal.COUNT_RULE, table=body.table, limit=limit)
    made = 0 if table.cards is None else table.cards.count
    counted = body.ballots + body.voided + body.left + body.missing
    if counted != made:
        raise IllegalEvent(Refusal.CARDS_DO_NOT_ADD_UP, table=body.table, made=made, counted=counted)
    if body.walked_away > body.checkins:
        raise IllegalEvent(
            Refusal.CLOSING_COUNT_DIFFERS,
            member="walked_away",
            table=body.table,
            expected=f"<= {body.checkins}",
        )
    if body.assisted > body.checkins:
        raise IllegalEvent(
            Refusal.CLOSING_COUNT_DIFFERS,
            member="assisted",
            table=body.table,
            expected=f"<= {body.checkins}",
        )
    table.is_open = False
    table.checkins = body.checkins
    table.closing = body


def _closed_table(state: StateView, number: TableNumber, kind: str) -> tuple[TableState, TableClosed]:
    table = state.table(number)
    check_election(kind, state.phase)
    check_contest(kind, state.contests[table.contest].phase)
    if table.is_open or table.closing is None:
        raise IllegalEvent(Refusal.TABLES_STILL_OPEN, table=number)
    return table, table.closing


def _list_checkins(state: StateView, body: CheckinList, _: Event, __: BlobSource) -> None:
    table, closing = _closed_table(state, body.table, body.TYPE)
    if table.rolls_listed:
        raise IllegalEvent(Refusal.LIST_ALREADY_GIVEN, table=body.table)
    # The members are strictly ascending, so the last one is the highest. A list after the home
    # round repeats the one before it.
    if (
        len(body.rolls) != closing.checkins
        or (body.rolls and body.rolls[-1] > table.roll_size)
        or not set(table.rolls or ()) <= set(body.rolls)
    ):
        raise IllegalEvent(Refusal.LIST_DIFFERS, table=body.table)
    table.rolls = body.rolls
    table.rolls_listed = True


def _list_left(state: StateView, body: CardsLeft, _: Event, blobs: BlobSource) -> None:
    table, closing = _closed_table(state, body.table, body.TYPE)
    if table.left is not None:
        raise IllegalEvent(Refusal.LIST_ALREADY_GIVEN, table=body.table)
    if body.count != closing.left:
        raise IllegalEvent(Refusal.LIST_DIFFERS, table=body.table)
    sorted_blob(blobs, body.sha256, body.count, _SECRET_BYTES)
    table.left = body.sha256


def _contest_in(state: StateView, contest: ContestId, kind: str) -> ContestState:
    found = state.contest(contest)
    check_election(kind, state.phase)
    check_contest(kind, found.phase)
    return found


def _close_contest(state: StateView, body: ContestClosed, _: Event, __: BlobSource) -> None:
    contest = _contest_in(state, body.contest, body.TYPE)
    for number in contest.tables:
        table = state.tables[number]
        if table.is_open or table.closing is None:
            raise IllegalEvent(Refusal.TABLES_STILL_OPEN, table=number)
    if body.ballots != len(contest.ballots) or body.input != hashlib.sha256(contest.mix_input()).hexdigest():
        raise IllegalEvent(Refusal.INPUT_DIFFERS)
    met = state.reaches_quorum(contest)
    if (
        body.checkins != state.contest_checkins(contest)
        or body.quorum_base != contest.quorum_base
        or body.quorum_met is not met
    ):
        raise IllegalEvent(Refusal.QUORUM_DIFFERS)
    contest.phase = move(body.TYPE, contest.phase, ContestPhase.CLOSED if met else ContestPhase.BELOW_QUORUM)
    contest.input = body.input
    contest.quorum_met = met


def _open_home_round(state: StateView, body: HomeRoundOpened, _: Event, __: BlobSource) -> None:
    contest = _contest_in(state, body.contest, body.TYPE)
    if contest.home_round:
        raise IllegalEvent(Refusal.HOME_ROUND_DONE)
    # A quorum of a small unit may be too few ballots to open; once they are mixed, none can be added.
    if contest.phase is ContestPhase.CLOSED and (state.fills_batch(contest) or contest.tally.mixes):
        raise IllegalEvent(Refusal.WRONG_PHASE, type=body.TYPE, phase=contest.phase.value)
    contest.phase = move(body.TYPE, contest.phase)
    contest.home_round = True


def _revote(state: StateView, body: ContestRevote, _: Event, __: BlobSource) -> None:
    contest = _contest_in(state, body.contest, body.TYPE)
    for number in contest.tables:
        if state.tables[number].is_open:
            raise IllegalEvent(Refusal.TABLES_STILL_OPEN, table=number)
    contest.phase = move(body.TYPE, contest.phase)


def may_reopen(state: StateView, table: TableState) -> bool:
    """Say whether a table may still open again, for a home round.

    Once False it stays so: check-ins and ballots only grow, there is one home round, and no phase leads back.
    """
    contest = state.contests[table.contest]
    if contest.phase in _POLLING_DAYS:
        if contest.home_round:
            return len(table.keys) <= 1
        return not (state.reaches_quorum(contest) and state.fills_batch(contest))
    if contest.home_round or contest.tally.mixes:
        return False
    return contest.phase is ContestPhase.BELOW_QUORUM or (
        contest.phase is ContestPhase.CLOSED and not state.fills_batch(contest)
    )


def closing_papers_missing(state: StateView, contest: ContestState) -> TableNumber | None:
    """Return a table whose list of check-ins or left-over cards is not in the log yet, or None."""
    for number in contest.tables:
        table = state.tables[number]
        if not table.rolls_listed or table.left is None:
            return number
    return None


HANDLERS: Final[dict[type[Body], Handler]] = dict(
    [
        handler(TableClosed, _close_table),
        handler(CheckinList, _list_checkins),
        handler(CardsLeft, _list_left),
        handler(ContestClosed, _close_contest),
        handler(HomeRoundOpened, _open_home_round),
        handler(ContestRevote, _revote),
    ]
)
