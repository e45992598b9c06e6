"""Settling written names: an officer in a browser, 600 texts as people write them, one key a text where possible.

Run: ``.venv/bin/python -m benchmarks.adjudication [texts]`` (needs the built pages and Chromium).  Prints how long it
takes from a key to the next text on the screen, how many keys a text needs, and at which rate that is.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from rembug_api.demo import day
from rembug_api.demo.client import together
from rembug_api.demo.open_polls import Sealed, seal_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import CONTEST
from rembug_api.demo.votes import plan_votes
from rembug_service.people.invented import InventedResident
from rembug_service.system import system_random
from tests.pages.browsing import People, press, running_browser
from tests.pages.office_acts import sign_in

ADULTS: Final = 900
SEED: Final = 5
HOUR: Final = 3600
# Since when the text on the screen stands there, in the page's own clock, and whether its suggestions have come.
_WATCH: Final = """() => {
  globalThis.shownAt = { text: "", at: 0 };
  const look = () => {
    const text = document.querySelector(".written")?.textContent ?? "";
    if (text !== globalThis.shownAt.text) globalThis.shownAt = { text, at: performance.now() };
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  addEventListener("keydown", () => { globalThis.pressedAt = performance.now(); }, { capture: true });
  look();
}"""
_WAITED: Final = "() => globalThis.shownAt.at - globalThis.pressedAt"
_NEXT: Final = "(before) => (document.querySelector('.written')?.textContent ?? '') !== before"


def opened(base: str, texts: int) -> tuple[Sealed, dict[str, str]]:
    """Play everything up to the opened box; return what each text was meant to say."""
    sealed = seal_polls(base, ADULTS)
    meant = _written(sealed.residents, texts)
    written = list(meant)
    day.open_tables(sealed.committee, sealed.tables)
    polling = day.Day(sealed.committee, sealed.key, base, system_random, SEED, lambda: None)
    polling.vote(sealed.tables, [written[start : start + 2] for start in range(0, len(written), 2)])
    for table in sealed.tables:
        polling.close_table(table)
    committee = sealed.committee
    together(committee.ketua, committee.sekretaris, "contest.close", {"contest": CONTEST})
    for holder in sealed.holders[:2]:
        holder.mix()
    together(committee.ketua, committee.sekretaris, "mixing.finish", {"contest": CONTEST})
    together(committee.ketua, committee.sekretaris, "opening.order", {"contest": CONTEST})
    for number in (1, 3, 5):
        sealed.holders[number - 1].open()
    return sealed, meant


def _written(residents: Sequence[InventedResident], texts: int) -> dict[str, str]:
    """Return so many distinct texts as people write them, each with the name of whom it means, or nothing."""
    names = {each.id: each.name for each in residents}
    meanings = plan_votes(residents, texts, 3, 11, SEED, tie=False).meanings
    return {text: names.get(each.person or "", "") for text, each in [*meanings.items()][:texts]}


def settle_one(page: Page, meant: dict[str, str]) -> int:
    """Decide the text on the screen with the keyboard; return how many keys that took."""
    text = page.locator(".written").inner_text()
    page.locator(".choice, .none").first.wait_for()
    names = [each.inner_text().split("\n")[0] for each in page.locator(".choice strong").all()]
    name = meant.get(text, "")
    if name in names:
        page.keyboard.press(str(names.index(name) + 1))
        return 1
    page.keyboard.press("0")
    return 1


def main() -> None:
    """Print the figures."""
    texts = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder) / "data") as base:
        started = time.monotonic()
        sealed, meant = opened(base, texts)
        print(f"{len(meant)} texts of {ADULTS} residents are open after {time.monotonic() - started:.0f} s")
        with running_browser() as browser:
            people = People(browser, base)
            for account in ("sekretaris", "pokja", "pemantau"):
                page = sign_in(people, account)
                press(page, "Tetapkan nama")
                page.locator(".written").wait_for()
                page.evaluate(_WATCH)
                waits, keys, began = [], 0, time.monotonic()
                while page.locator(".written").count():
                    before = page.locator(".written").inner_text()
                    if page.get_by_text("Petugas lain menetapkan:").count():
                        page.keyboard.press("Enter")
                        keys += 1
                    else:
                        keys += settle_one(page, meant)
                    page.wait_for_function(_NEXT, arg=before)
                    if page.locator(".written").count():
                        waits.append(float(page.evaluate(_WAITED)))
                took = time.monotonic() - began
                waits.sort()
                print(
                    f"{account}: {len(waits) + 1} steps, {keys} keys, key to next text median "
                    f"{statistics.median(waits):.0f} ms, 95 % {waits[int(len(waits) * 0.95)]:.0f} ms, worst "
                    f"{waits[-1]:.0f} ms; the script alone settled {HOUR * texts / took:.0f} texts an hour"
                )
            expect(page.get_by_text("Semua tulisan sudah Anda tetapkan.")).to_be_visible()
            people.leave()
        sealed.committee.close()


if __name__ == "__main__":
    main()
