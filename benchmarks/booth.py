"""The booth on a slow tablet: Chromium with its processor slowed down six times.

Run: ``.venv/bin/python -m benchmarks.booth`` (needs the built pages and Chromium).  Prints what an empty browser loads,
when it first paints, when the page that follows stands there, and how long the sealing of three names holds it up.
"""

import statistics
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from rembug_api.demo.day import Table
from rembug_api.demo.open_polls import open_polls
from rembug_api.demo.server import running_server
from tests.pages.booth_acts import booth, to_writing
from tests.pages.browsing import TABLET, People, press, running_browser

SLOWER: Final = 6
ROUNDS: Final = 9
_PAINT: Final = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
_PAINTED: Final = "performance.getEntriesByName('first-contentful-paint').length > 0"
_LOADED: Final = """() => performance.getEntriesByType('resource')
  .filter((each) => !each.name.includes('/api/') && !each.name.endsWith('sw.js'))
  .reduce((sum, each) => sum + each.encodedBodySize, performance.getEntriesByType('navigation')[0].encodedBodySize)"""
_HEADING: Final = """new MutationObserver((_, watch) => {
  if (document.querySelector("h1:not(.opening h1)") === null) return;
  globalThis.firstHeading = performance.now();
  watch.disconnect();
}).observe(document, { childList: true, subtree: true });"""
_PRESS: Final = "(button) => { const start = performance.now(); button.click(); return performance.now() - start; }"


def slow(page: Page, rate: int) -> None:
    """Slow the processor of a page down."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def paints(people: People, rate: int) -> tuple[list[float], list[float], int]:
    """Return of fresh browsers the first paint and the first heading in ms, and how many bytes each loads."""
    times, headings, size = [], [], 0
    for _ in range(ROUNDS):
        page = people.person(TABLET, service_workers="block").page
        slow(page, rate)
        page.add_init_script(_HEADING)
        page.goto("/bilik/", wait_until="networkidle")
        page.wait_for_function(f"{_PAINTED} && globalThis.firstHeading !== undefined")
        times.append(float(page.evaluate(_PAINT)))
        headings.append(float(page.evaluate("() => globalThis.firstHeading")))
        size = int(page.evaluate(_LOADED))
        page.context.close()
    return times, headings, size


def seals(people: People, table: Table, rate: int) -> list[float]:
    """Return how long sealing three names takes, in ms, after what the booth prepares while its voter reads."""
    page = booth(people, table).page
    slow(page, rate)
    to_writing(page, table.draw())
    page.wait_for_timeout(1500)
    for name in ("siti rahayu", "dedi kurnia", "mang ujang"):
        page.keyboard.type(name)
        press(page, "Sudah cukup" if name == "mang ujang" else "Tambah nama")
    times = []
    for _ in range(ROUNDS):
        press(page, "Kembali")
        button = page.get_by_role("button", name="Sudah cukup", exact=True)
        button.wait_for()
        times.append(float(button.evaluate(_PRESS)))
    return times


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder) / "data") as base:
        table = open_polls(base, 120, present=60).tables[0]
        with running_browser() as browser:
            for rate in (1, SLOWER):
                people = People(browser, base)
                times, headings, size = paints(people, rate)
                sealing = seals(people, table, rate)
                print(
                    f"x{rate}: first paint {statistics.median(times):.0f} ms, "
                    f"usable {statistics.median(headings):.0f} ms, "
                    f"loads {size / 1000:.0f} kB, sealing 3 names {statistics.median(sealing):.0f} ms "
                    f"(slowest {max(sealing):.0f})"
                )


if __name__ == "__main__":
    main()
