"""The check-in desk: two officers open a table, a clerk marks who comes, and two officers close it again."""

from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from rembug_api.demo.day import Table
from rembug_api.demo.open_polls import PATH, Sealed, seal_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import PASSWORD
from rembug_ballots.encoding import to_b64
from tests.pages.booth_acts import kept
from tests.pages.browsing import (
    LAPTOP,
    TABLET,
    People,
    Person,
    axe_violations,
    in_each_language,
    overflows,
    picture,
    press,
    read_square,
    scan,
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Sealed]]:
    """Give the address of a service whose stage is sealed, and its tables."""
    with running_server(tmp_path_factory.mktemp("desk") / "data") as base:
        sealed = seal_polls(base, 120)
        yield base, sealed
        sealed.committee.close()


@pytest.fixture
def officers(browser: Browser, ready: tuple[str, Sealed]) -> Iterator[People]:
    found = People(browser, ready[0])
    yield found
    found.leave()


def sign_in(people: People, account: str, table: int, size: tuple[int, int] = LAPTOP) -> Person:
    """Let an officer sign in at a table."""
    person = people.person(size)
    # Before anybody signs in, the page asks whether somebody has.
    person.forgiven.append("401")
    page = person.page
    page.goto("/meja/")
    page.get_by_label("Nama akun").fill(account)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("button", name=f"Meja {table}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Meja {table}")
    return person


def approve(page: Page, words: str) -> None:
    """Approve what the other officer proposed, word for word."""
    expect(page.get_by_text(words)).to_be_visible(timeout=10_000)
    press(page, "Saya sudah membaca dan menyetujui")


def figure(page: Page, name: str) -> str:
    return page.locator("dl > div").filter(has_text=name).locator("dd").inner_text().strip()


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    expect(page.locator("section ul > li").first).to_be_visible()


def somebody(page: Page) -> str:
    """Return the name of a resident on the screen who is not present."""
    row = page.locator("section ul > li").filter(has=page.get_by_role("button", name="Tandai hadir")).first
    return row.locator("strong").inner_text()


def test_a_table_from_its_empty_box_to_its_reconciled_cards(officers: People, ready: tuple[str, Sealed]) -> None:
    base, sealed = ready
    table = sealed.tables[0]
    one = sign_in(officers, "meja", table.number).page
    two = sign_in(officers, "meja-dua", table.number).page
    _open(one, two, table)
    _somebody_comes(one)
    _somebody_is_on_no_list(one, two)
    _a_tablet_joins(officers, one, two, table)
    _cards_go_wrong(one, two, table)
    _close(one, two, table, sealed.tables[1])
    summary = httpx2.get(base + PATH).json()["tables"][0]
    assert (summary["is_open"], summary["checkins"], summary["ballots"], summary["voided"]) == (False, 1, 1, 1)


def _open(one: Page, two: Page, table: Table) -> None:
    """Show the empty box, and open the table with two officers."""
    expect(one.get_by_text("Kotak suara kosong: 0 suara, 0 hadir")).to_be_visible()
    assert axe_violations(one) == []
    picture(one, "meja-buka", only=("laptop",))
    press(one, "Usulkan membuka meja")
    expect(one.get_by_text("Menunggu petugas kedua menyetujui di perangkatnya.")).to_be_visible()
    approve(two, f"eja {table.number}")
    expect(one.get_by_text("Meja ini buka")).to_be_visible(timeout=10_000)


def _somebody_comes(one: Page) -> None:
    """Find a resident while her name is half typed."""
    search(one, "a")
    name = somebody(one)
    search(one, name[: max(3, len(name) // 2)])
    assert axe_violations(one) == []
    row = one.locator("section ul > li").filter(has_text=name).first
    row.get_by_role("button", name="Tandai hadir").click()
    expect(one.get_by_text(f"{name} tercatat hadir. Berikan satu kartu tertutup.")).to_be_visible()
    expect(one.get_by_role("searchbox")).to_have_value("")
    assert figure(one, "Hadir").startswith("1 dari")
    # A second time the reason is shown, and a mistake is taken back.
    search(one, name)
    row = one.locator("section ul > li").filter(has_text=name).first
    expect(row.get_by_text("Sudah hadir")).to_be_visible()
    picture(one, "meja-cari")
    row.get_by_role("button", name="Orangnya bilang belum memilih").click()
    expect(row.get_by_text("Jangan beri kartu. Jangan hapus tanda hadir.")).to_be_visible()
    assert axe_violations(one) == []
    row.get_by_role("button", name="Orangnya bilang belum memilih").click()
    row.get_by_role("button", name="Salah tandai").click()
    # One tap takes nothing back: the card must come back first, unopened.
    dialog = one.get_by_role("dialog")
    expect(dialog.get_by_text("Minta kembali kartunya.")).to_be_visible()
    assert axe_violations(one) == []
    picture(one, "meja-salah-tandai", only=("laptop",))
    press(one, "Tidak jadi")
    expect(row.get_by_text("Sudah hadir")).to_be_visible()
    row.get_by_role("button", name="Salah tandai").click()
    press(one, "Kartu tertutup sudah kembali")
    expect(one.get_by_text(f"Tanda hadir {name} dibatalkan.")).to_be_visible()
    search(one, name)
    one.locator("section ul > li").filter(has_text=name).first.get_by_role("button", name="Tandai hadir").click()
    expect(one.get_by_text(f"{name} tercatat hadir.")).to_be_visible()


def _somebody_is_on_no_list(one: Page, two: Page) -> None:
    """Say what to try, and record with two officers why somebody could not vote."""
    one.get_by_role("searchbox").fill("Xaviera Quintessa")
    expect(one.get_by_text("Coba ejaan lain, nama panggilan, atau nama di KTP.")).to_be_visible()
    press(one, "Tidak bisa dilayani: catat alasannya")
    press(one, "Minta persetujuan petugas kedua")
    expect(one.get_by_text("Tulis dulu alasannya.")).to_be_visible()
    one.get_by_label("Alasan tidak dilayani (jangan tulis nama)").fill("Baru pindah, tidak ada di daftar warga")
    assert axe_violations(one) == []
    picture(one, "meja-tidak-ada")
    press(one, "Minta persetujuan petugas kedua")
    approve(two, "Baru pindah, tidak ada di daftar warga")
    one.get_by_role("searchbox").fill("")


def _a_tablet_joins(officers: People, one: Page, two: Page, table: Table) -> None:
    """Join a tablet by the code on the desk's screen, and let a voter vote."""
    press(one, "Tablet")
    press(one, "Tampilkan kode meja")
    code = read_square(one, f"Kode kotak meja {table.number}")
    assert code.startswith(f"MEJA/1/{table.number}/")
    booth = officers.person(TABLET).page
    booth.goto("/bilik/")
    booth.get_by_label("Kode meja").fill(code)
    press(booth, "Pasangkan tablet ini")
    expect(booth.get_by_text("Kode meja cocok: ya")).to_be_visible()
    press(booth, "Mulai melayani pemilih")
    press(booth, "Bahasa Indonesia")
    expect(booth.get_by_role("heading", name="Tunjukkan kartu Anda ke kamera")).to_be_visible()
    scan(booth, table.draw().to_text())
    press(booth, "Mulai menulis")
    booth.keyboard.type("bu tuti")
    press(booth, "Sudah cukup")
    press(booth, "Sudah benar, kirim suara saya")
    expect(booth.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    _the_code_outlives_a_device(booth, one, two, table, code)


def _the_code_outlives_a_device(booth: Page, one: Page, two: Page, table: Table, code: str) -> None:
    """Take the table's code to the other desk from a tablet, whose set-up the officer's short code opens."""
    short = one.locator(".short").inner_text()
    press(two, "Tablet")
    expect(two.get_by_text("Meja ini dibuka dari perangkat lain.")).to_be_visible()
    press(booth, "Selesai")
    press(booth, "Petugas")
    for character in short.replace(" ", ""):
        press(booth, character)
    press(booth, "Buka")
    press(booth, "Tampilkan kode meja")
    assert read_square(booth, f"Kode kotak meja {table.number}") == code
    press(two, "Ambil kode meja")
    scan(two, code.replace(f"MEJA/1/{table.number}/", f"MEJA/1/{table.number + 1}/"))
    expect(two.get_by_text("Ini bukan kode meja, atau kodenya rusak.")).to_be_visible()
    assert axe_violations(two) == []
    scan(two, code)
    press(two, "Tampilkan kode meja")
    assert read_square(two, f"Kode kotak meja {table.number}") == code
    assert axe_violations(two) == []
    picture(two, "meja-tablet", only=("laptop",))


def _cards_go_wrong(one: Page, two: Page, table: Table) -> None:
    """Void a torn card, replace a lost one, and count a voter who was helped."""
    press(one, "Kartu")
    press(one, "Pindai kartu rusak")
    # The wrong card before the camera: nothing is void until somebody says so.
    scan(one, table.pile[0].to_text())
    press(one, "Tidak jadi")
    expect(one.get_by_role("button", name="Batalkan kartu ini")).to_have_count(0)
    press(one, "Pindai kartu rusak")
    scan(one, table.draw().to_text())
    press(one, "Batalkan kartu ini")
    expect(one.get_by_text("Berikan kartu lain.")).to_be_visible()
    one.get_by_label("Alasan (akan diumumkan, jangan tulis nama)").fill("Kartu hilang di halaman")
    press(one, "Minta persetujuan petugas kedua")
    expect(one.get_by_text("Usul dikirim.")).to_be_visible()
    approve(two, "Kartu hilang di halaman")
    press(one, "Tambah satu")
    expect(one.get_by_role("heading", name="Pemilih dibantu: 1")).to_be_visible()
    assert axe_violations(one) == []
    expect(one.locator("dl > div").filter(has_text="Kartu batal atau diganti").locator("dd")).to_have_text(
        "2", timeout=10_000
    )
    picture(one, "meja-kartu", only=("laptop",))


def _close(one: Page, two: Page, table: Table, other: Table) -> None:
    """Scan what is left, and close the table with two officers."""
    # The committee's tests of the tablets are made elsewhere; the desk says that they lack.
    press(one, "Tutup meja")
    expect(one.get_by_text("Lengkapi sebelum menutup.")).to_be_visible()
    press(one, "Pindai kartu sisa")
    for card in table.pile[:3]:
        scan(one, card.to_text())
    scan(one, table.pile[0].to_text())
    expect(one.get_by_role("heading", name="Kartu sisa yang sudah dipindai: 3")).to_be_visible()
    scan(one, other.pile[0].to_text())
    expect(one.get_by_text("Kartu ini bukan milik meja ini.")).to_be_visible()
    press(one, "Berhenti memindai")
    # Neither another tab nor a reload makes anybody scan again.
    assert to_b64(table.pile[0].secret) in kept(one)
    press(one, "Kartu")
    one.reload()
    press(one, f"Meja {table.number}")
    press(one, "Tutup meja")
    expect(one.get_by_role("heading", name="Kartu sisa yang sudah dipindai: 3")).to_be_visible()
    press(one, "Usulkan menutup meja")
    expect(one.get_by_text("Isi dengan angka.")).to_be_visible()
    one.get_by_label("Tanda tangan di daftar hadir kertas").fill("2")
    expect(one.get_by_text("Tanda tangan 2, tercatat hadir 1.")).to_be_visible()
    one.get_by_label("Tanda tangan di daftar hadir kertas").fill("1")
    # A card was replaced, so one ballot may still be on the tablet, which spoke of itself a few seconds ago.
    expect(one.get_by_text("1 suara masih bisa tertinggal.")).to_be_visible()
    expect(one.get_by_text("1 hadir + 1 kartu pengganti - 1 suara masuk - 0 pergi tanpa memilih.")).to_be_visible()
    ticks = one.get_by_role("checkbox")
    expect(ticks).to_have_count(2, timeout=30_000)
    press(one, "Usulkan menutup meja")
    expect(one.get_by_text("Centang setiap tablet sesudah membacanya, atau tulis alasannya.")).to_be_visible()
    ticks.last.check()
    press(one, "Usulkan menutup meja")
    expect(one.get_by_text("Usul dikirim.")).to_have_count(0)
    ticks.first.check()
    assert axe_violations(one) == []
    picture(one, "meja-tutup")
    press(one, "Usulkan menutup meja")
    expect(one.get_by_text("Usul dikirim.")).to_be_visible()
    approve(two, "Suara yang masih bisa tertinggal di tablet: 1.")
    expect(one.get_by_text("Meja ini sudah ditutup")).to_be_visible(timeout=10_000)
    expect(one.get_by_text("1 suara masih bisa tertinggal di tablet saat meja ditutup.")).to_be_visible()
    expect(one.get_by_text("Tidak dapat dilayani memilih: Baru pindah, tidak ada di daftar warga")).to_be_visible()
    assert to_b64(table.pile[0].secret) not in kept(one)
    assert axe_violations(one) == []
    picture(one, "meja-sesudah")


def test_a_press_whose_answer_is_lost_counts_once(officers: People, ready: tuple[str, Sealed]) -> None:
    _, sealed = ready
    table = sealed.tables[1]
    person = sign_in(officers, "meja", table.number)
    person.forgiven += ["ERR_FAILED", "Failed to fetch"]
    one = person.page
    two = sign_in(officers, "meja-dua", table.number).page
    press(one, "Usulkan membuka meja")
    approve(two, f"eja {table.number}")
    expect(one.get_by_text("Meja ini buka")).to_be_visible(timeout=10_000)
    search(one, "a")
    name = somebody(one)
    one.route("**/checkins", lambda route: (route.fetch(), route.abort()), times=1)
    row = one.locator("section ul > li").filter(has_text=name).first
    row.get_by_role("button", name="Tandai hadir").click()
    # The same press is sent once more, and its answer says that she is marked: nobody marks her twice.
    expect(one.get_by_text(f"{name} tercatat hadir. Berikan satu kartu tertutup.")).to_be_visible()
    expect(one.locator("dl > div").filter(has_text="Hadir").first.locator("dd")).to_contain_text(
        "1 dari", timeout=10_000
    )


def test_the_desk_speaks_four_languages_and_fits_a_phone(officers: People) -> None:
    page = sign_in(officers, "meja", 1, (360, 740)).page

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        assert axe_violations(page) == []
        assert not overflows(page)

    in_each_language(page, check)


def test_whoever_has_no_desk_sees_none(officers: People) -> None:
    person = officers.person()
    person.forgiven += ["401", "403"]
    page = person.page
    page.goto("/meja/")
    page.get_by_label("Nama akun").fill("kartu")
    page.get_by_label("Kata sandi").fill("salah sekali")
    press(page, "Masuk")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.get_by_label("Nama akun").input_value() == "kartu"
    page.get_by_label("Kata sandi").fill(PASSWORD)
    press(page, "Masuk")
    expect(page.get_by_text("Akun ini tidak berhak membuka halaman ini.")).to_be_visible()
    assert axe_violations(page) == []
