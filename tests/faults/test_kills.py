"""A server killed while ballots come in loses nothing that it acknowledged.

Longer runs: `python -m tests.faults.kills`.
"""

from pathlib import Path

import pytest

from rembug_api.demo.open_polls import Polls
from rembug_crypto.note import NoteKey
from tests.faults import kills
from tests.faults.history import Acknowledged, LostOrChanged, check_history
from tests.faults.servers import Booths, leaves_of
from tests.support.stages import Stages


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_acknowledged_ballot_is_lost_when_servers_are_killed(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = None if kind == "sqlite" else str(request.getfixturevalue("fresh_postgres_url"))
    found = kills.run(
        tmp_path / "data", kills=5 if url is None else 3, casts=280, url=url, servers=1 if url is None else 2
    )
    assert found.refused == ()
    assert found.kills >= 3
    assert found.cut_off, "no kill fell into the casting"


@pytest.fixture(scope="module")
def few(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> tuple[Polls, list[bytes], list[Acknowledged]]:
    """Give the log's leaves and the receipts of three ballots."""
    folder = tmp_path_factory.mktemp("few") / "data"
    polls = stages.polls(folder, 60, present=20)
    table = polls.tables[0]
    booths = Booths([polls.ballot(table, table.draw()) for _ in range(3)])
    booths.run_until_killed(folder, 3, 0)
    return polls, leaves_of(folder), booths.receipts


def test_the_history_checker_accepts_what_happened(few: tuple[Polls, list[bytes], list[Acknowledged]]) -> None:
    polls, leaves, receipts = few
    assert len(receipts) == 3
    check_history(receipts, leaves, NoteKey.parse(polls.log_key))


def test_the_history_checker_finds_a_dropped_ballot(few: tuple[Polls, list[bytes], list[Acknowledged]]) -> None:
    polls, leaves, receipts = few
    # Alone: the older receipts' checkpoints may cover the missing leaf too, and their order is chance.
    last = max(receipts, key=lambda each: each.index)
    with pytest.raises(LostOrChanged, match="is not at"):
        check_history([last], leaves[: last.index], NoteKey.parse(polls.log_key))


def test_the_history_checker_finds_a_card_counted_twice(few: tuple[Polls, list[bytes], list[Acknowledged]]) -> None:
    polls, leaves, receipts = few
    with pytest.raises(LostOrChanged, match="twice"):
        check_history(receipts, [*leaves, leaves[receipts[0].index]], NoteKey.parse(polls.log_key))


def test_the_history_checker_finds_a_rewritten_history(few: tuple[Polls, list[bytes], list[Acknowledged]]) -> None:
    polls, leaves, receipts = few
    changed = [leaves[0].replace(b"Sukamundur", b"Sukamandur"), *leaves[1:]]
    assert changed != leaves
    with pytest.raises(LostOrChanged, match="checkpoint"):
        check_history(receipts, changed, NoteKey.parse(polls.log_key))
