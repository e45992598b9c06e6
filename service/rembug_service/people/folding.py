"""A deterministic key for Indonesian names, and the hints that a written name carries beside it.

`fold("Bu Hj. Dedi, S.Pd RT 03/05")` gives the key of "Dedi", and keeps what was taken off: the call
name (and with it the sex: "Bu Dedi" is not Dedi), the titles, the unit.  The key serves suggestions
and the search for duplicates only; people decide.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from rembug_service.people.lexicon import (
    CALL_NAMES,
    EXPLAINERS,
    FORMAL_CALLS,
    OFFICES,
    PARENT_CALLS,
    TITLES_AFTER,
    TITLES_BEFORE,
    WIFE_WORDS,
)
from rembug_service.people.spelling import fold_word
from rembug_service.people.units import Unit, find_unit

Sex = Literal["L", "P"]

# A name on paper is at most a line; what is longer is cut before any pattern looks at it.
MAX_TEXT: Final = 300

# Apostrophe, grave, acute, modifier letters, curly quotes; then zero-width signs: people type them all.
_APOSTROPHES: Final = str.maketrans("", "", "'`\u00b4\u02bc\u02bb\u2018\u2019\u200b\u200c\u200d\ufeff")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_ROMAN: Final = re.compile(r"[ivxl]+")
_IN_BRACKETS: Final = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")


@dataclass(frozen=True, slots=True)
class FoldedName:
    """A written name, taken apart.

    Attributes:
        plain: the whole text in lower case without marks and punctuation, words separated by one
            space.
        key: the folded words of the name joined; equal keys mean "perhaps the same name". Empty if
            no name is left.
        tokens: the folded words of the name, in their order.
        titles: titles and degrees, dots taken out (``haji``, ``spd``).
        call_names: how the person is addressed (``bu``, ``kang``), in their order.
        unit_hint: the RT and RW written with the name, or None.
        rest: the explanation behind the name (``istri pak dedi``, ``bengkel``), plain.
        office: ``RT``, ``RW``, ``LURAH`` if only an office is named ("Pak RT"), else None.
    """

    plain: str
    key: str
    tokens: tuple[str, ...]
    titles: tuple[str, ...]
    call_names: tuple[str, ...]
    unit_hint: Unit | None
    rest: str
    office: str | None = None

    @property
    def sex_hint(self) -> Sex | None:
        """Return the sex that the call names speak of, else that of the titles, else None."""
        for words, sexes in ((self.call_names, CALL_NAMES), (self.titles, TITLES_BEFORE)):
            for word in words:
                if sexes.get(word) == "L":
                    return "L"
                if sexes.get(word) == "P":
                    return "P"
        return None

    @property
    def called_as_woman(self) -> bool:
        """Tell whether a call name for women stands before the name, as in "Bu Dedi"."""
        return any(CALL_NAMES.get(call) == "P" for call in self.call_names)

    @property
    def called_as_parent(self) -> bool:
        """Tell whether the name may be a child's, as in "Mama Rafi"."""
        return any(call in PARENT_CALLS for call in self.call_names)

    @property
    def husband(self) -> tuple[str, ...]:
        """Return the folded name behind "istri" or "istrinya" in the explanation; empty if there is none."""
        words = self.rest.split()
        for position, word in enumerate(words):
            if word in WIFE_WORDS:
                return fold(" ".join(words[position + 1 :])).tokens
        return ()


def fold(text: str) -> FoldedName:
    """Take a written name apart and fold it.

    Any text is accepted; what is not a name gives an empty key.  Only the first 300 characters are
    looked at.
    """
    written = _without_marks(text[:MAX_TEXT])
    plain = " ".join(_WORD.findall(written))
    unit, written = find_unit(written)
    rest: list[str] = []

    def lift(match: re.Match[str]) -> str:
        rest.extend(_WORD.findall(match[1]))
        return " "

    written = _IN_BRACKETS.sub(lift, written)
    head, *segments = (_split_words(segment) for segment in re.split(r"[,;/]", written))
    while not head and segments:
        head = segments.pop(0)
    titles_after: list[str] = []
    for segment in segments:
        left, found = _strip_degrees(segment, keep=0)
        titles_after += found
        rest += left
    head, remark = _cut_explanation(head)
    rest = remark + rest
    head, found = _strip_degrees(head, keep=1)
    titles_after = found + titles_after
    names, titles, calls = _strip_front(head)
    office = _office(plain.split())
    if office is not None:
        names, calls, rest = [], [word for word in plain.split() if word in CALL_NAMES], []
    rest += [name for name in names if name.isdigit()]
    tokens = _fold_tokens([name for name in names if not name.isdigit()])
    return FoldedName(
        plain=plain,
        key="".join(tokens),
        tokens=tokens,
        titles=(*titles, *titles_after),
        call_names=tuple(calls),
        unit_hint=unit,
        rest=" ".join(rest),
        office=office,
    )


def fold_words(text: str) -> tuple[str, ...]:
    """Return every word of a remark folded, nothing taken out; for comparing remarks with remarks."""
    words = _WORD.findall(_without_marks(text[:MAX_TEXT]))
    return tuple(fold_word(word) for word in words if not word.isdigit())


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).translate(_APOSTROPHES)


def _split_words(segment: str) -> list[str]:
    """Split at anything but letters, yet keep "s.pd.i" whole where it is a degree or a title."""
    words: list[str] = []
    for chunk in segment.split():
        joined = chunk.replace(".", "")
        if "." in chunk and (joined in TITLES_AFTER or joined in TITLES_BEFORE):
            words.append(joined)
        else:
            words.extend(_WORD.findall(chunk))
    return words


def _cut_explanation(words: list[str]) -> tuple[list[str], list[str]]:
    for position, word in enumerate(words):
        if word in EXPLAINERS and (position > 0 or len(words) > 1):
            return words[:position], words[position:]
    return words, []


def _strip_degrees(words: list[str], keep: int) -> tuple[list[str], list[str]]:
    """Take degrees off the end, also those written with spaces ("S. Pd"), but leave ``keep`` words."""
    found: list[str] = []
    left = list(words)
    changed = True
    while changed:
        changed = False
        for count in (4, 3, 2, 1):
            if len(left) - count < keep:
                continue
            joined = "".join(left[-count:])
            if joined in TITLES_AFTER and (count == 1 or all(len(word) <= 4 for word in left[-count:])):
                found.insert(0, joined)
                del left[-count:]
                changed = True
                break
    return left, found


def _strip_front(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Take titles and call names off the front, but never the last word that could be a name."""
    titles: list[str] = []
    calls: list[str] = []
    left = list(words)
    while left:
        pair = "".join(left[:2])
        if len(left) > 2 and len(pair) == 2 and pair in TITLES_BEFORE:  # "K. H. Abdullah"
            titles.append(pair)
            del left[:2]
        elif left[0] in TITLES_BEFORE and (len(left) > 1 or calls):
            titles.append(left.pop(0))
        elif left[0] in CALL_NAMES and len(left) > 1:
            calls.append(left.pop(0))
        else:
            break
    return left, titles, calls


def _office(words: list[str]) -> str | None:
    """Return the office if the whole text is an office: "Pak RT", "Bu RT 3", "Ketua RW 05"."""
    named = [OFFICES[word] for word in words if word in OFFICES]
    # "Uni RT 4" is Uni of RT 4, but "Bu RT 4" is not a woman named Bu.
    numbered = any(word.isdigit() for word in words)
    addressed = any(word in FORMAL_CALLS or (word in CALL_NAMES and not numbered) for word in words)
    others = [word for word in words if not (word in OFFICES or word in CALL_NAMES or word in TITLES_BEFORE)]
    if named and addressed and all(word == "ketua" or word.isdigit() or _ROMAN.fullmatch(word) for word in others):
        return named[0]
    return None


def _fold_tokens(names: list[str]) -> tuple[str, ...]:
    tokens = []
    for position, name in enumerate(names):
        first_of_several = position == 0 and len(names) > 1
        if name == "m" and first_of_several:  # M. Yusuf
            tokens.append(fold_word("muhammad"))
        elif name == "st" and not first_of_several:
            tokens.append(name)
        else:
            tokens.append(fold_word(name))
    return tuple(tokens)
