"""The drill: the laptop dies while ballots come in, and a second one goes on from its stick within a minute."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rembug_api.demo.open_polls import prepare
from rembug_crypto.note import NoteKey
from tests.faults.history import LostOrChanged, check_history
from tests.faults.servers import CLIENTS, Booths, free_port, leaves_of, serve
from tests.support.stages import Stages

SECONDS = 60


def rembug(*words: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "rembug_api.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_a_second_laptop_goes_on_within_a_minute_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    first, second, usb = tmp_path / "satu" / "data", tmp_path / "dua" / "data", tmp_path / "usb"
    for folder in (first.parent, second.parent, usb):
        folder.mkdir()
    polls = prepare(first, 140, present=140)
    booths = Booths([polls.ballot(table, table.draw()) for table in polls.tables for _ in range(table.adults - 10)])

    port = free_port()
    server = serve(first, port, "--mirror", str(usb))
    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(booths.run, port) for _ in range(CLIENTS)]
        while len(booths.receipts) < 40:
            time.sleep(0.001)
        server.send_signal(signal.SIGKILL)
        died = time.monotonic()
        for client in clients:
            client.result()
    server.wait()
    assert booths.waiting, "everything was cast before the laptop died"
    acknowledged = list(booths.receipts)

    done = rembug("takeover", usb, "--data", second)
    assert done.returncode == 0, done.stderr
    port = free_port()
    server = serve(second, port, "--mirror", str(usb))
    try:
        serving_after = time.monotonic() - died
        with ThreadPoolExecutor(CLIENTS) as pool:
            for client in [pool.submit(booths.run, port) for _ in range(CLIENTS)]:
                client.result()
    finally:
        server.kill()
        server.wait()
    assert serving_after < SECONDS
    assert booths.refused == []
    assert booths.waiting == []
    leaves = leaves_of(second)
    check_history(booths.receipts, leaves, NoteKey.parse(polls.log_key))
    # Not for nothing: a copy of the medium from before the casting would be found out.
    with pytest.raises(LostOrChanged):
        check_history(acknowledged, leaves[: acknowledged[0].index], NoteKey.parse(polls.log_key))

    # The laptop that died comes back, with and without the stick, and is refused in a sentence.
    for words in ([], ["--mirror", usb], ["--release-mirror"]):
        back = rembug("serve", "--data", first, "--port", free_port(), *words)
        assert back.returncode == 1
        assert "laptop lain" in back.stderr


def test_a_drill_tries_the_medium_without_changing_it(stages: Stages, tmp_path: Path) -> None:
    data, usb = tmp_path / "data", tmp_path / "usb"
    usb.mkdir()
    polls = stages.polls(data, 60, present=20)
    booths = Booths([polls.ballot(polls.tables[0], polls.tables[0].draw()) for _ in range(5)])
    port = free_port()
    server = serve(data, port, "--mirror", str(usb))
    try:
        thread = threading.Thread(target=booths.run, args=(port,))
        thread.start()
        thread.join()
        before = {path: path.read_bytes() for path in usb.rglob("*") if path.is_file()}
        done = rembug("drill", usb)
        assert done.returncode == 0, done.stderr
        assert "dapat dipakai" in done.stdout
        assert {path: path.read_bytes() for path in usb.rglob("*") if path.is_file()} == before
    finally:
        server.kill()
        server.wait()
    copy = next(usb.rglob("rembug.sqlite"))
    broken = tmp_path / "broken"
    shutil.copytree(usb, broken)
    content = bytearray(copy.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4096] = b"\xff" * 4096
    (broken / copy.relative_to(usb)).write_bytes(content)
    assert rembug("drill", broken).returncode == 1
    assert rembug("drill", tmp_path / "nothing").returncode == 1
