"""The observer's page over a whole election that the demo has told."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect
from rich.console import Console

from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION
from rembug_api.demo.story import run_demo
from rembug_api.demo.wishes import Wishes
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ElectionId, TrackingCode
from rembug_ballots.record_open import open_record
from rembug_ballots.tracking import show, tracking_code
from rembug_ballots.verification import Verdict, verify_record
from rembug_ballots.verification.events import read_events
from rembug_ballots.verification.findings import Findings, silent
from rembug_ballots.verification.log import check_log
from rembug_service.system import system_random
from tests.pages.browsing import People, axe_violations, in_each_language, overflows, picture

LOOK_UP = {
    "id": "Cari kode lacak",
    "su": "Teangan kode lacak",
    "jv": "Pados kode lacak",
    "en": "Look up a tracking code",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Give the address of a service that holds a published election, and a voter's tracking code."""
    folder = tmp_path_factory.mktemp("told")
    wishes = Wishes(adults=120, turnout=0.5, names_max=2, tables=2, seed=3)
    export = folder / "record.zip"
    run_demo(folder / "data", wishes, export=export, serve=False, console=Console(file=io.StringIO()))
    with running_server(folder / "data") as base:
        yield base, _a_code(export)


def _a_code(export: Path) -> str:
    with open_record(export) as record:
        findings = Findings(silent)
        context, _ = read_events(record, check_log(record, findings, ()), findings)
        _, body = next(context.each(BallotCast))
    return tracking_code(ElectionId(ELECTION), body.contest, body.ciphertext, body.proof)


@pytest.fixture
def observers(browser: Browser, told: tuple[str, str]) -> Iterator[People]:
    """Give devices to people who look at the told election."""
    found = People(browser, told[0])
    yield found
    found.leave()


def _look(people: People, size: tuple[int, int] = (1366, 768)) -> Page:
    page = people.person(size).page
    page.goto("/pengamat/")
    page.get_by_role("table").first.wait_for()
    return page


def test_anybody_sees_turnout_and_the_elected_in_four_languages(observers: People) -> None:
    page = _look(observers)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sukamundur")
    elected = page.get_by_role("table").filter(has_text="L/P").first
    expect(elected.locator("tbody tr")).to_have_count(11)

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        expect(page.get_by_role("heading", name=LOOK_UP[language])).to_be_visible()
        assert axe_violations(page) == []

    in_each_language(page, check)
    picture(page, "pengamat-hasil")


def test_a_voter_finds_her_code_and_takes_the_receipt_along(observers: People, told: tuple[str, str]) -> None:
    page = _look(observers)
    # As she reads it from her receipt, and types it.
    page.get_by_label("Kode lacak").fill(show(TrackingCode(told[1])).lower())
    page.keyboard.press("Enter")
    expect(page.get_by_text("Suara ini ada di buku")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh struk lengkap").click()
    assert Path(download.value.path()).read_text().startswith("c2sp.org/tlog-proof@v1")
    assert axe_violations(page) == []
    page.get_by_role("heading", name="Cari kode lacak").scroll_into_view_if_needed()
    page.mouse.wheel(0, 400)
    picture(page, "pengamat-kode", only=("laptop",))


def test_an_empty_or_unknown_code_is_answered_with_a_sentence(observers: People) -> None:
    person = observers.person()
    person.forgiven.append("404")
    page = person.page
    page.goto("/pengamat/")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_text("Tulis kodenya dulu.")).to_be_visible()
    page.get_by_label("Kode lacak").fill("AAAA-AAAA-AAAA-AAAA")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kode lacak ini belum ada di kotak suara.")).to_be_visible()
    assert axe_violations(page) == []


def test_a_lost_connection_is_told_and_what_was_shown_stays(observers: People) -> None:
    person = observers.person()
    person.forgiven.append("ERR_INTERNET_DISCONNECTED")
    page = person.page
    page.goto("/pengamat/")
    page.get_by_role("table").first.wait_for()
    person.context.set_offline(True)
    page.get_by_label("Kode lacak").fill("AAAA")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sambungan ke laptop panitia putus").first).to_be_visible()
    expect(page.get_by_role("table").first).to_be_visible()


def test_the_record_that_the_page_gives_is_the_whole_record(observers: People, tmp_path: Path) -> None:
    page = _look(observers)
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh catatan umum").click()
    with open_record(Path(download.value.path()).rename(tmp_path / "record.zip")) as record:
        assert verify_record(record, random=system_random).verdict is Verdict.VALID


@pytest.mark.parametrize("width", [320, 360, 800])
def test_the_page_fits_a_narrow_screen(observers: People, width: int) -> None:
    assert not overflows(_look(observers, (width, 740)))


def test_this_browser_checks_the_whole_record_as_the_program_does(
    observers: People, told: tuple[str, str], tmp_path: Path
) -> None:
    page = _look(observers)
    page.get_by_role("button", name="Periksa seluruhnya di perangkat ini").click()
    expect(page.get_by_text("Semua cocok. Hasil ini benar menurut catatan umum.")).to_be_visible(timeout=120_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh laporan").click()
    report = json.loads(Path(download.value.path()).read_text())
    record = tmp_path / "record.zip"
    record.write_bytes(httpx2.get(f"{told[0]}/api/v1/elections/{ELECTION}/record.zip").content)
    with open_record(record) as found:
        assert report == json.loads(json.dumps(verify_record(found, random=system_random).to_object()))
    assert axe_violations(page) == []
    page.get_by_text("Semua cocok.").scroll_into_view_if_needed()
    picture(page, "pengamat-periksa")


def test_one_file_checks_a_record_with_no_server_at_all(
    browser: Browser, told: tuple[str, str], tmp_path: Path
) -> None:
    answer = httpx2.get(told[0] + "/pengamat/pemeriksa.html")
    assert "attachment" in answer.headers["content-disposition"]
    (tmp_path / "pemeriksa.html").write_bytes(answer.content)
    record = tmp_path / "record.zip"
    record.write_bytes(httpx2.get(f"{told[0]}/api/v1/elections/{ELECTION}/record.zip").content)
    stick = People(browser, "")
    person = stick.person()
    person.context.set_offline(True)
    page = person.page
    page.goto((tmp_path / "pemeriksa.html").as_uri())
    page.get_by_label("Pilih berkas record.zip").set_input_files(record)
    expect(page.get_by_text("Semua cocok. Hasil ini benar menurut catatan umum.")).to_be_visible(timeout=120_000)
    assert axe_violations(page) == []
    broken = bytearray(record.read_bytes())
    broken[len(broken) // 2] ^= 1
    record.write_bytes(broken)
    page.get_by_label("Pilih berkas record.zip").set_input_files(record)
    expect(page.get_by_role("alert")).to_contain_text("ADA YANG TIDAK COCOK", timeout=120_000)
    expect(page.locator("tr.failed").first).to_be_visible()
    (tmp_path / "lain.zip").write_bytes(b"PK bukan catatan")
    page.get_by_label("Pilih berkas record.zip").set_input_files(tmp_path / "lain.zip")
    expect(page.get_by_role("alert")).to_contain_text("bukan catatan umum yang utuh")
    stick.leave()
