"""Finding residents of a register as people say them.

Folding 12,500 names takes most of a second, so what they were folded to is kept, in memory only, for as long as the
register stays as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from rembug_ballots.ids import ElectionId
from rembug_service.people.folding import fold
from rembug_service.people.units import Unit
from rembug_service.sql.residents import KeptResident


@dataclass(frozen=True, slots=True)
class _Folded:
    """A resident with everything in which a word may occur."""

    kept: KeptResident
    names: str
    keys: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class _Index:
    everybody: Sequence[KeptResident]
    folded: Sequence[_Folded]


@dataclass(slots=True)
class RegisterSearch:
    """Folded registers, by election."""

    indices: dict[ElectionId, _Index] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def find(self, election: ElectionId, everybody: Sequence[KeptResident], words: str) -> list[KeptResident]:
        """Return those in whose name, nickname or unit every word occurs, in the order of the register."""
        wanted = fold(words)
        hint = wanted.unit_hint
        return [
            each.kept
            for each in self._folded(election, everybody)
            if (hint is None or hint.admits(each.unit))
            and all(token in each.keys or token in each.names for token in wanted.tokens)
        ]

    def _folded(self, election: ElectionId, everybody: Sequence[KeptResident]) -> Sequence[_Folded]:
        with self.lock:
            index = self.indices.get(election)
        if index is None or index.everybody is not everybody:
            before = {} if index is None else {each.kept.person: each for each in index.folded}
            index = _Index(everybody, [_kept(before.get(each.person), each) for each in everybody])
            with self.lock:
                self.indices[election] = index
        return index.folded


def _kept(before: _Folded | None, kept: KeptResident) -> _Folded:
    if before is not None and before.kept is kept:
        return before
    folds = [fold(name) for name in (kept.name, *kept.nicknames)]
    return _Folded(
        kept,
        " ".join(each.plain for each in folds),
        " ".join(token for each in folds for token in each.tokens),
        Unit(rt=kept.rt, rw=kept.rw),
    )
