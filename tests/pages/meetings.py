"""What a note taker does with minutes in the office's page."""

from playwright.sync_api import Page, expect

from rembug_api.demo.setting import PASSWORD
from tests.pages.browsing import PHONE, People, Person, press

TITLE = "Pembentukan BKM Kelurahan Sukamundur"
HERE = "Tersimpan di laptop panitia."


def note_taker(people: People, account: str = "sekretaris", size: tuple[int, int] = PHONE) -> Person:
    person = people.person(size)
    # Without a network, and before signing in, questions to the service fail; that is what these tests are about.
    person.forgiven += ["401", "ERR_INTERNET_DISCONNECTED", "409", "404"]
    page = person.page
    page.goto("/panitia/")
    page.get_by_label("Nama akun").fill(account)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    press(page, "Masuk")
    to_list(page)
    return person


def to_list(page: Page) -> None:
    page.get_by_role("button", name=TITLE).click()
    press(page, "Rembug")
    expect(page.get_by_role("heading", name="Yang masih kurang sebelum pemungutan suara")).to_be_visible()


def go_on(page: Page, to: str) -> None:
    press(page, f"Lanjut: {to}")
    expect(page.get_by_role("heading", level=2, name=to)).to_be_focused()


def fill(page: Page, **fields: str) -> None:
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).first.fill(text)


def hold(page: Page, kind: str, title: str, text: str, *, unit: str = "Kelurahan Sukamundur") -> None:
    """Write the minutes of an assembly as far as its one decision, which is on the screen afterwards."""
    press(page, "Mulai notulen baru")
    page.get_by_role("radio", name=kind).check()
    fill(page, Rembug_warga_mana=unit, Nama_rembug=title)
    go_on(page, "Waktu dan tempat")
    fill(page, Tanggal="2026-10-10", Mulai_pukul="19:30", Selesai_pukul="22:15", Tempat="Balai Kelurahan")
    go_on(page, "Yang hadir")
    fill(page, Penyelenggara="Panitia", Pemimpin_rembug="Haji Komarudin", Notulis="Enung Nurhayati")
    fill(page, Dari_keluarga_miskin="40", Perempuan="74")
    fill(page, **{"Laki-laki": "61"})
    go_on(page, "Undangan dan kuorum")
    go_on(page, "Acara dan pembahasan")
    fill(page, Mata_acara=title, Pembahasan="Dibahas bersama.")
    go_on(page, "Keputusan")
    fill(page, Isi_keputusan=text)


def record(page: Page, second: Page, title: str) -> None:
    """Sign the minutes on the screen and let two officers put them on the public board."""
    page.get_by_text("Semua bagian").click()
    page.locator("li").get_by_role("button", name="Tanda tangan").click()
    press(page, "Tambah penanda tangan")
    fill(page, Nama="Haji Komarudin", Sebagai="pemimpin rembug")
    go_on(page, "Periksa dan catat")
    expect(page.get_by_text("Notulen sudah lengkap.")).to_be_visible()
    press(page, "Usulkan mencatat di papan umum")
    approve(second, title)
    expect(page.get_by_text("Semua yang tertulis di sini sudah dicatat di papan umum.")).to_be_visible()
    press(page, "Tutup notulen")


def approve(second: Page, words: str) -> None:
    """Let the second officer read the words of a step and agree to it."""
    step = second.get_by_role("article").filter(has_text=words)
    step.get_by_role("button", name="Saya sudah membaca dan menyetujui").click()
    expect(step).to_have_count(0)
