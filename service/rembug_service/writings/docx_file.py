"""Reads a Word file (DOCX) as paragraphs, with the numbers that Word keeps apart from the words."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from zipfile import BadZipFile

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from rembug_ballots.documents import Rank
from rembug_service.errors import InvalidRequest
from rembug_service.writings.outline import Block, Outline, recognise

_MOST_ENTRIES: Final = 2_000
_MOST_UNPACKED: Final = 60_000_000
_HEADING_STYLE: Final = re.compile(r"(?:heading|judul)\s*(\d)", re.IGNORECASE)
_TITLE_STYLE: Final = re.compile(r"title|judul", re.IGNORECASE)


def is_docx(data: bytes) -> bool:
    """Say whether bytes begin as a ZIP, which a DOCX is."""
    return data.startswith(b"PK\x03\x04")


def read_docx(data: bytes) -> Outline:
    """Recognise the lines of a Word file.

    Raises:
        InvalidRequest: BERKAS_TIDAK_TERBACA.
    """
    _check(data)
    try:
        document = docx.Document(io.BytesIO(data))
        return recognise(list(_blocks(document)))
    # What a broken file does inside the library: python-docx raises KeyError, ValueError and
    # their like; broken XML is a SyntaxError.
    except (OpcError, SyntaxError, LookupError, ValueError, AttributeError, TypeError, BadZipFile, zlib.error):
        raise _unreadable() from None


def _unreadable() -> InvalidRequest:
    return InvalidRequest(
        "BERKAS_TIDAK_TERBACA", "Berkas Word tidak terbaca. Buka di Word, simpan ulang sebagai .docx, lalu coba lagi."
    )


def _check(data: bytes) -> None:
    """Unpack within limits before anything else reads it.

    Raises:
        InvalidRequest: BERKAS_TIDAK_TERBACA.
    """
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _MOST_ENTRIES:
                raise _unreadable()
            for entry in archive.infolist():
                with archive.open(entry) as handle:
                    while chunk := handle.read(1 << 20):
                        unpacked += len(chunk)
                        if unpacked > _MOST_UNPACKED:
                            raise _unreadable()
    except (BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        raise _unreadable() from None


def _blocks(document: WordDocument) -> Iterator[Block]:
    numbering = _Numbering(document)
    for paragraph in document.paragraphs:
        # Columns of signatures and the like are made of tabs and line breaks: here they are spaces.
        text = " ".join(paragraph.text.split())
        if not text:
            continue
        style = "" if paragraph.style is None or paragraph.style.name is None else paragraph.style.name
        stands_out = (
            paragraph.alignment == WD_PARAGRAPH_ALIGNMENT.CENTER
            or _HEADING_STYLE.match(style) is not None
            or all(run.bold for run in paragraph.runs if run.text.strip())
        )
        yield Block(
            text,
            rank=numbering.rank(paragraph),
            title=_TITLE_STYLE.fullmatch(style) is not None,
            heading=stands_out,
        )


class _Numbering:
    """What Word's automatic numbers mean: ``BAB %1``, ``Pasal %1``, ``(%1)``, ``%1.`` in lower-case letters."""

    def __init__(self, document: WordDocument) -> None:
        self._levels: dict[tuple[str, str], BaseOxmlElement] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        root = getattr(part, "element", None)
        if root is None:
            return
        abstract = {each.get(qn("w:abstractNumId")): each for each in root.iterchildren(qn("w:abstractNum"))}
        for number in root.iterchildren(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            found = abstract.get(link.get(qn("w:val"))) if link is not None else None
            for level in () if found is None else found.iterchildren(qn("w:lvl")):
                self._levels[str(number.get(qn("w:numId"))), str(level.get(qn("w:ilvl")))] = level

    def rank(self, paragraph: Paragraph) -> Rank | None:
        """Return what the number of a paragraph says, or None where it has none or says nothing."""
        key = self._key(paragraph)
        level = None if key is None else self._levels.get(key)
        if level is None:
            return None
        shape, sign = _value(level, "w:numFmt"), _value(level, "w:lvlText").lower()
        if "bab" in sign:
            return Rank.CHAPTER
        if "pasal" in sign:
            return Rank.ARTICLE
        if shape in {"lowerLetter", "bullet"}:
            return Rank.LETTER
        return Rank.CLAUSE if shape == "decimal" else None

    def _key(self, paragraph: Paragraph) -> tuple[str, str] | None:
        properties = [paragraph._p.pPr]  # noqa: SLF001 - the library has no public way to a paragraph's number
        style = paragraph.style
        while style is not None:
            properties.append(style.element.find(qn("w:pPr")))
            style = style.base_style
        for each in properties:
            found = None if each is None else each.find(qn("w:numPr"))
            number = None if found is None else found.find(qn("w:numId"))
            if found is not None and number is not None:
                level = found.find(qn("w:ilvl"))
                return str(number.get(qn("w:val"))), "0" if level is None else str(level.get(qn("w:val")))
        return None


def _value(level: BaseOxmlElement, name: str) -> str:
    found = level.find(qn(name))
    return "" if found is None else str(found.get(qn("w:val")))
