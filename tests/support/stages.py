"""Folders of data with an invented election at some stage: each made once a worker, copied for whoever needs one.

Bringing an election to open polls takes seconds of password hashing and ceremony; a copy of its folder takes none.
A copy is as good as the original: nothing in it names an address or a place on the disk.
"""

import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rembug_api.demo import open_polls, setting
from rembug_api.demo.open_polls import Polls
from rembug_api.demo.server import running_server
from rembug_service.people.invented import invent_register

SEED: Final = 5  # of the invented register, as the demo has it
ADULTS: Final = 60


def own(polls: Polls) -> Polls:
    """Return polls whose piles and tables nobody else changes."""
    tables = [dataclasses.replace(table, pile=list(table.pile)) for table in polls.tables]
    return dataclasses.replace(polls, tables=tables)


@dataclass
class Stages:
    """Originals that nobody writes to.

    Attributes:
        root: the folder that they are in.
    """

    root: Path
    _made: dict[str, Polls | None] = field(default_factory=dict)

    def begun(self, to: Path) -> None:
        """Put a committee with an election that has just begun into a new folder."""
        self._copy("begun", to, _with_committee(lambda _: None))

    def registered(self, to: Path) -> None:
        """Put an election whose register is there, and nothing agreed, into a new folder."""
        self._copy("registered", to, _with_committee(_register))

    def agreed(self, to: Path) -> None:
        """Put an election whose rules are sealed into a new folder."""
        self._copy("agreed", to, _with_committee(_agree))

    def polls(self, to: Path, adults: int, *, present: int) -> Polls:
        """Put open polls of two tables into a new folder, the first ``present`` residents of each checked in."""
        made = self._copy(
            f"polls-{adults}-{present}", to, lambda folder: open_polls.prepare(folder, adults, present=present)
        )
        assert made is not None
        return own(made)

    def _copy(self, name: str, to: Path, make: Callable[[Path], Polls | None]) -> Polls | None:
        source = self.root / name
        if name not in self._made:
            self._made[name] = make(source)
        shutil.copytree(source, to)
        return self._made[name]


def _with_committee(then: Callable[[setting.Committee], None]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        with running_server(folder) as base:
            committee = setting.gather_committee(base)
            setting.begin_election(committee)
            then(committee)
            committee.close()

    return make


def _register(committee: setting.Committee) -> None:
    setting.bring_register(committee, invent_register(ADULTS, SEED), SEED)


def _agree(committee: setting.Committee) -> None:
    _register(committee)
    setting.agree(committee, 3, 11)
