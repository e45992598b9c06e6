"""The booth: a tablet of an open table, and the voters who come to it."""

import io
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from rembug_api.demo.day import Table
from rembug_api.demo.open_polls import PATH, Polls, open_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION
from rembug_ballots.cards import Card
from tests.pages.browsing import LANGUAGES, PHONE, TABLET, People, Person, axe_violations, launched, overflows, picture
from tests.pages.fake_camera import write_picture

SMALL = (960, 600)
PORTRAIT = (800, 1280)
NAMES = {"id": "Bahasa Indonesia", "su": "Basa Sunda", "jv": "Basa Jawa", "en": "English"}


@pytest.fixture(scope="module")
def polls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Polls]]:
    """Give the address of a service with open polls, and the polls."""
    with running_server(tmp_path_factory.mktemp("booth") / "data") as base:
        yield base, open_polls(base, 120, present=60)


@pytest.fixture
def voters(browser: Browser, polls: tuple[str, Polls]) -> Iterator[People]:
    found = People(browser, polls[0])
    yield found
    found.leave()


def pairing(table: Table) -> str:
    """Return the code that a desk shows to its tablets."""
    front = f"MEJA/1/{table.number}/{ELECTION.upper()}/{table.seed.hex().upper()}/"
    return front + sha256(front.encode()).hexdigest()[:8].upper()


def booth(people: People, table: Table, size: tuple[int, int] = TABLET, *, practice: bool = False) -> Person:
    """Give a tablet to a table, as its officer does."""
    person = people.person(size)
    page = person.page
    page.goto("/bilik/")
    page.get_by_label("Kode meja").fill(pairing(table))
    page.get_by_role("button", name="Pasangkan tablet ini").click()
    expect(page.get_by_text("Meja sudah dibuka: ya")).to_be_visible()
    page.get_by_role("button", name="Latihan" if practice else "Mulai melayani pemilih").click()
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
    return person


def scan(page: Page, card: Card) -> None:
    """Scan a card with a scanner that types."""
    page.keyboard.type(card.to_text())
    page.keyboard.press("Enter")


def to_writing(page: Page, card: Card, language: str = "id") -> None:
    page.get_by_role("button", name=NAMES[language]).click()
    expect(page.locator("h1")).to_be_visible()
    scan(page, card)
    page.locator("footer button.main").click()
    expect(page.locator("output")).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def tap(page: Page, text: str) -> None:
    """Write with the keys on the screen."""
    for character in text:
        press(page, "spasi" if character == " " else character)


def log_size(base: str) -> int:
    return int(httpx2.get(base + PATH).json()["log_size"])


def test_an_old_woman_votes_with_the_keys_on_the_screen(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0]).page
    before = log_size(base)
    to_writing(page, open_.tables[0].draw())
    tap(page, "BU TUTI")
    expect(page.locator("output")).to_have_text("BU TUTI")
    press(page, "Keterangan (RT, gang)")
    tap(page, "RT ")
    press(page, "123")
    tap(page, "3")
    press(page, "Kembali ke nama")
    press(page, "Tambah nama")
    expect(page.get_by_role("heading", name="Tulis nama kedua")).to_be_visible()
    tap(page, "ASEP")
    press(page, "Sudah cukup")
    expect(page.get_by_text("1. BU TUTI, RT 3")).to_be_visible()
    expect(page.get_by_text("Anda menulis 2 nama. Boleh 1 lagi.")).to_be_visible()
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 1
    code = page.locator(".code").inner_text()
    found = httpx2.get(f"{base}{PATH}/ballots/{code}")
    assert found.status_code == 200
    assert found.json()["card_number"] in page.locator("main").inner_text()
    # Of what she wrote nothing is left on the screen, and nothing in anything that the browser keeps.
    assert "TUTI" not in page.content()
    assert "TUTI" not in kept(page)
    press(page, "Selesai")
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()


def kept(page: Page) -> str:
    """Return everything that the page keeps in the browser, its address and its title."""
    found = page.evaluate(
        """async () => {
          const kept = [location.href, document.title, JSON.stringify(history.state),
            JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie];
          for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((done) => {
              const r = indexedDB.open(name); r.onsuccess = () => done(r.result);
            });
            for (const store of db.objectStoreNames) {
              const all = await new Promise((done) => {
                const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result);
              });
              kept.push(JSON.stringify(all));
            }
            db.close();
          }
          return kept.join("\\n");
        }"""
    )
    return str(found)


def test_the_physical_keyboard_alone_is_enough(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0]).page
    before = log_size(base)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Bahasa Indonesia")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tunjukkan kartu Anda ke kamera")).to_be_visible()
    scan(page, open_.tables[0].draw())
    expect(page.get_by_role("heading", name="Kartu diterima")).to_be_focused()
    walk_to(page, "Mulai menulis")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tulis nama pertama")).to_be_focused()
    page.keyboard.type("pak dadangg")
    page.keyboard.press("Backspace")
    expect(page.locator("output")).to_have_text("PAK DADANG")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1. PAK DADANG")).to_be_visible()
    walk_to(page, "Sudah benar, kirim suara saya")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 1


def walk_to(page: Page, name: str) -> None:
    """Walk with the tabulator key until a button has the focus."""
    wanted = page.get_by_role("button", name=name, exact=True)
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(button) => button === document.activeElement"):
            return
    raise AssertionError(f"the tabulator never reaches {name}")


def test_names_are_changed_taken_out_and_a_repeated_one_is_told(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    page = booth(voters, open_.tables[0]).page
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("dedi")
    press(page, "Tambah nama")
    page.keyboard.type("De.di ")
    expect(page.get_by_text("Nama ini sudah Anda tulis.")).to_be_visible()
    page.keyboard.type("kurnia")
    expect(page.get_by_text("Nama ini sudah Anda tulis.")).to_have_count(0)
    press(page, "Tambah nama")
    page.keyboard.type("salah")
    press(page, "Sudah cukup")
    expect(page.get_by_text("Anda menulis 3 nama. Sudah penuh.")).to_be_visible()
    press(page, "Hapus nama ke-3")
    press(page, "Tidak")
    expect(page.get_by_text("3. SALAH")).to_be_visible()
    press(page, "Hapus nama ke-3")
    press(page, "Ya, hapus")
    expect(page.get_by_text("3. SALAH")).to_have_count(0)
    press(page, "Ubah nama ke-1")
    page.keyboard.type(" sopir")
    press(page, "Selesai mengubah")
    expect(page.get_by_text("1. DEDI SOPIR")).to_be_visible()
    expect(page.get_by_text("2. DE.DI KURNIA")).to_be_visible()


def test_what_does_not_fit_is_said_and_can_be_deleted(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    page = booth(voters, open_.tables[0]).page
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("a" * 50)
    expect(page.get_by_text("Tinggal 10 huruf lagi.")).to_be_visible()
    page.keyboard.type("b" * 15)
    expect(page.locator("output")).to_have_text("A" * 50 + "B" * 10)
    expect(page.get_by_text("Huruf sudah habis. Hapus atau lanjutkan.").first).to_be_visible()
    press(page, "Hapus")
    expect(page.locator("output")).to_have_text("A" * 50 + "B" * 9)
    press(page, "Sudah cukup")
    expect(page.get_by_text("A" * 50 + "B" * 9)).to_be_visible()
    assert not overflows(page)


def test_a_blank_ballot_is_allowed_and_said_so(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0]).page
    before = log_size(base)
    to_writing(page, open_.tables[0].draw())
    press(page, "Sudah cukup")
    expect(page.get_by_text("Suara kosong tetap dihitung hadir.")).to_be_visible()
    press(page, "Kirim suara kosong")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 1


def test_wrong_cards_are_refused_before_anything_is_written(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    here, there = open_.tables[:2]
    person = booth(voters, here)
    person.forgiven.append("409")
    page = person.page
    used = here.draw()
    assert httpx2.post(f"{base}{PATH}/ballots", json=open_.ballot(here, used)).status_code == 201
    press(page, "Bahasa Indonesia")
    expect(page.get_by_role("heading", name="Tunjukkan kartu Anda ke kamera")).to_be_visible()
    scan(page, used)
    expect(page.get_by_text("Kartu ini sudah dipakai. Panggil petugas.")).to_be_visible()
    scan(page, there.pile[0])
    expect(page.get_by_text(f"Kartu ini untuk meja lain: Meja {there.number}.")).to_be_visible()
    scan(page, Card(here.pile[0].contest_index, here.number, bytes(16)))
    expect(page.get_by_text("Kartu ini tidak berlaku di sini. Panggil petugas.")).to_be_visible()
    page.keyboard.type("https://contoh.id/")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kode kartu belum benar. Coba sekali lagi.")).to_be_visible()
    assert axe_violations(page) == []


def test_a_code_is_typed_where_no_camera_works(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    page = booth(voters, open_.tables[0]).page
    press(page, "Bahasa Indonesia")
    press(page, "Tidak bisa? Ketik kode")
    text = open_.tables[0].draw().to_text()
    tap(page, text[:4])
    press(page, "Pakai kode ini")
    expect(page.get_by_text("Baru 4 dari 36. Lanjutkan mengetik.")).to_be_visible()
    tap(page, text[4:])
    picture(page, "bilik-ketik", only=("tablet",))
    press(page, "Pakai kode ini")
    expect(page.get_by_role("heading", name="Kartu diterima")).to_be_visible()


def test_a_dead_network_loses_nothing_and_the_ballot_goes_later(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    person = booth(voters, open_.tables[0])
    person.forgiven += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page = person.page
    before = log_size(base)
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("neng ida")
    press(page, "Sudah cukup")
    person.context.set_offline(True)
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    code = page.locator(".code").inner_text()
    assert "IDA" not in kept(page)
    assert axe_violations(page) == []
    picture(page, "bilik-disimpan", only=("tablet",))
    assert log_size(base) == before
    person.context.set_offline(False)
    press(page, "Kirim lagi")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert page.locator(".code").inner_text() == code
    assert log_size(base) == before + 1
    assert code not in kept(page)


def test_a_tablet_that_is_switched_off_sends_its_ballot_when_it_is_on_again(
    voters: People, polls: tuple[str, Polls]
) -> None:
    base, open_ = polls
    person = booth(voters, open_.tables[0])
    person.forgiven += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page = person.page
    before = log_size(base)
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("kang ujang")
    press(page, "Sudah cukup")
    person.context.set_offline(True)
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    page.close()
    person.context.set_offline(False)
    page = person.context.new_page()
    page.goto("/bilik/")
    # A new window: an officer looks first, and the ballot goes by itself.
    expect(page.get_by_text("Semua suara dari tablet ini sudah terkirim.")).to_be_visible()
    assert log_size(base) == before + 1


def test_the_booth_opens_and_takes_a_ballot_without_any_network(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    person = voters.person(TABLET)
    person.forgiven += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page = person.page
    page.goto("/bilik/")
    page.get_by_label("Kode meja").fill(pairing(open_.tables[0]))
    page.get_by_role("button", name="Pasangkan tablet ini").click()
    expect(page.get_by_text("Bisa dibuka tanpa jaringan: ya")).to_be_visible(timeout=15_000)
    press(page, "Mulai melayani pemilih")
    before = log_size(base)
    person.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("uwa engkos")
    press(page, "Sudah cukup")
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    press(page, "Selesai")
    person.context.set_offline(False)
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible(timeout=15_000)
    assert log_size(base) == before + 1


def test_an_answer_that_is_lost_on_its_way_does_not_count_twice(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    person = booth(voters, open_.tables[0])
    person.forgiven += ["ERR_FAILED", "Failed to fetch"]
    page = person.page
    before = log_size(base)
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("teh rina")
    press(page, "Sudah cukup")
    page.route("**/ballots", lambda route: (route.fetch(), route.abort()), times=1)
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    press(page, "Kirim lagi")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 1


def test_refresh_back_and_rotation_send_nothing_and_keep_the_card(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0]).page
    before, card = log_size(base), open_.tables[0].draw()
    to_writing(page, card)
    page.keyboard.type("mak erot")
    page.set_viewport_size({"width": 800, "height": 1280})
    expect(page.locator("output")).to_have_text("MAK EROT")
    press(page, "Sudah cukup")
    expect(page.get_by_text("1. MAK EROT")).to_be_visible()
    page.evaluate("history.back()")
    expect(page.locator("output")).to_have_text("MAK EROT")
    page.reload()
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
    assert "EROT" not in page.content() + kept(page)
    to_writing(page, card)
    page.keyboard.type("mak erot")
    press(page, "Sudah cukup")
    # Two taps in one moment.
    send = page.get_by_role("button", name="Sudah benar, kirim suara saya")
    send.hover()
    send.evaluate("(button) => { button.click(); button.click(); }")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 1


def test_a_second_window_is_no_booth(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    person = booth(voters, open_.tables[0])
    second = person.context.new_page()
    second.goto("/bilik/")
    expect(second.get_by_role("heading", name="Bilik sudah terbuka di jendela lain")).to_be_visible()


def test_a_voter_who_leaves_is_asked_for_and_then_wiped(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    person = voters.person(TABLET)
    page = person.page
    page.clock.install()
    page.goto("/bilik/")
    page.get_by_label("Kode meja").fill(pairing(open_.tables[0]))
    page.get_by_role("button", name="Pasangkan tablet ini").click()
    expect(page.get_by_text("Meja sudah dibuka: ya")).to_be_visible()
    press(page, "Mulai melayani pemilih")
    page.clock.run_for(1000)
    before, card = log_size(base), open_.tables[0].draw()
    press(page, "Bahasa Indonesia")
    page.clock.run_for(1000)
    scan(page, card)
    expect(page.get_by_role("heading", name="Kartu diterima")).to_be_visible()
    page.clock.run_for(1000)
    press(page, "Mulai menulis")
    page.clock.run_for(1000)
    page.keyboard.type("abah")
    page.clock.run_for(179_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(3000)
    expect(page.get_by_role("heading", name="Apakah Anda masih di sini?")).to_be_visible()
    picture(page, "bilik-diam", only=("tablet",))
    press(page, "Ya, lanjutkan")
    expect(page.locator("output")).to_have_text("ABAH")
    page.clock.run_for(182_000)
    expect(page.get_by_role("heading", name="Apakah Anda masih di sini?")).to_be_visible()
    page.clock.run_for(46_000)
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
    assert "ABAH" not in page.content() + kept(page)
    assert log_size(base) == before
    credential_is_unspent(base, open_, card)


def credential_is_unspent(base: str, open_: Polls, card: Card) -> None:
    answer = httpx2.post(f"{base}{PATH}/ballots", json=open_.ballot(open_.tables[0], card))
    assert answer.status_code == 201


def test_a_test_opens_the_ballot_and_leaves_the_card_unspent(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0]).page
    before, card = log_size(base), open_.tables[0].draw()
    to_writing(page, card)
    page.keyboard.type("pak haji")
    press(page, "Sudah cukup")
    code = page.locator(".code").inner_text().split(": ")[1].split()[0]
    press(page, "Uji tablet ini dulu")
    expect(page.get_by_role("heading", name="Menguji tablet ini")).to_be_visible()
    expect(page.locator(".code")).to_have_text(code)
    assert axe_violations(page) == []
    picture(page, "bilik-uji", only=("tablet",))
    expect(page.get_by_text("PAK HAJI")).to_be_visible()
    # The board learns the code of the test, and nothing of what was in it.
    assert log_size(base) == before + 1
    press(page, "Kembali ke suara saya")
    expect(page.get_by_text("1. PAK HAJI")).to_be_visible()
    assert code not in page.locator(".code").inner_text()
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 2


def test_practice_sends_nothing_and_says_so_on_every_page(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0], practice=True).page
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    before = log_size(base)
    banner = page.get_by_text("LATIHAN - tidak ada suara yang dikirim")
    for act in ("Bahasa Indonesia", "Lanjut tanpa kartu", "Mulai menulis"):
        expect(banner).to_be_visible()
        press(page, act)
    expect(page.get_by_text("Contoh: tulis ASEP SURYANA.")).to_be_visible()
    page.keyboard.type("asep suryana")
    picture(page, "bilik-latihan", only=("tablet",))
    press(page, "Sudah cukup")
    expect(banner).to_be_visible()
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Latihan selesai")).to_be_visible()
    expect(banner).to_be_visible()
    assert "POST" not in sent
    assert log_size(base) == before
    press(page, "Selesai")
    expect(banner).to_be_visible()


def test_a_card_is_read_by_the_camera(browser: Browser, polls: tuple[str, Polls], tmp_path: Path) -> None:
    base, open_ = polls
    table = open_.tables[0]
    write_picture(tmp_path / "card.y4m", table.draw().to_text())
    flags = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'card.y4m'}",
    ]
    with launched(browser.browser_type, flags) as with_camera:
        people = People(with_camera, base)
        page = booth(people, table).page
        expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
        press(page, "Bahasa Indonesia")
        expect(page.get_by_role("heading", name="Kartu diterima")).to_be_visible()
        people.leave()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_sound_in_every_language(voters: People, polls: tuple[str, Polls], language: str) -> None:
    _, open_ = polls
    page = booth(voters, open_.tables[0]).page
    assert axe_violations(page) == []

    def picture_of(name: str) -> None:
        if language == "id":
            picture(page, f"bilik-{name}")

    picture_of("bahasa")
    press(page, NAMES[language])
    page.wait_for_timeout(700)
    assert axe_violations(page) == []
    scan(page, open_.tables[0].draw())
    for name in ("kartu-diterima", "tulis", "periksa"):
        page.wait_for_timeout(700)
        assert page.evaluate("document.documentElement.lang") == language
        assert axe_violations(page) == [], name
        if name == "tulis":
            page.keyboard.type("siti rahayu")
        picture_of(name)
        page.locator("footer button.main").click()
    expect(page.locator(".says.accepted")).to_be_visible()
    assert axe_violations(page) == []
    picture_of("selesai")


@pytest.mark.parametrize("size", [TABLET, PORTRAIT, SMALL, PHONE, (320, 640)])
def test_nothing_is_wider_than_the_screen_and_no_tablet_scrolls(
    voters: People, polls: tuple[str, Polls], size: tuple[int, int]
) -> None:
    _, open_ = polls
    page = booth(voters, open_.tables[0], size).page
    for step in ("bahasa", "kartu", "diterima", "tulis", "periksa", "selesai"):
        page.wait_for_timeout(700)
        assert not overflows(page), step
        if size[0] >= SMALL[0] or size == PORTRAIT or step == "tulis":
            assert not scrolls(page), step
        if step == "bahasa":
            press(page, "Bahasa Indonesia")
        elif step == "kartu":
            scan(page, open_.tables[0].draw())
        elif step == "tulis":
            page.keyboard.type("siti rahayu")
            press(page, "Tambah nama")
            page.keyboard.type("dedi kurnia")
            press(page, "Tambah nama")
            page.keyboard.type("mang ujang gang mawar")
            press(page, "Sudah cukup")
        else:
            page.locator("footer button.main").click()


def scrolls(page: Page) -> bool:
    found: bool = page.evaluate("() => document.documentElement.scrollHeight > document.documentElement.clientHeight")
    return found


def test_only_this_page_may_use_the_camera(polls: tuple[str, Polls]) -> None:
    allowed = {
        path: httpx2.get(polls[0] + path).headers["permissions-policy"] for path in ("/", "/bilik/", "/pengamat/")
    }
    assert allowed["/bilik/"].startswith("camera=(self), ")
    assert all(each.startswith("camera=(), ") for path, each in allowed.items() if path != "/bilik/")
    assert "unsafe" not in httpx2.get(polls[0] + "/bilik/").headers["content-security-policy"]


def test_another_device_computes_the_code_of_a_test(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    page = booth(voters, open_.tables[0]).page
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("ceu popon")
    press(page, "Sudah cukup")
    press(page, "Uji tablet ini dulu")
    code = page.locator(".code").inner_text()
    address = read_square(page)
    observer = voters.person(PHONE).page
    observer.goto(address)
    expect(observer.get_by_text(code)).to_be_visible()
    expect(observer.get_by_text("CEU POPON")).to_be_visible()
    assert axe_violations(observer) == []
    picture(observer, "pengamat-uji", only=("phone",))
    liar = address[:-8] + ("AAAAAAAA" if not address.endswith("AAAAAAAA") else "BBBBBBBB")
    observer.goto("/")
    observer.goto(liar)
    expect(observer.get_by_text("Suara percobaan ini tidak cocok dengan isinya.")).to_be_visible()


def read_square(page: Page) -> str:
    """Read the QR code on a page from its drawing, as a phone's camera would."""
    square = page.get_by_role("img", name="Kode kotak untuk diperiksa perangkat lain")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(square.screenshot())))
    return found.text
