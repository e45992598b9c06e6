"""Open polls in a folder, for tests of the service: made once a worker, copied for each test."""

import dataclasses
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from rembug_api.demo.day import Table
from rembug_api.demo.open_polls import Polls
from rembug_api.demo.setting import ELECTION
from rembug_ballots.ballot import seal
from rembug_ballots.events import Event
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ElectionId
from rembug_crypto.merkle import leaf_hash
from rembug_crypto.note import NoteKey
from rembug_crypto.tlog_proof import TlogProof
from rembug_service import casting
from rembug_service.board import Board
from rembug_service.casting import Receipt
from rembug_service.service import Service
from rembug_service.sql.tables import leaves
from rembug_service.system import system_random

SUKAMUNDUR = ElectionId(ELECTION)
T = TypeVar("T")


@dataclass
class Open:
    """A running service with open polls."""

    service: Service
    polls: Polls

    @property
    def board(self) -> Board:
        return self.service.board(SUKAMUNDUR)

    @property
    def table(self) -> Table:
        return self.polls.tables[0]

    def ballot(self, name: str = "Asep", table: int = 0) -> BallotCast:
        where = self.polls.tables[table]
        return self.again(where, where.draw().secret, name)

    def again(self, table: Table, secret: bytes, name: str = "Asep") -> BallotCast:
        """Seal another ballot under the same card."""
        return seal([name], secret, table.place, self.polls.key, system_random)[0].cast(table.seed)

    def cast(self, ballot: BallotCast) -> Receipt:
        index = casting.cast(self.service, SUKAMUNDUR, ballot).result(timeout=20)
        return casting.receipt_of(self.service, SUKAMUNDUR, ballot, index)

    def leaves(self) -> list[bytes]:
        rows = select(leaves.c.data).where(leaves.c.election == SUKAMUNDUR).order_by(leaves.c.idx)
        return self.service.read(lambda c: list(c.scalars(rows).all()))

    def cast_leaves(self) -> list[BallotCast]:
        bodies = [Event.parse(data).body for data in self.leaves()]
        return [body for body in bodies if isinstance(body, BallotCast)]

    def check(self, receipt: Receipt) -> None:
        """Hold a receipt against the log in the database and against its signature."""
        proof = TlogProof(receipt.index, receipt.proof, receipt.checkpoint, b"")
        proof.verify(leaf_hash(self.leaves()[receipt.index]), NoteKey.parse(self.polls.log_key))


@contextmanager
def opened(prepared: tuple[Path, Polls], folder: Path) -> Iterator[Open]:
    """Run a service on a fresh copy of the prepared folder."""
    source, polls = prepared
    shutil.copytree(source, folder)
    service = Service.open(folder)
    try:
        # Each test draws from piles of its own.
        tables = [dataclasses.replace(table, pile=list(table.pile)) for table in polls.tables]
        yield Open(service, dataclasses.replace(polls, tables=tables))
    finally:
        service.close()


def at_once(jobs: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Run all jobs in threads of their own; return what each gave or raised."""

    def run(job: Callable[[], T]) -> T | Exception:
        try:
            return job()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            return error

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))
