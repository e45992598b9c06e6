"""Recognises bab, pasal, ayat and huruf in the paragraphs of a text that somebody wrote in another program."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rembug_ballots.documents import MAX_LETTERS, Line, Rank

_BAB: Final = re.compile(r"bab\s+(?:[ivxlc]+|\d{1,3})\b[\s.:\u2013-]*(.*)", re.IGNORECASE | re.DOTALL)
_PASAL: Final = re.compile(r"pasal\s+\d{1,3}\b[\s.:\u2013-]*(.*)", re.IGNORECASE | re.DOTALL)
_AYAT: Final = re.compile(r"(?:\(\d{1,3}\)|\d{1,3}[.)](?=\s))\s*(.*)", re.DOTALL)
_HURUF: Final = re.compile(r"[a-z][.)](?:\s+(.*))?", re.DOTALL)
END: Final = re.compile(r"(?:ditetapkan|disepakati|disahkan)\s+(?:di|dalam|pada)\b", re.IGNORECASE)
_HEADINGS: Final[Mapping[Rank | None, re.Pattern[str]]] = {Rank.CHAPTER: _BAB, Rank.ARTICLE: _PASAL}
_FORMS: Final = ((Rank.CHAPTER, _BAB), (Rank.ARTICLE, _PASAL), (Rank.CLAUSE, _AYAT), (Rank.LETTER, _HURUF))
_RANKS: Final = (Rank.CHAPTER, Rank.ARTICLE, Rank.CLAUSE, Rank.LETTER)
_LONGEST_HEADING: Final = 80
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 4_000
NO_TITLE: Final = "TANPA JUDUL"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph.

    Attributes:
        text: as it is written, with or without its number.
        rank: what its format says it is, or None: then its words decide.
        title: whether its format says that it is the title of the whole text.
        heading: whether it stands out: a heading, centred or bold.
        plain: whether its words must not be taken for a number.
        rule: whether it is a line across the page, behind which the closing stands.
    """

    text: str
    rank: Rank | None = None
    title: bool = False
    heading: bool = False
    plain: bool = False
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """What was recognised, and what somebody should look at.

    Attributes:
        lines: without ids and numbers.
        notes: Indonesian sentences.
    """

    title: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def recognise(blocks: Sequence[Block]) -> Outline:
    """Return the lines of a text."""
    reader = _Reader()
    for place, block in enumerate(blocks):
        reader.read(block, blocks[place + 1] if place + 1 < len(blocks) else None)
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._title: list[str] = []
        self._preamble: list[str] = []
        self._tree: list[tuple[Rank, str]] = []
        self._closing: list[str] = []
        self._notes: list[str] = []
        # A heading that still waits for its title on the next line.
        self._untitled = False
        # Whether the clauses of this article have numbers.
        self._numbered = False
        self._ended = False

    def read(self, block: Block, following: Block | None) -> None:
        """Take the next paragraph."""
        text = clean(block.text)
        if block.rule:
            self._ended = bool(self._tree)
            return
        if not text:
            return
        rank, rest = _rank(block, text)
        if self._ended:
            self._closing.append(text)
        elif rank is not None:
            self._part(rank, clean(rest), block)
        elif not self._tree:
            self._before(block, text)
        elif self._untitled and self._is_heading(block, text, following):
            self._tree[-1] = (self._tree[-1][0], text)
            self._untitled = False
        elif END.match(text) and not block.plain:
            self._ended = True
            self._closing.append(text)
        else:
            self._continue(text)

    def finish(self) -> Outline:
        """Return what was read."""
        title = " ".join(self._title)[:LONGEST_TITLE].strip()
        if not title:
            self._notes.append("Judul tidak ditemukan. Tulis judulnya.")
        if not any(rank is Rank.ARTICLE for rank, _ in self._tree):
            self._notes.append(
                "Tidak ada pasal yang dikenali. Beri setiap pasal baris sendiri: Pasal 1, Pasal 2, dan seterusnya."
            )
        found = [Line(Rank.PREAMBLE, "", "", text) for text in self._preamble]
        for rank, text in self._tree:
            if rank is Rank.CHAPTER and not text:
                self._notes.append("Ada bab tanpa judul. Tulis judulnya.")
            found.append(Line(rank, "", "", text or (NO_TITLE if rank is Rank.CHAPTER else "")))
        found += [Line(Rank.CLOSING, "", "", text) for text in self._closing]
        return Outline(title or NO_TITLE, tuple(found), tuple(self._notes))

    def _before(self, block: Block, text: str) -> None:
        stands_out = not self._preamble and (block.heading or text.isupper()) and not block.plain
        if block.title or stands_out:
            self._title.append(text)
        else:
            self._preamble.append(text)

    def _is_heading(self, block: Block, text: str, following: Block | None) -> bool:
        if not is_heading(text):
            return False
        if block.heading or self._tree[-1][0] is Rank.CHAPTER:
            return True
        # The title of a pasal in plain type: only where its sentences still follow.
        if following is None or not clean(following.text) or not text[0].isupper():
            return False
        rank = _rank(following, clean(following.text))[0]
        return rank is Rank.CLAUSE or (rank is None and len(text) <= _LONGEST_HEADING // 2)

    def _part(self, rank: Rank, text: str, block: Block) -> None:
        self._untitled = False
        if rank is Rank.CHAPTER:
            self._add(rank, text[:LONGEST_TITLE].strip())
            self._untitled = not text
        elif rank is Rank.ARTICLE:
            self._article(text[:LONGEST_TITLE].strip())
            self._untitled = not text and block.rank is None
        elif not any(each is Rank.ARTICLE for each, _ in self._tree):
            self._loose(text)
        elif not text:
            self._notes.append(f"{self._where()}: ada nomor tanpa kalimat, dilewati.")
        elif rank is Rank.CLAUSE:
            self._numbered = True
            self._add(rank, text)
        else:
            self._letter(text)

    def _article(self, title: str) -> None:
        if not any(each is Rank.CHAPTER for each, _ in self._tree):
            self._add(Rank.CHAPTER, "")
        self._add(Rank.ARTICLE, title)
        self._numbered = False

    def _letter(self, text: str) -> None:
        letters = 0
        for rank, _ in reversed(self._tree):
            if rank is not Rank.LETTER:
                break
            letters += 1
        if not self._is_open(Rank.CLAUSE):
            self._add(Rank.CLAUSE, "Sebagai berikut:")
            self._notes.append(f"{self._where()}: huruf tanpa kalimat pembuka. Tulis kalimat pembukanya.")
        elif letters >= MAX_LETTERS:
            self._add(Rank.CLAUSE, "Sebagai berikut:")
            self._notes.append(f"{self._where()}: lebih dari {MAX_LETTERS} huruf, sisanya dijadikan ayat baru.")
        self._add(Rank.LETTER, text)

    def _loose(self, text: str) -> None:
        """Take a numbered sentence that stands in no pasal."""
        if self._tree:
            self._continue(text)
        elif text:
            self._preamble.append(text)

    def _continue(self, text: str) -> None:
        """Take a paragraph without a number: the only sentence of its pasal, or more of what stands above."""
        self._untitled = False
        rank, above = self._tree[-1]
        if rank is Rank.CHAPTER:
            self._notes.append(f"Bab “{above or NO_TITLE}”: kalimat sebelum pasal pertama dijadikan pasal. Periksa.")
            self._article("")
            self._add(Rank.CLAUSE, text)
        elif rank is Rank.ARTICLE or not self._numbered:
            self._add(Rank.CLAUSE, text)
        else:
            self._tree.pop()
            self._add(rank, f"{above} {text}")
            self._notes.append(f"{self._where()}: dua paragraf digabung. Periksa.")

    def _add(self, rank: Rank, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            self._notes.append(f"{self._where()}: kalimat terlalu panjang, dipotong pada {LONGEST_TEXT} huruf.")
        self._tree.append((rank, text[:LONGEST_TEXT].strip()))

    def _is_open(self, rank: Rank) -> bool:
        for each, _ in reversed(self._tree):
            if each is rank:
                return True
            if _RANKS.index(each) < _RANKS.index(rank):
                return False
        return False

    def _where(self) -> str:
        count = sum(rank is Rank.ARTICLE for rank, _ in self._tree)
        return f"Pasal {count}" if count else "Pembukaan"


def is_heading(text: str) -> bool:
    """Say whether a text could be a title: short, and no sentence."""
    return 0 < len(text) <= _LONGEST_HEADING and text[-1] not in ".;:,"


def clean(text: str) -> str:
    """Return a text in NFC, without control characters, spaces that nobody sees, or spaces at the ends of its lines."""
    # A soft hyphen and spaces without width come from word processors.
    text = "".join(each for each in unicodedata.normalize("NFC", text) if each not in "\u00ad\u200b\u200c\u200d\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        " " if each != "\n" and unicodedata.category(each) in {"Cc", "Cs", "Zs", "Zl", "Zp"} else each for each in text
    )
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()


def _rank(block: Block, text: str) -> tuple[Rank | None, str]:
    """Return what a paragraph is, and its text without the number."""
    if block.rank in _HEADINGS:
        found = _HEADINGS[block.rank].fullmatch(text)
        return block.rank, found.group(1) if found else text
    if block.rank is not None or block.plain or block.title:
        return block.rank, text
    for rank, form in _FORMS:
        found = form.fullmatch(text)
        if found is not None and (rank is not Rank.ARTICLE or _is_article(found.group(1))):
            return rank, found.group(1) or ""
    return None, text


def _is_article(rest: str) -> bool:
    """Tell ``Pasal 4 Kedudukan`` from ``Pasal 4 ayat (2) tidak berlaku bagi ...``."""
    return not rest or (is_heading(rest) and rest[0].isupper())
