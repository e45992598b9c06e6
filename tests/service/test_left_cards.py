"""Left-over cards stay hidden until no home round can follow, and nothing is lost or told twice on the way."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from rembug_api.demo.day import Table
from rembug_api.demo.setting import CONTEST
from rembug_ballots.encoding import to_b64
from rembug_ballots.events import Event
from rembug_ballots.events import polling as events
from rembug_ballots.ids import ContestId, OfficerId, Officers
from rembug_ballots.phases import ContestPhase
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.signing import public_key
from rembug_service import closing, desk, polling
from rembug_service.payload import Payload
from rembug_service.proposals import Execute
from rembug_service.service import Service
from rembug_service.sql.tables import blobs, left_cards
from rembug_service.work import Work
from tests.faults.servers import move_to_postgres
from tests.service.polls import SUKAMUNDUR, Open
from tests.support.stages import Stages

OFFICERS = Officers((OfficerId("satu"), OfficerId("dua")))
BKM = ContestId(CONTEST)
# What the officers say of ballots that may have stayed on tablets.
SEEN: Mapping[str, object] = {"unsent": 100, "tablets_empty": ["K7QX"]}


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest) -> str | None:
    """Give the URL of an empty PostgreSQL, or nothing for the SQLite that is in the folder of data."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("fresh_postgres_url"))


@pytest.fixture
def quiet(stages: Stages, elsewhere: str | None, tmp_path: Path) -> Iterator[Open]:
    """Run a service on which few have come: two tables of 30, five present at each, who vote."""
    folder = tmp_path / "data"
    polls = stages.polls(folder, 60, present=5)
    if elsewhere is not None:
        move_to_postgres(folder, elsewhere)
    service = Service.open(folder, elsewhere)
    try:
        running = Open(service, polls)
        for place in range(10):
            running.cast(running.ballot(table=place % 2))
        yield running
    finally:
        running.service.close()


def do(polls: Open, step: Execute, **payload: object) -> None:
    polls.service.write(lambda work: step(work, SUKAMUNDUR, Payload(payload), OFFICERS))


def close(polls: Open, table: Table) -> None:
    told = dict.fromkeys(("walked_away", "assisted", "paper_signatures"), 0)
    secrets = [to_b64(card.secret) for card in table.pile]
    do(polls, closing.close_table, table=table.number, left_secrets=secrets, **told, **SEEN)


def reopen(polls: Open, table: Table) -> None:
    table.seed = bytes([table.number]) * 32
    do(polls, polling.open_table, table=table.number, table_key=to_b64(public_key(table.seed)))


def shown(polls: Open) -> dict[int, bytes]:
    """Return the secrets that the log shows, by table."""
    bodies = [Event.parse(data).body for data in polls.leaves()]
    left = [body for body in bodies if isinstance(body, events.CardsLeft)]
    assert len({body.table for body in left}) == len(left)
    found = polls.service.read(lambda c: dict(c.execute(select(blobs.c.sha256, blobs.c.data)).fetchall()))
    return {body.table: found[body.sha256] for body in left}


def held(polls: Open) -> list[int]:
    return list(polls.service.read(lambda c: c.scalars(select(left_cards.c.number).order_by(left_cards.c.number))))


def joined(tables: Sequence[Table]) -> dict[int, bytes]:
    return {table.number: b"".join(sorted(card.secret for card in table.pile)) for table in tables}


def check_in(polls: Open, table: Table, rolls: range) -> None:
    for roll in rolls:
        desk.check_in(polls.service, SUKAMUNDUR, table.number, roll)


def phase(polls: Open) -> ContestPhase:
    return polls.board.state.contest(BKM).phase


def test_a_table_whose_cards_were_held_back_opens_again_for_the_home_round(quiet: Open, elsewhere: str | None) -> None:
    tables = quiet.polls.tables
    for table in tables:
        close(quiet, table)
    do(quiet, closing.close_contest, contest=CONTEST)
    assert phase(quiet) is ContestPhase.BELOW_QUORUM
    assert (shown(quiet), held(quiet)) == ({}, [1, 2])
    # The log is rebuilt from the database, and what was held back is still there.
    quiet.service.close()
    quiet.service = Service.open(quiet.service.folder, elsewhere)
    assert held(quiet) == [1, 2]
    do(quiet, closing.open_home_round, contest=CONTEST, reason="yang hadir kurang dari tiga puluh persen")
    assert (shown(quiet), held(quiet)) == ({}, [1, 2])

    # The first table goes from house to house with its cards; the second stays closed.
    first, second = tables
    reopen(quiet, first)
    assert held(quiet) == [2]
    check_in(quiet, first, range(6, 16))
    quiet.check(quiet.cast(quiet.ballot()))
    close(quiet, first)
    assert (shown(quiet), held(quiet)) == (joined([first]), [2])
    with pytest.raises(IllegalEvent) as refused:
        reopen(quiet, first)
    assert refused.value.code is Refusal.TABLE_CLOSED
    do(quiet, closing.close_contest, contest=CONTEST)
    assert phase(quiet) is ContestPhase.CLOSED
    assert (shown(quiet), held(quiet)) == (joined([first, second]), [])


def test_cards_are_shown_as_soon_as_the_quorum_is_reached(quiet: Open) -> None:
    first, second = quiet.polls.tables
    close(quiet, first)
    assert (shown(quiet), held(quiet)) == ({}, [1])
    # Ten more are present at the second table: twenty of sixty in all.
    check_in(quiet, second, range(6, 16))
    close(quiet, second)
    assert (shown(quiet), held(quiet)) == (joined([first, second]), [])
    do(quiet, closing.close_contest, contest=CONTEST)
    assert phase(quiet) is ContestPhase.CLOSED


def test_a_contest_that_ends_without_a_result_shows_its_cards(quiet: Open) -> None:
    for table in quiet.polls.tables:
        close(quiet, table)
    do(quiet, closing.close_contest, contest=CONTEST)
    do(quiet, closing.call_revote, contest=CONTEST, reason="warga memilih mengulang")
    assert (shown(quiet), held(quiet)) == (joined(quiet.polls.tables), [])


def test_a_step_that_fails_leaves_what_was_held_as_it_was(quiet: Open) -> None:
    def fail_after(step: Execute) -> Execute:
        def run(work: Work, *words: object) -> None:
            step(work, *words)  # type: ignore[arg-type]  # the same words
            raise RuntimeError

        return run

    first, second = quiet.polls.tables
    told = dict.fromkeys(("walked_away", "assisted", "paper_signatures"), 0)
    secrets = [to_b64(card.secret) for card in first.pile]
    with pytest.raises(RuntimeError):
        do(quiet, fail_after(closing.close_table), table=1, left_secrets=secrets, **told, **SEEN)
    assert (shown(quiet), held(quiet)) == ({}, [])
    assert quiet.board.state.table(first.number).is_open
    close(quiet, first)
    with pytest.raises(IllegalEvent) as refused:
        close(quiet, first)
    assert refused.value.code is Refusal.TABLE_NOT_OPEN
    close(quiet, second)
    do(quiet, closing.close_contest, contest=CONTEST)
    before = len(quiet.leaves())
    with pytest.raises(RuntimeError):
        do(quiet, fail_after(closing.call_revote), contest=CONTEST, reason="listrik padam")
    assert (len(quiet.leaves()), shown(quiet), held(quiet)) == (before, {}, [1, 2])
    do(quiet, closing.call_revote, contest=CONTEST, reason="warga memilih mengulang")
    assert shown(quiet) == joined([first, second])


def test_secrets_that_are_held_back_are_nowhere_in_the_open(quiet: Open) -> None:
    for table in quiet.polls.tables:
        close(quiet, table)
    secrets = [card.secret for table in quiet.polls.tables for card in table.pile]
    rows = quiet.service.read(lambda c: c.scalars(select(left_cards.c.secrets)).all())
    public = quiet.service.read(lambda c: c.scalars(select(blobs.c.data)).all())
    everything = b"".join([*rows, *public, *quiet.leaves()])
    assert not [secret for secret in secrets if secret in everything]
