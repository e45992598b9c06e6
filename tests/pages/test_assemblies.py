"""The note taker: writes in the meeting with or without a network, loses nothing, and two officers record it."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION
from rembug_ballots.assemblies import Minutes
from tests.pages.browsing import (
    LAPTOP,
    PHONE,
    People,
    Person,
    axe_violations,
    in_each_language,
    overflows,
    picture,
    press,
)
from tests.pages.meetings import fill, go_on, note_taker, to_list
from tests.support.stages import Stages

HERE = "Tersimpan di laptop panitia."
AWAY = "Jaringan putus. Tersimpan di perangkat ini; terkirim sendiri saat tersambung."
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def begun(stages: Stages, tmp_path: Path) -> Iterator[str]:
    """Give the address of a service with a committee and an election that has just begun.

    Each test has its own: the guide offers to begin only what nobody has begun, and the tests come in any order.
    """
    stages.begun(tmp_path / "data")
    with running_server(tmp_path / "data") as base:
        yield base


@pytest.fixture
def meeting(browser: Browser, begun: str) -> Iterator[People]:
    found = People(browser, begun)
    yield found
    found.leave()


def fill_first_parts(page: Page) -> None:
    fill(page, Rembug_warga_mana="Kelurahan Sukamundur", Nama_rembug="Rembug Kesiapan Masyarakat")
    go_on(page, "Waktu dan tempat")
    fill(page, Tanggal="2026-09-05", Mulai_pukul="19:30", Selesai_pukul="22:15", Tempat="Balai Kelurahan")
    page.get_by_role("radio", name="WITA").check()


def fill_other_parts(page: Page) -> None:
    go_on(page, "Yang hadir")
    fill(page, Penyelenggara="Lurah", Pemimpin_rembug="Haji Komarudin", Notulis="Enung Nurhayati")
    fill(page, Dari_keluarga_miskin="40", Perempuan="74")
    fill(page, **{"Laki-laki": "61"})
    expect(page.get_by_text("Jumlah hadir: 135 orang.")).to_be_visible()
    go_on(page, "Undangan dan kuorum")
    fill(page, Jumlah_yang_diundang="300", Cara_mengundang="Surat lewat ketua RT")
    page.get_by_label("Ada aturan kuorum").check()
    expect(page.get_by_text("setelah ditunggu 15 menit rembug sah dilanjutkan")).to_be_visible()
    go_on(page, "Acara dan pembahasan")
    fill(page, Mata_acara="Sosialisasi", Pembahasan="Dijelaskan langkah-langkahnya.\nWarga bertanya.")
    go_on(page, "Keputusan")
    fill(page, Isi_keputusan="Warga menyatakan siap.")
    page.get_by_role("radio", name="Menolak").check()
    expect(page.get_by_text("Warga menolak. Ini juga keputusan warga yang sah dan tetap.")).to_be_visible()
    page.get_by_role("radio", name="Menerima").check()
    page.get_by_role("radio", name="Pemungutan suara").check()
    fill(page, Setuju="100", Tidak_setuju="30", Abstain="5")
    press(page, "Tambah catatan keberatan")
    fill(page, Catatan_keberatan_1="Waktunya terlalu singkat.")
    go_on(page, "Tindak lanjut")
    go_on(page, "Lampiran")


def sign(page: Page) -> None:
    go_on(page, "Tanda tangan")
    press(page, "Tambah penanda tangan")
    expect(page.get_by_label("Nama", exact=True)).to_be_focused()
    fill(page, Nama="Haji Komarudin", Sebagai="pemimpin rembug")
    go_on(page, "Periksa dan catat")


def write_without_a_network(taker: Person, photo: Path) -> Page:
    """Begin with a network, lose it, lose the tab, finish; give the page after the network came back."""
    page = taker.page
    page.get_by_text("Halaman ini dapat dibuka tanpa jaringan di perangkat ini.").or_(
        page.get_by_text("Di perangkat ini halaman tidak dapat dibuka lagi")
    ).wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    picture(page, "panitia-rembug")
    page.get_by_role("button", name="Mulai notulen Rembug kesiapan").click()
    expect(page.get_by_text(HERE)).to_be_visible()
    taker.context.set_offline(True)
    fill_first_parts(page)
    expect(page.get_by_text(AWAY)).to_be_visible()
    picture(page, "panitia-rembug-putus", only=("phone",))
    page.close()

    page = taker.page = taker.context.new_page()
    page.goto("/panitia/")
    page.get_by_role("button", name="Rembug Kesiapan Masyarakat, Sabtu, 5 September 2026").click()
    expect(page.get_by_label("Nama rembug")).to_have_value("Rembug Kesiapan Masyarakat")
    go_on(page, "Waktu dan tempat")
    expect(page.get_by_label("Mulai pukul")).to_have_value("19:30")
    expect(page.get_by_role("radio", name="WITA")).to_be_checked()
    fill_other_parts(page)
    page.get_by_label("Tambah lampiran").set_input_files(photo)
    expect(page.get_by_text("baru di perangkat ini")).to_be_visible()
    sign(page)
    expect(page.get_by_text("Notulen sudah lengkap.")).to_be_visible()
    assert axe_violations(page) == []
    expect(page.get_by_text(AWAY)).to_be_visible()
    taker.context.set_offline(False)
    expect(page.get_by_text(HERE)).to_be_visible()
    press(page, "Tutup notulen")
    return page


def test_a_meeting_without_a_network_and_with_a_dead_tab_reaches_the_archive(
    meeting: People, begun: str, tmp_path: Path
) -> None:
    photo = tmp_path / "daftar hadir.png"
    photo.write_bytes(PNG)
    page = write_without_a_network(note_taker(meeting), photo)
    to_list(page)
    page.get_by_role("button", name="Buka Rembug Kesiapan Masyarakat").click()
    page.get_by_text("Semua bagian").click()
    press(page, "Periksa dan catat")
    expect(page.get_by_role("button", name="Usulkan mencatat di papan umum")).to_be_visible()
    picture(page, "panitia-rembug-periksa", only=("laptop",))
    fingerprint = page.locator("h3:text-is('Sidik jari notulen ini') + p code").inner_text()

    second = note_taker(meeting, "ketua", LAPTOP).page
    second.get_by_role("button", name="Buka Rembug Kesiapan Masyarakat").click()
    second.get_by_text("Semua bagian").click()
    press(second, "Periksa dan catat")
    expect(second.get_by_text(fingerprint)).to_be_visible()
    press(page, "Usulkan mencatat di papan umum")
    expect(page.get_by_text("Sudah diusulkan. Petugas kedua membaca")).to_be_visible()
    second.get_by_role("button", name="Saya sudah membaca dan menyetujui").click()
    for each in (page, second):
        expect(each.get_by_text("Semua yang tertulis di sini sudah dicatat di papan umum.")).to_be_visible()

    minutes = Minutes.from_bytes(httpx2.get(f"{begun}/api/v1/elections/{ELECTION}/board/blobs/{fingerprint}").content)
    assert (minutes.assembly, minutes.men, minutes.women, minutes.outcome) == (1, 61, 74, "MENERIMA")
    assert [each.name for each in minutes.attachments] == ["daftar hadir.png"]
    resident = meeting.person(PHONE).page
    resident.goto("/arsip/")
    resident.get_by_role("link", name="Rembug Kesiapan Masyarakat").click()
    expect(resident.get_by_text("Perangkat Anda menghitung ulang sidik jarinya: sama")).to_be_visible()
    expect(resident.get_by_text("Setuju 100, tidak setuju 30, abstain 5.")).to_be_visible()
    expect(resident.get_by_text(fingerprint)).to_be_visible()
    press(page, "Tutup notulen")
    expect(page.get_by_text("Di papan umum: nomor 1, revisi 1.")).to_be_visible()


def test_two_note_takers_write_at_once_and_nothing_is_lost(meeting: People) -> None:
    one, two = note_taker(meeting, "sekretaris", LAPTOP), note_taker(meeting, "ketua", LAPTOP)
    page, other = one.page, two.page
    page.get_by_role("button", name="Mulai notulen Relawan").click()
    fill(page, Nama_rembug="Pendaftaran relawan RW 02", Rembug_warga_mana="RW 02")
    expect(page.get_by_text(HERE)).to_be_visible()
    press(other, "Langkah")
    press(other, "Rembug")
    other.get_by_role("button", name="Buka Pendaftaran relawan RW 02").click()
    expect(other.get_by_label("Nama rembug")).to_have_value("Pendaftaran relawan RW 02")
    expect(other.get_by_text(HERE)).to_be_visible()

    one.context.set_offline(True)
    fill(page, Nama_rembug="Nama dari sekretaris")
    expect(page.get_by_text(AWAY)).to_be_visible()
    fill(other, Nama_rembug="Nama dari ketua")
    go_on(other, "Waktu dan tempat")
    fill(other, Tempat="Pos RW")
    expect(other.get_by_text(HERE)).to_be_visible()
    one.context.set_offline(False)
    expect(page.get_by_role("heading", name="Dua orang mengubah bagian yang sama")).to_be_visible()
    assert axe_violations(page) == []
    picture(page, "panitia-rembug-berdua", only=("laptop",))
    expect(page.get_by_text("Nama dari ketua")).to_be_visible()
    page.get_by_role("radio", name="Tulisan ketua").check()
    press(page, "Pakai pilihan ini")
    expect(page.get_by_label("Nama rembug")).to_have_value("Nama dari ketua")
    go_on(page, "Waktu dan tempat")
    expect(page.get_by_label("Tempat", exact=True)).to_have_value("Pos RW")
    # In different parts both are simply taken.
    one.context.set_offline(True)
    fill(page, Mulai_pukul="08:00")
    expect(page.get_by_text(AWAY)).to_be_visible()
    fill(other, Tanggal="2026-09-12")
    expect(other.get_by_text(HERE)).to_be_visible()
    one.context.set_offline(False)
    expect(page.get_by_label("Tanggal")).to_have_value("2026-09-12")
    expect(page.get_by_label("Mulai pukul")).to_have_value("08:00")
    expect(page.get_by_text(HERE)).to_be_visible()
    expect(other.get_by_label("Mulai pukul")).to_have_value("08:00")


def test_a_draft_is_written_in_one_window_of_a_device_only(meeting: People) -> None:
    taker = note_taker(meeting)
    page = taker.page
    press(page, "Mulai notulen baru")
    fill(page, Nama_rembug="Rembug dua jendela")
    expect(page.get_by_text(HERE)).to_be_visible()
    other = taker.context.new_page()
    other.goto("/panitia/")
    to_list(other)
    other.get_by_role("button", name="Buka Rembug dua jendela").click()
    expect(other.get_by_text("Notulen ini sedang ditulis di jendela lain pada perangkat ini.")).to_be_visible()
    page.close()
    taker.page = other


def test_a_row_taken_away_comes_back_and_a_draft_by_mistake_goes(meeting: People) -> None:
    page = note_taker(meeting).page
    press(page, "Mulai notulen baru")
    fill(page, Nama_rembug="Salah mulai")
    page.get_by_text("Semua bagian").click()
    page.locator("li").get_by_role("button", name="Acara dan pembahasan").click()
    fill(page, Mata_acara="Pembukaan")
    page.get_by_role("button", name="Hapus Acara 1").click()
    expect(page.get_by_label("Mata acara")).to_have_count(0)
    press(page, "Kembalikan")
    expect(page.get_by_label("Mata acara")).to_have_value("Pembukaan")
    expect(page.get_by_text(HERE)).to_be_visible()
    press(page, "Tutup notulen")
    page.get_by_role("button", name="Hapus rancangan ini Salah mulai").click()
    assert axe_violations(page) == []
    press(page, "Ya, hapus")
    expect(page.get_by_role("button", name="Buka Salah mulai")).to_have_count(0)


def test_a_monitor_reads_the_draft_and_writes_nothing(meeting: People) -> None:
    page = note_taker(meeting).page
    press(page, "Mulai notulen baru")
    fill(page, Nama_rembug="Untuk pemantau")
    expect(page.get_by_text(HERE)).to_be_visible()
    monitor = note_taker(meeting, "pemantau").page
    expect(monitor.get_by_role("button", name="Mulai notulen baru")).to_have_count(0)
    monitor.get_by_role("button", name="Buka Untuk pemantau").click()
    expect(monitor.get_by_role("heading", name="Untuk pemantau")).to_be_visible()
    expect(monitor.locator("main").get_by_role("textbox")).to_have_count(0)
    assert axe_violations(monitor) == []


def test_the_keyboard_alone_writes_minutes(meeting: People) -> None:
    page = note_taker(meeting, size=LAPTOP).page
    page.get_by_role("button", name="Mulai notulen baru").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Jenis dan nama")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Rembug kesiapan")).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Pendaftaran relawan")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("RW 07")
    page.keyboard.press("Tab")
    page.keyboard.type("Ketik tanpa tetikus")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Waktu dan tempat")).to_be_focused()
    expect(page.get_by_text(HERE)).to_be_visible()


@pytest.mark.parametrize("kind", ["Menentukan lembaga", "Membentuk panitia"])
def test_every_part_speaks_four_languages_on_a_narrow_screen(meeting: People, kind: str) -> None:
    page = note_taker(meeting, size=(320, 700)).page
    press(page, "Mulai notulen baru")
    page.get_by_role("radio", name=kind).check()
    page.get_by_text("Semua bagian").click()
    parts = page.locator("details li button").count()
    assert parts == 11
    for part in range(parts):
        page.locator("details li button").nth(part).click()
        for more in page.get_by_role("button", name="Tambah", exact=False).all():
            more.click()

        def check(language: str) -> None:
            assert page.evaluate("document.documentElement.lang") == language
            assert axe_violations(page) == []
            assert not overflows(page)

        in_each_language(page, check)
        if kind == "Menentukan lembaga" and part == 6:
            picture(page, "panitia-rembug-lembaga", only=("laptop",))
