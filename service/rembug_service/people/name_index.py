"""The names of a register, indexed once, so that the look-up of a written name touches few residents.

Each resident is known by several aliases: the name, the nicknames, and the name of the husband if
the note says whose wife she is. An alias is a row of folded words; a vocabulary maps every distinct
word to the aliases that hold it.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rapidfuzz import fuzz, process

from rembug_service.people.folding import FoldedName, Sex, fold, fold_words
from rembug_service.people.lexicon import OFFICES
from rembug_service.people.units import Unit

# Below this a word of a name is another word, not another spelling of it (0 to 100, RapidFuzz
# ratio).
_WORD_CUTOFF: Final = 74.0
_KEY_CUTOFF: Final = 82.0
_INITIAL_FIT: Final = 0.7


@dataclass(frozen=True, slots=True)
class RegisteredName:
    """What the register says about a resident, as far as it helps to find the one meant.

    ``note`` tells people apart ("gang Melati", "bengkel", "istri Pak Dedi", "ketua RT 3").
    """

    id: str
    name: str
    sex: Sex | None
    unit: Unit
    nicknames: tuple[str, ...] = ()
    note: str = ""


class AliasKind(Enum):
    """Where an alias comes from."""

    NAME = "name"
    NICKNAME = "nickname"
    HUSBAND = "husband"


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to call the resident at position ``who`` of the register."""

    who: int
    kind: AliasKind
    folded: FoldedName
    tokens: tuple[str, ...]


class NameIndex:
    """Aliases of all residents by folded word.  Built once for a register snapshot; never changes."""

    def __init__(self, residents: Sequence[RegisteredName]) -> None:
        self.residents: Final = tuple(residents)
        self.aliases: Final[list[Alias]] = []
        self.by_key: Final[dict[str, list[int]]] = defaultdict(list)
        self.by_plain: Final[dict[str, list[int]]] = defaultdict(list)
        self.by_office: Final[dict[str, list[int]]] = defaultdict(list)
        self.name_keys: Final[list[str]] = []
        self.note_words: Final[list[frozenset[str]]] = []
        self._by_word: Final[dict[str, list[int]]] = defaultdict(list)
        self._by_note_word: Final[dict[str, list[int]]] = defaultdict(list)
        for who, resident in enumerate(self.residents):
            self._add_resident(who, resident)
        self._words: Final = list(self._by_word)
        self._keys: Final = [key for key in self.by_key if key]
        self._total: Final = len(self.aliases) + 1
        self._weights: Final = {word: self._weigh(word) for word in self._words}
        self.alias_weights: Final = [sum(map(self.weight, alias.tokens)) or 1.0 for alias in self.aliases]

    def _add_resident(self, who: int, resident: RegisteredName) -> None:
        name = fold(resident.name)
        self.name_keys.append(name.key)
        self._add_alias(Alias(who, AliasKind.NAME, name, name.tokens))
        for nickname in resident.nicknames:
            folded = fold(nickname)
            if folded.plain:
                self._add_alias(Alias(who, AliasKind.NICKNAME, folded, folded.tokens))
        note = fold(resident.note)
        if note.husband:
            self._add_alias(Alias(who, AliasKind.HUSBAND, note, note.husband))
        words = frozenset(fold_words(resident.note))
        self.note_words.append(words)
        for word in words:
            self._by_note_word[word].append(who)
        for word, office in OFFICES.items():
            if word in words and ("ketua" in words or len(words) <= 2):
                self.by_office[office].append(who)

    def _add_alias(self, alias: Alias) -> None:
        position = len(self.aliases)
        self.aliases.append(alias)
        self.by_plain[alias.folded.plain].append(position)
        if alias.kind is not AliasKind.HUSBAND:
            self.by_key[alias.folded.key].append(position)
        for token in set(alias.tokens):
            self._by_word[token].append(position)

    def weight(self, word: str) -> float:
        """Return how much a folded word tells: rare words much, "muhamat" little, an initial least."""
        return self._weights.get(word) or self._weigh(word)

    def _weigh(self, word: str) -> float:
        holders = len(self._by_word.get(word, ()))
        weight = 1.0 + math.log(self._total / (1 + holders)) / math.log(self._total + 1)
        return weight * (0.35 if len(word) == 1 else 1.0)

    def similar_words(self, word: str) -> dict[str, float]:
        """Return the words of the register that may be this one, each with its likeness from 0 to 1."""
        if len(word) == 1:
            return {word: 1.0} if word in self._by_word else {}
        found = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=_WORD_CUTOFF, limit=40)
        similar = {candidate: score / 100.0 for candidate, score, _ in found}
        if word[0] in self._by_word:  # "Asep Hidayat" for the registered "Asep H"
            similar.setdefault(word[0], _INITIAL_FIT)
        return similar

    def holders(self, word: str) -> list[int]:
        """Return the positions of the aliases that hold a folded word."""
        return self._by_word.get(word, [])

    def holders_of_note_word(self, word: str) -> list[int]:
        """Return the residents whose note holds a folded word."""
        return self._by_note_word.get(word, [])

    def similar_keys(self, key: str) -> dict[int, float]:
        """Return aliases whose whole key is like ``key``: this finds names that are split or joined otherwise."""
        found = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=_KEY_CUTOFF, limit=40)
        return {alias: score / 100.0 for candidate, score, _ in found for alias in self.by_key[candidate]}
