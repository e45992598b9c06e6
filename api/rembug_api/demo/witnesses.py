"""Observers of the demo who witness the log, each with a folder of their own, as `rembug saksi` does it."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rembug_api.demo.setting import ELECTION
from rembug_api.witness.device import WitnessDevice
from rembug_api.witness.http_board import HttpBoard
from rembug_api.witness.memory import LogMemory, WitnessKey, make_key
from rembug_ballots.ids import ElectionId
from rembug_ballots.rules import Rules
from rembug_ballots.witnessing import Witness, Witnessing
from rembug_service.board import origin_of
from rembug_service.system import now, system_random

_PEOPLE: Final = (
    ("pemantau.rw03", "Pemantau RW 03"),
    ("fasilitator", "Fasilitator Kelurahan"),
    ("kelurahan.sukasari", "Kelurahan Sukasari"),
    ("wartawan", "Wartawan Warta Warga"),
    ("tokoh.perempuan", "Tokoh Perempuan"),
)
MOST: Final = len(_PEOPLE)


@dataclass(frozen=True, slots=True)
class Watcher:
    """A witness of the demo: what people call them, their key, and the folder of their laptop."""

    name: str
    key: WitnessKey
    folder: Path


@contextlib.contextmanager
def gather(count: int) -> Iterator[list[Watcher]]:
    """Give each of so many observers a key; their folders go at the end."""
    with tempfile.TemporaryDirectory() as folder:
        yield [
            Watcher(name, make_key(Path(folder) / key, key, system_random), Path(folder) / key)
            for key, name in _PEOPLE[:count]
        ]


def agreed(rules: Rules, watchers: list[Watcher]) -> Rules:
    """Return rules that name the observers; all but one of them must have signed."""
    if not watchers:
        return rules
    witnesses = tuple(Witness(each.name, each.key.public.to_text()) for each in watchers)
    return replace(rules, witnessing=Witnessing(max(1, len(watchers) - 1), witnesses))


def watch(base: str, log_key: str, watchers: list[Watcher]) -> None:
    """Let every observer look once and sign."""
    for each in watchers:
        memory = LogMemory(each.folder, origin_of(ElectionId(ELECTION)))
        memory.pin(log_key)
        board = HttpBoard(base, ELECTION)
        try:
            WitnessDevice(each.key, memory, board, rest=lambda: None, clock=now).visit()
        finally:
            board.close()
