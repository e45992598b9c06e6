"""The committee writes a text in the office: begun, changed, compared; two writers lose nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rembug_api.demo.server import running_server
from rembug_api.demo.setting import PASSWORD
from tests.pages.browsing import People, axe_violations, in_each_language, overflows
from tests.support.stages import Stages


@pytest.fixture
def office(browser: Browser, stages: Stages, tmp_path: Path) -> Iterator[People]:
    stages.begun(tmp_path / "data")
    with running_server(tmp_path / "data") as base:
        found = People(browser, base)
        yield found
        found.leave()


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def at_the_texts(office: People, account: str) -> Page:
    person = office.person()
    person.forgiven += ["401", "404", "409"]
    page = person.page
    page.goto("/panitia/")
    page.get_by_label("Nama akun").fill(account)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    button(page, "Masuk")
    page.get_by_role("button", name="Pembentukan BKM Kelurahan Sukamundur").click()
    button(page, "Naskah")
    page.get_by_role("listitem").filter(has_text="Anggaran Dasar").get_by_role("button").click()
    return page


def save(page: Page, reason: str) -> None:
    page.get_by_label("Mengapa diubah").fill(reason)
    button(page, "Simpan versi baru")


def test_a_charter_is_written_by_two_people_who_lose_nothing(office: People) -> None:
    first = at_the_texts(office, "sekretaris")
    button(first, "Mulai dari contoh")
    expect(first.get_by_role("heading", name="BAB XIII PERALIHAN DAN PENUTUP")).to_be_visible()
    save(first, "Dimulai dari contoh")
    expect(first.get_by_text("Tersimpan sebagai versi 1.")).to_be_visible()
    second = at_the_texts(office, "ketua")
    button(second, "Ubah Pasal 3")
    second.get_by_label("Ayat").first.fill("BKM didirikan untuk waktu yang tidak terbatas.")
    save(second, "Usul RW 02")
    expect(second.get_by_text("Tersimpan sebagai versi 2.")).to_be_visible()
    button(first, "Ubah Pasal 5")
    first.get_by_role("textbox", name="Ayat (1)").fill("BKM berasaskan Pancasila.")
    save(first, "Usul RW 03")
    button(first, "Gabungkan keduanya")
    expect(first.get_by_text("1 bagian berbeda.")).to_be_visible()
    assert axe_violations(first) == []
    button(first, "Simpan versi baru")
    expect(first.get_by_text("Tersimpan sebagai versi 3.")).to_be_visible()
    expect(first.get_by_text("BKM didirikan untuk waktu yang tidak terbatas.")).to_be_visible()
    expect(first.get_by_text("BKM berasaskan Pancasila.")).to_be_visible()

    def check(_: str) -> None:
        assert axe_violations(first) == []
        assert not overflows(first)

    first.set_viewport_size({"width": 320, "height": 700})
    in_each_language(first, check)
