"""The committee's path: readiness, institution, proposals, texts adopted and signed; only then the gate opens."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION
from rembug_ballots.record_open import open_record
from rembug_ballots.verification import Status, verify_record
from rembug_service.system import system_random
from tests.pages.browsing import (
    LAPTOP,
    PHONE,
    People,
    axe_violations,
    in_each_language,
    overflows,
    picture,
    press,
    read_square,
)
from tests.pages.meetings import approve, hold, note_taker, record
from tests.support.stages import Stages

BOARD_ACT = "Usulkan mencatat kesepakatan"
PROPOSALS = (
    ("Pasal 13", "Jumlah anggota paling sedikit tiga belas.", "FGD RW 01", "Disetujui"),
    ("Pasal 16", "Masa bakti tetap tiga tahun.", "FGD RW 02", "Disetujui"),
    ("Pasal 21", "Koordinator bergilir setiap tahun.", "FGD RW 02", "Diubah"),
    ("Pasal 17", "Anggota mendapat honor.", "FGD RW 03", "Ditunda"),
    ("Pasal 32", "Keuangan diumumkan setiap bulan.", "FGD perempuan RW 03", "Disetujui"),
)


@pytest.fixture
def begun(stages: Stages, tmp_path: Path) -> Iterator[str]:
    """Give the address of a service with a committee, a register, and an election that has just begun."""
    stages.registered(tmp_path / "data")
    with running_server(tmp_path / "data") as base:
        yield base


@pytest.fixture
def agreed(stages: Stages, tmp_path: Path) -> Iterator[str]:
    """Give the address of a service whose residents have agreed to everything, with the rules sealed."""
    stages.agreed(tmp_path / "data")
    with running_server(tmp_path / "data") as base:
        yield base


@pytest.fixture
def later(browser: Browser, agreed: str) -> Iterator[People]:
    found = People(browser, agreed)
    yield found
    found.leave()


@pytest.fixture
def office(browser: Browser, begun: str) -> Iterator[People]:
    found = People(browser, begun)
    yield found
    found.leave()


def to_text(page: Page, name: str, tab: str) -> None:
    """Open a text and one of its tabs."""
    press(page, "Langkah")
    press(page, "Naskah")
    page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name)).get_by_role("button").click()
    if tab != "Naskah":
        press(page, tab)


def begin_text(page: Page, name: str) -> None:
    to_text(page, name, "Naskah")
    press(page, "Mulai dari contoh")
    page.get_by_label("Mengapa diubah").fill("Dimulai dari contoh")
    press(page, "Simpan versi baru")
    expect(page.get_by_text("Tersimpan sebagai versi 1.")).to_be_visible()


def adopt(people: People, page: Page, second: Page, name: str, kind: str) -> str:
    """Freeze a text, let an assembly decide, two people sign on their phones, two officers log it; give its hash."""
    to_text(page, name, "Kesepakatan")
    page.get_by_role("button", name="Bekukan versi").click()
    expect(page.get_by_text("Belum ada. Di tab Rembug")).to_be_visible()
    sha256 = page.locator("code").first.inner_text()
    press(page, "Rembug")
    title = f"Rembug kesepakatan {name}"
    hold(page, kind, title, f"Warga menyepakati {name}.")
    page.get_by_label("Keputusan ini menyepakati naskah").select_option(
        label=page.locator("option", has_text=f"{name} versi").inner_text()
    )
    record(page, second, title)
    to_text(page, name, "Kesepakatan")
    choice = page.get_by_label("Keputusan yang menyepakatinya")
    choice.select_option(index=1)
    for who in ("Siti Rohmah", "Wawan Setiawan"):
        sign(people, page, who, sha256)
    expect(page.get_by_text("sudah menandatangani", exact=True)).to_have_count(2)
    return sha256


def sign(people: People, page: Page, who: str, sha256: str) -> None:
    """Ask somebody to sign, and let her do it on her phone."""
    page.get_by_label("Nama penanda tangan").fill(who)
    page.get_by_label("Sebagai", exact=True).fill("wakil warga")
    press(page, "Minta tanda tangan")
    expect(page.get_by_role("img", name=f"Kode untuk {who}")).to_be_visible()
    address = scanned(page, f"Kode untuk {who}")
    phone = people.person(PHONE).page
    phone.goto(address)
    expect(phone.get_by_text(f"Anda: {who}, sebagai wakil warga")).to_be_visible()
    expect(phone.get_by_text(sha256)).to_be_visible()
    expect(phone.get_by_text("Perangkat Anda menghitung sidik jari naskah di atas: sama.")).to_be_visible()
    assert axe_violations(phone) == []
    picture(phone, "tandatangan")
    press(phone, f"Tanda tangani sebagai {who}")
    expect(phone.get_by_text("Baca dulu naskahnya, lalu beri tanda centang.")).to_be_visible()
    phone.get_by_label("Saya sudah membaca naskah ini").check()
    press(phone, f"Tanda tangani sebagai {who}")
    expect(phone.get_by_text("Tanda tangan Anda tersimpan.")).to_be_visible()
    assert axe_violations(phone) == []
    expect(page.get_by_text(f"{who} sudah menandatangani.")).to_be_visible()
    phone.close()
    press(page, "Tutup")


def scanned(page: Page, name: str) -> str:
    """Hold a camera before a square until it is read: a busy machine paints late."""
    for _ in range(20):
        with suppress(ValueError):
            return read_square(page, name)
        page.wait_for_timeout(250)
    return read_square(page, name)


def log(page: Page, second: Page, sha256: str) -> None:
    """Let two officers put an adopted text on the public board."""
    press(page, BOARD_ACT)
    approve(second, sha256)
    expect(page.get_by_text("sudah disepakati dan berlaku")).to_be_visible()


def seal(page: Page, second: Page) -> None:
    press(page, "Aturan")
    press(page, "Usulkan mengunci aturan")
    expect(second.get_by_text("Mengunci aturan pemilihan").first).to_be_visible()
    press(second, "Saya sudah membaca dan menyetujui")


def test_the_path_from_readiness_to_the_open_gate(office: People, begun: str, tmp_path: Path) -> None:
    taker, other = note_taker(office, "sekretaris", LAPTOP), note_taker(office, "ketua", LAPTOP)
    page, second = taker.page, other.page
    hold(page, "Rembug kesiapan masyarakat (RKM)", "RKM Sukamundur", "Warga siap.")
    page.get_by_role("radio", name="Menerima").check()
    record(page, second, "RKM Sukamundur")

    hold(page, "Menentukan lembaga", "Rembug lembaga", "Warga membentuk lembaga baru.")
    press(page, "Lanjut: Penilaian lembaga")
    page.get_by_label("Nama lembaga", exact=True).fill("LPM")
    criteria = page.locator("fieldset").filter(has=page.get_by_role("radio", name="Sebagian"))
    expect(criteria).to_have_count(7)
    for each in criteria.all():
        each.get_by_role("radio", name="Sebagian").check()
    page.get_by_role("radio", name="Membentuk lembaga baru").check()
    page.get_by_label("Nama lembaga yang dipakai").fill("BKM Sukamundur")
    record(page, second, "Rembug lembaga")

    begin_text(page, "Anggaran Dasar")
    press(page, "Usul")
    for part, text, source, _ in PROPOSALS:
        page.get_by_label("Tentang").select_option(label=page.locator("option", has_text=part).first.inner_text())
        page.get_by_label("Usul", exact=True).fill(text)
        page.get_by_label("Asal usul").fill(source)
        press(page, "Simpan usul")
        expect(page.get_by_text(text)).to_be_visible()
    for number, (*_, decision) in enumerate(PROPOSALS, start=1):
        page.get_by_role("button", name=f"Catat keputusan Usul {number}").click()
        page.get_by_role("radio", name=decision).check()
        page.get_by_label("Alasan").fill("Dimufakati dalam FGD.")
        press(page, "Simpan keputusan")
        expect(page.get_by_role("button", name=f"Ubah keputusan Usul {number}")).to_be_visible()
    begin_text(page, "Kriteria anggota")
    begin_text(page, "Tata tertib")

    hashes = [adopt(office, page, second, "Tata tertib", "Menyepakati tata tertib")]
    assert axe_violations(page) == []
    picture(page, "panitia-kesepakatan")
    log(page, second, hashes[0])
    # One agreement is missing after another: the gate refuses, and says which.
    seal(page, second)
    expect(second.get_by_text("Belum disepakati rembug warga: Anggaran Dasar, kriteria anggota.")).to_be_visible()
    other.forgiven.append("409")
    hashes.append(adopt(office, page, second, "Kriteria anggota", "Menyepakati kriteria anggota"))
    log(page, second, hashes[1])
    hashes.append(adopt(office, page, second, "Anggaran Dasar", "Rembug lain"))
    log(page, second, hashes[2])
    # The step that was refused still waits for its second officer.
    approve(second, "Mengunci aturan pemilihan")
    press(page, "Semua naskah")
    expect(page.get_by_text("Semua kesepakatan sudah ada.")).to_be_visible()

    record_file = tmp_path / "record.zip"
    record_file.write_bytes(httpx2.get(f"{begun}/api/v1/elections/{ELECTION}/record.zip").content)
    with open_record(record_file) as found:
        checks = {each.id: each for each in verify_record(found, random=system_random).checks}
    assert [(checks[each].status, checks[each].count) for each in ("3.4", "3.5")] == [
        (Status.OK, 3),
        (Status.OK, 6),
    ]


def test_residents_who_decline_have_decided_and_the_gate_stays_shut(office: People) -> None:
    taker, other = note_taker(office, "sekretaris", LAPTOP), note_taker(office, "ketua", LAPTOP)
    page, second = taker.page, other.page
    other.forgiven.append("409")
    hold(page, "Rembug kesiapan masyarakat (RKM)", "RKM Sukamundur", "Warga tidak siap.")
    page.get_by_role("radio", name="Menolak").check()
    record(page, second, "RKM Sukamundur")
    expect(page.get_by_text("Warga menolak dalam rembug kesiapan. Itu keputusan warga yang sah")).to_be_visible()
    expect(page.get_by_role("button", name="Mulai notulen Tata tertib")).to_have_count(0)
    press(page, "Naskah")
    expect(page.get_by_role("listitem").filter(has_text="Warga menolak dalam rembug kesiapan.")).to_be_visible()
    seal(page, second)
    expect(second.get_by_text("Warga menolak dalam rembug kesiapan. Keputusan itu sah dan tetap.")).to_be_visible()


def test_a_change_after_adoption_shuts_the_gate_until_it_is_agreed_to(later: People) -> None:
    page = note_taker(later, "sekretaris", LAPTOP).page
    second = note_taker(later, "ketua", LAPTOP).page
    to_text(page, "Anggaran Dasar", "Naskah")
    press(page, "Ubah Pasal 3")
    page.get_by_label("Ayat").first.fill("BKM didirikan untuk waktu yang tidak terbatas.")
    page.get_by_label("Mengapa diubah").fill("Usul RW 02")
    press(page, "Simpan versi baru")
    expect(page.get_by_text("Tersimpan sebagai versi 2.")).to_be_visible()
    sha256 = adopt(later, page, second, "Anggaran Dasar", "Rembug lain")
    expect(page.get_by_text("Aturan sudah dikunci. Buka kembali dulu")).to_be_visible()
    expect(page.get_by_role("button", name=BOARD_ACT)).to_have_count(0)
    press(page, "Usulkan membuka kembali aturan")
    approve(second, "Membuka kembali aturan menurut keputusan 1 rembug")
    expect(page.get_by_role("button", name=BOARD_ACT)).to_be_visible()
    log(page, second, sha256)
    press(page, "Semua naskah")
    expect(page.get_by_text("Aturan belum dikunci menurut tata tertib yang disepakati.")).to_be_visible()
    press(page, "Aturan")
    press(page, "Usulkan mengunci aturan")
    approve(second, "Mengunci aturan pemilihan")
    press(page, "Naskah")
    expect(page.get_by_text("Semua kesepakatan sudah ada.")).to_be_visible()
    to_text(page, "Anggaran Dasar", "Kesepakatan")
    page.get_by_label("Nama notaris").fill("Sri Wahyuni, S.H.")
    page.get_by_label("Nomor akta").fill("12")
    page.get_by_label("Tanggal akta").fill("2026-12-25")
    press(page, "Simpan akta")
    expect(page.get_by_text("Dicatat notaris Sri Wahyuni, S.H., akta nomor 12")).to_be_visible()
    reads_the_archive(later)


def reads_the_archive(people: People) -> None:
    """A resident reads both versions, what differs, who signed and how to check, in four languages."""
    page = people.person((320, 700)).page

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        assert axe_violations(page) == []
        assert not overflows(page)

    page.goto("/arsip/")
    expect(page.get_by_role("heading", name="Naskah yang berlaku")).to_be_visible()
    picture(page, "arsip")
    in_each_language(page, check)
    with page.expect_response("**/archive") as answer:
        page.get_by_role("link", name="Arsip ini sebagai JSON").click()
    assert [each["version"] for each in answer.value.json()["documents"] if each["document"] == "AD"] == [1, 2]
    page.goto("/arsip/")
    page.get_by_role("link", name="Anggaran Dasar Badan Keswadayaan").first.click()
    expect(page.get_by_text("akta nomor 12")).to_be_visible()
    expect(page.get_by_text("tanda tangan sah")).to_have_count(2)
    expect(page.get_by_text("Perangkat Anda menghitung ulang sidik jarinya: sama")).to_be_visible()
    page.locator("summary", has_text="Tunjukkan kunci dan tanda tangannya").first.click()
    picture(page, "arsip-naskah")
    in_each_language(page, check)
    page.get_by_role("link", name="Bandingkan versi 1 dengan versi 2").click()
    expect(page.locator("ins")).not_to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("terbatas.")
    picture(page, "arsip-beda")
    in_each_language(page, check)
    page.get_by_role("link", name="Baca rembug yang menyepakatinya").click()
    expect(page.get_by_role("heading", name="Rembug kesepakatan Anggaran Dasar")).to_be_visible()
    in_each_language(page, check)
    page.get_by_role("link", name="Cara memeriksa sendiri").click()
    expect(page.locator("main ol li")).to_have_count(3)
    picture(page, "arsip-periksa")
    in_each_language(page, check)


def test_a_signer_reads_in_her_language_and_a_wrong_code_is_explained(later: People) -> None:
    person = later.person((320, 700))
    person.forgiven.append("404")
    page = person.page

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        assert axe_violations(page) == []
        assert not overflows(page)

    page.goto("/tandatangan/")
    page.get_by_label("Kode Anda").fill("abc")
    press(page, "Buka naskah")
    expect(page.get_by_text("Kode terdiri dari 16 huruf dan angka.")).to_be_visible()
    page.get_by_label("Kode Anda").fill("aaaa-bbbb-cccc-dddd")
    press(page, "Buka naskah")
    expect(page.get_by_text("Kode ini tidak dikenal atau sudah diganti.")).to_be_visible()
    in_each_language(page, check)
