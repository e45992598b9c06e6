"""Word files, with typed and with automatic numbers; broken and hostile ones are refused with a sentence."""

import io
import zipfile
from contextlib import suppress

import docx
import pytest
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rembug_ballots.documents import Document, Rank, lines
from rembug_ballots.events.fields import DocumentKind
from rembug_service.errors import InvalidRequest
from rembug_service.writings.starting import from_file
from tests.service.writings.samples import RULES, text_of

_SHAPES = (("upperRoman", "BAB %1"), ("decimal", "Pasal %1"), ("decimal", "(%1)"), ("lowerLetter", "%1."))


def word(paragraphs: list[tuple[str, bool, int | None]]) -> bytes:
    """Write a Word file: text, whether it is centred, and the number of its automatic numbering, if any."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for number, (shape, sign) in enumerate(_SHAPES, start=900):
        level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="{shape}"/><w:lvlText w:val="{sign}"/></w:lvl>'
        numbering.insert(
            0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{level}</w:abstractNum>')
        )
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )
    for text, centred, automatic in paragraphs:
        paragraph = document.add_paragraph(text)
        if centred:
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        if automatic is not None:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{900 + automatic}"/></w:numPr>')
            )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WANTED = [
    (Rank.PREAMBLE, "Kami warga."),
    (Rank.CHAPTER, "KETENTUAN UMUM"),
    (Rank.ARTICLE, "Nama"),
    (Rank.CLAUSE, "Lembaga ini BKM."),
    (Rank.CLAUSE, "Yang dimaksud:"),
    (Rank.LETTER, "warga;"),
    (Rank.LETTER, "rembug."),
]


def test_typed_numbers_are_recognised() -> None:
    data = word(
        [
            ("ANGGARAN DASAR", True, None),
            ("BKM SUKAMAJU", True, None),
            ("Kami warga.", False, None),
            ("BAB I", True, None),
            ("KETENTUAN UMUM", True, None),
            ("Pasal 1", True, None),
            ("Nama", True, None),
            ("(1)\tLembaga ini BKM.", False, None),
            ("(2)\tYang dimaksud:", False, None),
            ("a.\twarga;", False, None),
            ("b.\trembug.", False, None),
        ]
    )
    found = from_file(DocumentKind.AD, data, RULES)
    assert found.document.title == "ANGGARAN DASAR BKM SUKAMAJU"
    assert ranked(found.document) == WANTED
    assert found.notes == ()


def test_automatic_numbers_are_recognised() -> None:
    data = word(
        [
            ("ANGGARAN DASAR", True, None),
            ("Kami warga.", False, None),
            ("KETENTUAN UMUM", True, 0),
            ("Nama", True, 1),
            ("Lembaga ini BKM.", False, 2),
            ("Yang dimaksud:", False, 2),
            ("warga;", False, 3),
            ("rembug.", False, 3),
        ]
    )
    assert ranked(from_file(DocumentKind.AD, data, RULES).document) == WANTED


def ranked(document: Document) -> list[tuple[Rank, str]]:
    return [(each.rank, each.text) for each in lines(document)]


def test_a_file_that_follows_a_draft_keeps_the_ids() -> None:
    draft = text_of(DocumentKind.KRITERIA)
    data = "# Kriteria\n\n## BAB I KRITERIA ANGGOTA\n\n### Pasal 1 Sifat yang kami cari\n\n(1) adil\n\n(2) sabar\n"
    found = from_file(DocumentKind.KRITERIA, data.encode(), RULES, [draft]).document
    was = {str(clause.text): clause.id for clause in draft.clauses()}
    now = {str(clause.text): clause.id for clause in found.clauses()}
    assert now["adil"] == was["adil"]
    assert now["sabar"] not in set(was.values())


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 70_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04", bomb(), b"\x00\x01\x02\x00", word([("AD", True, None)])[:-40]],
    ids=["no archive", "a bomb", "no text", "cut short"],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(InvalidRequest) as refused:
        from_file(DocumentKind.AD, data, RULES)
    assert refused.value.code == "BERKAS_TIDAK_TERBACA"


def test_any_part_of_a_word_file_may_be_broken() -> None:
    whole = word([("AD", True, None), ("Pasal 1", True, 1), ("kalimat", False, 2)])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        names = archive.namelist()
        contents = {name: archive.read(name) for name in names}
    for broken in names:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in contents.items():
                archive.writestr(name, b"<broken" if name == broken else data)
        # What the text does not need may be broken: then it is read all the same.
        with suppress(InvalidRequest):
            from_file(DocumentKind.AD, out.getvalue(), RULES)
