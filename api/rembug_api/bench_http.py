"""Casts over HTTP: a real server process on loopback, many connections, every receipt durable.

The clients speak plain HTTP/1.1 over kept-alive sockets in one event loop, so that they cost the machine little.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from rembug_api.demo.open_polls import PATH, prepare

_CREATED = b"HTTP/1.1 201"


@dataclass(frozen=True, slots=True)
class HttpFigures:
    """What was measured.

    Attributes:
        casts_per_second: of all clients together.
        p50_ms, p99_ms: from the first byte sent to the last byte of the receipt.
        server_cpu_ms, client_cpu_ms: processor time of one ballot, so that a client that holds the server up shows.
    """

    ballots: int
    clients: int
    casts_per_second: float
    p50_ms: float
    p99_ms: float
    server_cpu_ms: float
    client_cpu_ms: float


def measure(ballots: int, clients: int) -> HttpFigures:
    """Cast prepared ballots with many clients at once.

    Raises:
        RuntimeError: the server did not start, or refused a ballot.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        polls = prepare(folder, ballots * 150 // 140 + 150, present=150)
        cards = [(table, table.draw()) for table in polls.tables for _ in range(table.adults - 10)][:ballots]
        requests = [request_bytes(json.dumps(polls.ballot(table, card)).encode()) for table, card in cards]
        port = _free_port()
        command = [sys.executable, "-m", "rembug_api.cli", "serve", "--data", str(folder), "--port", str(port)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
        try:
            _wait_for(port)
            spent, own, begun = _cpu_seconds(server.pid), time.process_time(), time.perf_counter()
            times = sorted(asyncio.run(cast_all(port, requests, clients)))
            seconds, own = time.perf_counter() - begun, time.process_time() - own
            spent = _cpu_seconds(server.pid) - spent
        finally:
            server.terminate()
            server.wait()
    return HttpFigures(
        len(times),
        clients,
        len(times) / seconds,
        times[len(times) // 2] * 1000,
        times[len(times) * 99 // 100] * 1000,
        spent / len(times) * 1000,
        own / len(times) * 1000,
    )


def _cpu_seconds(process: int) -> float:
    """Return the processor time of a running process with all its threads.  Source: proc(5), utime and stime."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


def request_bytes(body: bytes) -> bytes:
    """Return the whole HTTP request that casts a ballot."""
    head = f"POST {PATH}/ballots HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body


async def cast_all(port: int, requests: list[bytes], clients: int) -> list[float]:
    """Cast every ballot once, with so many clients; return the seconds of each until its receipt.

    Raises:
        RuntimeError: a ballot was refused.
    """
    times: list[float] = []
    waiting = list(requests)

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while waiting:
            request = waiting.pop()
            begun = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(_CREATED):
                raise RuntimeError(f"a ballot was refused: {head[:40]!r}")
            length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
            await reader.readexactly(length)
            times.append(time.perf_counter() - begun)
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(client() for _ in range(clients)))
    return times
