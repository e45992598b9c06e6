"""Polling day on the committee's screen: it moves by itself, says when it is old, and speaks its alarms in words."""

from playwright.sync_api import Page, expect

from rembug_api.demo import setting
from rembug_api.demo.client import Device
from rembug_api.demo.open_polls import Polls
from tests.pages.browsing import People, axe_violations, in_each_language, overflows, picture, press
from tests.pages.office_acts import sign_in

# Longer than the silence after which a page asks for itself, and after which it says that it is old.
SILENCE_MS = 40_000


def votes(page: Page, count: int, present: int) -> None:
    expect(page.get_by_text(f"{count} suara dari {present} yang hadir.")).to_be_visible(timeout=SILENCE_MS)


def cast(base: str, polls: Polls, table: int = 0) -> None:
    booth, where = Device(base, setting.ELECTION), polls.tables[table]
    booth.post("/ballots", polls.ballot(where, where.draw()))
    booth.close()


def test_the_screen_of_the_day_moves_by_itself_and_says_when_it_is_old(
    voters: People, polls: tuple[str, Polls]
) -> None:
    base, open_now = polls
    page = sign_in(voters, "pokja")
    person = voters.everybody[0]
    press(page, "Hari pemungutan")
    votes(page, 0, 120)
    expect(page.get_by_text("120 dari 120 pemilih sudah hadir (100 %)")).to_be_visible()
    expect(page.get_by_text("Meja 1: 60 warga hadir belum memilih.")).to_be_visible()
    row = page.locator("table.cards tbody tr").first
    expect(row.get_by_role("cell")).to_have_text(["Buka", "60", "62", "0", "0", "62", "0 dari 3"])
    picture(page, "panitia-hari")
    cast(base, open_now)
    votes(page, 1, 120)
    expect(row.get_by_role("cell")).to_have_text(["Buka", "60", "62", "1", "0", "61", "0 dari 3"])
    # No events come through: the page asks for itself.
    page.route("**/stream", lambda route: route.abort())
    page.reload()
    person.forgiven += ["stream", "ERR_INTERNET_DISCONNECTED", "Failed to load resource"]
    press(page, "Pembentukan BKM Kelurahan Sukamundur")
    press(page, "Hari pemungutan")
    votes(page, 1, 120)
    cast(base, open_now)
    votes(page, 2, 120)
    # Nothing comes through: the page says so, and goes on when the line is there again.
    person.context.set_offline(True)
    old = page.get_by_text("Angka di layar ini mungkin sudah lama.")
    expect(old).to_be_visible(timeout=SILENCE_MS)
    assert axe_violations(page) == []
    cast(base, open_now)
    person.context.set_offline(False)
    expect(old).to_have_count(0, timeout=SILENCE_MS)
    votes(page, 3, 120)


def test_the_day_is_read_in_four_languages_on_a_narrow_screen(voters: People, polls: tuple[str, Polls]) -> None:
    assert polls
    page = sign_in(voters, "pemantau", (320, 640))
    press(page, "Hari pemungutan")
    expect(page.get_by_role("table").first).to_be_visible()

    def check(_language: str) -> None:
        assert axe_violations(page) == []
        assert not overflows(page)

    in_each_language(page, check)
