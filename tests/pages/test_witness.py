"""An observer's tablet as a witness: it becomes one, watches, compares, and is loud when the log went back."""

import shutil
from pathlib import Path

import httpx2
from playwright.sync_api import Browser, expect

from rembug_api.demo.open_polls import PATH
from rembug_api.demo.server import running_server
from rembug_ballots.witnessing import Witness
from tests.pages.browsing import TABLET, People, axe_violations, overflows, picture
from tests.support.stages import Stages


def _free_port(base: str) -> int:
    return int(base.rsplit(":", 1)[1])


def test_a_tablet_becomes_a_witness_and_catches_yesterdays_data(
    browser: Browser, stages: Stages, tmp_path: Path
) -> None:
    data, old = tmp_path / "data", tmp_path / "old"
    polls = stages.polls(data, 120, present=60)
    shutil.copytree(data, old)
    with running_server(data) as base:
        port = _free_port(base)
        people = People(browser, base)
        page = people.person(TABLET).page
        page.goto("/pengamat/#saksi")
        expect(page.get_by_text("Buku ini utuh")).to_be_visible()
        page.get_by_label("Nama saksi").fill("Pemantau RW03")
        page.get_by_role("button", name="Jadikan perangkat ini saksi").click()
        shown = page.locator("code").first
        expect(shown).to_contain_text("pemantau.rw03+")
        Witness("x", shown.inner_text()).note_key()
        expect(page.get_by_text("ikut menandatangani buku")).to_be_visible()
        picture(page, "pengamat-saksi", only=("tablet",))
        assert axe_violations(page) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert not overflows(page)
        for number in range(3):
            table = polls.tables[0]
            answer = httpx2.post(f"{base}{PATH}/ballots", json=polls.ballot(table, table.draw(), f"Asep {number}"))
            assert answer.status_code == 201
        size = httpx2.get(f"{base}{PATH}").json()["log_size"]
        expect(page.get_by_text(f"{size} catatan", exact=False).first).to_be_visible()
        # Another observer's mark, brought as text.
        other = httpx2.get(f"{base}{PATH}/board/checkpoint").text
        page.get_by_label("Tanda buku pengamat lain").fill(other)
        page.get_by_role("button", name="Bandingkan", exact=True).click()
        expect(page.get_by_text("Cocok: Anda berdua melihat buku yang sama.")).to_be_visible()
    # The laptop comes back with yesterday's data, under the same address.
    with running_server(old, port):
        alarm = page.get_by_role("alert").filter(has_text="Buku mundur")
        expect(alarm).to_be_visible(timeout=60_000)
        page.set_viewport_size({"width": 1280, "height": 800})
        picture(page, "pengamat-alarm", only=("tablet",))
        assert axe_violations(page) == []
        # It stays after a reload, on every page, and the service has stopped signing.
        table = polls.tables[0]
        answer = httpx2.post(f"{base}{PATH}/ballots", json=polls.ballot(table, table.draw(), "Budi"))
        assert (answer.status_code, answer.json()["code"]) == (503, "BUKU_MUNDUR")
    # The address was silent for a moment, and then the service was shut.
    people.everybody[0].forgiven += ["net::ERR_", "status of 503", "status of 404"]
    people.leave()
