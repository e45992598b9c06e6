"""Begins a draft: from the text that comes with Rembug, or from a file that somebody brings.

The templates are Markdown files beside this code.  ``[[kelurahan]]`` and the like are filled when a draft begins;
``[isi: …]`` marks what the residents must still decide, and keeps a text from being put before them for adoption.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rembug_ballots.documents import Document, Line, lines
from rembug_ballots.errors import BallotsError
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.events.setup import Place
from rembug_ballots.rules import Rules
from rembug_service.errors import InvalidRequest
from rembug_service.writings.building import build, named
from rembug_service.writings.docx_file import is_docx, read_docx
from rembug_service.writings.markdown import read_markdown
from rembug_service.writings.outline import Outline

TEMPLATES: Final = Path(__file__).parent / "templates"
LARGEST_FILE: Final = 5_000_000
_CONTESTS: Final = re.compile(r"\[\[setiap kontes\]\]\n(.*?)\[\[selesai\]\]\n", re.DOTALL)
_CRITERIA: Final = "[[kriteria]]"
_BLANK: Final = re.compile(r"\[isi:[^\]]*\]|\[\[[^\]]*\]\]")


@dataclass(frozen=True, slots=True)
class Started:
    """A text to begin from.

    Attributes:
        notes: Indonesian sentences about what somebody should look at.
    """

    document: Document
    notes: tuple[str, ...]


def from_template(kind: DocumentKind, place: Place, rules: Rules, versions: Sequence[Document] = ()) -> Started:
    """Return the text that comes with Rembug, with the kelurahan's names and, in a tatib, these rules in it.

    Args:
        kind: which text.
        place: fills the names.
        rules: fills the tatib's contests and the criteria.
        versions: earlier versions of the same text, oldest first; parts that stay keep their ids.
    """
    text = (TEMPLATES / f"{kind.value.lower()}.md").read_text(encoding="utf-8")
    values = {
        "kelurahan": place.kelurahan,
        "kecamatan": place.kecamatan,
        "kota": place.kota,
        "provinsi": place.provinsi,
    }
    text = _CONTESTS.sub(lambda found: _contests(found.group(1), rules), text)
    text = text.replace(_CRITERIA, "\n\n".join(f"({n}) {each}" for n, each in enumerate(rules.criteria, start=1)))
    return _started(kind, read_markdown(_filled(text, values)), rules, versions)


def from_file(kind: DocumentKind, data: bytes, rules: Rules, versions: Sequence[Document] = ()) -> Started:
    """Return the text of a DOCX, Markdown or plain file.

    Raises:
        InvalidRequest: BERKAS_TERLALU_BESAR, BERKAS_TIDAK_TERBACA, or NASKAH_TERLALU_PANJANG.
    """
    if len(data) > LARGEST_FILE:
        raise InvalidRequest("BERKAS_TERLALU_BESAR", "Berkas terlalu besar. Simpan naskahnya saja, tanpa gambar.")
    outline = read_docx(data) if is_docx(data) else read_markdown(_decoded(data))
    try:
        return _started(kind, outline, rules, versions)
    except BallotsError:
        raise InvalidRequest(
            "NASKAH_TERLALU_PANJANG", "Naskah terlalu panjang, atau susunannya tidak dapat dikenali."
        ) from None


def blanks(text: str) -> list[str]:
    """Return what somebody must still fill in, as it is written."""
    return _BLANK.findall(text)


def ids_of(versions: Sequence[Document]) -> AbstractSet[str]:
    """Return every id that a version used."""
    return {part.id for version in versions for part in version.parts()}


def _started(kind: DocumentKind, outline: Outline, rules: Rules, versions: Sequence[Document]) -> Started:
    known: Sequence[Line] = list(lines(versions[-1], filled=False)) if versions else ()
    text = named(outline.lines, known, ids_of(versions))
    document = build(kind, outline.title, text, rules if kind is DocumentKind.TATIB else None)
    document.to_bytes()
    return Started(document, outline.notes)


def _contests(block: str, rules: Rules) -> str:
    return "".join(_filled(block, {"kontes": each.id, "judul": each.title}) for each in rules.contests)


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"[[{name}]]", value)
    return text


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidRequest(
        "BERKAS_TIDAK_TERBACA", "Berkas ini bukan naskah. Pakai berkas Word (.docx), Markdown (.md), atau teks (.txt)."
    )


def _encodings(data: bytes) -> Iterator[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
    yield "utf-8-sig"
    yield "cp1252"
