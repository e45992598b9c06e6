"""What people do with a booth, for the tests of its pages."""

import io
from hashlib import sha256
from typing import Final

import httpx2
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from rembug_api.demo.day import Table
from rembug_api.demo.open_polls import PATH, Polls
from rembug_api.demo.setting import ELECTION
from rembug_ballots.cards import Card
from rembug_ballots.encoding import to_base32
from tests.pages.browsing import TABLET, People, Person, press, scan

SMALL: Final = (960, 600)
PORTRAIT: Final = (800, 1280)
# A tablet speaks every 20 seconds, and the desk asks every three.
HEARD_MS: Final = 60_000
NAMES: Final = {"id": "Bahasa Indonesia", "su": "Basa Sunda", "jv": "Basa Jawa", "en": "English"}


def pairing(table: Table) -> str:
    """Return the code that a desk shows to its tablets."""
    front = f"MEJA/1/{table.number}/{ELECTION.upper()}/{table.seed.hex().upper()}/"
    return front + sha256(front.encode()).hexdigest()[:8].upper()


def officer_code(table: Table) -> str:
    """Return the short code that opens the officer's pages of a table's tablets (docs/formats.md, "Pairing code")."""
    text = f"PETUGAS/1/{table.number}/{ELECTION.upper()}/{table.seed.hex().upper()}"
    return to_base32(sha256(text.encode()).digest()[:5])


def paired(people: People, table: Table, size: tuple[int, int] = TABLET, script: str = "") -> Person:
    """Pair a tablet with a table, and stay on its set-up page; ``script`` runs before the page's own."""
    person = people.person(size)
    page = person.page
    if script:
        page.add_init_script(script)
    page.goto("/bilik/")
    page.get_by_label("Kode meja").fill(pairing(table))
    page.get_by_role("button", name="Pasangkan tablet ini").click()
    expect(page.get_by_text("Meja sudah dibuka: ya")).to_be_visible()
    return person


def booth(people: People, table: Table, size: tuple[int, int] = TABLET) -> Person:
    """Give a tablet to a table, as its officer does."""
    person = paired(people, table, size)
    person.page.get_by_role("button", name="Mulai melayani pemilih").click()
    expect(person.page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
    return person


def keep_a_ballot(person: Person, card: Card, name: str = "kang ujang") -> str:
    """Let a voter send while the network is cut, which it stays; return the tracking code of the ballot kept."""
    person.forgiven += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page = person.page
    to_writing(page, card)
    page.keyboard.type(name)
    press(page, "Sudah cukup")
    person.context.set_offline(True)
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    return page.locator(".code").inner_text()


def to_writing(page: Page, card: Card, language: str = "id") -> None:
    page.get_by_role("button", name=NAMES[language]).click()
    expect(page.locator("h1")).to_be_visible()
    scan(page, card.to_text())
    page.locator("footer button.main").click()
    expect(page.locator("output")).to_be_visible()


def tap(page: Page, text: str) -> None:
    """Write with the keys on the screen."""
    for character in text:
        press(page, "spasi" if character == " " else character)


def log_size(base: str) -> int:
    return int(httpx2.get(base + PATH).json()["log_size"])


def kept(page: Page) -> str:
    """Return everything that the page keeps in the browser, its address and its title."""
    found = page.evaluate(
        """async () => {
          const kept = [location.href, document.title, JSON.stringify(history.state),
            JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie];
          for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((done) => {
              const r = indexedDB.open(name); r.onsuccess = () => done(r.result);
            });
            for (const store of db.objectStoreNames) {
              const all = await new Promise((done) => {
                const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result);
              });
              kept.push(JSON.stringify(all));
            }
            db.close();
          }
          return kept.join("\\n");
        }"""
    )
    return str(found)


def walk_to(page: Page, name: str) -> None:
    """Walk with the tabulator key until a button has the focus."""
    wanted = page.get_by_role("button", name=name, exact=True)
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(button) => button === document.activeElement"):
            return
    raise AssertionError(f"the tabulator never reaches {name}")


def credential_is_unspent(base: str, open_: Polls, card: Card) -> None:
    answer = httpx2.post(f"{base}{PATH}/ballots", json=open_.ballot(open_.tables[0], card))
    assert answer.status_code == 201


def scrolls(page: Page) -> bool:
    found: bool = page.evaluate("() => document.documentElement.scrollHeight > document.documentElement.clientHeight")
    return found


def read_square(page: Page) -> str:
    """Read the QR code on a page from its drawing, as a phone's camera would."""
    square = page.get_by_role("img", name="Kode kotak untuk diperiksa perangkat lain")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(square.screenshot())))
    return found.text
