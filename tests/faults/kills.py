"""Kills a server at random moments while ballots come in, and holds every receipt against what is left.

``python -m tests.faults.kills --kills 200 --casts 20000`` is the run of the release notes, ``--postgres`` the same on
a PostgreSQL of its own with four servers.  A short run of both is in `test_kills`.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rembug_api.demo.open_polls import prepare
from rembug_api.demo.setting import ELECTION
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import NoteKey
from rembug_service.service import CHECKPOINTS
from tests.faults.history import LostOrChanged, check_history, check_root
from tests.faults.servers import CLIENTS, Booths, leaves_of, move_to_postgres
from tests.support.postgres import private_postgres

# Not everybody who is on the roll comes: a table never runs out of cards.
_AWAY = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run showed.

    Attributes:
        kills: how often all servers were killed.
        cut_off: kills that fell into the casting.
        receipts: ballots that were acknowledged, each of them found in the log after every later kill.
        refused: answers that were neither a receipt nor silence.
    """

    kills: int
    cut_off: int
    receipts: int
    refused: tuple[str, ...]


def run(folder: Path, kills: int, casts: int, url: str | None = None, servers: int = 1, seed: int = 7) -> Outcome:
    """Cast ballots at two tables, kill the servers again and again, check the history after each kill.

    Raises:
        LostOrChanged: a receipt was lost, a card counted twice, or the log changed.
    """
    adults = casts + 2 * _AWAY
    polls = prepare(folder, adults, present=adults)
    if url is not None:
        move_to_postgres(folder, url)
    key = NoteKey.parse(polls.log_key)
    booths = Booths([polls.ballot(table, table.draw()) for table in polls.tables for _ in range(table.adults - _AWAY)])
    ballots = len(booths.waiting)
    chance = random.Random(seed)
    cut_off = done = 0
    while done < kills and booths.waiting:
        before = len(booths.receipts)
        most = max(1, ballots // kills - CLIENTS)
        words = [] if url is None else ["--database-url", url]
        booths.run_until_killed(folder, chance.randint(1, most), chance.uniform(0, 0.02), words, servers)
        done += 1
        if len(booths.receipts) == before:
            raise LostOrChanged("no ballot was acknowledged: this kill showed nothing")
        cut_off += bool(booths.waiting)
        _check(folder, url, booths, key)
    return Outcome(done, cut_off, len(booths.receipts), tuple(booths.refused))


def _check(folder: Path, url: str | None, booths: Booths, key: NoteKey) -> None:
    """Look at what the killed server left, before another repairs anything."""
    path = folder / CHECKPOINTS / f"{ELECTION}.checkpoint"
    note = path.read_bytes()
    leaves = leaves_of(folder, url)
    check_history(booths.receipts, leaves, key)
    size = check_root(note, MerkleTree([leaf_hash(leaf) for leaf in leaves]), key)
    # Several servers share the file, so one of them may have written an older one last.
    if url is None and size <= max(each.index for each in booths.receipts):
        raise LostOrChanged("a receipt left before its checkpoint was kept")


def main(words: Sequence[str]) -> None:
    """Run and print a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--casts", type=int, default=20_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args(words)
    began = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "data"
        url, servers = None, 1
        if chosen.postgres:
            server = stack.enter_context(private_postgres(durable=True))
            url, servers = stack.enter_context(server.fresh_database()), 4
        found = run(folder, chosen.kills, chosen.casts, url, servers, chosen.seed)
    kind = "PostgreSQL, 4 servers" if chosen.postgres else "SQLite"
    sys.stdout.write(
        f"{kind}: {found.kills} kills, {found.cut_off} of them while ballots waited, {found.receipts} receipts, "
        f"0 lost, 0 cards twice, {len(found.refused)} refused, {time.monotonic() - began:.0f} s\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
