"""The observer's page over a whole election that the demo has told."""

import io
import json
from collections.abc import Iterator
from hashlib import sha256
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
from tests.pages.browsing import People, axe_violations, in_each_language, large_text, overflows, picture

VERIFY = {
    "id": "Periksa seluruhnya di perangkat ini",
    "su": "Pariksa sadayana dina alat ieu",
    "jv": "Priksa sedayanipun ing piranti punika",
    "en": "Verify everything on this device",
}
SEATS = 11
AT_ONCE = 50
PAGES = ("ringkasan", "nama", "buku", "kode", "periksa")
ALL_IS_WELL = "Semua cocok. Hasil ini benar menurut catatan umum."


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


def _look(people: People, size: tuple[int, int] = (1366, 768), at: str = "ringkasan") -> Page:
    page = people.person(size).page
    page.goto(f"/pengamat/#{at}")
    page.get_by_role("heading", level=2).first.wait_for()
    return page


def test_anybody_sees_turnout_and_the_elected_in_four_languages(observers: People) -> None:
    page = _look(observers)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sukamundur")
    elected = page.get_by_role("table").filter(has_text="L/P").first
    expect(elected.locator("tbody tr")).to_have_count(SEATS)

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        expect(page.get_by_role("button", name=VERIFY[language])).to_be_visible()
        assert axe_violations(page) == []

    in_each_language(page, check)
    picture(page, "pengamat-hasil")


@pytest.mark.parametrize("at", PAGES)
def test_every_page_has_no_fault_that_axe_finds_in_any_language(observers: People, at: str) -> None:
    page = _look(observers, at=at)

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        assert axe_violations(page) == []

    in_each_language(page, check)


def test_the_result_is_taken_along_as_a_table_and_as_the_very_minutes_of_the_record(observers: People) -> None:
    page = _look(observers)
    with page.expect_download() as download:
        page.get_by_role("button", name="(CSV)").click()
    table = Path(download.value.path()).read_bytes()
    assert table.startswith("\ufeffNo.;Nama;L/P;RT/RW;Suara;Kedudukan\r\n1;".encode())
    assert table.count(b";Terpilih\r\n") == SEATS
    with page.expect_download() as download:
        page.get_by_role("button", name="(JSON)").click()
    minutes = Path(download.value.path()).read_bytes()
    assert json.loads(minutes)["kind"] == "berita acara"
    name = sha256(minutes).hexdigest()
    assert httpx2.get(f"{observers.base}/api/v1/elections/{ELECTION}/board/blobs/{name}").content == minutes


def test_everybody_reads_and_searches_what_each_text_was_settled_as(observers: People) -> None:
    page = _look(observers, at="nama")
    lines = page.locator("main li")
    lines.first.wait_for()
    assert lines.count() == AT_ONCE
    picture(page, "pengamat-nama")
    page.get_by_role("button", name="Tampilkan lebih banyak").click()
    expect(lines.nth(AT_ONCE)).to_be_visible()
    page.get_by_role("searchbox").fill("tidak ada yang begini")
    expect(page.get_by_text("0 dari ")).to_be_visible()
    page.get_by_role("searchbox").fill("ini WARGA nama")
    expect(lines.first).to_contain_text("Sah. Nama warga ini.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh daftar ini (CSV)").click()
    assert "Tulisan;Dihitung untuk;Alasan;Berapa kali" in Path(download.value.path()).read_text()


def test_the_log_is_read_page_by_page_and_only_what_is_shown_is_fetched(observers: People) -> None:
    person = observers.person()
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))
    page = person.page
    page.goto("/pengamat/#buku")
    expect(page.locator("main ol > li").first).to_contain_text("Hasil diumumkan")
    picture(page, "pengamat-buku")
    page.get_by_label("Nomor catatan").fill("0")
    page.get_by_role("button", name="Lihat").click()
    expect(page.locator("main ol > li").last).to_contain_text("Buku dibuka untuk")
    page.get_by_role("button", name="Lebih baru").click()
    expect(page.locator("main ol > li").first).not_to_contain_text("Buku dibuka untuk")
    assert sum("tile/entries" in each for each in asked) <= len(("the newest", "its neighbour", "the first"))


def test_a_voter_finds_her_code_and_its_proof_is_checked_here(observers: People, told: tuple[str, str]) -> None:
    page = _look(observers, at="kode")
    # As she reads it from her receipt, and types it.
    page.get_by_label("Kode lacak").fill(show(TrackingCode(told[1])).lower())
    page.keyboard.press("Enter")
    expect(page.get_by_text("Suara ini ada di buku")).to_be_visible()
    expect(page.get_by_text("Bukti struk ini cocok.")).to_be_visible()
    expect(page.locator("li.ok")).to_have_count(3)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh struk lengkap").click()
    receipt = Path(download.value.path()).read_bytes()
    assert receipt.startswith(b"c2sp.org/tlog-proof@v1")
    assert axe_violations(page) == []
    picture(page, "pengamat-kode")
    files = page.get_by_label("Atau pilih berkas struk yang Anda simpan")
    files.set_input_files({"name": "struk.txt", "mimeType": "text/plain", "buffer": receipt})
    expect(page.get_by_text("Bukti struk ini cocok.")).to_be_visible()
    expect(page.get_by_text("Suara ini ada di buku")).to_be_hidden()
    changed = receipt.replace(b"\nindex ", b"\nindex 1")
    files.set_input_files({"name": "lain.txt", "mimeType": "text/plain", "buffer": changed})
    expect(page.get_by_text("Bukti struk ini TIDAK cocok.")).to_be_visible()


def test_an_empty_or_unknown_code_is_answered_with_a_sentence(observers: People) -> None:
    person = observers.person()
    person.forgiven.append("404")
    page = person.page
    page.goto("/pengamat/#kode")
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
    page.goto("/pengamat/#kode")
    page.get_by_label("Kode lacak").fill("AAAA")
    person.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sambungan ke laptop panitia putus").first).to_be_visible()
    expect(page.get_by_label("Kode lacak")).to_have_value("AAAA")


def test_the_record_that_the_page_gives_is_the_whole_record(observers: People, tmp_path: Path) -> None:
    page = _look(observers, at="periksa")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh catatan umum").click()
    with open_record(Path(download.value.path()).rename(tmp_path / "record.zip")) as record:
        assert verify_record(record, random=system_random).verdict is Verdict.VALID


@pytest.mark.parametrize("at", PAGES)
@pytest.mark.parametrize("width", [320, 360, 800])
def test_every_page_fits_a_narrow_screen_also_with_large_text(observers: People, width: int, at: str) -> None:
    page = _look(observers, (width, 740), at)
    assert not overflows(page)
    large_text(page)
    assert not overflows(page)


def test_this_browser_checks_the_whole_record_as_the_program_does(
    observers: People, told: tuple[str, str], tmp_path: Path
) -> None:
    page = _look(observers)
    page.get_by_role("button", name=VERIFY["id"]).click()
    expect(page.get_by_text(ALL_IS_WELL)).to_be_visible(timeout=120_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh laporan untuk dibaca").click()
    words = Path(download.value.path()).read_text()
    assert ALL_IS_WELL in words
    assert "9.4 Setiap suara ditandatangani oleh kartunya: cocok (" in words
    expect(page.locator("[data-engine]")).to_have_attribute("data-engine", "wasm")
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh laporan (JSON)").click()
    report = json.loads(Path(download.value.path()).read_text())
    record = tmp_path / "record.zip"
    record.write_bytes(httpx2.get(f"{told[0]}/api/v1/elections/{ELECTION}/record.zip").content)
    with open_record(record) as found:
        assert report == json.loads(json.dumps(verify_record(found, random=system_random).to_object()))
    assert axe_violations(page) == []
    page.get_by_text("Semua cocok.").scroll_into_view_if_needed()
    picture(page, "pengamat-periksa")


def test_a_verification_can_be_stopped_and_begun_again(observers: People) -> None:
    page = _look(observers, at="periksa")
    page.get_by_role("button", name=VERIFY["id"]).click()
    page.get_by_role("button", name="Hentikan").click()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.get_by_role("button", name=VERIFY["id"]).click()
    expect(page.get_by_text(ALL_IS_WELL)).to_be_visible(timeout=120_000)


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
    expect(page.get_by_text(ALL_IS_WELL)).to_be_visible(timeout=120_000)
    expect(page.locator("[data-engine]")).to_have_attribute("data-engine", "wasm")
    assert axe_violations(page) == []
    picture(page, "pemeriksa-cocok")
    _look_around(page, told[1])
    broken = bytearray(record.read_bytes())
    broken[len(broken) // 2] ^= 1
    record.write_bytes(broken)
    page.get_by_label("Pilih berkas record.zip").set_input_files(record)
    expect(page.get_by_role("alert")).to_contain_text("ADA YANG TIDAK COCOK", timeout=120_000)
    expect(page.locator("tr.failed").first).to_be_visible()
    expect(page.get_by_text("Artinya: ").first).to_be_visible()
    picture(page, "pemeriksa-tidak-cocok")
    (tmp_path / "lain.zip").write_bytes(b"PK bukan catatan")
    page.get_by_label("Pilih berkas record.zip").set_input_files(tmp_path / "lain.zip")
    expect(page.get_by_role("alert")).to_contain_text("bukan catatan umum yang utuh")
    stick.leave()


def _look_around(page: Page, code: str) -> None:
    """See with no server what the service shows: result, texts, log, and a code with its proof."""
    page.get_by_role("button", name="Hasil", exact=True).click()
    expect(page.get_by_role("table").filter(has_text="L/P").first.locator("tbody tr")).to_have_count(SEATS)
    page.get_by_role("button", name="Arti tulisan").click()
    expect(page.locator("main li").first).to_be_visible()
    page.get_by_role("button", name="Buku catatan").click()
    expect(page.locator("main ol > li").first).to_contain_text("Hasil diumumkan")
    page.get_by_role("button", name="Kode dan struk").click()
    for typed, answer in (
        ("AAAA", "terdiri dari 16"),
        ("A" * 16, "tidak ada di buku"),
        (code, "Bukti struk ini cocok."),
    ):
        page.get_by_label("Kode lacak").fill(typed)
        page.keyboard.press("Enter")
        expect(page.get_by_text(answer).first).to_be_visible()
    expect(page.locator("li.ok")).to_have_count(3)
    assert axe_violations(page) == []
    assert not overflows(page)
    page.get_by_role("button", name="Periksa", exact=True).click()
