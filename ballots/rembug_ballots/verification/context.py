"""What all chapters read: the events by kind, the blobs, and the few facts that many checks need.

Nothing here judges.  Facts are taken from the events as they stand, so that one illegal event does not keep the other
checks from running.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeVar

from rembug_ballots.events import Body, Event
from rembug_ballots.events.agreement import RulesReopened, RulesSealed
from rembug_ballots.events.ceremony import (
    CeremonyAbandoned,
    CeremonyCommitted,
    CeremonyComplained,
    CeremonyConfirmed,
    CeremonyRevealed,
    CeremonyShared,
    KeysJoined,
    RehearsalFactor,
    RehearsalPassed,
    RehearsalSet,
)
from rembug_ballots.events.polling import BallotCast, ContestClosed, ContestRevote, TableOpened
from rembug_ballots.events.setup import BoothSealed, CardsRegistered, RegisterSealed, SealedTable, StageSealed
from rembug_ballots.ids import ContestId, ElectionId, Sha256, TableNumber
from rembug_ballots.rules import ContestRules, Rules
from rembug_ballots.state.blobs import BlobSource
from rembug_ballots.verification.findings import Findings

B = TypeVar("B", bound=Body)

_SET_UP: Final = frozenset(
    {
        RulesSealed,
        CeremonyCommitted,
        CeremonyRevealed,
        CeremonyShared,
        CeremonyConfirmed,
        CeremonyComplained,
        CeremonyAbandoned,
        KeysJoined,
        RehearsalSet,
        RehearsalFactor,
        RehearsalPassed,
        RegisterSealed,
        CardsRegistered,
        BoothSealed,
        StageSealed,
    }
)
"""What follows from the rules, and is made anew when they are opened again.  Holders stay registered."""


@dataclass(frozen=True, slots=True)
class At:
    """An event that could be read, and its index in the log."""

    index: int
    event: Event


@dataclass
class Context:
    """One record under verification."""

    findings: Findings
    size: int
    """Leaves of the log, readable or not."""
    readable: Sequence[At]
    blobs: BlobSource
    asked: set[Sha256] = field(default_factory=set)
    """Blobs that some check asked for, present or not."""

    @cached_property
    def _by_kind(self) -> Mapping[type[Body], list[At]]:
        kinds: dict[type[Body], list[At]] = {}
        for at in self.readable:
            kinds.setdefault(type(at.event.body), []).append(at)
        return kinds

    @cached_property
    def begun(self) -> int:
        """Index of the last event that opened the rules again, or -1: what was set up before it is out of force."""
        return max((index for index, _ in self.ever(RulesReopened)), default=-1)

    def each(self, kind: type[B]) -> Iterator[tuple[int, B]]:
        """Yield the index and body of every event of a kind that is in force, in log order."""
        for index, body in self.ever(kind):
            if index > self.begun or kind not in _SET_UP:
                yield index, body

    def ever(self, kind: type[B]) -> Iterator[tuple[int, B]]:
        """Yield the index and body of every event of a kind, in log order."""
        for at in self._by_kind.get(kind, ()):
            body = at.event.body
            assert isinstance(body, kind)  # the key of the table is its type
            yield at.index, body

    def last(self, kind: type[B], contest: ContestId | None = None) -> tuple[int, B] | None:
        """Return the last event of a kind, of one contest when one is given."""
        found = None
        for index, body in self.each(kind):
            if contest is None or getattr(body, "contest", None) == contest:
                found = index, body
        return found

    def of(self, kind: type[B], contest: ContestId) -> list[tuple[int, B]]:
        """Return the events of a kind that belong to one contest."""
        return [(index, body) for index, body in self.each(kind) if getattr(body, "contest", None) == contest]

    @cached_property
    def election(self) -> ElectionId | None:
        """The election that the first readable event names."""
        return self.readable[0].event.election if self.readable else None

    @cached_property
    def rules(self) -> Rules | None:
        """The rules sealed first: later ones are a failure of their own."""
        for _, body in self.each(RulesSealed):
            return body.rules
        return None

    @cached_property
    def contests(self) -> Mapping[ContestId, ContestRules]:
        """The contests of the rules."""
        return {contest.id: contest for contest in self.rules.contests} if self.rules else {}

    @cached_property
    def tables(self) -> Mapping[TableNumber, SealedTable]:
        """The sealed tables; the first mention of a number counts."""
        tables: dict[TableNumber, SealedTable] = {}
        for _, body in self.each(RegisterSealed):
            for table in body.tables:
                tables.setdefault(table.table, table)
        return tables

    @cached_property
    def key_bytes(self) -> bytes | None:
        """The joint keys ``X_1 .. X_Wmax`` as the log states them."""
        found = self.last(KeysJoined)
        return bytes(found[1].keys) if found else None

    @cached_property
    def closed(self) -> Mapping[ContestId, tuple[int, ContestClosed]]:
        """The last closing of each contest that is closed."""
        return {body.contest: (index, body) for index, body in self.each(ContestClosed)}

    @cached_property
    def ended(self) -> frozenset[ContestId]:
        """Contests that ended without a result and are voted again."""
        return frozenset(body.contest for _, body in self.each(ContestRevote))

    @cached_property
    def is_all_repeated(self) -> bool:
        """Every contest ended without a result."""
        return bool(self.contests) and self.ended.issuperset(self.contests)

    @cached_property
    def never_opened(self) -> frozenset[TableNumber]:
        """Tables of contests that are voted again that never opened: nobody can have voted there."""
        opened = {body.table for _, body in self.each(TableOpened)}
        return frozenset(
            number for number, table in self.tables.items() if table.contest in self.ended and number not in opened
        )

    @cached_property
    def ballots(self) -> Mapping[ContestId, list[tuple[int, BallotCast]]]:
        """The cast ballots of each contest in log order."""
        ballots: dict[ContestId, list[tuple[int, BallotCast]]] = {}
        for index, body in self.each(BallotCast):
            ballots.setdefault(body.contest, []).append((index, body))
        return ballots

    def blob(self, slug: str, name: Sha256, what: str, index: int | None = None) -> bytes | None:
        """Return a blob whose hash fits its name; otherwise note for this check what is missing."""
        self.asked.add(name)
        data = self.blobs.get(name)
        if data is None:
            self.findings.lack(slug, f"{what} tidak disertakan dalam arsip ini (lampiran {name[:12]})")
            return None
        if hashlib.sha256(data).hexdigest() != name:
            self.findings.fail(
                "events.blobs", f"{what}: isi lampiran {name[:12]} tidak cocok dengan sidik jarinya", index
            )
            self.findings.lack(slug, f"{what} rusak")
            return None
        return data

    def table_missing(self, slug: str, table: TableNumber, sentence: str) -> None:
        """Note for this check what a table still owes, unless its contest was repeated before the table opened."""
        if table in self.never_opened:
            self.findings.skip(slug, f"Meja {table} tidak pernah dibuka, dan pemilihannya diulang.")
        else:
            self.findings.lack(slug, sentence)

    def stage_missing(self, slugs: Sequence[str], contest: ContestId, sentence: str) -> None:
        """Note for these checks that a contest has not come so far, or never will because it is voted again."""
        for slug in slugs:
            if contest in self.ended:
                self.findings.skip(slug, f"Pemilihan '{contest}' diulang, suaranya tidak dibuka.")
            else:
                self.findings.lack(slug, f"Pemilihan '{contest}': {sentence}")
