"""Every paper, with ordinary and with hostile words."""

import re

import pytest

from rembug_service.documents.invitation import Invitations, invitations_pdf
from rembug_service.documents.printable import printable_text
from rembug_service.documents.voter_list import PostedList, voter_list_pdf
from tests.service.documents.reading import attached, bare, pages, words
from tests.service.documents.samples import DAY, HEADING, HOSTILE, MINUTES, ORDINARY, papers

NAMES = sorted(papers(ORDINARY))
# How many of the words a paper shows, where it does not show all of them.
SHOWN = {
    "daftar-hadir-rembug": 0,
    "pemantauan": 0,
    "pencocokan-kartu": 0,
    "plano-kosong": 1,
    "catatan-meja": 2,
    "rembug": 2,
    "rekap": 3,
    "naskah": 5,
    "kesediaan": 7,
    "undangan": 7,
}
# Filled in by hand: a copy that was changed proves nothing.
FORMS = {
    "undangan",
    "pemantauan",
    "kesediaan",
    "daftar-hadir",
    "daftar-hadir-rembug",
    "catatan-meja",
    "plano-kosong",
}
RTL = re.compile("[\u0590-\u08ff]")
# Letters that stand on one another come out of a PDF in the order in which they are drawn.
STACKED = re.compile("[\u0900-\u0bff\u1a00-\u1bff\ua900-\ua9df]")


def made(names: tuple[str, ...], which: str) -> bytes:
    return papers(names)[which]()


@pytest.mark.parametrize("which", NAMES)
def test_the_same_data_give_the_same_bytes(which: str) -> None:
    assert made(ORDINARY, which) == made(ORDINARY, which)


@pytest.mark.parametrize("which", NAMES)
def test_every_paper_names_the_election_the_book_and_the_page_that_verifies_it(which: str) -> None:
    for text in pages(made(ORDINARY, which)):
        assert HEADING.election in text
        assert HEADING.root in text
    if which not in {
        "undangan",
        "pemantauan",
        "kesediaan",
        "daftar-hadir",
        "catatan-meja",
        "plano-kosong",
        "daftar-hadir-rembug",
    }:
        assert bare(HEADING.address) in bare(words(made(ORDINARY, which)))


@pytest.mark.parametrize("which", NAMES)
@pytest.mark.parametrize("names", [ORDINARY, HOSTILE], ids=["ordinary", "hostile"])
def test_words_stand_on_the_paper_as_they_were_given(which: str, names: tuple[str, ...]) -> None:
    text = bare(words(made(names, which)))
    for name in names[: SHOWN.get(which, len(names))]:
        expected = bare(printable_text(name))
        if RTL.search(name):
            # Programs that read a PDF put such letters in one order or the other.
            assert set(expected) <= set(text)
        elif not STACKED.search(name):
            assert expected in text or expected.upper() in text, name


def test_hostile_words_change_no_page_count_of_a_form() -> None:
    for which in ("pemantauan", "pencocokan-kartu", "catatan-meja"):
        assert len(pages(made(HOSTILE, which))) == len(pages(made(ORDINARY, which)))


def test_the_berita_acara_carries_the_minutes_byte_for_byte() -> None:
    assert attached(made(ORDINARY, "berita-acara")) == {"berita-acara.json": MINUTES}
    assert attached(made(ORDINARY, "pengumuman")) == {}


@pytest.mark.parametrize("which", ["berita-acara", "rekap", "plano", "pengumuman"])
def test_papers_of_a_result_report_the_share_of_women(which: str) -> None:
    text = words(made(ORDINARY, which))
    assert "Keterwakilan perempuan" in text
    assert re.search(r"\d+ dari \d+ orang terpilih \(\d+,\d %\)", text)


def test_a_share_that_is_not_met_is_said_so() -> None:
    assert "belum terpenuhi" in words(made(ORDINARY, "pengumuman"))


def test_the_posted_list_shows_name_sex_and_unit_only() -> None:
    line = re.compile(r"^(?:No Nama L/P|\d+ .+ [LP])$")
    people = set(ORDINARY)
    body = [line for page in pages(made(ORDINARY, "daftar-tempel")) for line in page.split("\n")]
    rows = [each for each in body if line.match(each.strip()) and not each.startswith("No ")]
    assert len(rows) >= 3 * 30
    for row in rows:
        name = row.strip().split(" ", 1)[1].rsplit(" ", 1)[0]
        assert any(person.startswith(name) or name in person for person in people), row


def test_empty_lists_make_a_paper_that_says_so() -> None:
    empty = voter_list_pdf(HEADING, PostedList("sementara", "", 0, 0, ()))
    assert "Belum ada pemilih di daftar." in words(empty)
    none = invitations_pdf(HEADING, Invitations("BKM", 3, DAY, "", ()))
    assert "Belum ada pemilih yang dibagi ke meja." in words(none)


@pytest.mark.parametrize(
    ("which", "seats", "most"), [("pengumuman", 17, 1), ("pengumuman", 11, 1), ("pemantauan", 11, 1)]
)
def test_what_hangs_on_a_wall_fits_one_page(which: str, seats: int, most: int) -> None:
    assert len(pages(papers(ORDINARY, seats)[which]())) == most


@pytest.mark.parametrize("which", ["daftar-tempel", "daftar-hadir", "rembug", "naskah", "plano", "rekap"])
@pytest.mark.parametrize("names", [ORDINARY, HOSTILE], ids=["ordinary", "hostile"])
def test_nobody_signs_a_page_that_holds_nothing_else(which: str, names: tuple[str, ...]) -> None:
    """The box that says how to check is never alone, and attendance lists are signed under lines for latecomers."""
    for text in pages(made(names, which)):
        if "Cara memeriksa kertas ini." in text:
            assert "Sukamundur," in text, "place and date of those who sign"
        if "Yang hadir dan bertanda tangan" in text:
            assert "Pemilih tambahan" in text


def test_delegates_are_invited_and_counted_as_delegates() -> None:
    text = words(made(ORDINARY, "berita-acara"))
    assert "Pemilih di daftar tetap" in text
    assert "Utusan yang diundang" not in text
    delegates = words(papers(ORDINARY, delegates=True)["berita-acara"]())
    assert "Utusan yang diundang 70 80 150" in delegates
    assert "Utusan yang hadir 45 52 97" in delegates


def test_a_result_without_votes_is_a_whole_paper() -> None:
    for which, said in (("berita-acara", "Tidak ada yang terpilih."), ("pengumuman", "Belum ada yang terpilih.")):
        assert said in words(papers(ORDINARY, 0)[which]())
