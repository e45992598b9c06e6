"""Cards that are drawn on the desk's screen: from the card officer's stick to the left-over cards of the evening."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from rembug_api.demo import day
from rembug_api.demo.day import Table
from rembug_api.demo.open_polls import Sealed, seal_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import CONTEST, ELECTION
from rembug_ballots.card_pile import seal_pile
from rembug_ballots.cards import Card, credential_of_secret
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import ContestId, ElectionId
from rembug_crypto.passphrase_box import Argon2Cost
from tests.pages.booth_acts import booth, kept, to_writing
from tests.pages.browsing import People, axe_violations, overflows, picture, press, read_square
from tests.pages.test_desk import search, sign_in, somebody

WORDS = "sawah pagi kopi hujan bambu rakit"
BLOCK = 10


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Sealed]]:
    with running_server(tmp_path_factory.mktemp("pile") / "data") as base:
        sealed = seal_polls(base, 120)
        day.open_tables(sealed.committee, sealed.tables)
        yield base, sealed
        sealed.committee.close()


@pytest.fixture
def officers(browser: Browser, ready: tuple[str, Sealed]) -> Iterator[People]:
    found = People(browser, ready[0])
    yield found
    found.leave()


def file_of(table: Table, cards: list[Card]) -> dict[str, object]:
    """Return what the card officer's stick holds."""
    place = ElectionId(ELECTION), ContestId(CONTEST), table.number
    data = seal_pile(place, cards, WORDS, os.urandom, Argon2Cost(memory_kib=64, passes=1)).to_bytes()
    return {"name": "tumpukan.json", "mimeType": "application/json", "buffer": data}


def open_pile(page: Page, file: dict[str, object], words: str = WORDS) -> None:
    page.get_by_role("button", name="Kartu", exact=True).click()
    page.get_by_label("Berkas tumpukan dari flash disk").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_label("Enam kata dari petugas kartu").fill(words)
    press(page, "Buka tumpukan")


def card_on(page: Page) -> str:
    """Return the text of the card on the screen."""
    expect(page.get_by_role("img", name="Kode kotak kartu pemilih")).to_be_visible()
    return read_square(page, "Kode kotak kartu pemilih")


def come(page: Page) -> tuple[str, str]:
    """Mark whoever is first on the list present; return her name and the text of her card."""
    press(page, "Cari warga")
    search(page, "a")
    name = somebody(page)
    page.get_by_role("button", name="Tandai hadir").first.click()
    return name, card_on(page)


def begun(page: Page) -> list[int]:
    """Return what outlives the page of its pile."""
    found: list[list[int]] = page.evaluate(
        """() => new Promise((done) => {
          const opening = indexedDB.open("rembug-tumpukan");
          opening.onsuccess = () => {
            const all = opening.result.transaction("mulai").objectStore("mulai").getAll();
            all.onsuccess = () => { opening.result.close(); done(all.result); };
          };
        })"""
    )
    (blocks,) = found
    return blocks


def test_cards_are_drawn_on_the_screen_of_the_desk(officers: People, ready: tuple[str, Sealed]) -> None:
    _, sealed = ready
    table, other = sealed.tables[:2]
    cards = list(table.pile)
    person = sign_in(officers, "meja", table.number)
    # In the evening the service says of one card that it was used.
    person.forgiven.append("409")
    one, asked = person.page, list[str]()
    one.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    _only_this_pile_opens(one, table, other, cards)
    asked.clear()

    name, first = come(one)
    dialog = one.get_by_role("dialog")
    assert name not in dialog.inner_text()
    assert first not in dialog.inner_text()
    assert axe_violations(one) == []
    picture(one, "meja-kartu-layar")
    _nothing_is_lost_by_a_slip(one, first)
    _a_voter_votes(officers, table, first)
    press(one, "Sudah dipindai")
    expect(one.get_by_text("Tercatat hadir, kartunya sudah keluar.")).to_be_visible()

    drawn = {first}
    # More than the largest block has.
    for _ in range(BLOCK + 3):
        text = come(one)[1]
        assert text not in drawn
        drawn.add(text)
        press(one, "Sudah dipindai")
    everything = kept(one)
    assert not any(each in everything or to_b64(Card.parse(each).secret) in everything for each in drawn)
    blocks = begun(one)
    assert len(blocks) == 2
    assert blocks == sorted(blocks)
    # No question about a card ever follows a check-in: the service could join the two.
    place = ElectionId(ELECTION), ContestId(CONTEST), table.number
    credentials = [to_b64(credential_of_secret(card.secret, *place)) for card in cards]
    assert not any(each in sent for each in credentials for sent in asked)

    last = len(cards) // BLOCK - 1
    held = sum(BLOCK if block < last else len(cards) - BLOCK * last for block in blocks)
    _after_a_reload(one, table, cards, drawn, held)
    _what_is_left_over(one, len(cards))


def _only_this_pile_opens(one: Page, table: Table, other: Table, cards: list[Card]) -> None:
    press(one, "Kartu")
    press(one, "Buka tumpukan")
    expect(one.get_by_text("Pilih dulu berkas tumpukannya.")).to_be_visible()
    expect(one.get_by_text("Tulis dulu enam katanya.")).to_be_visible()
    open_pile(one, file_of(table, cards), WORDS + "i")
    expect(one.get_by_text("Enam kata itu tidak membuka berkas ini.")).to_be_visible()
    open_pile(one, {"name": "x.json", "mimeType": "application/json", "buffer": b"{}"})
    expect(one.get_by_text("Ini bukan berkas tumpukan kartu")).to_be_visible()
    for wrong in (file_of(other, list(other.pile)), file_of(table, cards[1:])):
        open_pile(one, wrong)
        expect(one.get_by_text("Ini bukan tumpukan kartu meja ini.")).to_be_visible()
    assert axe_violations(one) == []
    picture(one, "meja-tumpukan")
    open_pile(one, file_of(table, cards))
    expect(one.get_by_text(f"Tumpukan terbuka. Sisa {len(cards)} kartu.")).to_be_visible()
    assert axe_violations(one) == []


def _nothing_is_lost_by_a_slip(one: Page, first: str) -> None:
    """Escape covers the card; it can be shown again, or go back when nobody scanned it."""
    one.keyboard.press("Escape")
    expect(one.get_by_text("Kartu ini belum selesai.")).to_be_visible()
    assert axe_violations(one) == []
    press(one, "Tampilkan kartu lagi")
    assert card_on(one) == first
    press(one, "Tablet tidak bisa? Tampilkan huruf")
    assert first in one.get_by_role("dialog").inner_text().replace(" ", "")
    assert not overflows(one)


def _a_voter_votes(officers: People, table: Table, text: str) -> None:
    page = booth(officers, table).page
    to_writing(page, Card.parse(text))
    page.keyboard.type("bu tuti")
    press(page, "Sudah cukup")
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()


def _after_a_reload(one: Page, table: Table, cards: list[Card], drawn: set[str], held: int) -> None:
    """A reload asks first; afterwards the file is needed again, and no card comes out twice."""
    questions = list[str]()

    def accept(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    one.on("dialog", accept)
    one.reload()
    assert questions == ["beforeunload"]
    press(one, f"Meja {table.number}")
    open_pile(one, file_of(table, cards))
    expect(one.get_by_text(f"Sisa {len(cards) - held} kartu.")).to_be_visible()
    expect(one.get_by_text(f"{held} kartu ditahan")).to_be_visible()
    name, text = come(one)
    assert text not in drawn
    press(one, "Belum dipindai siapa pun: batalkan")
    expect(one.get_by_text(f"Tanda hadir {name} dibatalkan.")).to_be_visible()
    press(one, "Kartu")
    expect(one.get_by_text(f"Sisa {len(cards) - held} kartu.")).to_be_visible()
    press(one, "Pakai kartu yang ditahan")
    picture(one, "meja-tumpukan-terbuka", only=("laptop",))
    press(one, "Tidak ada yang memegang kartu")
    # One of them voted.
    expect(one.get_by_text(f"Sisa {len(cards) - 1} kartu.")).to_be_visible()


def _what_is_left_over(one: Page, made: int) -> None:
    press(one, "Tutup meja")
    press(one, "Ambil kartu sisa dari tumpukan di layar")
    expect(one.get_by_role("heading", name=f"Kartu sisa yang sudah dipindai: {made - 1}")).to_be_visible()
    assert axe_violations(one) == []
