"""The committee's office: from the first account to the published result."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from rembug_api.demo import day, setting
from rembug_api.demo.open_polls import PATH, Sealed, seal_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import PASSWORD
from rembug_api.demo.votes import plan_votes
from rembug_ballots.record_open import open_record
from rembug_ballots.rules import Rules
from rembug_ballots.verification import Verdict, verify_record
from rembug_service.people.invented import invent_register
from rembug_service.system import system_random
from tests.pages.browsing import People, axe_violations, in_each_language, overflows, picture, press
from tests.pages.office_acts import both, settle, sign_in

ADULTS = 60
VOTERS = 34
OFFICE_LIST = """Nama,L/P,Tanggal lahir,RT,RW,Status kawin
Siti Aminah,P,01-02-1960,1,1,Kawin
SITI AMINAH,P,01-02-1960,2,1,Kawin
Dedi Kurnia,L,03-04-1971,1,1,Kawin
Asep,L,31-31-1980,1,1,Kawin
"""


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Sealed]]:
    """Give the address of a service whose tables are closed, with some ballots in the box."""
    with running_server(tmp_path_factory.mktemp("office") / "data") as base:
        sealed = seal_polls(base, ADULTS)
        day.open_tables(sealed.committee, sealed.tables)
        polling = day.Day(sealed.committee, sealed.key, base, system_random, 5, lambda: None)
        polling.vote(sealed.tables, plan_votes(sealed.residents, VOTERS, 3, 11, 5, tie=False).ballots)
        for table in sealed.tables:
            polling.close_table(table)
        yield base, sealed
        sealed.committee.close()


@pytest.fixture
def office(browser: Browser, closed: tuple[str, Sealed]) -> Iterator[People]:
    found = People(browser, closed[0])
    yield found
    found.leave()


def test_the_night_from_the_closed_tables_to_the_published_result(
    office: People, closed: tuple[str, Sealed], tmp_path: Path
) -> None:
    base, sealed = closed
    chair, second = sign_in(office, "ketua"), sign_in(office, "pokja")
    secretary, monitor = sign_in(office, "sekretaris"), sign_in(office, "pemantau")
    picture(chair, "panitia-langkah")
    press(chair, "Malam hitung")
    assert axe_violations(chair) == []
    both(chair, second, "Usulkan menutup pemungutan suara")
    expect(chair.get_by_text("Pemegang kunci mengacak: 0 dari 2.")).to_be_visible(timeout=10_000)
    for holder in sealed.holders[:2]:
        holder.mix()
    both(chair, second, "Usulkan menyatakan pengacakan selesai")
    both(chair, second, "Usulkan memerintahkan pembukaan")
    for number in (1, 3, 5):
        sealed.holders[number - 1].open()
    expect(chair.get_by_text("Tulisan ditetapkan: 0 dari")).to_be_visible(timeout=10_000)
    picture(chair, "panitia-malam", only=("laptop",))
    count = settle(secretary)
    picture(secretary, "panitia-nama-selesai", only=("laptop",))
    press(second, "Tetapkan nama")
    expect(second.locator(".written")).to_be_visible()
    assert axe_violations(second) == []
    picture(second, "panitia-nama")
    assert settle(second) == settle(monitor) == count
    _object(secretary, second, monitor)
    both(chair, secretary, "Usulkan menghitung")
    expect(chair.get_by_text("Sah ")).to_be_visible(timeout=10_000)
    while chair.get_by_role("button", name="Usulkan penyelesaian").count():
        chair.get_by_label("Keterangan untuk berita acara (akan diumumkan)").first.fill(
            "Salah seorang mundur tertulis."
        )
        assert axe_violations(chair) == []
        picture(chair, "panitia-suara-sama", only=("laptop",))
        both(chair, secretary, "Usulkan penyelesaian")
        chair.wait_for_timeout(4000)
    _answer(chair, secretary)
    both(chair, secretary, "Usulkan menetapkan hasil")
    both(chair, second, "Usulkan mengumumkan hasil")
    expect(chair.get_by_text("Hasil sudah diumumkan.")).to_be_visible(timeout=10_000)
    picture(chair, "panitia-hasil", only=("laptop",))
    record = tmp_path / "record.zip"
    record.write_bytes(httpx2.get(f"{base}{PATH}/record.zip").content)
    with open_record(record) as found:
        report = verify_record(found, random=system_random)
    assert report.verdict is Verdict.VALID


def _object(one: Page, two: Page, monitor: Page) -> None:
    """Let all three take a decision back, each at her own page, and settle the text anew."""
    for page in (one, two, monitor):
        press(page, "Tetapkan nama")
    one.locator("summary").filter(has_text="Sudah disepakati").click()
    one.get_by_role("button", name="Ajukan keberatan").first.click()
    one.get_by_role("button", name="Ajukan keberatan", exact=True).first.click()
    expect(one.get_by_text("Tulis dulu alasannya.")).to_be_visible()
    one.get_by_label("Alasan (akan diumumkan)").fill("Tulisan ini dibaca keliru.")
    assert axe_violations(one) == []
    one.get_by_role("button", name="Ajukan keberatan", exact=True).first.click()
    expect(one.get_by_text("1 dari 3 sudah setuju. Menunggu yang lain.")).to_be_visible()
    press(one, "Langkah")
    expect(one.get_by_text("Masih ada 1 keberatan yang menunggu petugas lain.")).to_be_visible()
    press(one, "Malam hitung")
    expect(one.get_by_text("Masih ada 1 keberatan yang menunggu petugas lain.")).to_be_visible()
    expect(one.get_by_role("button", name="Usulkan menghitung")).to_have_count(0)
    for page in (two, monitor):
        agree = page.get_by_role("button", name="Setuju dengan keberatan ini")
        # Under the monitor's the second officer stands too, with the same reason.
        expect(page.get_by_text("Tulisan ini dibaca keliru.").first).to_be_visible()
        assert axe_violations(page) == []
        if page is two:
            picture(page, "panitia-keberatan")
        agree.click()
        expect(agree).to_have_count(0)
    for page in (one, two, monitor):
        # The page of the night has a button of the same name.
        page.get_by_role("navigation", name="Panitia").get_by_role("button", name="Tetapkan nama").click()
        expect(page.locator(".written")).to_be_visible()
        assert settle(page) == 1


def _answer(chair: Page, second: Page) -> None:
    """Record that the first of the elected cannot be reached: the first reserve moves up."""
    elected = chair.get_by_role("heading", name="Terpilih").locator("xpath=following-sibling::table[1]")
    reserve = chair.get_by_role("heading", name="Cadangan", level=3).locator("xpath=following-sibling::ol[1]/li")
    first, follows = elected.get_by_role("rowheader").first.inner_text(), reserve.first.inner_text().split(" (")[0]
    press(chair, f"Catat jawaban {first}")
    press(chair, "Usulkan mencatat jawaban")
    expect(chair.get_by_text("Pilih jawabannya.")).to_be_visible()
    chair.get_by_label("tidak dapat dihubungi").check()
    press(chair, "Usulkan mencatat jawaban")
    expect(chair.get_by_text("Isi batas waktunya.")).to_be_visible()
    chair.get_by_label("Batas waktu menjawab").fill("2026-12-05")
    assert axe_violations(chair) == []
    picture(chair, "panitia-kesediaan")
    press(chair, "Usulkan mencatat jawaban")
    words = second.locator(".words").filter(has_text="tidak duduk; tempatnya jatuh ke urutan berikutnya")
    expect(words).to_contain_text(first)
    expect(words).to_contain_text("Tidak dapat dihubungi sampai batas waktu 2026-12-05.")
    words.locator("xpath=..").get_by_role("button", name="Saya sudah membaca dan menyetujui").click()
    expect(elected.get_by_role("rowheader", name=first, exact=True)).to_have_count(0)
    expect(elected.get_by_role("rowheader", name=follows, exact=True)).to_be_visible()
    expect(chair.get_by_role("heading", name="Tidak bersedia")).to_be_visible()


def test_the_office_speaks_four_languages_on_every_page(office: People, closed: tuple[str, Sealed]) -> None:
    page = sign_in(office, "sekretaris", (360, 740))
    assert closed

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        for tab in page.get_by_role("navigation").get_by_role("button").all():
            tab.click()
            page.wait_for_timeout(300)
            assert axe_violations(page) == []
            assert not overflows(page)

    in_each_language(page, check)


def take_over_the_password(page: Page) -> None:
    """Change the password of whoever is signed in."""
    press(page, "Ganti kata sandi")
    page.get_by_label("Kata sandi sekarang").fill(PASSWORD)
    page.get_by_label("Kata sandi baru", exact=True).fill(PASSWORD + " kami")
    page.get_by_label("Kata sandi baru, sekali lagi").fill(PASSWORD)
    expect(page.get_by_text("Kedua kata sandi baru tidak sama.")).to_be_visible()
    page.get_by_label("Kata sandi baru, sekali lagi").fill(PASSWORD + " kami")
    assert axe_violations(page) == []
    page.get_by_label("Kata sandi baru, sekali lagi").press("Enter")
    expect(page.get_by_text("Kata sandi sudah diganti.")).to_be_visible()


def test_a_new_installation_from_the_first_account_to_the_register(people: People, tmp_path: Path) -> None:
    person = people.person()
    person.forgiven += ["401", "409", "404"]
    page = person.page
    page.goto("/panitia/")
    expect(page.get_by_role("heading", name="Buat akun ketua")).to_be_visible()
    assert axe_violations(page) == []
    form = page.locator("form").filter(has_text="Buat akun ketua")
    form.get_by_label("Nama lengkap").fill("Haji Komarudin")
    form.get_by_label("Kata sandi").fill(PASSWORD)
    press(page, "Buat akun")
    expect(page.get_by_role("heading", name="Mulai pemilihan baru")).to_be_visible()
    page.get_by_label("Kode pemilihan").fill("99.10.01.1002-2026")
    page.get_by_label("Judul").fill("Pembentukan BKM Sukamaju")
    for label in ("Kelurahan", "Kecamatan", "Kota atau kabupaten", "Provinsi"):
        page.get_by_label(label, exact=True).fill("Contoh")
    page.get_by_label("Kode wilayah").fill("99.10.01.1002")
    form = page.locator("form").filter(has=page.get_by_role("heading", name="Buat akun"))
    form.get_by_label("Nama lengkap").fill("Enung Nurhayati")
    form.get_by_label("Nama akun").fill("sekretaris")
    form.get_by_label("Kata sandi").fill(PASSWORD)
    form.get_by_label("Sekretaris").check()
    press(page, "Buat akun")
    expect(page.get_by_text("Akun Enung Nurhayati sudah dibuat.")).to_be_visible()
    take_over_the_password(page)
    press(page, "Mulai pemilihan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pembentukan BKM Sukamaju")
    expect(page.locator("[aria-current=step]")).to_contain_text("Daftar warga dimasukkan")
    press(page, "Daftar warga")
    press(page, "Periksa dulu")
    expect(page.get_by_text("Pilih berkas dan harinya dulu.")).to_be_visible()
    path = tmp_path / "daftar.csv"
    path.write_text(OFFICE_LIST)
    page.get_by_label("Berkas CSV atau Excel").set_input_files(path)
    page.get_by_label("Hari pemungutan suara").fill("2026-11-22")
    press(page, "Periksa dulu")
    expect(page.get_by_text("4 baris bisa dimasukkan. 1 catatan untuk diperiksa.")).to_be_visible()
    expect(page.get_by_text("Tanggal lahir tidak ada di kalender")).to_be_visible()
    picture(page, "panitia-daftar", only=("laptop",))
    assert axe_violations(page) == []
    press(page, "Masukkan daftar ini")
    expect(page.get_by_text("baris sudah dimasukkan.")).to_be_visible()
    pairs = page.get_by_role("heading", name="Mungkin orang yang sama")
    expect(pairs).to_have_text("Mungkin orang yang sama: 1")
    assert axe_violations(page) == []
    picture(page, "panitia-ganda", only=("laptop",))
    page.get_by_role("button", name="Ini ganda").last.click()
    expect(pairs).to_have_text("Mungkin orang yang sama: 0")
    expect(page.get_by_text("4 baris, 3 pemilih dewasa: 2 L, 1 P.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh daftar untuk ditempel").click()
    assert b"NIK" not in Path(download.value.path()).read_bytes().upper()


def test_rules_are_agreed_by_residents_before_anything_is_laid(browser: Browser, server: str) -> None:
    committee = setting.gather_committee(server)
    setting.begin_election(committee)
    setting.bring_register(committee, invent_register(ADULTS, 5), 5)
    people = People(browser, server)
    secretary, chair = sign_in(people, "sekretaris"), sign_in(people, "ketua")
    expect(secretary.locator("[aria-current=step]")).to_contain_text("Aturan disepakati warga dan dikunci")
    press(secretary, "Aturan")
    names = secretary.get_by_label("Paling banyak nama di surat suara")
    expect(names).to_have_value("3")
    names.fill("40")
    people.everybody[0].forgiven.append("422")
    press(secretary, "Simpan rancangan aturan")
    expect(secretary.get_by_role("alert").first).to_contain_text("names_max")
    names.fill("2")
    press(secretary, "Simpan rancangan aturan")
    expect(secretary.get_by_text("Rancangan aturan tersimpan.")).to_be_visible()
    assert axe_violations(secretary) == []
    picture(secretary, "panitia-aturan", only=("laptop",))
    # What stands in the field is what the residents agree to; test_agreements.py goes that way in the pages.
    rules = Rules.from_json(committee.sekretaris.get("/rules-draft"))
    assert rules.stages[0].contests[0].names_max == 2
    setting.agree_documents(committee, rules)
    both(secretary, chair, "Usulkan mengunci aturan")
    expect(secretary.get_by_text("Aturan sudah dikunci dan tidak dapat diubah.")).to_be_visible(timeout=10_000)
    press(secretary, "Meja")
    press(secretary, "Bagi pemilih ke meja")
    expect(secretary.get_by_text("Meja 1: ").first).to_be_visible()
    both(secretary, chair, "Usulkan menetapkan daftar")
    expect(secretary.get_by_text("Sidik jari berkas bilik ikut dicatat.")).to_be_visible(timeout=10_000)
    press(secretary, "Langkah")
    expect(secretary.locator("[aria-current=step]")).to_contain_text("Kunci bersama dibuat")
    people.leave()
    committee.close()
