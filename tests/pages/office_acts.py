"""What officers do at the committee's pages, for tests."""

from playwright.sync_api import Page, expect

from rembug_api.demo.setting import PASSWORD
from tests.pages.browsing import LAPTOP, People, press


def sign_in(people: People, account: str, size: tuple[int, int] = LAPTOP) -> Page:
    person = people.person(size)
    person.forgiven.append("401")
    page = person.page
    page.goto("/panitia/")
    page.get_by_label("Nama akun").fill(account)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    press(page, "Masuk")
    page.get_by_role("button", name="Pembentukan BKM Kelurahan Sukamundur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pembentukan BKM Kelurahan Sukamundur")
    return page


def both(one: Page, two: Page, act: str) -> None:
    """Let the chair propose an act, and another officer approve it."""
    mine = one.locator("article").filter(has_text="Menunggu petugas kedua menyetujui di perangkatnya.")
    # A step that was approved a moment ago may still stand there; its words are not meant.
    expect(mine).to_have_count(0, timeout=15_000)
    press(one, act)
    words = mine.last.locator(".words").inner_text()
    # The other page may still show a step that is done; only the step with these words is meant.
    theirs = two.locator("article").filter(has=two.locator(".words").get_by_text(words, exact=True))
    theirs.get_by_role("button", name="Saya sudah membaca dan menyetujui").click(timeout=15_000)
    expect(mine).to_have_count(0, timeout=15_000)


def settle(page: Page) -> int:
    """Settle every text that waits for this person, with one key each; return how many there were."""
    written = page.locator(".written")
    done = 0
    page.get_by_role("button", name="Tetapkan nama", exact=True).first.click()
    while True:
        expect(written.or_(page.get_by_text("Semua tulisan sudah Anda tetapkan."))).to_be_visible()
        if written.count() == 0:
            return done
        left = page.get_by_role("status").filter(has_text="sudah disepakati bertiga").first
        before = left.inner_text()
        if page.get_by_text("Petugas lain menetapkan:").count():
            page.locator("h1").click()
            page.keyboard.press("Enter")
        else:
            page.locator(".choice, p:text-is('Tidak ada warga yang mirip.')").first.wait_for()
            page.keyboard.press("1" if page.locator(".choice").count() else "0")
        expect(left).not_to_have_text(before)
        done += 1
