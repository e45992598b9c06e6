"""One election, by people at their own screens: register, a desk, two booths, the night, an observer who checks."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from rembug_api.card_maker import make_cards
from rembug_api.demo import setting
from rembug_api.demo.day import Table
from rembug_api.demo.setting import ELECTION, Committee
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import ContestId, ContestIndex, ElectionId, TableNumber
from rembug_ballots.presets import langsung
from rembug_ballots.record_open import open_record
from rembug_ballots.verification import verify_record
from rembug_service.people.invented import InventedResident, invent_register, write_messy_csv
from rembug_service.system import system_random
from tests.pages import holder_acts as keys
from tests.pages import office_acts as office
from tests.pages import test_desk as desk
from tests.pages.booth_acts import HEARD_MS
from tests.pages.browsing import LAPTOP, TABLET, People, axe_violations, picture, press, read_square, scan

ADULTS = 60
VOTERS = 30
HOLDERS = 5
TESTS = 3
# Beginnings of names, to find those who have not come.
LETTERS = "abcdefghijklmnoprstuwy"


@pytest.fixture
def people(browser: Browser, server: str) -> Iterator[People]:
    found = People(browser, server)
    yield found
    found.leave()


def test_a_whole_election_through_the_pages(people: People, server: str, tmp_path: Path) -> None:
    committee = setting.gather_committee(server)
    setting.begin_election(committee)
    residents = invent_register(ADULTS, 5)
    secretary, chair = office.sign_in(people, "sekretaris"), office.sign_in(people, "ketua")
    _bring_register(secretary, residents, tmp_path)
    setting.agree(committee, 3, 11)
    _lay_one_table(secretary, chair)
    holders = _keys(people, secretary, tmp_path)
    table = _cards(committee)
    press(secretary, "Meja")
    office.both(secretary, chair, "Usulkan menyegel tahap")

    one = desk.sign_in(people, "meja", 1).page
    two = desk.sign_in(people, "meja-dua", 1).page
    press(one, "Usulkan membuka meja")
    desk.approve(two, "eja 1")
    expect(one.get_by_text("Meja ini buka")).to_be_visible(timeout=10_000)
    press(one, "Tablet")
    press(one, "Tampilkan kode meja")
    code = read_square(one, "Kode kotak meja 1")
    booths = [_booth(people, code), _booth(people, code)]
    press(one, "Cari warga")
    _vote(one, booths, table, residents, committee)
    _close(one, two, table)
    _night(people, chair, secretary, holders)
    _check(people, server, tmp_path)
    committee.close()


def _bring_register(page: Page, residents: list[InventedResident], folder: Path) -> None:
    path = folder / "daftar.csv"
    path.write_bytes(write_messy_csv(residents, 5))
    press(page, "Daftar warga")
    page.get_by_label("Berkas CSV atau Excel").set_input_files(path)
    page.get_by_label("Hari pemungutan suara").fill("2026-11-22")
    press(page, "Periksa dulu")
    expect(page.get_by_text("baris bisa dimasukkan.")).to_be_visible()
    press(page, "Masukkan daftar ini")
    expect(page.get_by_text("baris sudah dimasukkan.")).to_be_visible()


def _lay_one_table(page: Page, other: Page) -> None:
    press(page, "Meja")
    page.get_by_label("Paling sedikit berapa meja").fill("1")
    press(page, "Bagi pemilih ke meja")
    expect(page.get_by_text("Meja 1: ").first).to_be_visible()
    office.both(page, other, "Usulkan menetapkan daftar")
    expect(page.get_by_text("Sidik jari berkas bilik ikut dicatat.")).to_be_visible(timeout=10_000)


def _keys(people: People, secretary: Page, folder: Path) -> list[Page]:
    """Five holders make the joint keys and rehearse, each in her own browser, while the secretary watches."""
    holders = [keys.sign_in(people, number) for number in range(1, HOLDERS + 1)]
    for number, page in enumerate(holders, 1):
        keys.bring_key(page, folder, number)
    press(secretary, "Kunci")
    keys.hold_ceremony(holders)
    press(secretary, "Mulai gladi")
    keys.rehearse(holders[:3])
    press(secretary, "Selesaikan gladi")
    expect(secretary.get_by_text("Keadaan: gladi lulus")).to_be_visible()
    return holders


def _cards(committee: Committee) -> Table:
    """Make the cards on the card officer's own device, which prints them; here they are kept to be drawn."""
    (allotted,) = committee.sekretaris.get("/tables")
    rules = langsung("x")
    adults = int(allotted["adults"])
    contest = ContestId(setting.CONTEST)
    batch = make_cards(
        ElectionId(ELECTION),
        contest,
        ContestIndex(1),
        TableNumber(1),
        rules.cards_for(adults),
        system_random(32),
        system_random,
    )
    body = {"event": to_b64(batch.event), "credentials": to_b64(batch.credentials)}
    committee.kartu.post("/cards", body)
    return Table(TableNumber(1), adults, list(batch.cards), b"", contest)


def _booth(people: People, code: str) -> Page:
    page = people.person(TABLET).page
    page.goto("/bilik/")
    page.get_by_label("Kode meja").fill(code)
    press(page, "Pasangkan tablet ini")
    expect(page.get_by_text("Meja sudah dibuka: ya")).to_be_visible()
    press(page, "Mulai melayani pemilih")
    return page


def _who_is_not_here(committee: Committee) -> Iterator[str]:
    for letter in LETTERS:
        for each in committee.meja.get("/tables/1/roll", q=letter):
            if not each["present"]:
                yield each["name"]


def _vote(
    clerk: Page, booths: list[Page], table: Table, residents: list[InventedResident], committee: Committee
) -> None:
    """Thirty residents come: marked at the desk, then each to the booth that is free; some tablets are tested."""
    chance = random.Random(7)
    known = [each.name for each in residents[:20]]
    for number in range(VOTERS):
        name = next(each for each in _who_is_not_here(committee))
        clerk.get_by_role("searchbox").fill(name)
        row = clerk.locator("section ul > li").filter(has=clerk.get_by_role("button", name="Tandai hadir")).first
        row.get_by_role("button", name="Tandai hadir").click()
        expect(clerk.get_by_text("Berikan satu kartu tertutup.")).to_be_visible()
        expect(clerk.get_by_role("searchbox")).to_have_value("")
        booth = booths[number % 2]
        wanted = chance.sample(known, chance.randint(1, 3))
        _at_the_booth(booth, table.draw().to_text(), wanted, test=number < TESTS)


def _hit(page: Page, name: str) -> None:
    """Press a button from the keyboard, which nobody has to wait for: only taps are held back on a fresh page."""
    page.get_by_role("button", name=name, exact=True).press("Enter")


def _at_the_booth(page: Page, card: str, names: list[str], *, test: bool) -> None:
    _hit(page, "Bahasa Indonesia")
    expect(page.get_by_role("heading", name="Tunjukkan kartu Anda ke kamera")).to_be_visible()
    scan(page, card)
    _hit(page, "Mulai menulis")
    if test:
        # A member of the committee tests the tablet with a card that stays unspent.
        expect(page.locator("output")).to_be_visible()
        page.keyboard.type("contoh")
        _hit(page, "Sudah cukup")
        _hit(page, "Uji tablet ini dulu")
        _hit(page, "Kembali ke suara saya")
        _hit(page, "Ubah nama ke-1")
        for _ in "contoh":
            page.keyboard.press("Backspace")
    for place, name in enumerate(names):
        expect(page.locator("output")).to_be_visible()
        page.keyboard.type(name)
        if place == 0 and test:
            _hit(page, "Selesai mengubah")
            if len(names) > 1:
                _hit(page, "Tambah nama")
        elif place + 1 < len(names):
            _hit(page, "Tambah nama")
        else:
            _hit(page, "Sudah cukup")
    _hit(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    _hit(page, "Selesai")
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()


def _close(one: Page, two: Page, table: Table) -> None:
    press(one, "Tutup meja")
    press(one, "Pindai kartu sisa")
    for card in table.pile:
        scan(one, card.to_text())
    expect(one.get_by_role("heading", name=f"Kartu sisa yang sudah dipindai: {len(table.pile)}")).to_be_visible()
    press(one, "Berhenti memindai")
    one.get_by_label("Tanda tangan di daftar hadir kertas").fill(str(VOTERS))
    # A tablet that last spoke while its newest ballot was on the way says by its next word that it keeps none.
    expect(one.get_by_text("Suara yang bisa tertinggal di tablet")).to_have_count(0, timeout=HEARD_MS)
    press(one, "Usulkan menutup meja")
    expect(one.get_by_text("Usul dikirim.")).to_be_visible()
    desk.approve(two, "eja 1")
    expect(one.get_by_text("Meja ini sudah ditutup")).to_be_visible(timeout=10_000)


def _night(people: People, chair: Page, secretary: Page, holders: list[Page]) -> None:
    second, monitor = office.sign_in(people, "pokja", LAPTOP), office.sign_in(people, "pemantau", LAPTOP)
    for page in (chair, secretary):
        press(page, "Malam hitung")
    office.both(chair, second, "Usulkan menutup pemungutan suara")
    for page in holders[:2]:
        keys.mix(page, VOTERS)
    office.both(chair, second, "Usulkan menyatakan pengacakan selesai")
    office.both(chair, second, "Usulkan memerintahkan pembukaan")
    keys.open_ballots(holders[::2], VOTERS)
    for page in (secretary, second, monitor):
        office.settle(page)
    office.both(chair, secretary, "Usulkan menghitung")
    expect(chair.get_by_text("Sah ")).to_be_visible(timeout=10_000)
    while chair.get_by_role("button", name="Usulkan penyelesaian").count():
        statement = chair.get_by_label("Keterangan untuk berita acara (akan diumumkan)").first
        statement.fill("Diselesaikan dengan musyawarah.")
        office.both(chair, secretary, "Usulkan penyelesaian")
        chair.wait_for_timeout(4000)
    office.both(chair, secretary, "Usulkan menetapkan hasil")
    office.both(chair, second, "Usulkan mengumumkan hasil")
    expect(chair.get_by_text("Hasil sudah diumumkan.")).to_be_visible(timeout=10_000)
    _replace(chair, second)


def _replace(chair: Page, second: Page) -> None:
    """A member moves away: two officers record it, and the book takes the first reserve."""
    chair.get_by_text("Yang bertugas sekarang: 11 orang").click()
    row = chair.locator("details li").first
    leaver = row.locator("strong").inner_text()
    row.get_by_role("button", name="Catat berhenti").click()
    press(chair, "Usulkan mencatat penggantian")
    expect(chair.get_by_text("Pilih sebabnya.")).to_be_visible()
    chair.get_by_label("pindah", exact=True).check()
    chair.get_by_label("Keterangan (akan diumumkan)").fill("Pindah ke kota lain.")
    assert axe_violations(chair) == []
    picture(chair, "panitia-penggantian")
    office.both(chair, second, "Usulkan mencatat penggantian")
    expect(chair.get_by_text(f"{leaver} (pindah)")).to_be_visible(timeout=10_000)


def _check(people: People, server: str, folder: Path) -> None:
    """An observer's browser and the program agree on every check."""
    page = people.person().page
    page.goto("/pengamat/")
    page.get_by_role("button", name="Periksa seluruhnya di perangkat ini").click()
    expect(page.get_by_text("Semua cocok. Hasil ini benar menurut catatan umum.")).to_be_visible(timeout=120_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh laporan (JSON)").click()
    report = json.loads(Path(download.value.path()).read_text())
    record = folder / "record.zip"
    record.write_bytes(httpx2.get(f"{server}/api/v1/elections/{ELECTION}/record.zip").content)
    with open_record(record) as found:
        assert report == verify_record(found, random=system_random).to_object()
