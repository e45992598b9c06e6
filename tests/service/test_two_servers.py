"""Two servers on one PostgreSQL: one log, one spending of each card."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from rembug_api.demo.open_polls import Polls
from rembug_ballots.refusals import IllegalEvent
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_service.casting import Receipt, find_receipt
from rembug_service.elections import create_election
from rembug_service.service import Service
from tests.faults.servers import move_to_postgres
from tests.service.polls import SUKAMUNDUR, Open, at_once
from tests.service.test_start import OTHER, PLACE


@pytest.fixture
def servers(prepared: tuple[Path, Polls], tmp_path: Path, fresh_postgres_url: str) -> Iterator[tuple[Open, Open]]:
    """Run two servers, with folders of their own and one key file, on a copy of the prepared data in PostgreSQL."""
    source, polls = prepared
    folders = [tmp_path / "satu", tmp_path / "dua"]
    for folder in folders:
        folder.mkdir()
        shutil.copy(source / "server.key", folder / "server.key")
    shutil.copytree(source, tmp_path / "sqlite")
    move_to_postgres(tmp_path / "sqlite", fresh_postgres_url)
    running = [Open(Service.open(folder, fresh_postgres_url), polls) for folder in folders]
    yield running[0], running[1]
    for each in running:
        each.service.close()


def test_one_card_is_spent_once_whichever_server_is_asked(servers: tuple[Open, Open]) -> None:
    one, other = servers
    card = one.table.pile[0]
    ballots = [one.again(one.table, card.secret, f"Nama {number}") for number in range(20)]
    jobs = [(one if number % 2 else other, ballot) for number, ballot in enumerate(ballots)]
    answers = at_once([partial(server.cast, ballot) for server, ballot in jobs])
    receipts = [each for each in answers if isinstance(each, Receipt)]
    assert len(receipts) == 1
    assert sum(isinstance(each, IllegalEvent) for each in answers) == 19
    assert len(one.cast_leaves()) == 1
    one.check(receipts[0])


def test_both_write_one_log_and_each_knows_the_others_ballots(servers: tuple[Open, Open]) -> None:
    one, other = servers
    ballots = [one.again(one.table, card.secret) for card in one.table.pile[:40]]
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda each: (one if each[0] % 2 else other).cast(each[1]), enumerate(ballots)))
    assert len({each.index for each in receipts}) == len(ballots)
    for each in receipts:
        one.check(each)
    # The same ballot at the other server has the same index.
    for number, ballot in enumerate(ballots[:6]):
        there = (other if number % 2 else one).cast(ballot)
        assert there.index == receipts[number].index
        other.check(there)
        assert find_receipt(one.service, SUKAMUNDUR, there.tracking).index == there.index
    leaves = one.leaves()
    for server in servers:
        server.service.write(lambda _: None)
        assert server.board.signed.size == len(leaves)
        assert server.board.tree.root() == MerkleTree(leaf_hash(data) for data in leaves).root()


def test_an_election_that_one_begins_is_soon_known_to_the_other(servers: tuple[Open, Open]) -> None:
    one, other = servers
    create_election(one.service, OTHER, "Pemilihan lain", PLACE)
    other.service.write(lambda _: None)
    assert other.service.board(OTHER).signed == one.service.board(OTHER).signed


def test_commits_are_flushed_and_readers_cannot_write(servers: tuple[Open, Open]) -> None:
    database = servers[0].service.database
    with database.writer.connect() as writer, database.reader.connect() as reader:
        assert writer.execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert reader.execute(text("SHOW transaction_read_only")).scalar() == "on"
