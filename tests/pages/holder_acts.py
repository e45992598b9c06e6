"""What key holders do at their page, for tests."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, expect

from rembug_api.cli.kunci_device import Keyring
from rembug_api.demo.setting import ELECTION, PASSWORD
from rembug_api.holder import HolderSecret
from rembug_ballots.ids import ElectionId
from rembug_crypto.passphrase_box import Argon2Cost
from rembug_service.system import system_random
from tests.pages.browsing import LAPTOP, People, press

PASSPHRASE = "pohon jati sungai biru"
CHEAP = Argon2Cost(memory_kib=64, passes=1)
TITLE = "Pembentukan BKM Kelurahan Sukamundur"


def sign_in(people: People, number: int, size: tuple[int, int] = LAPTOP) -> Page:
    person = people.person(size)
    person.forgiven.append("401")
    page = person.page
    page.goto("/kunci/")
    page.get_by_label("Nama akun").fill(f"kunci-{number}")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    press(page, "Masuk")
    press(page, TITLE)
    expect(page.get_by_role("button", name="Buat kunci baru")).to_be_visible()
    return page


def downloaded(page: Page, button: str, path: Path) -> Path:
    with page.expect_download() as download:
        press(page, button)
    download.value.save_as(path)
    return path


def made_by_python(folder: Path, number: int, secret: HolderSecret | None = None) -> Path:
    """Make a key file as `rembug kunci buat` does, at a cost that lets a test go fast."""
    path = folder / f"python-{number}.json"
    secret = secret or HolderSecret.draw(system_random)
    keyring = Keyring(path, ElectionId(ELECTION), number, secret, PASSPHRASE, system_random, CHEAP)
    keyring.keep(secret)
    return path


def open_file(page: Page, path: Path, passphrase: str = PASSPHRASE) -> None:
    press(page, "Buka kunci yang sudah ada")
    page.get_by_label("Berkas kunci", exact=True).set_input_files(path)
    page.get_by_label("Kata sandi berkas kunci").fill(passphrase)
    press(page, "Buka")


def open_kept(page: Page) -> None:
    """Open the key that this browser keeps, after the page was loaded anew."""
    press(page, TITLE)
    press(page, "Buka kunci yang sudah ada")
    page.get_by_label("Kata sandi berkas kunci").fill(PASSPHRASE)
    press(page, "Buka")


def bring_key(page: Page, folder: Path, number: int, secret: HolderSecret | None = None) -> None:
    """Open a key that Python made, and register it."""
    open_file(page, made_by_python(folder, number, secret))
    page.get_by_label("Nama Anda di papan").fill(f"Pemegang {number}")
    press(page, "Daftarkan")
    expect(page.get_by_role("heading", name=f"Pemegang kunci nomor {number}: Pemegang {number}")).to_be_visible()


def hold_ceremony(pages: Sequence[Page]) -> None:
    """Let everybody follow the ceremony until all see the same code."""
    for page in pages:
        press(page, "Ikuti acara kunci")
    for page in pages:
        expect(page.locator(".code")).to_be_visible(timeout=60_000)
    assert len({page.locator(".code").inner_text() for page in pages}) == 1


def rehearse(pages: Sequence[Page]) -> None:
    """Open the test ciphertext of a rehearsal that the committee has begun."""
    for page in pages:
        press(page, "Latihan")
        press(page, "Ikut latihan")
    for page in pages:
        expect(page.get_by_text("Bagian Anda untuk latihan sudah ")).to_be_visible()


def mix(page: Page, ballots: int) -> None:
    """Mix the ballots of the only contest."""
    press(page, "Mengacak")
    press(page, f"Acak {ballots} suara")
    expect(page.get_by_text(f"{ballots} suara sudah diacak dan buktinya diterima.")).to_be_visible(timeout=60_000)


def open_ballots(pages: Sequence[Page], ballots: int) -> None:
    """Open the last list of the only contest, all at a time."""
    for page in pages:
        press(page, "Membuka")
        press(page, f"Buka {ballots} suara")
    for page in pages:
        done = page.get_by_text(f"Bagian pembuka Anda untuk {ballots} suara diterima.")
        expect(done).to_be_visible(timeout=60_000)
