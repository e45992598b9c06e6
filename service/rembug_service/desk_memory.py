"""What a running service remembers of its desks: rolls made ready for searching, and presses of the button.

Trust: it is in memory only.  Presses are hashes in a set: neither a time nor an order of anybody's coming is in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from rembug_service.people.roll_search import RollSearch


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """A resident as a desk sees her.

    Attributes:
        table: her table, or 0 if she stands on no roll yet.
        roll: her line on its roll, or 0.
        note: what tells her from others of her name.
    """

    table: int
    roll: int
    person: str
    name: str
    nicknames: tuple[str, ...]
    sex: str
    unit: str
    note: str
    present: bool


@dataclass(frozen=True, slots=True)
class RollSnapshot:
    """The electorate of a contest as it stood when the rolls had ``size`` lines; ``present`` is always False in it."""

    size: int
    entries: Sequence[DeskEntry]
    search: RollSearch


@dataclass(slots=True)
class DeskMemory:
    """Snapshots by election and contest, and the hashes of presses that were done."""

    snapshots: dict[tuple[str, str], RollSnapshot] = field(default_factory=dict)
    pressed: set[bytes] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)
