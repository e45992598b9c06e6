"""The first page, and what holds for every page's address."""

import httpx2
import pytest

from rembug_api.pages import APPS, HOME, STATIC
from tests.pages.browsing import SIZES, People, axe_violations, in_each_language, overflows, picture


def test_everybody_finds_their_door_in_four_languages(people: People) -> None:
    page = people.person().page
    page.goto("/")

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        links = page.get_by_role("navigation").get_by_role("link").all()
        assert {link.get_attribute("href") for link in links} == {f"/{app}/" for app in APPS}
        assert axe_violations(page) == []

    in_each_language(page, check)
    picture(page, "beranda")


def test_the_apps_that_are_served_are_those_that_are_built() -> None:
    assert {path.parent.name for path in STATIC.glob("*/index.html")} == {HOME, *APPS}


@pytest.mark.parametrize("width", [320, *(size[0] for size in SIZES.values())])
def test_the_first_page_is_not_wider_than_the_screen(people: People, width: int) -> None:
    page = people.person((width, 740)).page
    page.goto("/")
    assert not overflows(page)


def test_the_policy_allows_nothing_from_elsewhere_and_no_script_but_ours(server: str) -> None:
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


@pytest.mark.parametrize(
    "address", ["/tidak-ada/", "/..%2fsecrets/", "/assets/", "/dapur/", "/static/assets/%2e%2e/%2e%2e/app.py"]
)
def test_other_addresses_answer_with_a_problem_and_no_file(server: str, address: str) -> None:
    answer = httpx2.get(server + address, follow_redirects=True)
    assert answer.status_code == 404


def test_scripts_go_compressed_to_whoever_takes_that_and_plain_to_others(server: str) -> None:
    script = next((STATIC / "assets").glob("beranda-*.js"))
    address = f"{server}/static/assets/{script.name}"
    small = httpx2.get(address, headers={"Accept-Encoding": "gzip"})
    plain = httpx2.get(address, headers={"Accept-Encoding": "identity"})
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert small.content == plain.content == script.read_bytes()
    assert small.headers["content-type"].split(";")[0] == plain.headers["content-type"].split(";")[0]
