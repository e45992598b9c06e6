"""Handlers: final register, cards, the booth's code, sealing of a stage."""

from typing import Final

from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.events.setup import (
    BoothSealed,
    CardsRegistered,
    RegisterSealed,
    SealedTable,
    StageSealed,
)
from rembug_ballots.ids import ContestId, StageId
from rembug_ballots.phases import ContestPhase, check_contest, check_election, move
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.register import COMMITMENT_BYTES
from rembug_ballots.state.blobs import BlobSource, public_blob, sorted_blob
from rembug_ballots.state.handlers import Handler, handler
from rembug_ballots.state.model import ContestState, TableState
from rembug_ballots.state.view import StateView

_CREDENTIAL_BYTES: Final = 32


def _contest_of(state: StateView, contest: ContestId, stage: StageId, kind: str) -> ContestState:
    found = state.contest(contest)
    if found.stage != stage:
        raise IllegalEvent(Refusal.CONTEST_OF_OTHER_STAGE, contest=contest, stage=stage)
    check_contest(kind, found.phase)
    return found


def _check_table(state: StateView, sealed: SealedTable, limit: int) -> None:
    if sealed.table in state.tables:
        raise IllegalEvent(Refusal.TABLE_ALREADY_SEALED, table=sealed.table)
    if not 1 <= sealed.adults <= limit:
        raise IllegalEvent(Refusal.TABLE_TOO_LARGE, table=sealed.table, limit=limit)
    if sealed.men + sealed.women != sealed.adults:
        raise IllegalEvent(Refusal.SEXES_DO_NOT_ADD_UP, table=sealed.table)


def _seal_register(state: StateView, body: RegisterSealed, _: Event, blobs: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    rules = state.agreed_rules()
    state.stage(body.stage)
    seen: set[int] = set()
    for sealed in body.tables:
        _contest_of(state, sealed.contest, body.stage, body.TYPE)
        _check_table(state, sealed, rules.table_max)
        if sealed.table in seen:
            raise IllegalEvent(Refusal.TABLE_ALREADY_SEALED, table=sealed.table)
        seen.add(sealed.table)
        public_blob(blobs, sealed.roll, COMMITMENT_BYTES * sealed.adults)
    lists: dict[ContestId, bytes] = {}
    for nominees in body.nominees:
        contest = _contest_of(state, nominees.contest, body.stage, body.TYPE)
        if contest.nominees is not None or nominees.contest in lists:
            raise IllegalEvent(Refusal.NOMINEES_ALREADY_SEALED, contest=nominees.contest)
        items = sorted_blob(blobs, nominees.sha256, nominees.count, COMMITMENT_BYTES)
        lists[nominees.contest] = b"".join(items)
    bases: dict[ContestId, int] = {}
    for base in body.quorum_base:
        contest = _contest_of(state, base.contest, body.stage, body.TYPE)
        if contest.quorum_base is not None or base.contest in bases:
            raise IllegalEvent(Refusal.QUORUM_BASE_ALREADY_SEALED, contest=base.contest)
        bases[base.contest] = base.adults

    for sealed in body.tables:
        state.tables[sealed.table] = TableState(sealed.table, sealed.contest, sealed)
        state.contests[sealed.contest].tables.append(sealed.table)
    for nominees in body.nominees:
        state.contests[nominees.contest].nominees = nominees
        state.contests[nominees.contest].nominee_list = lists[nominees.contest]
    for name, adults in bases.items():
        state.contests[name].quorum_base = adults


def _register_cards(state: StateView, body: CardsRegistered, _: Event, blobs: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    table, contest, rules = (
        state.table(body.table),
        state.contest(body.contest),
        state.agreed_rules(),
    )
    if table.contest != body.contest:
        raise IllegalEvent(Refusal.TABLE_OF_OTHER_CONTEST, table=body.table, contest=body.contest)
    check_contest(body.TYPE, contest.phase)
    if table.cards is not None:
        raise IllegalEvent(Refusal.CARDS_ALREADY_REGISTERED, table=body.table)
    most = rules.cards_for(table.adults)
    if not table.adults <= body.count <= most:
        raise IllegalEvent(Refusal.CARD_COUNT_WRONG, table=body.table, least=table.adults, most=most)
    credentials = sorted_blob(blobs, body.sha256, body.count, _CREDENTIAL_BYTES)
    if any(credential in state.cards.table_of for credential in credentials):
        raise IllegalEvent(Refusal.CARD_LISTED_TWICE, table=body.table)
    table.cards = body
    state.cards.table_of.update(dict.fromkeys(credentials, body.table))


def _seal_booth(state: StateView, body: BoothSealed, _: Event, __: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    if state.contests_in(ContestPhase.OPEN, ContestPhase.SUSPENDED, ContestPhase.HOME_ROUND):
        raise IllegalEvent(Refusal.BOOTH_IN_USE)
    state.booth = body


def _seal_stage(state: StateView, body: StageSealed, _: Event, __: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    if state.booth is None:
        raise IllegalEvent(Refusal.BOOTH_NOT_SEALED)
    contests = [state.contest(each.id) for each in state.stage(body.stage).contests]
    for contest in contests:
        check_contest(body.TYPE, contest.phase)
        if not contest.tables or contest.nominees is None or contest.quorum_base is None:
            raise IllegalEvent(Refusal.REGISTER_INCOMPLETE, contest=contest.id)
        for number in contest.tables:
            if state.tables[number].cards is None:
                raise IllegalEvent(Refusal.CARDS_MISSING, table=number)
        if contest.quorum_base > sum(state.tables[number].adults for number in contest.tables):
            raise IllegalEvent(Refusal.QUORUM_BASE_TOO_LARGE, contest=contest.id)
    for contest in contests:
        contest.phase = move(body.TYPE, contest.phase)


HANDLERS: Final[dict[type[Body], Handler]] = dict(
    [
        handler(RegisterSealed, _seal_register),
        handler(CardsRegistered, _register_cards),
        handler(BoothSealed, _seal_booth),
        handler(StageSealed, _seal_stage),
    ]
)
