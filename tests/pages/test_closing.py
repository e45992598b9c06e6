"""A table that closes while a tablet keeps a ballot: nobody is silent about it, and nothing disappears."""

import re

from playwright.sync_api import Page, expect

from rembug_api.demo.open_polls import Polls
from tests.pages.booth_acts import HEARD_MS, booth, keep_a_ballot, kept, log_size, officer_code, tap
from tests.pages.browsing import LAPTOP, People, axe_violations, picture, press, scan
from tests.pages.test_desk import approve, sign_in


def name_of(page: Page) -> str:
    found = re.search(r"Tablet (\w{4})\.", page.locator("footer").inner_text())
    assert found is not None
    return found.group(1)


def test_a_ballot_that_comes_too_late_is_refused_in_words_and_kept(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    table = open_.tables[0]
    tablet = booth(voters, table)
    tablet.forgiven.append("409")
    screen, name = tablet.page, name_of(tablet.page)
    one = sign_in(voters, "meja", table.number, LAPTOP).page
    two = sign_in(voters, "meja-dua", table.number, LAPTOP).page
    press(one, "Tablet")
    expect(one.locator("li").filter(has_text=name)).to_contain_text("tidak menyimpan suara", timeout=HEARD_MS)
    assert axe_violations(one) == []
    code = keep_a_ballot(tablet, table.draw()).replace("-", "")
    press(screen, "Selesai")
    expect(screen.get_by_text("1 suara menunggu dikirim.")).to_be_visible()

    # The desk ticks a tablet that nobody has read.
    press(one, "Tutup meja")
    one.get_by_label("Tanda tangan di daftar hadir kertas").fill("60")
    expect(one.get_by_text("60 suara masih bisa tertinggal.")).to_be_visible()
    one.get_by_label(f"Tablet {name} sudah kosong").check()
    one.get_by_label("Tidak ada tablet lain yang dipakai di meja ini").check()
    press(one, "Usulkan menutup meja")
    before = log_size(base)
    approve(two, f"Tablet yang sudah dilihat kosong: {name}.")
    expect(one.get_by_text("Meja ini sudah ditutup")).to_be_visible(timeout=15_000)
    closed = log_size(base)
    assert closed > before

    # Its ballot comes late: refused in words, in no log, and still on the tablet for everybody to see.
    tablet.context.set_offline(False)
    expect(screen.get_by_text("1 suara terlambat, tidak dihitung. Panggil ketua.")).to_be_visible()
    assert log_size(base) == closed
    assert code in kept(screen)
    expect(one.get_by_text("1 suara terlambat masih ada di tablet.")).to_be_visible(timeout=HEARD_MS)
    expect(one.get_by_text("Catat jumlahnya di berita acara")).to_be_visible()
    assert axe_violations(one) == []
    picture(one, "meja-terlambat")
    press(screen, "Petugas")
    tap(screen, officer_code(table))
    press(screen, "Buka")
    expect(screen.get_by_text("Hitungan meja sudah dicatat")).to_be_visible()
    assert axe_violations(screen) == []
    picture(screen, "bilik-terlambat")
    # Such a ballot does not hold the tablet to its table for ever, and is not dropped with it.
    press(screen, "Lepas dari meja ini")
    press(screen, "Ya, lepas dari meja ini")
    expect(screen.get_by_role("button", name="Pasangkan tablet ini")).to_be_visible()
    assert code in kept(screen)


def test_a_voter_whose_table_closed_while_she_wrote_is_told_so(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    table = open_.tables[1]
    tablet = booth(voters, table)
    tablet.forgiven.append("409")
    page = tablet.page
    press(page, "Bahasa Indonesia")
    expect(page.get_by_role("heading", name="Tunjukkan kartu Anda ke kamera")).to_be_visible()
    scan(page, table.draw().to_text())
    press(page, "Mulai menulis")
    page.keyboard.type("bu tuti")
    press(page, "Sudah cukup")
    one = sign_in(voters, "meja", table.number, LAPTOP).page
    two = sign_in(voters, "meja-dua", table.number, LAPTOP).page
    press(one, "Tutup meja")
    one.get_by_label("Tanda tangan di daftar hadir kertas").fill("60")
    one.get_by_label("Atau alasan menutup walau belum kosong").fill("Hujan lebat dan banjir")
    press(one, "Usulkan menutup meja")
    approve(two, "Alasan menutup walau belum kosong: Hujan lebat dan banjir.")
    expect(one.get_by_text("Alasan menutup: Hujan lebat dan banjir")).to_be_visible(timeout=15_000)
    before = log_size(base)
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Meja ini sudah ditutup")).to_be_visible()
    expect(page.get_by_text("Suara ini datang terlambat dan tidak dihitung. Panggil petugas.")).to_be_visible()
    assert axe_violations(page) == []
    assert log_size(base) == before
