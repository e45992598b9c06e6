"""The largest archive that a kelurahan may fill: 200 pasal, 50 versions, 100 assemblies.

Run: ``.venv/bin/python -m benchmarks.agreements`` (needs the built pages and Chromium).  Prints the median of what the
server needs for an answer, of what a browser needs from a press to the words on the screen, and of a difference.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from rembug_api.demo import setting
from rembug_api.demo.assemblies import Residents
from rembug_api.demo.client import Device
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION, Committee
from rembug_ballots.documents import Document, Paragraph, PartId
from rembug_service.writings.differences import compare
from tests.pages.browsing import LAPTOP, People, press, running_browser
from tests.pages.meetings import TITLE, note_taker

ARTICLES: Final = 200
VERSIONS: Final = 50
ASSEMBLIES: Final = 100
ROUNDS: Final = 15
# From a press to the first picture that shows what it asks for.
_SHOWN: Final = """([press, shown]) => new Promise((done) => {
  const start = performance.now();
  const look = () => document.querySelector(shown) !== null
    ? requestAnimationFrame(() => done(performance.now() - start))
    : requestAnimationFrame(look);
  document.querySelector(press).click();
  look();
})"""


def longer(charter: Document, version: int) -> Document:
    """Return a charter of 200 pasal, of which every version changes four."""
    articles = [article for chapter in charter.chapters for article in chapter.articles]
    made = []
    for number in range(ARTICLES):
        of = articles[number % len(articles)]
        clauses = tuple(
            replace(each, id=PartId(f"a{number}x{place}"), letters=()) for place, each in enumerate(of.clauses)
        )
        if number % VERSIONS == version % VERSIONS:
            changed = f"{clauses[0].text} Diperbaiki menurut usul RW {version:02}."
            clauses = (replace(clauses[0], text=Paragraph(changed)), *clauses[1:])
        made.append(replace(of, id=PartId(f"p{number}"), clauses=clauses))
    last = replace(charter.chapters[-1], articles=tuple(made))
    return replace(charter, chapters=(last,))


@contextmanager
def filled() -> Iterator[tuple[str, Committee]]:
    """Serve an election whose archive is full."""
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder) / "data") as base:
        committee = setting.gather_committee(base)
        setting.begin_election(committee)
        residents = Residents(committee.ketua, committee.sekretaris, setting.KELURAHAN)
        path = f"/elections/{ELECTION}/writings/AD"
        charter = Document.from_json(committee.ketua.request("GET", f"{path}/template")["document"])
        for version in range(1, VERSIONS + 1):
            text = longer(charter, version)
            if version in (1, VERSIONS):
                residents.agree("FGD_AD_ART", text, "2026-10-31")
                continue
            body = {"base": version - 1, "reason": f"Usul RW {version:02}", "document": text.to_json()}
            committee.ketua.request("PUT", path, json=body)
        while int(committee.ketua.get("")["assemblies"]) < ASSEMBLIES:
            residents.prepare()
        yield base, committee
        committee.close()


def median(work: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the slowest of some rounds, in ms."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), max(times)


def show(name: str, times: tuple[float, float]) -> None:
    """Print a line."""
    print(f"{name:<58} {times[0]:7.1f} {times[1]:8.1f}")


def answers(committee: Committee, base: str) -> None:
    """Measure the server's answers, each over HTTP on loopback."""
    office, anybody = committee.ketua, Device(base, ELECTION)
    for name, device, path, query in (
        ("office: how all texts stand", office, "/writings", {}),
        ("office: the newest charter", office, "/writings/AD", {}),
        ("office: 50 versions", office, "/writings/AD/versions", {}),
        ("office: version 1 beside version 50", office, "/writings/AD/difference", {"before": 1, "after": VERSIONS}),
        ("office: drafts of minutes", office, "/assemblies/drafts", {}),
        ("archive: 100 assemblies and all texts", anybody, "/archive", {}),
        (
            "archive: both agreed charters compared",
            anybody,
            "/archive/documents/AD/difference",
            {"before": 1, "after": VERSIONS},
        ),
    ):
        show(name, median(partial(device.get, path, **query)))
    sha256 = anybody.get("/archive")["documents"][-1]["sha256"]
    show("archive: the words of a charter", median(lambda: anybody.get(f"/board/blobs/{sha256}")))
    anybody.close()


def differences(committee: Committee) -> None:
    """Measure a difference without HTTP: of the charter that comes with Rembug, and of 200 pasal."""
    path = f"/elections/{ELECTION}/writings/AD/template"
    charter = Document.from_json(committee.ketua.request("GET", path)["document"])
    rewritten = _rewritten(charter)
    show("difference: the whole charter, every tenth ayat rewritten", median(lambda: compare(charter, rewritten)))
    one, two = longer(charter, 1), longer(charter, VERSIONS)
    show("difference: two charters of 200 pasal", median(lambda: compare(one, two)))


def _rewritten(charter: Document) -> Document:
    value: Any = charter.to_json()
    clauses = [each for chapter in value["chapters"] for article in chapter["articles"] for each in article["clauses"]]
    for each in clauses[::10]:
        each["text"] = f"Menurut usul warga, {each['text'].lower()} Ini diperiksa setiap tahun."
    return Document.from_json(value)


def shown(page: Page, pressed: str, wanted: str, back: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the slowest time from a press to what it shows, in ms."""
    times = []
    for _ in range(ROUNDS):
        page.locator(pressed).first.wait_for()
        times.append(float(page.evaluate(_SHOWN, [pressed, wanted])))
        back()
    return statistics.median(times), max(times)


def pages(people: People) -> None:
    """Measure what people see: from a press to the first picture of it."""
    page = people.person(LAPTOP).page
    page.goto(f"/arsip/#/{ELECTION}")

    def back() -> None:
        page.go_back()
        page.locator("main section li").first.wait_for()

    newest = f"a[href*='/naskah/AD/{VERSIONS}']"
    show("page: archive, a charter of 200 pasal", shown(page, newest, "article .clause", back))
    show("page: archive, minutes", shown(page, "a[href*='/rembug/50']", "main section h2", back))
    page.locator(newest).first.click()
    page.locator("article .clause").first.wait_for()
    comparing = f"a[href$='/naskah/AD/{VERSIONS}/1']"
    show("page: archive, both charters compared", shown(page, comparing, "main ins", page.go_back))
    page.goto("/pengamat/")
    office = note_taker(people, "ketua", LAPTOP).page
    tab = "nav[aria-label='Panitia'] button:nth-of-type"
    show(
        "page: office, list of 100 assemblies",
        shown(office, f"{tab}(2)", "#guide", lambda: press(office, "Langkah")),
    )
    show("page: office, all texts", shown(office, f"{tab}(3)", ".texts li", lambda: press(office, "Langkah")))


def main() -> None:
    """Fill an archive, measure and print."""
    with filled() as (base, committee):
        print(f"{TITLE}: {ARTICLES} pasal, {VERSIONS} versions, {ASSEMBLIES} assemblies")
        print(f"{'ms':<58}  median  slowest")
        answers(committee, base)
        differences(committee)
        with running_browser() as browser:
            pages(People(browser, base))


if __name__ == "__main__":
    main()
