"""The records of the two-stage story, told once over HTTP with real cryptography, to forge others from."""

import dataclasses
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from rich.console import Console

from rembug_api.demo import two_stages
from rembug_api.demo.basis import invent_units
from rembug_api.demo.client import Device, Refused
from rembug_api.demo.day import Table
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION
from rembug_api.demo.two_stages import Poll, TwoStages
from rembug_api.demo.wishes import DUA_TINGKAT, Wishes
from rembug_ballots.cards import Card
from rembug_ballots.ids import ContestId, ElectionId
from rembug_ballots.record_open import open_record
from rembug_ballots.rules import ContestRules
from rembug_crypto.randomness import RandomSource
from rembug_service.service import Service
from rembug_service.system import system_random
from tests.ballots.verification.honest import Honest

FIRST, ROUND, AGAIN, MERGED = (ContestId(f"utusan-{number}") for number in range(1, 5))
BOARD = ContestId("bkm")


class Recorder:
    """The system's randomness, noted for a second use."""

    def __init__(self) -> None:
        self.drawn: list[bytes] = []

    def __call__(self, size: int) -> bytes:
        self.drawn.append(system_random(size))
        return self.drawn[-1]


class Replayer:
    """The beginning of what another drew, then the system's randomness."""

    def __init__(self, drawn: Sequence[bytes]) -> None:
        self._waiting = list(drawn)

    def __call__(self, size: int) -> bytes:
        if self._waiting and len(self._waiting[0]) == size:
            return self._waiting.pop(0)
        return system_random(size)


@dataclass(slots=True)
class Watched(TwoStages):
    """The story with what a thief of all cards would hold, and with two tablets that draw the same randomness.

    Attributes:
        cards: every card of each table as it was made.
        tables: the tables of each contest, with their last keys.
    """

    cards: dict[int, tuple[Card, ...]] = field(default_factory=dict)
    tables: dict[ContestId, list[Table]] = field(default_factory=dict)
    drawn: Recorder = field(default_factory=Recorder)

    def _open(self, allotted: Sequence[dict[str, Any]], stage: str) -> dict[ContestId, list[Table]]:
        # The slots of a data class hide the class from a bare super().
        opened = TwoStages._open(self, allotted, stage)
        for contest, tables in opened.items():
            self.tables[contest] = tables
            self.cards.update({table.number: tuple(table.pile) for table in tables})
        return opened

    def _poll(self, contest: ContestRules, tables: list[Table]) -> Poll:
        poll = TwoStages._poll(self, contest, tables)
        source: dict[ContestId, RandomSource] = {MERGED: self.drawn, BOARD: Replayer(self.drawn.drawn[:2])}
        poll.day.random = source.get(contest.id, system_random)
        return poll


@dataclass(frozen=True)
class Told:
    """A told story.

    Attributes:
        public: the public record.
        observers: the blobs of the record for accredited observers.
        cards, tables: as `Watched`.
        words: what was printed.
        lot: size of the checkpoint that the service names for the lot of the first unit.
        refused: what ketua, table officer and passer-by were answered when they asked for the observers' record.
    """

    public: Honest
    observers: tuple[bytes, ...]
    cards: dict[int, tuple[Card, ...]]
    tables: dict[ContestId, list[Table]]
    words: str
    lot: int
    refused: tuple[int, ...]


@contextmanager
def _chapter(console: Console, title: str) -> Iterator[None]:
    console.print(title)
    yield


def _blobs(path: Path) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    with open_record(path) as record:
        found = tuple(blob for name in record.blob_names() if (blob := record.blob(name)) is not None)
        return tuple(record.leaves), found


def tell(publication: str, url: str | None = None) -> Told:
    """Play the story with few people."""
    console = Console(file=io.StringIO(), width=200)
    wishes = Wishes(98, 0.6, 3, 1, 4, DUA_TINGKAT, publication)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with running_server(data, url=url) as base:
            begun = two_stages.begin(base, wishes, invent_units(wishes.adults, wishes.seed), console, _chapter)
            members = {each.name: getattr(begun, each.name) for each in dataclasses.fields(begun)}
            story = Watched(**members)
            story.tell(wishes.tables)
            files = {}
            for name in ("record.zip", "record-saksi.zip"):
                files[name] = Path(folder) / name
                files[name].write_bytes(story.committee.pemantau.get(f"/{name}"))
            lot = story.committee.pemantau.get(f"/contests/{FIRST}/lot")
            passer_by = Device(base, ELECTION)
            refused = (_refusal(story.committee.ketua), _refusal(story.committee.meja), _refusal(passer_by))
            passer_by.close()
            story.committee.close()
        service = Service.open(data, url)
        seed = service.board(ElectionId(ELECTION)).seed
        service.close()
        leaves, blobs = _blobs(files["record.zip"])
        _, all_blobs = _blobs(files["record-saksi.zip"])
        public = Honest(leaves, blobs, seed, files["record.zip"].read_bytes())
    words = console.file.getvalue() if isinstance(console.file, io.StringIO) else ""
    return Told(public, all_blobs, story.cards, story.tables, words, int(lot["size"]), refused)


def _refusal(device: Device) -> int:
    """Ask for the observers' record; return the status of the refusal, 200 if there was none."""
    try:
        device.get("/record-saksi.zip")
    except Refused as refused:
        return refused.status
    return 200


@lru_cache(maxsize=2)
def told(publication: str) -> Told:
    """Return the story under a policy, told once."""
    return tell(publication)
