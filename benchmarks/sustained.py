"""Casts ballots for minutes with many clients, every receipt durable, and prints a table.

``python -m benchmarks.sustained --minutes 5`` measures SQLite with one server and PostgreSQL with four, in rounds: a
copy of one prepared election, fresh servers, every ballot cast once; the time of the rounds adds up.  Clients and
servers share the machine, and the table says how busy it was besides.
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from rembug_api.bench_http import cast_all, request_bytes
from rembug_api.demo.open_polls import Polls, prepare
from tests.faults.servers import free_port, move_to_postgres, serve
from tests.support.postgres import private_postgres


@dataclass
class Figures:
    """What the rounds of one database add up to."""

    name: str
    servers: int
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    most_memory: int = 0

    def row(self, clients: int) -> str:
        """Return a line of the table."""
        cuts = statistics.quantiles(self.times, n=100)
        return (
            f"{self.name:<12}{self.servers:>8}{clients:>9}{self.seconds:>9.0f}{len(self.times):>9}"
            f"{len(self.times) / self.seconds:>9.0f}{cuts[49] * 1000:>9.0f}{cuts[98] * 1000:>9.0f}"
            f"{self.most_memory / 1024:>9.0f}"
        )


HEAD = f"{'database':<12}{'servers':>8}" + "".join(
    f"{word:>9}" for word in ("clients", "s", "casts", "casts/s", "p50 ms", "p99 ms", "MiB")
)


def _memory(servers: Sequence["subprocess.Popen[bytes]"]) -> int:
    """Return the KiB that all servers have had at most."""
    total = 0
    for each in servers:
        status = Path(f"/proc/{each.pid}/status").read_text()
        total += int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
    return total


async def _spread(ports: Sequence[int], requests: Sequence[bytes], clients: int) -> list[float]:
    """Share ballots and clients among the servers."""
    count = len(ports)
    shares = (cast_all(port, list(requests[at::count]), clients // count) for at, port in enumerate(ports))
    return [each for share in await asyncio.gather(*shares) for each in share]


def _round(folder: Path, requests: Sequence[bytes], clients: int, figures: Figures, words: Sequence[str]) -> None:
    ports = [free_port() for _ in range(figures.servers)]
    servers: list[subprocess.Popen[bytes]] = []
    try:
        for port in ports:
            servers += [serve(folder, port, *words)]
        began = time.perf_counter()
        figures.times += asyncio.run(_spread(ports, requests, clients))
        figures.seconds += time.perf_counter() - began
        figures.most_memory = max(figures.most_memory, _memory(servers))
    finally:
        for each in servers:
            each.terminate()
            each.wait()


def _requests(polls: Polls) -> list[bytes]:
    """Seal a ballot for every card but ten a table."""
    cards = [(table, table.draw()) for table in polls.tables for _ in range(table.adults - 10)]
    return [request_bytes(json.dumps(polls.ballot(table, card)).encode()) for table, card in cards]


def main(words: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--ballots", type=int, default=6000, help="of a round")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--servers", type=int, default=4, help="on PostgreSQL")
    chosen = parser.parse_args(words)
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        adults = chosen.ballots + 20
        polls = prepare(root / "prepared", adults, present=adults)
        requests = _requests(polls)
        sys.stdout.write(HEAD + "\n")
        sqlite, postgres = Figures("SQLite", 1), Figures("PostgreSQL", chosen.servers)
        for figures in (sqlite, postgres):
            if chosen.only not in {None, figures.name.lower()}:
                continue
            server = None if figures is sqlite else stack.enter_context(private_postgres(durable=True))
            while figures.seconds < chosen.minutes * 60:
                folder = root / "round" / "data"
                shutil.copytree(root / "prepared", folder)
                if server is None:
                    _round(folder, requests, chosen.clients, figures, ())
                else:
                    with server.fresh_database() as url:
                        move_to_postgres(folder, url)
                        _round(folder, requests, chosen.clients, figures, ("--database-url", url))
                shutil.rmtree(folder.parent)
            sys.stdout.write(figures.row(chosen.clients) + "\n")
            sys.stdout.flush()
    load = os.getloadavg()[1]
    sys.stdout.write(
        f"{os.cpu_count()} cores, clients on the same; load of the machine in the last 5 minutes {load:.1f}\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
