"""A server killed while ballots come in loses nothing that it acknowledged.

``REMBUG_KILLS`` and ``REMBUG_KILL_ADULTS`` make it longer: 20 and 2200 are the figures of the release notes.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from rembug_api.demo.open_polls import PATH, Polls, prepare
from rembug_api.demo.setting import ELECTION
from rembug_ballots.encoding import from_b64
from rembug_ballots.events import Event
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ElectionId
from rembug_ballots.tracking import tracking_code
from rembug_crypto.checkpoint import open_checkpoint
from rembug_crypto.errors import CryptoError
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import NoteKey
from rembug_crypto.tiles import ENTRIES, split_entries, tiles_of
from rembug_crypto.tlog_proof import TlogProof
from rembug_service.public_board import tile
from rembug_service.service import CHECKPOINTS, Service

KILLS = int(os.environ.get("REMBUG_KILLS", "5"))
ADULTS = int(os.environ.get("REMBUG_KILL_ADULTS", "300"))
CLIENTS = 8


class LostOrChanged(AssertionError):
    """A receipt that the log does not keep, or a card that it counts twice."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A receipt as a booth got it."""

    tracking: str
    index: int
    proof: tuple[bytes, ...]
    checkpoint: str

    @classmethod
    def read(cls, answer: httpx2.Response) -> "Acknowledged":
        body = answer.json()
        proof = tuple(from_b64(each) for each in body["proof"])
        return cls(body["tracking"], body["index"], proof, body["checkpoint"])


def check_history(receipts: Sequence[Acknowledged], leaves: Sequence[bytes], key: NoteKey) -> None:
    """Every acknowledged ballot stands at its index under its own root, and no card stands twice."""
    cast = {}
    cards = set()
    tree = MerkleTree()
    for index, leaf in enumerate(leaves):
        tree.append(leaf_hash(leaf))
        event = Event.parse(leaf)
        if isinstance(event.body, BallotCast):
            body = event.body
            cast[index] = tracking_code(event.election, body.contest, body.ciphertext, body.proof)
            if body.credential in cards:
                raise LostOrChanged("a card is counted twice")
            cards.add(body.credential)
    for each in receipts:
        if cast.get(each.index) != each.tracking:
            raise LostOrChanged(f"the receipt {each.tracking} is not at {each.index}")
        try:
            TlogProof(each.index, each.proof, each.checkpoint, b"").verify(leaf_hash(leaves[each.index]), key)
            check_root(each.checkpoint.encode(), tree, key)
        except CryptoError as error:
            raise LostOrChanged(f"the receipt {each.tracking} does not hold: {error}") from None


def check_root(note: bytes, tree: MerkleTree, key: NoteKey) -> int:
    """Hold a checkpoint against the log, and return its size."""
    checkpoint, _ = open_checkpoint(note, key)
    if checkpoint.size > len(tree) or tree.root(checkpoint.size) != checkpoint.root:
        raise LostOrChanged(f"the checkpoint of {checkpoint.size} leaves is not the log's")
    return checkpoint.size


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "rembug_api.cli", "serve", "--data", str(folder), "--port", str(port)]
    with (folder.parent / "server.log").open("ab") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx2.get(f"http://127.0.0.1:{port}/healthz", timeout=5).status_code == 200:
                return server
        except httpx2.HTTPError:
            time.sleep(0.05)
    server.kill()
    server.wait()
    raise RuntimeError(f"the server did not start: {(folder.parent / 'server.log').read_text()[-2000:]}")


def leaves_of(folder: Path) -> list[bytes]:
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


@dataclass
class Booths:
    """Clients that send what nobody acknowledged yet, the same ballot again if its answer was lost."""

    waiting: list[dict[str, object]]
    receipts: list[Acknowledged] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    door: threading.Lock = field(default_factory=threading.Lock)

    def run(self, port: int) -> None:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
            while True:
                with self.door:
                    if not self.waiting:
                        return
                    ballot = self.waiting.pop()
                try:
                    answer = http.post(f"{PATH}/ballots", json=ballot)
                except httpx2.HTTPError:
                    with self.door:
                        self.waiting.append(ballot)
                    return
                with self.door:
                    if answer.status_code == 201:
                        self.receipts.append(Acknowledged.read(answer))
                    else:
                        self.refused.append(answer.text)

    def run_until_killed(self, folder: Path, receipts: int, seconds: float) -> None:
        """Send with all clients; kill the server ``seconds`` after so many receipts came."""
        port = _free_port()
        server = _serve(folder, port)
        try:
            wanted = len(self.receipts) + receipts
            with ThreadPoolExecutor(CLIENTS) as pool:
                clients = [pool.submit(self.run, port) for _ in range(CLIENTS)]
                while len(self.receipts) < wanted and not all(each.done() for each in clients):
                    time.sleep(0.001)
                time.sleep(seconds)
                server.send_signal(signal.SIGKILL)
                for each in clients:
                    each.result()
        finally:
            server.kill()
            server.wait()


def test_no_acknowledged_ballot_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    polls = prepare(folder, ADULTS, present=150)
    key = NoteKey.parse(polls.log_key)
    booths = Booths([polls.ballot(table, table.draw()) for table in polls.tables for _ in range(table.adults - 10)])
    ballots = len(booths.waiting)
    chance = random.Random(7)
    cut_off = 0
    for _ in range(KILLS):
        before = len(booths.receipts)
        booths.run_until_killed(folder, chance.randint(1, ballots // KILLS - CLIENTS), chance.uniform(0, 0.02))
        assert len(booths.receipts) > before, "no ballot was acknowledged: this kill showed nothing"
        cut_off += bool(booths.waiting)
        # What the killed server left, before another repairs anything.
        note = (folder / CHECKPOINTS / f"{ELECTION}.checkpoint").read_bytes()
        leaves = leaves_of(folder)
        check_history(booths.receipts, leaves, key)
        tree = MerkleTree()
        for leaf in leaves:
            tree.append(leaf_hash(leaf))
        size = check_root(note, tree, key)
        assert size > max(each.index for each in booths.receipts), "a receipt left before its checkpoint was kept"
    assert booths.refused == []
    assert cut_off, "no kill fell into the casting"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Polls, list[bytes], list[Acknowledged]]:
    """Give the log's leaves and the receipts of three ballots."""
    folder = tmp_path_factory.mktemp("few") / "data"
    polls = prepare(folder, 60, present=10)
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
