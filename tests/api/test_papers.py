"""The papers of a played election, asked for over HTTP."""

import hashlib
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from rich.console import Console
from typer.testing import CliRunner

from rembug_api.cli import app
from rembug_api.demo.client import Device, Officer, Refused
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION, PASSWORD
from rembug_api.demo.story import run_demo
from rembug_api.demo.wishes import DUA_TINGKAT, Wishes
from rembug_ballots.canonical import parse
from rembug_ballots.record_open import open_record
from rembug_service.papers.catalogue import PaperKind
from tests.api.contact_sheet import contact_sheet, first_page
from tests.service.documents.reading import attached, bare, pages, words

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "docs" / "gambar" / "kertas.png"
OFFICE_ONLY = ("daftar-pemilih-petugas", "undangan-meja-1", "daftar-hadir-meja-1", "rekap-basis")


@dataclass
class Played:
    """A played election, its service still there."""

    folder: Path
    base: str
    office: Officer
    monitor: Officer
    passer_by: Device

    def pdf(self, name: str, **wishes: str) -> bytes:
        found = self.office.get(f"/papers/{name}.pdf", **wishes)
        assert isinstance(found, bytes)
        return found


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("papers")
    wishes = Wishes(98, 0.6, 3, 1, 4, DUA_TINGKAT, "terbuka")
    console = Console(file=io.StringIO(), width=200)
    assert run_demo(folder / "data", wishes, export=folder / "E.zip", serve=False, console=console) == 0
    with running_server(folder / "data") as base:
        office = Officer(base, ELECTION).sign_in("sekretaris", PASSWORD)
        monitor = Officer(base, ELECTION).sign_in("pemantau", PASSWORD)
        passer_by = Device(base, ELECTION)
        yield Played(folder, base, office, monitor, passer_by)
        for each in (office, monitor, passer_by):
            each.close()


def test_the_demo_leaves_every_paper_beside_a_record_that_still_verifies(played: Played) -> None:
    found = {path.name for path in (played.folder / "dokumen").rglob("*.pdf")}
    listed = played.office.get("/papers")["papers"]
    ready = [each["name"] for each in listed if each["missing"] is None]
    assert {name.split("-", 1)[1] for name in found} == {f"{name}.pdf" for name in ready}
    with open_record(played.folder / "E.zip") as record:
        assert len(record.leaves) > 0
    with zipfile.ZipFile(played.folder / "dokumen" / "berkas-notaris.zip") as pack:
        assert [name[:2] for name in pack.namelist()] == ["0-", "1-", "2-", "3-"]


def test_a_unit_that_votes_again_has_no_result_paper_and_the_list_says_why(played: Played) -> None:
    listed = {each["name"]: each for each in played.office.get("/papers")["papers"]}
    again = [name for name, each in listed.items() if each["missing"] == "BELUM_DIHITUNG"]
    assert {name.split("-")[0] for name in again} == {"plano", "berita", "kesediaan", "pengumuman"}
    with pytest.raises(Refused) as refused:
        played.pdf(again[0])
    assert refused.value.code == "SURAT_BELUM_SIAP"


def test_what_shows_personal_data_is_for_the_office_alone(played: Played) -> None:
    for name in OFFICE_ONLY:
        assert played.pdf(name).startswith(b"%PDF-")
        for other, code in ((played.passer_by, "BELUM_MASUK"), (played.monitor, "PERAN_TIDAK_BERHAK")):
            with pytest.raises(Refused) as refused:
                other.get(f"/papers/{name}.pdf")
            assert refused.value.code == code
    for pack in ("/papers.zip", "/notary.zip"):
        for other in (played.passer_by, played.monitor):
            with pytest.raises(Refused):
                other.get(pack)


def test_whoever_takes_lists_of_residents_is_noted_and_no_voter_is(played: Played) -> None:
    for path in ("/papers/daftar-pemilih-petugas.pdf", "/papers.zip", "/register/posted.csv"):
        played.office.get(path)
    played.monitor.get("/papers/daftar-pemilih-tempel.pdf")
    # What everybody may have is nobody's business.
    public = next(each["name"] for each in played.office.get("/papers")["papers"] if each["is_public"])
    played.office.get(f"/papers/{public}.pdf")
    found = played.monitor.request("GET", "/audit-trail", params={"limit": 4})
    assert [(each["account"], each["act"], each["about"]) for each in reversed(found["acts"])] == [
        ("sekretaris", "DOKUMEN_DIUNDUH", "daftar-pemilih-petugas"),
        ("sekretaris", "PAKET_DIUNDUH", "dokumen"),
        ("sekretaris", "DAFTAR_DIUNDUH", found["acts"][1]["about"]),
        ("pemantau", "DOKUMEN_DIUNDUH", "daftar-pemilih-tempel"),
    ]
    with pytest.raises(Refused):
        played.passer_by.request("GET", "/audit-trail")
    # A whole polling day stands before: of it the trail has sign-ins, accounts and the register, nothing else.
    before = played.office.request("GET", "/audit-trail", params={"offset": 4, "limit": 200})["acts"]
    kinds = {each["act"] for each in before if "UNDUH" not in each["act"] and each["act"] != "DAFTAR_DIBACA"}
    assert kinds == {"MASUK", "AKUN_DIBUAT", "DAFTAR_DIIMPOR"}


def test_the_list_that_hangs_in_every_rt_is_for_the_monitors_but_not_for_the_whole_world(played: Played) -> None:
    mine, theirs = played.pdf("daftar-pemilih-tempel"), played.monitor.get("/papers/daftar-pemilih-tempel.pdf")
    assert words(theirs) == words(mine)
    with pytest.raises(Refused) as refused:
        played.passer_by.get("/papers/daftar-pemilih-tempel.pdf")
    assert refused.value.code == "BELUM_MASUK"


def test_a_monitor_finds_in_the_list_what_she_may_have_and_no_more(played: Played) -> None:
    listed = played.monitor.get("/papers")
    kinds = {each["kind"] for each in listed["papers"]}
    assert {"DAFTAR_TEMPEL", "BERITA_ACARA", "NASKAH", "REMBUG"} <= kinds
    assert not kinds & {"DAFTAR_PETUGAS", "UNDANGAN", "DAFTAR_HADIR", "KESEDIAAN"}
    assert not listed["notary"]
    for each in listed["papers"]:
        if each["missing"] is None:
            assert played.monitor.get(f"/papers/{each['name']}.pdf").startswith(b"%PDF-")
    with pytest.raises(Refused):
        played.passer_by.get("/papers")


def test_results_and_agreed_texts_are_for_everybody_once_they_are_published(played: Played) -> None:
    for name in ("berita-acara-bkm", "pengumuman-bkm", "plano-bkm", "naskah-ad", "kesepakatan-tatib"):
        mine, theirs = played.pdf(name), played.passer_by.get(f"/papers/{name}.pdf")
        assert mine == theirs == played.passer_by.get(f"/papers/{name}.pdf")


def test_every_assembly_has_its_berita_acara_for_everybody(played: Played) -> None:
    listed = [each for each in played.office.get("/papers")["papers"] if each["kind"] == "REMBUG"]
    titles = {each["about"] for each in listed}
    assert {"Rembug Kesiapan Masyarakat", "Rembug lembaga", "Pembentukan panitia"} <= titles
    said = {each["about"]: words(played.passer_by.get(f"/papers/{each['name']}.pdf")) for each in listed}
    assert "Hasil: MENERIMA." in said["Rembug Kesiapan Masyarakat"]
    assert "Membentuk lembaga baru: BKM Sukamundur" in said["Rembug lembaga"]
    assert re.search(r"Keterwakilan perempuan: \d+ dari \d+ orang", said["Pembentukan panitia"])
    # An assembly that agreed to a text in force is printed as that agreement, not twice; the older charter's is here.
    (older,) = [text for text in said.values() if "menyepakati Anggaran Dasar" in text]
    assert "Anggaran Dasar versi 1" in older
    assert "Anggaran Dasar versi 2" in words(played.pdf("kesepakatan-ad"))


def test_the_contact_sheet_of_the_handbook_shows_one_paper_of_each_kind(played: Played) -> None:
    """With ``REMBUG_SCREENSHOTS`` it is made anew; the handbook names every kind as the tab does."""
    chosen: dict[str, bytes] = {}
    for each in played.office.get("/papers")["papers"]:
        if each["missing"] is None and each["kind"] not in chosen:
            chosen[each["kind"]] = played.pdf(each["name"], day="2026-11-22", start="08:00", end="12:00", zone="WIB")
    assert set(chosen) == {each.value for each in PaperKind}
    for kind, data in chosen.items():
        dark = sum(first_page(data).histogram()[:128])
        assert dark > 400, f"the first page of {kind} is almost empty"
    sheet = contact_sheet(chosen)
    if os.environ.get("REMBUG_SCREENSHOTS"):
        sheet.save(SHEET, optimize=True)
    with Image.open(SHEET) as kept:
        assert kept.size == sheet.size, "kinds were added: make the sheet anew"
    assert SHEET.stat().st_size < 250_000
    texts = json.loads((ROOT / "frontend/src/panitia/print/texts/id.json").read_text())
    handbook = (ROOT / "docs/buku-panitia.md").read_text()
    assert [texts[f"kind.{kind}"] for kind in chosen if texts[f"kind.{kind}"] not in handbook] == []


def test_a_stranger_cannot_have_a_day_of_her_own_printed(played: Played) -> None:
    plain = played.passer_by.get("/papers/pengumuman-bkm.pdf")
    assert played.passer_by.get("/papers/pengumuman-bkm.pdf", day="1999-01-01", base="http://evil.example") == plain


def test_the_berita_acara_carries_the_minutes_of_the_board_and_says_what_they_say(played: Played) -> None:
    data = played.pdf("berita-acara-bkm", day="2026-11-22", start="08:00", end="12:00", zone="WITA")
    minutes = attached(data)["berita-acara.json"]
    with open_record(played.folder / "E.zip") as record:
        on_board = {name: record.blob(name) for name in record.blob_names()}
    sha256 = hashlib.sha256(minutes).hexdigest()
    assert minutes in on_board.values()
    text = bare(words(data))
    assert sha256 in text
    said: Any = parse(minutes)
    for person in [*said["elected"], *said["reserves"]]:
        assert bare(said["persons"][person]["name"]) in text
    assert "duapuluhduabulanNovembertahunduaribuduapuluhenam(22-11-2026),pukul08.00sampaipukul12.00WITA" in text
    assert "Keterwakilanperempuan" in text


def test_every_paper_carries_the_signed_size_and_root_of_the_book(played: Played) -> None:
    size, root = played.passer_by.get("/board/checkpoint").decode().split("\n")[1:3]
    shown = bare(words(played.pdf("pengumuman-bkm")))
    assert f"tanda{root[:16]}" in shown
    assert f"{int(size):,}".replace(",", ".") + "baris" in shown


def test_the_lists_hold_every_voter_once_and_no_number_of_an_identity_card(played: Played) -> None:
    with_all = played.office.get("/register", q="", limit=5000)["rows"]
    own = [each for each in with_all if each["status"] == "AKTIF" and each["adult"]]
    posted = words(played.pdf("daftar-pemilih-tempel"))
    names = [each["name"] for each in played.office.get("/papers")["papers"] if each["kind"] == "DAFTAR_HADIR"]
    hall = " ".join(words(played.pdf(name)) for name in names)
    for each in own:
        assert bare(each["name"]) in bare(posted)
        assert bare(each["name"]) in bare(hall)
    secret = {each["nik_last4"] for each in own if each["nik_last4"]}
    assert secret
    board = _archive(played)
    for name, data in board.items():
        if "posted" in name or "tempel" in name:
            rows = [line for page in pages(data) for line in page.split("\n")]
            # Name, L/P and RT: no year of birth and no table stands on a line of a resident.
            assert not any("Meja" in row or "Lahir" in row for row in rows)
        text = words(data)
        assert not any(f"NIK {digits}" in text or f"{digits} " * 2 in text for digits in secret)
        assert "NIK" not in text


def _archive(played: Played) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(played.office.get("/papers.zip"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_no_paper_holds_sixteen_digits_in_a_row(played: Played) -> None:
    for name, data in _archive(played).items():
        runs = [part for part in words(data).replace("-", " ").split() if part.isdecimal() and len(part) >= 16]
        assert not runs, name


def test_the_same_book_gives_the_same_pack(played: Played) -> None:
    assert played.office.get("/papers.zip") == played.office.get("/papers.zip")
    assert played.office.get("/notary.zip") == played.office.get("/notary.zip")


@pytest.mark.parametrize(
    "wish", [{"base": "javascript:alert(1)"}, {"base": "http://a b"}, {"start": "25:00"}, {"zone": "GMT"}]
)
def test_wishes_that_cannot_be_printed_are_refused(played: Played, wish: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        played.pdf("pengumuman-bkm", **wish)
    assert refused.value.code == "ISIAN_SALAH"


def test_a_paper_that_is_none_is_not_found(played: Played) -> None:
    with pytest.raises(Refused) as refused:
        played.pdf("surat-cinta")
    assert refused.value.code == "SURAT_TIDAK_ADA"


def test_the_command_prints_into_a_folder_and_says_what_is_not_ready(played: Played, tmp_path: Path) -> None:
    shutil.copytree(played.folder / "data", tmp_path / "data")
    words = ["cetak", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out"), "--day", "2026-11-22"]
    done = CliRunner().invoke(app, [*words, "--election", ELECTION])
    assert done.exit_code == 0, done.output
    assert "Belum siap: berita-acara-utusan-3. Hasil pemilihan ini belum dihitung." in done.output
    printed = {path.name for path in (tmp_path / "out").rglob("*.pdf")}
    assert printed == {path.name for path in (played.folder / "dokumen").rglob("*.pdf")}
    done = CliRunner().invoke(app, [*words, "--election", "tidak-ada"])
    assert done.exit_code == 1
    # A folder that is no service's does not become one.
    (tmp_path / "kosong").mkdir()
    empty = ["cetak", "--data", str(tmp_path / "kosong"), "--out", str(tmp_path / "out"), "--election", ELECTION]
    assert CliRunner().invoke(app, empty).exit_code == 2
    assert not list((tmp_path / "kosong").iterdir())
