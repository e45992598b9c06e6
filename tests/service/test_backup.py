"""Backups while ballots come in, and putting one back."""

import shutil
import threading
from pathlib import Path

import pytest

from rembug_service.backup import restore_backup, write_backup
from rembug_service.casting import Receipt
from rembug_service.errors import Conflict, NotFound, Unavailable
from rembug_service.service import Service
from tests.service.polls import SUKAMUNDUR, Open


def test_a_backup_taken_while_ballots_come_in_is_a_whole_log(polls: Open, tmp_path: Path) -> None:
    ballots = [polls.ballot() for _ in range(40)]
    early = [polls.cast(ballot) for ballot in ballots[:5]]
    later: list[Receipt] = []
    stop = threading.Event()

    def vote() -> None:
        for ballot in ballots[5:]:
            later.append(polls.cast(ballot))
            if stop.is_set():
                return

    voter = threading.Thread(target=vote)
    voter.start()
    (found,) = write_backup(polls.service.folder, tmp_path / "cadangan.zip")
    stop.set()
    voter.join()
    assert found.shut is None
    assert (tmp_path / "cadangan.zip").stat().st_mode & 0o777 == 0o600
    (back,) = restore_backup(tmp_path / "cadangan.zip", tmp_path / "baru")
    assert back == found
    service = Service.open(tmp_path / "baru")
    try:
        copy = Open(service, polls.polls)
        for receipt in early:
            copy.check(receipt)
        # One moment of the log: a beginning of what the server went on to write.
        assert copy.leaves() == polls.leaves()[: found.size]
        # What came after the backup can be sent again.
        again = [copy.cast(ballot) for ballot in ballots]
        assert len({receipt.index for receipt in again}) == len(ballots)
    finally:
        service.close()


def test_an_old_backup_beside_newer_checkpoints_stays_shut(polls: Open, tmp_path: Path) -> None:
    write_backup(polls.service.folder, tmp_path / "cadangan.zip")
    polls.cast(polls.ballot())
    fresh = tmp_path / "baru"
    shutil.copytree(polls.board.folder, fresh / "checkpoints")
    (found,) = restore_backup(tmp_path / "cadangan.zip", fresh)
    assert found.shut is not None
    service = Service.open(fresh)
    try:
        with pytest.raises(Unavailable) as refused:
            service.board(SUKAMUNDUR)
        assert refused.value.code == "BUKU_MUNDUR"
    finally:
        service.close()


def test_a_damaged_backup_puts_nothing_back(polls: Open, tmp_path: Path) -> None:
    file, target = tmp_path / "cadangan.zip", tmp_path / "baru"
    write_backup(polls.service.folder, file)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(Unavailable):
        restore_backup(file, target)
    assert list(target.iterdir()) == []


def test_nothing_is_overwritten(polls: Open, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.zip"
    write_backup(polls.service.folder, file)
    with pytest.raises(Conflict):
        write_backup(polls.service.folder, file)
    with pytest.raises(Conflict):
        restore_backup(file, polls.service.folder)
    polls.check(polls.cast(polls.ballot()))


def test_where_data_are_in_postgresql_the_sentence_names_its_tool(tmp_path: Path, fresh_postgres_url: str) -> None:
    Service.open(tmp_path / "data", fresh_postgres_url).close()
    with pytest.raises(NotFound, match="pg_dump"):
        write_backup(tmp_path / "data", tmp_path / "cadangan.zip")
