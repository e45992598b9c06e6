"""An agreed document (AD, ART, tatib, criteria) as a tree of bab, pasal, ayat and huruf with stable ids.

The numbers that people read (BAB IV, Pasal 12, ayat (1), huruf a.) follow from the order and are never stored.
Source: docs/formats.md, "Documents".
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, NewType, cast

from rembug_ballots.canonical import JsonObject, parse_object, serialise
from rembug_ballots.errors import MalformedValue
from rembug_ballots.events.fields import DocumentKind, Title
from rembug_ballots.events.schema import object_codec, register_kind, register_text
from rembug_ballots.ids import Sha256
from rembug_ballots.references import fill, names_in, values_of
from rembug_ballots.rules import Rules

FORMAT: Final = "rembug-document-1"
MAX_BYTES: Final = 400_000
"""Longest blob of a document: several times the longest charter."""
MAX_LETTERS: Final = 26

Format = NewType("Format", str)
PartId = NewType("PartId", str)
"""Names a bab, pasal, ayat or huruf in every version of the document."""
Paragraph = NewType("Paragraph", str)
OptionalTitle = NewType("OptionalTitle", str)

_PART_ID: Final = re.compile(r"[a-z0-9]{1,12}", re.ASCII)


def _read_format(value: object) -> Format:
    if value != FORMAT:
        raise MalformedValue(f"not {FORMAT}")
    return Format(FORMAT)


def parse_part_id(value: object) -> PartId:
    """Return an id.

    Raises:
        MalformedValue: not 1 to 12 lower-case letters and digits.
    """
    if type(value) is not str or _PART_ID.fullmatch(value) is None:
        raise MalformedValue("not 1 to 12 lower-case letters and digits")
    return PartId(value)


register_kind(Format, _read_format, FORMAT)
register_kind(PartId, parse_part_id, "part id")
register_text(Paragraph, 4_000, "paragraph", lines=True)
register_text(OptionalTitle, 200, "title or empty", empty=True)


@dataclass(frozen=True, slots=True)
class Letter:
    """Huruf."""

    id: PartId
    text: Paragraph


@dataclass(frozen=True, slots=True)
class Clause:
    """Ayat."""

    id: PartId
    text: Paragraph
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """Pasal."""

    id: PartId
    title: OptionalTitle
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Bab."""

    id: PartId
    title: Title
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole text.  Make it with `from_json` or `from_bytes`: those check every member.

    It may still be a draft: `hindrances` says what keeps it from being agreed to.
    """

    format: Format
    document: DocumentKind
    title: Title
    preamble: tuple[Paragraph, ...]
    chapters: tuple[Chapter, ...]
    closing: tuple[Paragraph, ...]
    rules: Rules | None

    def __post_init__(self) -> None:
        """Refuse an id that stands twice, too many letters, and rules elsewhere than in a tatib.

        Raises:
            MalformedValue: with what does not fit.
        """
        ids = [part.id for part in self.parts()]
        if len(set(ids)) != len(ids):
            raise MalformedValue("document: an id stands twice")
        if any(len(clause.letters) > MAX_LETTERS for clause in self.clauses()):
            raise MalformedValue(f"document: more than {MAX_LETTERS} letters")
        if (self.rules is not None) != (self.document is DocumentKind.TATIB):
            raise MalformedValue("document: rules belong to TATIB and only there")

    @classmethod
    def from_json(cls, value: object) -> "Document":
        """Read the object.

        Raises:
            MalformedValue: a member is missing, unknown or out of its bounds, or does not fit another.
            InvalidRules: the rules of a tatib break a bound.
        """
        return cast("Document", _CODEC.read(value))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Document":
        """Read the blob.

        Raises:
            NotCanonical: not canonical JSON, or longer than MAX_BYTES.
            MalformedValue, InvalidRules: as `from_json`.
        """
        return cls.from_json(parse_object(data, max_bytes=MAX_BYTES))

    def to_json(self) -> JsonObject:
        """Return the object of docs/formats.md."""
        return cast("JsonObject", _CODEC.write(self))

    def to_bytes(self) -> bytes:
        """Return the blob.

        Raises:
            MalformedValue: it would be longer than MAX_BYTES.
        """
        data = serialise(self.to_json())
        if len(data) > MAX_BYTES:
            raise MalformedValue(f"longer than {MAX_BYTES} bytes")
        return data

    @property
    def sha256(self) -> Sha256:
        """SHA-256 of the blob."""
        return Sha256(hashlib.sha256(self.to_bytes()).hexdigest())

    def articles(self) -> Iterator[Article]:
        """Give every pasal in order."""
        for chapter in self.chapters:
            yield from chapter.articles

    def clauses(self) -> Iterator[Clause]:
        """Give every ayat in order."""
        for article in self.articles():
            yield from article.clauses

    def parts(self) -> Iterator[Chapter | Article | Clause | Letter]:
        """Give every part that has an id, in the order of the text."""
        for chapter in self.chapters:
            yield chapter
            for article in chapter.articles:
                yield article
                for clause in article.clauses:
                    yield clause
                    yield from clause.letters

    @property
    def criteria(self) -> tuple[str, ...]:
        """The texts of all clauses: of KRITERIA, the criteria themselves."""
        return tuple(clause.text for clause in self.clauses())

    def unknown_references(self) -> list[str]:
        """Return the references that have no value, in the order of the text.

        Only clauses and letters of a tatib may hold references: braces that stand elsewhere are unknown too.
        """
        values = {} if self.rules is None else values_of(self.rules)
        unknown = [name for text in self._plain_texts() for name in names_in(text)]
        for clause in self.clauses():
            for text in (clause.text, *(letter.text for letter in clause.letters)):
                unknown += [name for name in names_in(text) if name not in values]
        return unknown

    def _plain_texts(self) -> Iterator[str]:
        yield self.title
        yield from self.preamble
        for chapter in self.chapters:
            yield chapter.title
            for article in chapter.articles:
                yield article.title
        yield from self.closing

    @property
    def is_whole(self) -> bool:
        """Whether nothing is empty that the residents could not agree to: a bab without pasal, a pasal without ayat.

        KRITERIA hold one bab without letters.
        """
        if not self.chapters or not all(chapter.articles for chapter in self.chapters):
            return False
        if not all(article.clauses for article in self.articles()):
            return False
        if self.document is DocumentKind.KRITERIA:
            return len(self.chapters) == 1 and not any(clause.letters for clause in self.clauses())
        return True


_CODEC: Final = object_codec(Document)


@unique
class Rank(StrEnum):
    """What a line of the text is."""

    PREAMBLE = "PREAMBLE"
    CHAPTER = "CHAPTER"
    ARTICLE = "ARTICLE"
    CLAUSE = "CLAUSE"
    LETTER = "LETTER"
    CLOSING = "CLOSING"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as people read it.

    Attributes:
        rank: what it is.
        id: id of the part; empty for preamble and closing.
        number: ``BAB IV``, ``Pasal 12``, ``(1)``, ``a.``; empty for preamble, closing and the only ayat of a pasal.
        text: title or text, each reference replaced by its value.
    """

    rank: Rank
    id: str
    number: str
    text: str


def lines(document: Document, *, filled: bool = True) -> Iterator[Line]:
    """Give the text line by line with its numbers, as it is printed.

    A reference without a value stays as it is written; without ``filled``, every reference does.
    """
    values = values_of(document.rules) if filled and document.rules is not None else {}
    article_number = 0
    for text in document.preamble:
        yield Line(Rank.PREAMBLE, "", "", text)
    for chapter_number, chapter in enumerate(document.chapters, start=1):
        yield Line(Rank.CHAPTER, chapter.id, f"BAB {roman(chapter_number)}", chapter.title)
        for article in chapter.articles:
            article_number += 1
            yield Line(Rank.ARTICLE, article.id, f"Pasal {article_number}", article.title)
            for clause_number, clause in enumerate(article.clauses, start=1):
                number = f"({clause_number})" if len(article.clauses) > 1 else ""
                yield Line(Rank.CLAUSE, clause.id, number, fill(clause.text, values))
                for letter_number, letter in enumerate(clause.letters):
                    yield Line(Rank.LETTER, letter.id, f"{chr(97 + letter_number)}.", fill(letter.text, values))
    for text in document.closing:
        yield Line(Rank.CLOSING, "", "", text)


def roman(number: int) -> str:
    """Return a number from 1 in Roman numerals."""
    words = ""
    for value, letters in _ROMAN:
        words += letters * (number // value)
        number %= value
    return words


_ROMAN: Final = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
