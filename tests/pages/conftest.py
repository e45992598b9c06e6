"""Fixtures of the pages' tests: a real server, a real browser, people with devices."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from rembug_api.demo.open_polls import Polls
from rembug_api.demo.server import running_server
from rembug_api.pages import STATIC
from tests.pages.browsing import People, running_browser
from tests.support.stages import Stages

# A busy machine is slow, and no test here is about time: what must appear may take its time.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session", autouse=True)
def built_pages() -> None:
    """Fail with a clear word where nobody built the pages."""
    assert (STATIC / "beranda" / "index.html").is_file(), "the pages are not built: run `make pages`"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh service on loopback."""
    with running_server(tmp_path / "data") as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start one browser for a file of tests; each person has a context of their own in it."""
    with running_browser() as found:
        yield found


@pytest.fixture
def people(browser: Browser, server: str) -> Iterator[People]:
    """Give devices to people; at the end no page may have written an error."""
    found = People(browser, server)
    yield found
    found.leave()


@pytest.fixture(scope="module")
def polls(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Polls]]:
    """Give the address of a service with open polls, and the polls."""
    folder = tmp_path_factory.mktemp("booth") / "data"
    found = stages.polls(folder, 120, present=60)
    with running_server(folder) as base:
        yield base, found


@pytest.fixture
def voters(browser: Browser, polls: tuple[str, Polls]) -> Iterator[People]:
    found = People(browser, polls[0])
    yield found
    found.leave()
