"""The day at the tables: check-ins, added voters, torn and lost cards, closing."""

from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import select

from rembug_api.demo.setting import CONTEST
from rembug_ballots.cards import void_card
from rembug_ballots.encoding import to_b64
from rembug_ballots.events import Body, Event
from rembug_ballots.events import polling as events
from rembug_ballots.ids import ContestId, ElectionId, OfficerId, Officers, TableNumber
from rembug_ballots.phases import ContestPhase
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.signing import public_key
from rembug_service import closing, desk, polling
from rembug_service.errors import Conflict, InvalidRequest, NotFound, ServiceError
from rembug_service.payload import Payload
from rembug_service.register import load_residents
from rembug_service.sql.tables import blobs, roll
from rembug_service.work import Work
from tests.service.polls import SUKAMUNDUR, Open, at_once

OFFICERS = Officers((OfficerId("satu"), OfficerId("dua")))
HERE = TableNumber(1)
Step = Callable[[Work, ElectionId, Payload, Officers], None]


def do(polls: Open, step: Step, **payload: object) -> None:
    polls.service.write(lambda work: step(work, SUKAMUNDUR, Payload(payload), OFFICERS))


def bodies(polls: Open, since: int) -> list[Body]:
    return [Event.parse(data).body for data in polls.leaves()[since:]]


def close(polls: Open, **changes: object) -> None:
    left = [to_b64(card.secret) for card in polls.table.pile]
    told: Mapping[str, object] = {
        "table": 1,
        "walked_away": 0,
        "assisted": 0,
        "paper_signatures": 60,
        "left_secrets": left,
        "unsent": 60,
        "tablets_empty": ["K7QX"],
        **changes,
    }
    do(polls, closing.close_table, **told)


def test_only_running_totals_of_whole_blocks_reach_the_log(polls: Open) -> None:
    before = len(polls.leaves())
    totals = [desk.check_in(polls.service, SUKAMUNDUR, 1, 60 + number) for number in range(1, 26)]
    assert totals == list(range(61, 86))
    logged = [body for body in bodies(polls, before) if isinstance(body, events.CheckinBlock)]
    assert len(logged) == len(polls.leaves()) - before
    assert [(body.table, body.total) for body in logged] == [(1, 70), (1, 80)]


def test_twenty_desks_that_check_in_one_resident_count_her_once(polls: Open) -> None:
    answers = at_once([lambda: desk.check_in(polls.service, SUKAMUNDUR, 1, 77)] * 20)
    assert [each for each in answers if isinstance(each, int)] == [61]
    assert {each.code for each in answers if isinstance(each, Conflict)} == {"SUDAH_HADIR"}


@pytest.mark.parametrize(("table", "index"), [(1, 0), (1, 999), (2, -1)])
def test_a_number_that_is_not_on_the_roll_is_refused(polls: Open, table: int, index: int) -> None:
    with pytest.raises(NotFound):
        desk.check_in(polls.service, SUKAMUNDUR, table, index)


def test_while_voting_is_suspended_nobody_checks_in_or_votes(polls: Open) -> None:
    do(polls, polling.suspend, contest=CONTEST, reason="hujan lebat")
    with pytest.raises(Conflict):
        desk.check_in(polls.service, SUKAMUNDUR, 1, 61)
    ballot = polls.ballot()
    with pytest.raises(IllegalEvent) as refused:
        polls.cast(ballot)
    assert refused.value.code is Refusal.WRONG_PHASE
    do(polls, polling.resume, contest=CONTEST, reason="hujan reda")
    assert desk.check_in(polls.service, SUKAMUNDUR, 1, 61) == 61
    polls.check(polls.cast(ballot))


def test_there_are_never_more_ballots_than_check_ins_and_a_block(polls: Open) -> None:
    ballots = [polls.ballot() for _ in range(71)]
    for ballot in ballots[:70]:
        polls.cast(ballot)
    with pytest.raises(IllegalEvent) as refused:
        polls.cast(ballots[70])
    assert refused.value.code is Refusal.COUNT_RULE
    do(polls, polling.replace_card, table=1, reason="kartu hilang")
    polls.check(polls.cast(ballots[70]))


def test_an_adult_who_was_left_off_stands_at_the_end_of_the_roll_once(polls: Open) -> None:
    def on_roll() -> set[str]:
        return set(polls.service.read(lambda c: c.scalars(select(roll.c.person).where(roll.c.election == SUKAMUNDUR))))

    people = polls.service.read(lambda c: load_residents(c, SUKAMUNDUR))
    someone = next(iter(on_roll()))
    with pytest.raises(Conflict):
        do(polls, polling.add_voter, table=1, person=someone, reason="terlewat")
    outside = [each.person for each in people if each.person not in on_roll()]
    for person in outside:
        with pytest.raises(NotFound):
            do(polls, polling.add_voter, table=1, person=person, reason="di bawah umur")
    with pytest.raises(NotFound):
        do(polls, polling.add_voter, table=1, person="ZZZZZZZZZZ", reason="terlewat")


def test_a_torn_card_is_void_and_cannot_vote(polls: Open) -> None:
    card = polls.table.draw()
    statement = void_card(card.secret, SUKAMUNDUR, ContestId(CONTEST), HERE)
    polling.void_card(polls.service, SUKAMUNDUR, statement)
    with pytest.raises(IllegalEvent) as refused:
        polls.cast(polls.again(polls.table, card.secret))
    assert refused.value.code is Refusal.CREDENTIAL_VOIDED
    other = polls.table.draw()
    forged = events.CardVoided(
        statement.table, void_card(other.secret, SUKAMUNDUR, ContestId(CONTEST), HERE).credential, statement.signature
    )
    with pytest.raises(InvalidRequest):
        polling.void_card(polls.service, SUKAMUNDUR, forged)
    polls.check(polls.cast(polls.again(polls.table, other.secret)))


def test_closing_logs_counts_list_and_left_over_cards_and_then_no_card_votes(polls: Open) -> None:
    late = polls.table.draw()
    ballot = polls.again(polls.table, late.secret)
    # The sixty present reach the quorum and ten ballots may be opened, so no home round can follow.
    for _ in range(10):
        polls.cast(polls.ballot())
    before = len(polls.leaves())
    close(polls, walked_away=2, assisted=1)
    closed, listed, left = bodies(polls, before)
    assert isinstance(closed, events.TableClosed)
    assert isinstance(listed, events.CheckinList)
    assert isinstance(left, events.CardsLeft)
    assert (closed.checkins, closed.ballots, closed.left, closed.missing) == (60, 10, len(polls.table.pile), 1)
    assert (closed.walked_away, closed.assisted, closed.paper_signatures) == (2, 1, 60)
    assert listed.rolls == tuple(range(1, 61))
    secrets = polls.service.read(lambda c: c.scalar(select(blobs.c.data).where(blobs.c.sha256 == left.sha256)))
    assert secrets == b"".join(sorted(card.secret for card in polls.table.pile))
    with pytest.raises(IllegalEvent) as refused:
        polls.cast(ballot)
    assert refused.value.code is Refusal.TABLE_CLOSED
    with pytest.raises(Conflict):
        desk.check_in(polls.service, SUKAMUNDUR, 1, 61)


def test_a_left_over_card_must_be_this_tables_unused_and_not_void(polls: Open) -> None:
    used, torn = polls.table.draw(), polls.table.draw()
    polls.cast(polls.again(polls.table, used.secret))
    polling.void_card(polls.service, SUKAMUNDUR, void_card(torn.secret, SUKAMUNDUR, ContestId(CONTEST), HERE))
    foreign = polls.polls.tables[1].pile[0]
    # Enough cards are missing that the counts alone would not tell.
    left = [to_b64(card.secret) for card in polls.table.pile[2:]]
    for wrong, code in (
        (used.secret, "KARTU_SISA_TERPAKAI"),
        (torn.secret, "KARTU_SISA_SALAH"),
        (foreign.secret, "KARTU_SISA_SALAH"),
        (bytes(16), "KARTU_SISA_SALAH"),
        (b"short", "KARTU_SISA_SALAH"),
    ):
        before = polls.leaves()
        with pytest.raises(ServiceError) as refused:
            close(polls, left_secrets=[*left, to_b64(wrong)])
        assert refused.value.code == code
        assert polls.leaves() == before
    close(polls, left_secrets=left)


def test_the_contest_closes_only_after_its_tables_with_the_list_to_be_mixed(polls: Open) -> None:
    ballots = [polls.ballot(table=number % 2) for number in range(8)]
    for ballot in ballots:
        polls.cast(ballot)
    with pytest.raises(IllegalEvent):
        do(polls, closing.close_contest, contest=CONTEST)
    close(polls)
    two = [to_b64(card.secret) for card in polls.polls.tables[1].pile]
    close(polls, table=2, left_secrets=two)
    before = len(polls.leaves())
    do(polls, closing.close_contest, contest=CONTEST)
    (closed,) = bodies(polls, before)
    assert isinstance(closed, events.ContestClosed)
    assert (closed.ballots, closed.checkins, closed.quorum_base) == (8, 120, 200)
    assert closed.quorum_met is True
    # Eight ballots are too few to open, though the quorum is met: the home round is the way out, and the cards wait.
    do(polls, closing.open_home_round, contest=CONTEST, reason="suara kurang dari sepuluh")
    do(polls, polling.open_table, table=2, table_key=to_b64(public_key(bytes(32))))
    polls.polls.tables[1].seed = bytes(32)
    for _ in range(2):
        polls.cast(polls.ballot(table=1))
    before = len(polls.leaves())
    two = [to_b64(card.secret) for card in polls.polls.tables[1].pile]
    close(polls, table=2, left_secrets=two)
    do(polls, closing.close_contest, contest=CONTEST)
    kinds = [type(body) for body in bodies(polls, before)]
    assert kinds == [events.TableClosed, events.CheckinList, events.CardsLeft, events.ContestClosed, events.CardsLeft]
    assert polls.board.state.contest(ContestId(CONTEST)).phase is ContestPhase.CLOSED
