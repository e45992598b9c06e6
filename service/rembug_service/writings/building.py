"""Makes a document of lines, and gives its parts ids that stay over versions."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from rapidfuzz import fuzz

from rembug_ballots.documents import FORMAT, Document, Line, Rank
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.rules import Rules

_RANKS: Final = (Rank.CHAPTER, Rank.ARTICLE, Rank.CLAUSE, Rank.LETTER)
_INITIAL: Final[Mapping[Rank, str]] = {
    Rank.CHAPTER: "b",
    Rank.ARTICLE: "p",
    Rank.CLAUSE: "a",
    Rank.LETTER: "h",
}
# Two sentences that are less alike than this are two sentences, not one that was changed.
_ALIKE: Final = 70.0


def build(kind: DocumentKind, title: str, text: Iterable[Line], rules: Rules | None = None) -> Document:
    """Return the document of lines that have their ids.

    Raises:
        MalformedValue: a line stands under none of the rank above it, or a text is out of its bounds.
    """
    preamble: list[object] = []
    chapters: list[object] = []
    closing: list[object] = []
    # For each rank, the list that the next part of that rank belongs to.
    inside: dict[Rank, list[object]] = {Rank.CHAPTER: chapters}
    for line in text:
        if line.rank in (Rank.PREAMBLE, Rank.CLOSING):
            (preamble if line.rank is Rank.PREAMBLE else closing).append(line.text)
            continue
        depth = _RANKS.index(line.rank)
        for rank in _RANKS[depth + 1 :]:
            inside.pop(rank, None)
        children: list[object] = []
        if depth + 1 < len(_RANKS):
            inside[_RANKS[depth + 1]] = children
        inside[line.rank].append(_node(line, children))
    return Document.from_json(
        {
            "format": FORMAT,
            "document": kind.value,
            "title": title,
            "preamble": preamble,
            "chapters": chapters,
            "closing": closing,
            "rules": None if rules is None else rules.to_json(),
        }
    )


def _node(line: Line, children: list[object]) -> dict[str, object]:
    if line.rank is Rank.CHAPTER:
        return {"id": line.id, "title": line.text, "articles": children}
    if line.rank is Rank.ARTICLE:
        return {"id": line.id, "title": line.text, "clauses": children}
    if line.rank is Rank.CLAUSE:
        return {"id": line.id, "text": line.text, "letters": children}
    return {"id": line.id, "text": line.text}


def named(text: Sequence[Line], known: Sequence[Line] = (), taken: AbstractSet[str] = frozenset()) -> list[Line]:
    """Give each line an id: that of the line of an earlier version that it continues, or a new one.

    Args:
        text: without ids.
        known: lines of the version that this text follows.
        taken: ids that an earlier version used, which must not mean something else now.
    """
    continued = _continued(text, known)
    used = {*taken, *(line.id for line in known)}
    counts = dict.fromkeys(_RANKS, 0)
    found = []
    for place, line in enumerate(text):
        if line.rank not in _INITIAL:
            found.append(line)
            continue
        name = continued.get(place, "")
        while not name or (place not in continued and name in used):
            counts[line.rank] += 1
            name = f"{_INITIAL[line.rank]}{counts[line.rank]}"
        found.append(Line(line.rank, name, line.number, line.text))
    return found


def _continued(text: Sequence[Line], known: Sequence[Line]) -> dict[int, str]:
    """Return, by the place of each line that continues one of an earlier version, that line's id.

    Of the same rank, equal words first, then the most alike, and under the same part before elsewhere; each earlier
    line is continued once.
    """
    above, known_above = _parents(text), _parents(known)
    found: dict[int, str] = {}
    for rank in _RANKS:
        left = [place for place, line in enumerate(text) if line.rank is rank]
        old = [place for place, line in enumerate(known) if line.rank is rank]

        def is_near(new: int, was: int) -> bool:
            parent = known_above[was]
            return parent is None or found.get(above[new] or 0) == known[parent].id

        for least, needs_near in ((100.0, True), (100.0, False), (_ALIKE, True), (_ALIKE, False)):
            for new in [*left]:
                scored = [
                    (_likeness(text[new].text, known[was].text, least), was)
                    for was in old
                    if not needs_near or is_near(new, was)
                ]
                score, was = max(scored, key=lambda pair: pair[0], default=(0.0, -1))
                if score >= least:
                    found[new] = known[was].id
                    old.remove(was)
                    left.remove(new)
    return found


def _likeness(one: str, other: str, least: float) -> float:
    if not one or not other:
        return 0.0
    return fuzz.ratio(one, other, score_cutoff=least) if least < 100 else 100.0 * (one == other)


def _parents(text: Sequence[Line]) -> list[int | None]:
    """Return for each line the place of the part that it stands under."""
    last: dict[int, int] = {}
    found: list[int | None] = []
    for place, line in enumerate(text):
        if line.rank not in _RANKS:
            found.append(None)
            continue
        depth = _RANKS.index(line.rank)
        found.append(last.get(depth - 1))
        last[depth] = place
    return found
