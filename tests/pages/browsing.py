"""A real browser for the tests of the pages: contexts that notice every error, axe, and pictures for the documents."""

import io
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, BrowserType, ConsoleMessage, Page, sync_playwright

ROOT: Final = Path(__file__).parents[2]
PICTURES: Final = ROOT / "docs" / "gambar"
LANGUAGES: Final = ("id", "su", "jv", "en")
PHONE: Final = (360, 740)
TABLET: Final = (1280, 800)
LAPTOP: Final = (1366, 768)
SIZES: Final = {"phone": PHONE, "tablet": TABLET, "laptop": LAPTOP}

_SCAN: Final = """(text) => {
  for (const key of [...text, "Enter"]) window.dispatchEvent(new KeyboardEvent("keydown", { key }));
}"""
_AXE: Final = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# Levels A, AA and AAA, and what axe calls best practice.
_AXE_RUN: Final = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""


def chromium_path() -> str:
    """Return the path of an installed Chromium.

    Raises:
        RuntimeError: there is none.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("the tests of the pages need Chromium (Debian: apt-get install chromium)")


@contextmanager
def running_browser(flags: Sequence[str] = ()) -> Iterator[Browser]:
    """Start a browser of our own, with a profile of its own."""
    with sync_playwright() as playwright, launched(playwright.chromium, flags) as browser:
        yield browser


@contextmanager
def launched(kind: BrowserType, flags: Sequence[str]) -> Iterator[Browser]:
    """Start a browser; ``kind`` is ``Browser.browser_type`` where one runs already."""
    browser = kind.launch(
        executable_path=chromium_path(),
        args=["--no-sandbox", "--disable-dev-shm-usage", "--force-device-scale-factor=1", *flags],
    )
    try:
        yield browser
    finally:
        browser.close()


@dataclass(slots=True)
class Person:
    """Somebody with a device: one browser context and its page.

    Attributes:
        errors: what the page wrote to the console as an error, and what it threw.
        forgiven: parts of messages that belong to what a test does on purpose, such as a cut network.
    """

    context: BrowserContext
    page: Page
    errors: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        """Keep an error of the console."""
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def unforgiven(self) -> list[str]:
        """Return the errors that no test asked for."""
        return [each for each in self.errors if not any(part in each for part in self.forgiven)]


@dataclass(slots=True)
class People:
    """Opens contexts, and looks at the end whether any of their pages had an error."""

    browser: Browser
    base: str
    everybody: list[Person] = field(default_factory=list)

    def person(self, size: tuple[int, int] = LAPTOP, **options: Any) -> Person:  # noqa: ANN401 - Playwright's own
        """Give somebody a device with a screen of ``size``."""
        context = self.browser.new_context(
            base_url=self.base, viewport={"width": size[0], "height": size[1]}, locale="id-ID", **options
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        person = Person(context, page)
        page.on("console", lambda message: person.note(message))  # noqa: PLW0108 - Playwright marks a bound method
        page.on("pageerror", lambda error: person.errors.append(f"thrown: {error}"))
        self.everybody.append(person)
        return person

    def leave(self) -> None:
        """Close everything.

        Raises:
            AssertionError: a page wrote an error to its console.
        """
        for each in self.everybody:
            each.context.close()
        errors = [error for each in self.everybody for error in each.unforgiven()]
        assert not errors, errors


def scan(page: Page, text: str) -> None:
    """Type a code as a USB scanner does: faster than any hand, Enter behind it, no field in focus.

    The keys come from inside the page: a busy machine would put pauses between keys that are sent from here.
    """
    page.evaluate(_SCAN, text)


def press(page: Page, name: str) -> None:
    """Press the button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def read_square(page: Page, name: str) -> str:
    """Read the QR code of this name on a page from its drawing, as a phone's camera would."""
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.get_by_role("img", name=name).screenshot())))
    return found.text


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds wrong on a page as it stands."""
    page.evaluate(_AXE.read_text(encoding="utf-8") + "; undefined")
    found: list[str] = page.evaluate(_AXE_RUN)
    return found


def overflows(page: Page) -> bool:
    """Say whether a page is wider than its screen."""
    wider: bool = page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider


def large_text(page: Page) -> None:
    """Show text at 200 %, as a browser's own setting does: sizes and the widths at which pages change follow it."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def picture(page: Page, name: str, *, only: Sequence[str] = ("phone", "tablet", "laptop")) -> None:
    """Keep pictures of a page for the documents, in each size, if ``REMBUG_SCREENSHOTS`` asks for them."""
    if not os.environ.get("REMBUG_SCREENSHOTS"):
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for size in only:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=PICTURES / f"{name}-{size}.png", animations="disabled", scale="css")
    if before:
        page.set_viewport_size(before)


def in_each_language(page: Page, check: Callable[[str], None]) -> None:
    """Speak each language in turn, by the page's own choice, and call ``check`` with it; end with Indonesian."""
    for each in (*LANGUAGES[1:], LANGUAGES[0]):
        page.locator("header select").select_option(each)
        check(each)
