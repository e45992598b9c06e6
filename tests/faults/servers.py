"""Servers in processes of their own, to be killed, and booths that go on sending to whichever runs."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from sqlalchemy import insert

from rembug_api.demo.open_polls import PATH
from rembug_api.demo.setting import ELECTION
from rembug_ballots.ids import ElectionId
from rembug_crypto.tiles import ENTRIES, split_entries, tiles_of
from rembug_service.public_board import tile
from rembug_service.service import Service
from rembug_service.sql.tables import metadata
from tests.faults.history import Acknowledged

CLIENTS = 8


def free_port() -> int:
    """Return a port that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(folder: Path, port: int, *words: str, env: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
    """Start the packaged server on a folder, with more of an environment, and wait until it answers."""
    command = [sys.executable, "-m", "rembug_api.cli", "serve", "--data", str(folder), "--port", str(port), *words]
    with (folder.parent / "server.log").open("ab") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **(env or {})})
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx2.get(f"http://127.0.0.1:{port}/healthz", timeout=5).status_code == 200:
                return server
        except httpx2.HTTPError:
            time.sleep(0.05)
    server.kill()
    server.wait()
    raise RuntimeError(f"the server did not start: {(folder.parent / 'server.log').read_text()[-2000:]}")


def leaves_of(folder: Path, url: str | None = None) -> list[bytes]:
    """Return the leaves that a server finds which starts on a folder, as it would publish them."""
    service = Service.open(folder, url)
    try:
        board = service.board(ElectionId(ELECTION))
        found: list[bytes] = []
        for each in tiles_of(board.signed_size):
            if each.level == ENTRIES:
                found += split_entries(tile(service, ElectionId(ELECTION), each.path()), each.width)
        return found
    finally:
        service.close()


def move_to_postgres(folder: Path, url: str) -> None:
    """Copy the data of a folder into an empty PostgreSQL."""
    old = Service.open(folder)
    new = Service.open(folder, url)
    with old.database.reader.connect() as reader, new.database.writer.begin() as target:
        for table in metadata.sorted_tables:
            rows = [dict(row._mapping) for row in reader.execute(table.select())]
            if rows:
                target.execute(insert(table), rows)
    old.close()
    new.close()


@dataclass
class Booths:
    """Clients that send what nobody acknowledged yet, the same ballot again if its answer was lost."""

    waiting: list[dict[str, object]]
    receipts: list[Acknowledged] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    door: threading.Lock = field(default_factory=threading.Lock)

    def run(self, port: int) -> None:
        """Send until the server dies or nothing waits."""
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

    def run_until_killed(
        self, folder: Path, receipts: int, seconds: float, words: Sequence[str] = (), servers: int = 1
    ) -> None:
        """Send with all clients; kill the servers ``seconds`` after so many receipts came."""
        ports = [free_port() for _ in range(servers)]
        running: list[subprocess.Popen[bytes]] = []
        try:
            # One after the other: each is stopped again even if the next does not start.
            for port in ports:
                running += [serve(folder, port, *words)]
            wanted = len(self.receipts) + receipts
            with ThreadPoolExecutor(CLIENTS) as pool:
                clients = [pool.submit(self.run, ports[number % servers]) for number in range(CLIENTS)]
                while len(self.receipts) < wanted and not all(each.done() for each in clients):
                    time.sleep(0.001)
                time.sleep(seconds)
                for each in running:
                    each.send_signal(signal.SIGKILL)
                for client in clients:
                    client.result()
        finally:
            for each in running:
                each.kill()
                each.wait()
