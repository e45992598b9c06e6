"""The first page, and what holds for every page's address."""

import httpx2
import pytest

from rembug_api.pages import HOME, STATIC
from tests.pages.browsing import SIZES, People, axe_violations, in_each_language, overflows, picture

# The pages that exist: a door leads to each, and to no other.
DOORS = {path.parent.name for path in STATIC.glob("*/index.html")} - {HOME}


def test_everybody_finds_their_door_in_four_languages(people: People) -> None:
    page = people.person().page
    page.goto("/")

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        assert page.get_by_role("navigation").get_by_role("link").count() == len(DOORS)
        assert axe_violations(page) == []

    in_each_language(page, check)
    picture(page, "beranda")


@pytest.mark.parametrize("width", [320, *(size[0] for size in SIZES.values())])
def test_no_page_is_wider_than_the_screen(people: People, width: int) -> None:
    page = people.person((width, 740)).page
    page.goto("/")
    assert not overflows(page)


def test_pages_load_nothing_from_elsewhere_and_run_no_script_but_ours(server: str) -> None:
    policy = httpx2.get(server + "/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-inline" not in policy
    assert "http" not in policy
    assert "require-trusted-types-for 'script'" in policy


def test_built_files_are_kept_for_ever_and_pages_asked_for_anew(people: People, server: str) -> None:
    kept = {}
    page = people.person().page
    page.on("response", lambda answer: kept.update({answer.url: answer.headers.get("cache-control", "")}))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assets = {url: how for url, how in kept.items() if "/static/assets/" in url}
    assert assets
    assert all("immutable" in how for how in assets.values())
    assert "no-cache" in kept[server + "/"]


@pytest.mark.parametrize("address", ["/tidak-ada/", "/..%2fsecrets/", "/assets/", "/static/assets/../../app.py"])
def test_other_addresses_answer_with_a_problem_and_no_file(server: str, address: str) -> None:
    answer = httpx2.get(server + address, follow_redirects=True)
    assert answer.status_code == 404
