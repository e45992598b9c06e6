"""The officer's pages of a booth: a voter at an open table comes no further than their door."""

import re

import pytest
from playwright.sync_api import Page, expect

from rembug_api.demo.open_polls import Polls
from tests.pages.booth_acts import (
    PORTRAIT,
    SMALL,
    booth,
    keep_a_ballot,
    kept,
    log_size,
    officer_code,
    paired,
    pairing,
    tap,
)
from tests.pages.browsing import PHONE, TABLET, People, axe_violations, overflows, picture, press, read_square, scan

WRONG = "AAAAAAAA"


def give_code(page: Page, code: str) -> None:
    tap(page, code)
    press(page, "Buka")


def at_the_door(page: Page) -> None:
    """See that the page asks for the code, and offers nothing that only officers may do."""
    expect(page.get_by_role("heading", name=re.compile("Halaman petugas Meja"))).to_be_visible()
    for act in ("Latihan", "Lepas dari meja ini", "Tampilkan kode meja", "Kamera depan"):
        expect(page.get_by_role("button", name=act)).to_have_count(0)


def test_a_voter_cannot_make_the_booth_practise_or_take_it_off_its_table(
    voters: People, polls: tuple[str, Polls]
) -> None:
    _, open_ = polls
    table = open_.tables[0]
    page = booth(voters, table).page
    press(page, "Petugas")
    at_the_door(page)
    # What she types is on the screen as dots; the code itself is nowhere on the page.
    tap(page, WRONG)
    expect(page.get_by_label("Kode petugas")).to_have_text("\u25cf" * 8)
    assert axe_violations(page) == []
    picture(page, "bilik-petugas")
    assert officer_code(table) not in page.content()
    press(page, "Buka")
    expect(page.get_by_text("Kode ini bukan kode meja ini.")).to_be_visible()
    at_the_door(page)
    # The booth serves on, also after a reload.
    page.reload()
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
    press(page, "Petugas")
    press(page, "Kembali ke pemilih")
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()


def test_a_tablet_that_was_switched_off_asks_for_the_code_too(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    person = booth(voters, open_.tables[0])
    person.page.close()
    page = person.context.new_page()
    page.goto("/bilik/")
    at_the_door(page)
    press(page, "Mulai melayani pemilih")
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()


def test_the_code_of_the_desk_opens_and_closes_again_behind_the_officer(
    voters: People, polls: tuple[str, Polls]
) -> None:
    _, open_ = polls
    table = open_.tables[0]
    page = booth(voters, table).page
    press(page, "Petugas")
    give_code(page, officer_code(table))
    expect(page.get_by_role("heading", name="Siapkan bilik ini")).to_be_visible()
    # It never practises while it belongs to a table.
    expect(page.get_by_role("button", name="Latihan")).to_have_count(0)
    expect(page.get_by_text("Latihan hanya di tablet yang belum dipasangkan.")).to_be_visible()
    # Should the desk's device break, this tablet gives the table's code to another one.
    press(page, "Tampilkan kode meja")
    assert read_square(page, f"Kode kotak meja {table.number}") == pairing(table)
    expect(page.get_by_text(f"Kode petugas: {officer_code(table)}")).to_be_visible()
    assert axe_violations(page) == []
    picture(page, "bilik-siapkan")
    press(page, "Mulai melayani pemilih")
    press(page, "Petugas")
    at_the_door(page)
    # The whole code, scanned from the desk's screen, opens as well; the code of another table does not.
    press(page, "Pindai kode meja")
    scan(page, pairing(open_.tables[1]))
    expect(page.get_by_text("Kode ini bukan kode meja ini.")).to_be_visible()
    scan(page, pairing(table))
    expect(page.get_by_role("heading", name="Siapkan bilik ini")).to_be_visible()


def test_an_officer_who_walks_away_leaves_no_open_door(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    page = voters.person(TABLET).page
    page.clock.install()
    page.goto("/bilik/")
    page.get_by_label("Kode meja").fill(pairing(open_.tables[0]))
    press(page, "Pasangkan tablet ini")
    expect(page.get_by_role("button", name="Lepas dari meja ini")).to_be_visible()
    page.clock.run_for(121_000)
    at_the_door(page)


def test_guessing_gets_slow_over_a_reload_too_and_never_ends_for_ever(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    table = open_.tables[0]
    page = voters.person(TABLET).page
    page.clock.install()
    page.goto("/bilik/")
    page.get_by_label("Kode meja").fill(pairing(table))
    press(page, "Pasangkan tablet ini")
    press(page, "Mulai melayani pemilih")
    page.clock.run_for(1000)

    def door() -> None:
        press(page, "Petugas")
        page.clock.run_for(1000)

    door()
    for _ in range(3):
        give_code(page, WRONG)
        expect(page.get_by_text("Kode ini bukan kode meja ini.")).to_be_visible()
    give_code(page, officer_code(table))
    expect(page.get_by_text("Terlalu sering salah.")).to_be_visible()
    page.reload()
    page.clock.run_for(1000)
    door()
    give_code(page, officer_code(table))
    expect(page.get_by_text("Terlalu sering salah.")).to_be_visible()
    # However many were wrong, five minutes later the right one opens.
    for _ in range(6):
        page.clock.fast_forward(300_000)
        page.clock.run_for(1000)
        if page.get_by_role("button", name="Petugas", exact=True).count():
            door()
        give_code(page, WRONG)
        expect(page.get_by_text("Kode ini bukan kode meja ini.")).to_be_visible()
    page.clock.fast_forward(301_000)
    page.clock.run_for(1000)
    door()
    give_code(page, officer_code(table))
    expect(page.get_by_role("heading", name="Siapkan bilik ini")).to_be_visible()


def test_a_tablet_that_holds_a_ballot_is_not_taken_off_its_table(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    table = open_.tables[0]
    person = booth(voters, table)
    page = person.page
    before = log_size(base)
    code = keep_a_ballot(person, table.draw())
    press(page, "Selesai")
    # Plain to be read while walking past, on the page that the next voter sees.
    expect(page.get_by_text("1 suara menunggu dikirim.")).to_be_visible()
    assert axe_violations(page) == []
    picture(page, "bilik-menunggu", only=("tablet",))
    press(page, "Petugas")
    expect(page.get_by_text("1 suara menunggu dikirim.")).to_be_visible()
    give_code(page, officer_code(table))
    press(page, "Lepas dari meja ini")
    press(page, "Ya, lepas dari meja ini")
    expect(page.get_by_text("Kirim dulu suara yang menunggu.")).to_be_visible()
    assert code.replace("-", "") in kept(page)
    person.context.set_offline(False)
    press(page, "Kirim sekarang")
    expect(page.get_by_text("Semua suara dari tablet ini sudah terkirim.")).to_be_visible()
    assert log_size(base) == before + 1
    press(page, "Lepas dari meja ini")
    press(page, "Ya, lepas dari meja ini")
    expect(page.get_by_role("button", name="Pasangkan tablet ini")).to_be_visible()


@pytest.mark.parametrize("size", [TABLET, PORTRAIT, SMALL, PHONE, (320, 640)])
def test_the_door_fits_every_screen(voters: People, polls: tuple[str, Polls], size: tuple[int, int]) -> None:
    _, open_ = polls
    page = paired(voters, open_.tables[0], size).page
    assert not overflows(page)
    press(page, "Mulai melayani pemilih")
    press(page, "Petugas")
    at_the_door(page)
    assert not overflows(page)
