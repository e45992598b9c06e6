"""Markdown written and read again is the same text; texts of other programs are recognised."""

import pytest
from hypothesis import given

from rembug_ballots.documents import Line, Rank, lines
from rembug_ballots.events.fields import DocumentKind
from rembug_service.writings.building import build, named
from rembug_service.writings.markdown import read_markdown, write_markdown, write_plain
from tests.service.writings.samples import sentences, text_of


def bare(text: list[Line]) -> list[Line]:
    return [Line(each.rank, "", "", each.text) for each in text]


@given(sentences())
def test_what_is_written_is_read_again(sample: tuple[str, list[Line]]) -> None:
    title, text = sample
    document = build(DocumentKind.AD, title, named(text))
    written = write_markdown(document.title, lines(document, filled=False))
    found = read_markdown(written)
    assert list(found.lines) == text
    assert found.title == title


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_the_texts_that_come_with_rembug_are_whole_and_read_again(kind: DocumentKind) -> None:
    document = text_of(kind)
    assert document.is_whole
    assert document.unknown_references() == []
    raw = list(lines(document, filled=False))
    found = read_markdown(write_markdown(document.title, raw))
    assert list(found.lines) == bare(raw)
    assert found.notes == ()


def test_the_charter_has_its_thirteen_chapters_and_forty_one_articles() -> None:
    document = text_of(DocumentKind.AD)
    assert len(document.chapters) == 13
    assert len(list(document.articles())) == 41
    plain = write_plain(document.title, lines(document))
    for agreed in (
        "11 (sebelas)",
        "17 (tujuh belas)",
        "tanpa calon",
        "tanpa kampanye",
        "tertulis",
        "rahasia",
        "kolektif",
    ):
        assert agreed in plain.lower() or agreed in plain
    assert "[[" not in plain
    assert "BAB XIII PERALIHAN DAN PENUTUP" in plain


def test_the_criteria_are_those_of_the_rules() -> None:
    assert text_of(DocumentKind.KRITERIA).criteria == text_of(DocumentKind.TATIB).rules.criteria  # type: ignore[union-attr]  # a tatib has rules


TYPED = """ANGGARAN DASAR
BKM SUKAMAJU

Kami warga bersepakat.

BAB I
KETENTUAN UMUM
Pasal 1
Arti istilah
Dalam naskah ini:
a. warga adalah penghuni;
b) rembug adalah pertemuan.
Pasal 2
(1) Nama lembaga ini BKM.
(2) Pasal 1 tetap berlaku bagi semua.
BAB II KEANGGOTAAN
Pasal 3 Jumlah
1. Paling sedikit 11 orang.
2. Paling banyak 17 orang,
dipilih warga.
Ditetapkan di Sukamaju
"""


def test_a_text_typed_without_any_format_is_recognised() -> None:
    found = read_markdown(TYPED)
    assert [(each.rank, each.text) for each in found.lines] == [
        (Rank.PREAMBLE, "Kami warga bersepakat."),
        (Rank.CHAPTER, "KETENTUAN UMUM"),
        (Rank.ARTICLE, "Arti istilah"),
        (Rank.CLAUSE, "Dalam naskah ini:"),
        (Rank.LETTER, "warga adalah penghuni;"),
        (Rank.LETTER, "rembug adalah pertemuan."),
        (Rank.ARTICLE, ""),
        (Rank.CLAUSE, "Nama lembaga ini BKM."),
        (Rank.CLAUSE, "Pasal 1 tetap berlaku bagi semua."),
        (Rank.CHAPTER, "KEANGGOTAAN"),
        (Rank.ARTICLE, "Jumlah"),
        (Rank.CLAUSE, "Paling sedikit 11 orang."),
        (Rank.CLAUSE, "Paling banyak 17 orang, dipilih warga."),
        (Rank.CLOSING, "Ditetapkan di Sukamaju"),
    ]
    assert found.title == "ANGGARAN DASAR BKM SUKAMAJU"


def test_what_cannot_be_placed_is_kept_and_said() -> None:
    found = read_markdown("# AD\n\n## BAB I A\n\nKalimat lepas.\n\n### Pasal 2\n\na. huruf saja\n\n## Lain\n")
    assert any("dijadikan pasal" in each for each in found.notes)
    assert any("kalimat pembuka" in each for each in found.notes)
    assert "Kalimat lepas." in [each.text for each in found.lines]
    assert any("Pasal" in each for each in read_markdown("Hanya satu kalimat.").notes)
