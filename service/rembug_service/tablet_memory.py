"""What a running service remembers of the tablets of its tables.  It is in memory only (see `tablets`)."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Final

_MOST_AT_A_TABLE: Final = 40


@dataclass(frozen=True, slots=True)
class Tablet:
    """A tablet as officers see it.

    Attributes:
        table: number of its table.
        name: what stands on its screen, 4 characters.
        waiting: ballots of this table that it keeps, as it said last.
        seconds: since it was last heard of.
    """

    table: int
    name: str
    waiting: int
    seconds: int


@dataclass(frozen=True, slots=True)
class _Heard:
    waiting: int
    beat: int
    moment: int


@dataclass(slots=True)
class TabletMemory:
    """The last word of each tablet, by election and table and then by name."""

    _heard: dict[tuple[str, int], dict[str, _Heard]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, election: str, table: int, name: str, waiting: int, beat: int, moment: int) -> None:
        """Keep a word, unless a newer one of this tablet is known.  ``moment``: POSIX seconds of this service."""
        with self._lock:
            tablets = self._heard.setdefault((election, table), {})
            last = tablets.get(name)
            if last is not None and last.beat >= beat:
                return
            tablets[name] = _Heard(waiting, beat, moment)
            if len(tablets) > _MOST_AT_A_TABLE:
                # Of too many the one that has been silent longest and holds nothing goes first.
                del tablets[min(tablets, key=lambda each: (tablets[each].waiting > 0, tablets[each].moment))]

    def of(self, election: str, moment: int, table: int | None = None) -> list[Tablet]:
        """Return the tablets of a table, or of all tables of an election."""
        with self._lock:
            return [
                Tablet(number, name, each.waiting, max(0, moment - each.moment))
                for (where, number), tablets in self._heard.items()
                if where == election and table in {None, number}
                for name, each in tablets.items()
            ]
