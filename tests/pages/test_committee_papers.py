"""The papers in the office: listed in the order of their need, with what is missing, and given as PDF."""

from playwright.sync_api import expect

from rembug_api.demo.open_polls import Polls
from tests.pages.browsing import People, axe_violations, in_each_language, overflows, picture, press
from tests.pages.office_acts import sign_in


def test_the_papers_are_listed_with_what_they_wait_for_and_given_as_pdf(
    voters: People, polls: tuple[str, Polls]
) -> None:
    del polls
    page = sign_in(voters, "sekretaris")
    press(page, "Cetak")
    links = page.locator(".links a")
    expect(links.first).to_be_visible()
    given = page.request.get(str(links.first.get_attribute("href")))
    assert given.status == 200
    assert given.headers["content-type"] == "application/pdf"
    assert given.body().startswith(b"%PDF-")
    # Nobody has voted to the end: the papers of the night wait, and say for what.
    assert page.locator(".waits").count() > 0

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        assert axe_violations(page) == []

    in_each_language(page, check)
    picture(page, "panitia-cetak")
    page.set_viewport_size({"width": 320, "height": 740})
    assert not overflows(page)


def test_a_monitor_finds_the_posted_list_and_no_paper_of_the_office(voters: People, polls: tuple[str, Polls]) -> None:
    del polls
    page = sign_in(voters, "pemantau")
    press(page, "Cetak")
    expect(page.get_by_role("heading", name="Daftar pemilih untuk ditempel")).to_be_visible()
    expect(page.get_by_role("heading", name="Daftar pemilih untuk petugas")).to_have_count(0)
    expect(page.get_by_text("Unduh semua surat yang siap")).to_have_count(0)
    listed = page.locator("li", has=page.get_by_role("heading", name="Daftar pemilih untuk ditempel")).locator("a")
    given = page.request.get(str(listed.first.get_attribute("href")))
    assert given.status == 200
    assert given.body().startswith(b"%PDF-")
    assert axe_violations(page) == []
