"""The screen of polling day: counts by table and unit, and alarms that are neither missed nor cried in vain."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from rembug_api.demo.open_polls import Polls, seal_polls
from rembug_api.demo.server import running_server
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import OfficerId, Officers
from rembug_ballots.signing import public_key
from rembug_service import closing, desk, polling
from rembug_service.day import LATE_MINUTES, QUEUE, Alarm, AlarmKind, day_view
from rembug_service.payload import Payload
from rembug_service.proposals import Execute
from rembug_service.service import Service
from tests.service.polls import SUKAMUNDUR, Open

OFFICERS = Officers((OfficerId("satu"), OfficerId("dua")))
PRESENT = 60


def do(service: Service, step: Execute, **payload: object) -> None:
    service.write(lambda work: step(work, SUKAMUNDUR, Payload(payload), OFFICERS))


def alarms(polls: Open) -> list[tuple[AlarmKind, int, int]]:
    return [(each.kind, each.table, each.count) for each in day_view(polls.service, SUKAMUNDUR).alarms]


def vote_all(polls: Open, table: int = 0, but: int = 0) -> None:
    for _ in range(PRESENT - but):
        polls.cast(polls.ballot(table=table))


def close(polls: Open, table: int = 0, **told: object) -> None:
    where = polls.polls.tables[table]
    secrets = [to_b64(card.secret) for card in where.pile]
    usual: dict[str, object] = {"walked_away": 0, "assisted": 0, "paper_signatures": PRESENT, "unsent": 0}
    counts = usual | told
    do(polls.service, closing.close_table, table=where.number, left_secrets=secrets, **counts)


def test_men_and_women_add_up_by_table_and_by_unit(polls: Open) -> None:
    view = day_view(polls.service, SUKAMUNDUR)
    assert [table.turnout.present for table in view.tables] == [PRESENT, PRESENT]
    for sums in (
        ("men", "men_present"),
        ("women", "women_present"),
    ):
        for member in sums:
            by_table = sum(getattr(table.turnout, member) for table in view.tables)
            assert by_table == sum(getattr(unit.turnout, member) for unit in view.units) > 0
    assert len({unit.unit for unit in view.units}) == len(view.units)


def test_cards_that_are_cast_are_no_longer_left(polls: Open) -> None:
    before = day_view(polls.service, SUKAMUNDUR).tables[0]
    polls.cast(polls.ballot())
    after = day_view(polls.service, SUKAMUNDUR).tables[0]
    assert (before.left - after.left, after.ballots, after.made) == (1, 1, before.made)


def test_a_queue_is_an_alarm_until_it_is_short_again(polls: Open) -> None:
    assert alarms(polls) == [(AlarmKind.QUEUE, 1, PRESENT), (AlarmKind.QUEUE, 2, PRESENT)]
    for table in (0, 1):
        vote_all(polls, table, but=QUEUE)
    assert alarms(polls) == []


def test_more_ballots_than_check_ins_is_the_first_alarm(polls: Open) -> None:
    vote_all(polls)
    assert (AlarmKind.MORE_BALLOTS, 1, 1) not in alarms(polls)
    polls.cast(polls.ballot())
    assert alarms(polls)[0] == (AlarmKind.MORE_BALLOTS, 1, 1)


def test_a_card_that_replaced_a_lost_one_is_no_ballot_too_many(polls: Open) -> None:
    vote_all(polls)
    do(polls.service, polling.replace_card, table=1, reason="hilang")
    polls.cast(polls.ballot())
    assert AlarmKind.MORE_BALLOTS not in {kind for kind, _, _ in alarms(polls)}


def test_a_table_that_closed_as_it_should_is_quiet(polls: Open) -> None:
    for table in (0, 1):
        vote_all(polls, table)
        close(polls, table)
    assert alarms(polls) == []


def test_a_table_that_closed_with_gaps_says_each_of_them(polls: Open) -> None:
    vote_all(polls, but=3)
    del polls.polls.tables[0].pile[0]
    close(polls, walked_away=1, paper_signatures=PRESENT - 2, unsent=2, tablets_empty=["K7QX"])
    assert [each for each in alarms(polls) if each[1] == 1] == [
        (AlarmKind.CARDS_MISSING, 1, 1),
        (AlarmKind.SIGNATURES, 1, 2),
        (AlarmKind.WALKED_AWAY, 1, 2),
    ]


@dataclass
class Clock:
    """A clock that a test turns."""

    now: int = 1_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Polls]:
    """Give a folder with sealed tables, none of which is open."""
    folder = tmp_path_factory.mktemp("sealed") / "data"
    with running_server(folder) as base:
        ready = seal_polls(base, 40)
        ready.committee.close()
    return folder, Polls(ready.tables, ready.key, ready.log_key)


def test_a_table_that_is_not_open_an_hour_after_the_first_is_late(sealed: tuple[Path, Polls]) -> None:
    folder, polls = sealed
    clock = Clock()
    service = Service.open(folder, clock=clock)
    try:
        assert day_view(service, SUKAMUNDUR).alarms == ()
        clock.now += 7 * 3600
        assert day_view(service, SUKAMUNDUR).alarms == ()
        first, second = polls.tables
        do(service, polling.open_table, table=first.number, table_key=to_b64(public_key(first.seed)))
        assert day_view(service, SUKAMUNDUR).alarms == ()
        clock.now += 60 * LATE_MINUTES - 1
        assert day_view(service, SUKAMUNDUR).alarms == ()
        clock.now += 61
        late = Alarm(AlarmKind.TABLE_LATE, second.number, LATE_MINUTES + 1)
        assert day_view(service, SUKAMUNDUR).alarms == (late,)
        do(service, polling.open_table, table=second.number, table_key=to_b64(public_key(second.seed)))
        assert day_view(service, SUKAMUNDUR).alarms == ()
        assert desk.view(service, SUKAMUNDUR, first.number).present == 0
    finally:
        service.close()
