"""What differs between two versions of a text, word by word.

Chapters, articles, clauses and letters are matched by their ids, so that an article which only moved, or whose number
changed because another one was put before it, is no new article.  Both texts can be read back from the difference.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from itertools import groupby
from typing import Final

from rapidfuzz.distance import Indel, Levenshtein

from rembug_ballots.documents import Document, Line, Rank, lines

_TOKEN: Final = re.compile(r"\s+|\w+|[^\w\s]")
_WORD: Final = re.compile(r"\w")
# Letters of what stayed between two changes that would only make them harder to read.
_SHORT: Final = 5
_Texts = dict[str, str]
_DEPTH: Final = {Rank.CHAPTER: 0, Rank.ARTICLE: 1, Rank.CLAUSE: 2, Rank.LETTER: 3}


@unique
class Change(StrEnum):
    """What happened to a part; a part that moved is told twice, where it was and where it is."""

    SAMA = "SAMA"
    BERUBAH = "BERUBAH"
    BARU = "BARU"
    DIHAPUS = "DIHAPUS"
    PINDAH_DARI_SINI = "PINDAH_DARI_SINI"
    PINDAH_KE_SINI = "PINDAH_KE_SINI"


_ONLY_BEFORE: Final = frozenset({Change.DIHAPUS, Change.PINDAH_DARI_SINI})
_ONLY_AFTER: Final = frozenset({Change.BARU, Change.PINDAH_KE_SINI})


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stayed (``=``), went (``-``) or came (``+``)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A line in the one, the other or both texts.

    Attributes:
        before, after: its number in each text, such as ``Pasal 5``; empty where it has none.
        runs: its words; those of ``=`` and ``-`` are the text before, those of ``=`` and ``+`` the text after.
    """

    id: str
    rank: Rank
    change: Change
    before: str
    after: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs, and all that does not, in reading order.

    What is gone stands before what came in its place.
    """

    title: tuple[Run, ...]
    lines: tuple[Compared, ...]


@dataclass(slots=True)
class _Node:
    line: Line
    children: "list[_Node]"


def compare(before: Document, after: Document) -> Difference:
    """Return the difference between two texts as they are printed: a tatib's numbers are in its sentences."""
    old, new = list(lines(before)), list(lines(after))
    return Difference(_runs(before.title, after.title), tuple(compare_lines(old, new)))


def compare_lines(before: Sequence[Line], after: Sequence[Line]) -> Iterator[Compared]:
    """Compare two texts line by line."""
    # Where an id stands in both texts, the words of the part are compared wherever it went.
    texts = {each.id: each.text for each in before if each.id}, {each.id: each.text for each in after if each.id}
    yield from _sides(before, after, Rank.PREAMBLE)
    yield from _trees(_forest(before), _forest(after), texts)
    yield from _sides(before, after, Rank.CLOSING)


def lines_before(compared: Iterable[Compared]) -> list[Line]:
    """Return the text that was compared with the other one."""
    return [
        Line(each.rank, each.id, each.before, _joined(each.runs, "-"))
        for each in compared
        if each.change not in _ONLY_AFTER
    ]


def lines_after(compared: Iterable[Compared]) -> list[Line]:
    """Return the other text."""
    return [
        Line(each.rank, each.id, each.after, _joined(each.runs, "+"))
        for each in compared
        if each.change not in _ONLY_BEFORE
    ]


def _joined(runs: Iterable[Run], kind: str) -> str:
    return "".join(run.text for run in runs if run.kind in ("=", kind))


def _forest(text: Sequence[Line]) -> list[_Node]:
    roots: list[_Node] = []
    stack: list[_Node] = []
    for line in text:
        if line.rank not in _DEPTH:
            continue
        node = _Node(line, [])
        while stack and _DEPTH[stack[-1].line.rank] >= _DEPTH[line.rank]:
            stack.pop()
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return roots


def _sides(old: Sequence[Line], new: Sequence[Line], rank: Rank) -> Iterator[Compared]:
    """Compare what has no ids: the same paragraphs, or those in the same place, belong together."""
    before = [each for each in old if each.rank is rank]
    after = [each for each in new if each.rank is rank]
    for step in Levenshtein.opcodes([each.text for each in before], [each.text for each in after]):
        gone, came = before[step.src_start : step.src_end], after[step.dest_start : step.dest_end]
        if step.tag in ("equal", "replace"):
            yield from (_both(a, b) for a, b in zip(gone, came, strict=True))
        else:
            yield from (Compared("", rank, Change.DIHAPUS, "", "", _runs(each.text, "")) for each in gone)
            yield from (Compared("", rank, Change.BARU, "", "", _runs("", each.text)) for each in came)


def _trees(before: Sequence[_Node], after: Sequence[_Node], texts: tuple[_Texts, _Texts]) -> Iterator[Compared]:
    where = {each.line.id: index for index, each in enumerate(before)}
    common = [index for each in after if (index := where.get(each.line.id)) is not None]
    kept = {before[index].line.id for index in _longest_rising(common)}
    i = j = 0
    while i < len(before) or j < len(after):
        if i < len(before) and before[i].line.id not in kept:
            yield from _gone(before[i], texts)
            i += 1
        elif j < len(after) and after[j].line.id not in kept:
            yield from _came(after[j], texts)
            j += 1
        else:
            yield _both(before[i].line, after[j].line)
            yield from _trees(before[i].children, after[j].children, texts)
            i += 1
            j += 1


def _gone(node: _Node, texts: tuple[_Texts, _Texts]) -> Iterator[Compared]:
    line = node.line
    if line.id in texts[1]:
        yield Compared(line.id, line.rank, Change.PINDAH_DARI_SINI, line.number, "", _runs(line.text, line.text))
    else:
        yield Compared(line.id, line.rank, Change.DIHAPUS, line.number, "", _runs(line.text, ""))
    for each in node.children:
        yield from _gone(each, texts)


def _came(node: _Node, texts: tuple[_Texts, _Texts]) -> Iterator[Compared]:
    line = node.line
    was = texts[0].get(line.id)
    if was is not None:
        yield Compared(line.id, line.rank, Change.PINDAH_KE_SINI, "", line.number, _runs(was, line.text))
    else:
        yield Compared(line.id, line.rank, Change.BARU, "", line.number, _runs("", line.text))
    for each in node.children:
        yield from _came(each, texts)


def _both(old: Line, new: Line) -> Compared:
    change = Change.SAMA if old.text == new.text else Change.BERUBAH
    return Compared(new.id, new.rank, change, old.number, new.number, _runs(old.text, new.text))


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return a longest rising subsequence (patience sorting)."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(ends, number)
        if place == len(ends):
            ends.append(number)
            at.append(index)
        else:
            ends[place] = number
            at[place] = index
        previous.append(at[place - 1] if place else -1)
    found = []
    index = at[-1] if at else -1
    while index >= 0:
        found.append(numbers[index])
        index = previous[index]
    return found[::-1]


def _runs(before: str, after: str) -> tuple[Run, ...]:
    if before == after:
        return (Run("=", before),) if before else ()
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[tuple[str, str]] = []
    for step in Indel.opcodes(old, new):
        gone, came = "".join(old[step.src_start : step.src_end]), "".join(new[step.dest_start : step.dest_end])
        if step.tag == "equal":
            pieces.append(("=", gone))
        else:
            pieces += [("-", gone), ("+", came)]
    return tuple(_tidy([(kind, text) for kind, text in pieces if text]))


def _tidy(pieces: Sequence[tuple[str, str]]) -> Iterator[Run]:
    """Put what went before what came, and take a lone word between two changes into both: people read phrases."""
    is_lone = [
        kind == "=" and 0 < place < len(pieces) - 1 and len(_WORD.findall(text)) < _SHORT
        for place, (kind, text) in enumerate(pieces)
    ]
    for is_kept, group in groupby(range(len(pieces)), lambda place: pieces[place][0] == "=" and not is_lone[place]):
        run = [pieces[place] for place in group]
        if is_kept:
            yield Run("=", "".join(text for _, text in run))
            continue
        for kind in ("-", "+"):
            text = "".join(text for each, text in run if each in ("=", kind))
            if text:
                yield Run(kind, text)
