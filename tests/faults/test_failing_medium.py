"""A medium that is full, read-only or broken, a lock of somebody else, a clock that jumps: nothing false is promised.

The first three are made by a library that stands before the system's: the server is the packaged one.
"""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pysqlite3.dbapi2 as sqlite
import pytest

from rembug_api.demo.client import Officer
from rembug_api.demo.open_polls import PATH, Polls
from rembug_api.demo.setting import ELECTION, PASSWORD
from rembug_ballots.ballot import read_ballot
from rembug_crypto.note import NoteKey
from rembug_service.errors import StorageFailed
from rembug_service.service import Service
from tests.faults.history import Acknowledged, check_history
from tests.faults.servers import free_port, leaves_of, serve
from tests.service.polls import Open
from tests.support.stages import Stages

HERE = Path(__file__).parent
FAULTS = {"a full medium": "f", "a read-only medium": "r", "a medium that does not flush": "s"}


@dataclass
class Laptop:
    """A server whose medium fails when it is told to."""

    folder: Path
    polls: Polls
    base: str
    fault: Path

    def cast(self, ballot: dict[str, object]) -> httpx2.Response:
        return httpx2.post(f"{self.base}{PATH}/ballots", json=ballot, timeout=60)

    def alarms(self) -> list[str]:
        with closing(Officer(self.base, ELECTION)) as officer:
            officer.sign_in("ketua", PASSWORD)
            return [each["kind"] for each in officer.get("/day")["alarms"]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the library."""
    path = tmp_path_factory.mktemp("library") / "failing.so"
    words = ["gcc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(path), str(HERE / "failing.c"), "-ldl"]
    subprocess.run(words, check=True, timeout=60)
    return path


@pytest.fixture
def laptop(library: Path, stages: Stages, tmp_path: Path) -> Iterator[Laptop]:
    """Run a server with open polls."""
    folder, fault = tmp_path / "data", tmp_path / "fault"
    polls = stages.polls(folder, 60, present=20)
    port = free_port()
    watch = {"LD_PRELOAD": str(library), "REMBUG_FAULT": str(fault), "REMBUG_FAULT_FOLDER": str(folder)}
    server = serve(folder, port, env=watch)
    try:
        yield Laptop(folder, polls, f"http://127.0.0.1:{port}", fault)
    finally:
        server.kill()
        server.wait()


@pytest.mark.parametrize("name", FAULTS)
def test_a_failing_medium_promises_nothing_and_says_so_and_goes_on_by_itself(name: str, laptop: Laptop) -> None:
    table = laptop.polls.tables[0]
    ballots = [laptop.polls.ballot(table, table.draw()) for _ in range(6)]
    receipts = [Acknowledged.read(laptop.cast(ballot)) for ballot in ballots[:2]]
    assert "STORAGE_FAILS" not in laptop.alarms()

    with closing(Officer(laptop.base, ELECTION)) as officer:
        # She was there before: signing in is a write too.
        officer.sign_in("ketua", PASSWORD)
        laptop.fault.write_text(FAULTS[name])
        for ballot in ballots[2:]:
            answer = laptop.cast(ballot)
            assert answer.status_code == 507
            assert "Periksa ruang penyimpanan" in answer.json()["detail"]
        assert officer.get("/day")["alarms"][0]["kind"] == "STORAGE_FAILS"
        assert httpx2.get(f"{laptop.base}{PATH}/board/checkpoint", timeout=60).status_code == 200

        laptop.fault.unlink()
        receipts += [Acknowledged.read(laptop.cast(ballot)) for ballot in ballots[2:]]
        assert "STORAGE_FAILS" not in [each["kind"] for each in officer.get("/day")["alarms"]]
    # The same again is the same receipt, and nobody counted twice.
    assert [Acknowledged.read(laptop.cast(ballot)).index for ballot in ballots] == [each.index for each in receipts]


def test_what_a_failing_medium_left_is_the_history_that_was_promised(laptop: Laptop) -> None:
    table = laptop.polls.tables[0]
    ballots = [laptop.polls.ballot(table, table.draw()) for _ in range(12)]
    receipts: list[Acknowledged] = []
    for number, ballot in enumerate(ballots):
        if number % 3 == 1:
            laptop.fault.write_text("fsr"[number // 3 % 3])
        else:
            laptop.fault.unlink(missing_ok=True)
        answer = laptop.cast(ballot)
        if answer.status_code == 201:
            receipts.append(Acknowledged.read(answer))
    assert 4 <= len(receipts) <= 8
    # The laptop is switched off in the middle of it.
    copy = laptop.folder.parent / "copy" / "data"
    copy.parent.mkdir()
    laptop.folder.rename(copy)
    check_history(receipts, leaves_of_copy(copy), NoteKey.parse(laptop.polls.log_key))


def leaves_of_copy(folder: Path) -> list[bytes]:
    """Open a folder whose server still holds its lock elsewhere."""
    (folder / "rembug.sqlite.lock").unlink()
    return leaves_of(folder)


def test_a_database_that_somebody_else_locked_is_waited_for_and_then_said(stages: Stages, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    polls = stages.polls(folder, 60, present=20)
    service = Service.open(folder)
    try:
        running = Open(service, polls)
        table = polls.tables[0]
        ballots = [read_ballot(polls.ballot(table, table.draw())) for _ in range(2)]
        with closing(sqlite.connect(folder / "rembug.sqlite", isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            release = threading.Timer(1.0, lambda: other.execute("ROLLBACK"))
            release.start()
            # Shorter than the patience of the writer: nobody notices.
            receipt = running.cast(ballots[0])
            release.join()
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageFailed):
                running.cast(ballots[1])
            other.execute("ROLLBACK")
        later = running.cast(ballots[1])
        assert later.index == receipt.index + 1
        running.check(receipt)
        running.check(later)
    finally:
        service.close()


@pytest.mark.parametrize("years", [-20, 20])
def test_a_clock_that_jumps_changes_nothing_in_the_log(years: int, stages: Stages, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    polls = stages.polls(folder, 60, present=20)
    offset = 0
    service = Service.open(folder, clock=lambda: int(time.time()) + offset)
    try:
        running = Open(service, polls)
        table = polls.tables[0]
        receipts = []
        for jump in (0, years * 365 * 86_400, 0):
            offset = jump
            receipts.append(running.cast(read_ballot(polls.ballot(table, table.draw()))))
        assert [each.index - receipts[0].index for each in receipts] == [0, 1, 2]
        for each in receipts:
            running.check(each)
        # No event says when: there is nothing that a wrong clock could have written.
        digits = str(int(time.time()))[:5].encode()
        assert not any(digits in leaf for leaf in running.leaves()[receipts[0].index :] if b'"time' in leaf)
    finally:
        service.close()
