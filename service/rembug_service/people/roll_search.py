"""Finding a resident as a clerk in a hurry types: half a word, "dedi rt3", "bu haji gang mawar".

Every word must begin a word of the name, of a nickname or of the note; what only says how a person is addressed or
where she lives orders the answer.  Where nothing fits, other spellings are looked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rembug_service.people.folding import FoldedName, fold
from rembug_service.people.lexicon import CALL_NAMES, TITLES_BEFORE
from rembug_service.people.name_index import RegisteredName
from rembug_service.people.suggestions import Suggester
from rembug_service.people.units import find_unit

MOST_FOUND: Final = 30
_LEAST_FOR_SPELLING: Final = 3
# Words that say where somebody lives, and little by themselves.
_PLACES: Final = frozenset({"gang", "gg", "jalan", "jl", "blok", "no", "nomor", "kampung", "kp"})


@dataclass(frozen=True, slots=True)
class _Row:
    who: int
    name: RegisteredName
    words: tuple[str, ...]
    of_name: frozenset[str]


class RollSearch:
    """Searches one snapshot of rolls; building takes about a second for 12,500 residents."""

    def __init__(self, people: Sequence[RegisteredName]) -> None:
        """Take the people; their positions are what `find` returns."""
        self._people: Final = tuple(people)
        self._rows: Final = [_row(who, each) for who, each in enumerate(self._people)]
        self._suggester: Suggester | None = None

    def find(self, typed: str, *, first: Callable[[int], bool] = lambda _: True) -> list[int]:
        """Return positions, at most 30: those for whom ``first`` holds before others, the likeliest before the rest.

        Nothing is found for an empty text.
        """
        wanted = fold(typed)
        unit, rest = find_unit(typed.casefold())
        words = [word for word in fold(rest).plain.split() if word not in _PLACES]
        calls = [word for word in words if word in CALL_NAMES or word in TITLES_BEFORE]
        needed = [word for word in words if word not in calls]
        if not needed and unit is None:
            # "bu haji": nothing but how one is addressed; or the beginning of a name, as "an" of "Ana".
            needed = words[-1:]
        if not needed and unit is None:
            return []
        found = [
            (not first(row.who), _rank(row, needed, wanted), row.who)
            for row in self._rows
            if (unit is None or unit.admits(row.name.unit)) and all(_begins(word, row.words) for word in needed)
        ]
        if found:
            return [who for _, _, who in sorted(found)[:MOST_FOUND]]
        if sum(map(len, needed)) < _LEAST_FOR_SPELLING:
            return []
        # Sorting keeps the order of the likeliest within each half.
        return sorted(self._other_spellings(typed), key=lambda who: not first(who))

    def _other_spellings(self, typed: str) -> list[int]:
        if self._suggester is None:
            self._suggester = Suggester(self._people)
        position = {each.id: who for who, each in enumerate(self._people)}
        ranked = self._suggester.suggest(typed).ranked
        return [position[each.resident_id] for each in ranked[:MOST_FOUND]]


def _row(who: int, person: RegisteredName) -> _Row:
    names = [fold(text) for text in (person.name, *person.nicknames)]
    of_name = {word for name in names for word in (*name.plain.split(), *name.tokens)}
    note = fold(person.note)
    return _Row(who, person, tuple({*of_name, *note.plain.split()}), frozenset(of_name))


def _begins(word: str, words: tuple[str, ...]) -> bool:
    return any(each.startswith(word) for each in words)


def _rank(row: _Row, needed: Sequence[str], wanted: FoldedName) -> tuple[int, int, str]:
    """Whole words of the name before beginnings, the sex that was said before the other; then by name."""
    whole = sum(word in row.of_name for word in needed)
    other_sex = wanted.sex_hint is not None and row.name.sex not in {None, wanted.sex_hint}
    return (int(other_sex), -whole, row.name.name)
