"""The office's lists in the committee's pages: strange headings explained, looked at, taken over, and corrected."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rembug_api.demo.server import running_server
from tests.pages.browsing import People, axe_violations, overflows, picture, press
from tests.pages.office_acts import sign_in
from tests.service.people.workbooks import Row, sheet_xml, workbook
from tests.support.stages import Stages

NIK = "3273014102600001"
STRANGE = f"""DAFTAR WARGA RT 03 RW 05
Jeneng;Lanang/Wadon;Laire;Nomer Identitas;Griya
Siti Aminah;P;01-02-1960;{NIK};RT 02
;L;03-04-1971;;RT 03
Asep;L;31-31-1980;;RT 03
Dedi Kurnia;L;03-04-1971;;RT 03
"""
NEXT = "Jeneng;Lanang/Wadon;Laire;Nomer Identitas;Griya\nYati Kurnia;P;05-06-1980;;RT 04\n"
HEADLESS: list[Row] = [["Yoyoh", "P", "RT 05", 1955.0], ["Ujang", "L", "RT 05", 1961.0]]
MEANINGS = {
    "Jeneng": "Nama",
    "Lanang/Wadon": "L/P",
    "Laire": "Tanggal atau tahun lahir",
    "Nomer Identitas": "NIK",
    "Griya": "Alamat",
}


@pytest.fixture
def server(stages: Stages, tmp_path: Path) -> Iterator[str]:
    """Give the address of a service with an election that has just begun."""
    stages.begun(tmp_path / "data")
    with running_server(tmp_path / "data") as base:
        yield base


@pytest.fixture
def page(people: People) -> Page:
    """Give the secretary's page of the register, still empty."""
    found = sign_in(people, "sekretaris")
    press(found, "Daftar warga")
    found.get_by_label("Hari pemungutan suara").fill("2026-11-22")
    return found


def choose(page: Page, path: Path) -> None:
    page.get_by_label("Berkas CSV atau Excel").set_input_files(path)
    press(page, "Periksa dulu")


def test_a_file_with_unknown_headings_is_explained_once(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "asing.csv"
    path.write_text(STRANGE)
    choose(page, path)
    expect(page.get_by_text("Judul kolom berkas ini tidak dikenal.")).to_be_visible()
    expect(page.get_by_role("button", name="Masukkan daftar ini")).to_have_count(0)
    assert NIK not in page.content()
    for heading, meaning in MEANINGS.items():
        page.get_by_label(heading, exact=True).select_option(label=meaning)
    assert axe_violations(page) == []
    page.get_by_role("heading", name="Masukkan daftar dari kantor").scroll_into_view_if_needed()
    picture(page, "panitia-kolom")
    press(page, "Baca dengan arti ini")
    expect(page.get_by_text("3 baris bisa dimasukkan. 1 catatan untuk diperiksa.")).to_be_visible()
    sample = page.get_by_role("table").first
    expect(sample.get_by_role("rowheader")).to_have_text(["Siti Aminah", "Asep", "Dedi Kurnia"])
    expect(sample).to_contain_text("RT 2 / RW 5")
    expect(sample).to_contain_text("… 0001")
    expect(page.get_by_role("heading", name="1 baris tidak dimasukkan")).to_be_visible()
    expect(page.get_by_text("Nama kosong; baris tidak dimasukkan.")).to_be_visible()
    assert NIK not in page.content()
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert not overflows(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("heading", name="Sepuluh baris pertama").scroll_into_view_if_needed()
    picture(page, "panitia-contoh-baris")
    # Nothing is stored before the officer says so.
    page.reload()
    page.get_by_role("button", name="Pembentukan BKM Kelurahan Sukamundur").click()
    press(page, "Daftar warga")
    expect(page.get_by_role("heading", name="Daftar sementara")).to_have_count(0)
    page.get_by_label("Hari pemungutan suara").fill("2026-11-22")
    choose(page, path)
    for heading, meaning in MEANINGS.items():
        page.get_by_label(heading, exact=True).select_option(label=meaning)
    press(page, "Baca dengan arti ini")
    press(page, "Masukkan daftar ini")
    expect(page.get_by_text("3 baris sudah dimasukkan.")).to_be_visible()
    expect(page.get_by_role("heading", name="Daftar sementara")).to_be_visible()
    # The next file of the same office is read at once, and the same file again adds nobody.
    following = tmp_path / "berikut.csv"
    following.write_text(NEXT)
    choose(page, following)
    expect(page.get_by_text("1 baris bisa dimasukkan. 0 catatan untuk diperiksa.")).to_be_visible()
    choose(page, path)
    expect(page.get_by_text("0 baris bisa dimasukkan. 1 catatan untuk diperiksa.")).to_be_visible()
    expect(page.get_by_text("3 baris sudah ada di daftar dan dilewati.")).to_be_visible()


def test_a_workbook_without_headings_is_read_by_place(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "tanpa-judul.xlsx"
    path.write_bytes(workbook({"Warga": sheet_xml(HEADLESS)}))
    choose(page, path)
    expect(page.get_by_text("Judul kolom berkas ini tidak dikenal.")).to_be_visible()
    page.get_by_label("Berkas ini tidak punya baris judul").check()
    for number, meaning in enumerate(("Nama", "L/P", "Alamat", "Tanggal atau tahun lahir"), 1):
        page.get_by_label(f"Kolom {number}", exact=True).select_option(label=meaning)
    press(page, "Baca dengan arti ini")
    expect(page.get_by_text("2 baris bisa dimasukkan. 2 catatan untuk diperiksa.")).to_be_visible()
    expect(page.get_by_text("Di antaranya 2 pemilih dewasa: 1 L, 1 P.")).to_be_visible()
    press(page, "Masukkan daftar ini")
    expect(page.get_by_text("2 baris, 2 pemilih dewasa: 1 L, 1 P.")).to_be_visible()


def test_residents_move_die_are_misspelt_or_missing(people: People, page: Page, tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text("Nama,L/P,Tahun lahir,RT,RW\nSiti Aminah,P,1960,1,1\nDedi Kurnia,L,1971,1,1\nAsep,L,1980,2,1\n")
    choose(page, path)
    press(page, "Masukkan daftar ini")
    expect(page.get_by_text("3 baris, 3 pemilih dewasa: 2 L, 1 P.")).to_be_visible()
    search = page.get_by_label("Cari seperti orang menyebutnya")
    search.fill("dedi")
    press(page, "Perbaiki Dedi Kurnia")
    page.get_by_label("Pindah", exact=True).check()
    picture(page, "panitia-perbaiki")
    assert axe_violations(page) == []
    press(page, "Simpan")
    expect(page.get_by_text("Dedi Kurnia sudah diperbaiki.")).to_be_visible()
    expect(page.get_by_text("3 baris, 2 pemilih dewasa: 1 L, 1 P.")).to_be_visible()
    press(page, "Urungkan")
    expect(page.get_by_text("3 baris, 3 pemilih dewasa: 2 L, 1 P.")).to_be_visible()
    search.fill("asep")
    press(page, "Perbaiki Asep")
    page.get_by_label("Nama", exact=True).fill(" ")
    page.get_by_label("RT", exact=True).fill("dua")
    press(page, "Simpan")
    expect(page.get_by_text("Isi namanya.")).to_be_visible()
    expect(page.get_by_text("RT dan RW ditulis dengan angka.")).to_be_visible()
    page.get_by_label("Nama", exact=True).fill("Asep Sunandar")
    page.get_by_label("Nama panggilan").fill("Cepot, Asep Golek")
    page.get_by_label("RT", exact=True).fill("4")
    press(page, "Simpan")
    search.fill("cepot rt 4")
    expect(page.get_by_text("(Cepot, Asep Golek)")).to_be_visible()
    press(page, "Tambah warga")
    page.get_by_label("Nama", exact=True).fill("Yoyoh Rokayah")
    press(page, "Simpan")
    expect(page.get_by_text("Pilih L atau P.")).to_be_visible()
    page.get_by_label("P", exact=True).check()
    page.get_by_label("Ya", exact=True).check()
    page.get_by_label("RT", exact=True).fill("4")
    press(page, "Simpan")
    expect(page.get_by_text("4 baris, 4 pemilih dewasa: 2 L, 2 P.")).to_be_visible()
    # The second page of the office sees the same register.
    other = sign_in(people, "ketua")
    press(other, "Daftar warga")
    expect(other.get_by_text("4 baris, 4 pemilih dewasa: 2 L, 2 P.")).to_be_visible()
