"""The page with which a tablet comes to trust the laptop, on the port that has nothing else."""

import ipaddress
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, expect

from rembug_api.lan.addresses import Reach
from rembug_api.lan.authority import Authority, now_utc
from rembug_api.lan.door import Lan, create_door
from rembug_api.lan.servers import listen
from tests.pages.browsing import PHONE, TABLET, People, axe_violations, in_each_language, overflows, picture

# Documentation needs the same address in every picture.
_HERE = Reach(("localhost", "rembug.local"), (ipaddress.ip_address("192.168.1.5"),))


@pytest.fixture
def lan(tmp_path: Path) -> Lan:
    return Lan(Authority(tmp_path / "tls", now_utc()), _HERE, 8443, 8080, None)


@pytest.fixture
def tablet(browser: Browser, lan: Lan) -> Iterator[People]:
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(create_door(lan), log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        found = People(browser, f"http://127.0.0.1:{listening.getsockname()[1]}")
        yield found
        found.leave()
        server.should_exit = True
        thread.join(timeout=20)


def test_four_steps_with_the_fingerprint_to_compare_in_four_languages(tablet: People, lan: Lan) -> None:
    page = tablet.person(TABLET).page
    page.goto("/")
    expect(page.get_by_text(lan.authority.fingerprint)).to_be_visible()

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        assert page.locator("ol > li").count() == 4
        assert axe_violations(page) == []

    in_each_language(page, check)
    picture(page, "pasang")


def test_the_button_gives_the_certificate_and_the_links_lead_to_https(tablet: People, lan: Lan) -> None:
    page = tablet.person(PHONE).page
    page.goto("/bilik/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh sertifikat").click()
    assert download.value.suggested_filename == "rembug-ca.crt"
    assert Path(download.value.path()).read_bytes() == lan.authority.paths.authority.read_bytes()
    links = [each.get_attribute("href") for each in page.locator("ol ul a").all()]
    assert links == ["https://192.168.1.5:8443/", "https://rembug.local:8443/"]


@pytest.mark.parametrize("width", [320, 360, 1366])
def test_it_is_not_wider_than_the_screen(tablet: People, width: int) -> None:
    page = tablet.person((width, 740)).page
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not overflows(page)


def test_a_server_without_an_authority_says_that_nothing_is_to_be_installed(people: People) -> None:
    person = people.person()
    person.forgiven.append("404")
    person.page.goto("/pasang/")
    expect(person.page.get_by_text("Server ini tidak membuat sertifikat sendiri")).to_be_visible()
    assert axe_violations(person.page) == []
