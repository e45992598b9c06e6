"""A server killed while ballots come in loses nothing that it acknowledged."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import httpx2
import pytest

from rembug_api.demo.open_polls import PATH, prepare
from rembug_api.demo.setting import ELECTION
from rembug_ballots.events import Event
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ElectionId
from rembug_ballots.tracking import tracking_code
from rembug_crypto.tiles import ENTRIES, split_entries, tiles_of
from rembug_service.public_board import tile
from rembug_service.service import Service

KILLS = int(os.environ.get("REMBUG_KILLS", "3"))
ADULTS = int(os.environ.get("REMBUG_KILL_ADULTS", "300"))
CLIENTS = 8


class LostOrChanged(AssertionError):
    """A receipt that the log does not keep."""


def check_history(receipts: Sequence[tuple[str, int]], leaves: Sequence[bytes]) -> None:
    """Every acknowledged ballot stands at its index, and no card stands twice."""
    cast = {}
    cards = set()
    for index, leaf in enumerate(leaves):
        event = Event.parse(leaf)
        if isinstance(event.body, BallotCast):
            body = event.body
            cast[index] = tracking_code(event.election, body.contest, body.ciphertext, body.proof)
            if body.credential in cards:
                raise LostOrChanged("a card is counted twice")
            cards.add(body.credential)
    for code, index in receipts:
        if cast.get(index) != code:
            raise LostOrChanged(f"the receipt {code} is not at {index}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "rembug_api.cli", "serve", "--data", str(folder), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if httpx2.get(f"http://127.0.0.1:{port}/healthz", timeout=1).status_code == 200:
                return server
        except httpx2.HTTPError:
            time.sleep(0.05)
        if server.poll() is not None:
            break
    raise RuntimeError(f"the server did not start: {server.stderr.read() if server.stderr else b''!r}")


def _leaves(folder: Path) -> list[bytes]:
    service = Service.open(folder)
    try:
        board = service.board(ElectionId(ELECTION))
        found: list[bytes] = []
        for each in tiles_of(board.signed_size):
            if each.level == ENTRIES:
                found += split_entries(tile(service, ElectionId(ELECTION), each.path()), each.width)
        return found
    finally:
        service.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_no_acknowledged_ballot_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    polls = prepare(folder, ADULTS, present=150)
    ballots = [polls.ballot(table, table.draw()) for table in polls.tables for _ in range(table.adults - 10)]
    chance = random.Random(7)
    receipts: list[tuple[str, int]] = []
    waiting = list(ballots)
    door = threading.Lock()
    for _ in range(KILLS):
        port = _free_port()
        server = _serve(folder, port)
        stop = threading.Event()

        def client(port: int = port, stop: threading.Event = stop) -> None:
            with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=5) as http:
                while not stop.is_set():
                    with door:
                        if not waiting:
                            return
                        ballot = waiting.pop()
                    try:
                        answer = http.post(f"{PATH}/ballots", json=ballot)
                        assert answer.status_code == 201
                        with door:
                            receipts.append((answer.json()["tracking"], answer.json()["index"]))
                    except httpx2.HTTPError:
                        with door:
                            waiting.append(ballot)
                        return

        threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.02, 0.25))
        server.send_signal(signal.SIGKILL)
        server.wait()
        stop.set()
        for thread in threads:
            thread.join()
        if server.stderr:
            server.stderr.close()
        check_history(receipts, _leaves(folder))
    assert receipts, "no ballot was acknowledged: the test showed nothing"


def test_the_history_checker_finds_a_lost_receipt(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    prepare(folder, 60, present=1)
    with pytest.raises(LostOrChanged):
        check_history([("0" * 16, 3)], _leaves(folder))
