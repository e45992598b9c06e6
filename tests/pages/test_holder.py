"""The key holder's page: five holders make keys, rehearse, mix and open in their browsers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from rembug_api import holder
from rembug_api.demo import day, setting
from rembug_api.demo.client import together
from rembug_api.demo.keys import Holder, gather_holders
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import CONTEST, ELECTION, Committee
from rembug_api.demo.votes import plan_votes
from rembug_api.holder import HolderSecret
from rembug_api.pages import STATIC
from rembug_ballots.encoding import from_b64
from rembug_ballots.ids import ContestId, Sha256
from rembug_ballots.presets import langsung
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.keyfile import KeyFile
from rembug_crypto.passphrase_box import Argon2Cost
from rembug_crypto.passphrase_words import WORDS
from rembug_service.people.invented import InventedResident, invent_register
from rembug_service.system import system_random
from tests.pages import office_acts as office
from tests.pages.browsing import People, axe_violations, in_each_language, overflows, picture, press
from tests.pages.holder_acts import (
    PASSPHRASE,
    TITLE,
    bring_key,
    downloaded,
    made_by_python,
    open_file,
    open_kept,
    sign_in,
)

HOLDERS = 5
VOTERS = 30


@dataclass(frozen=True)
class Agreed:
    """A service whose rules are sealed and wait for key holders."""

    base: str
    committee: Committee
    residents: list[InventedResident]


@contextmanager
def agreed_election(folder: Path) -> Iterator[Agreed]:
    with running_server(folder) as base:
        committee = setting.gather_committee(base)
        residents = list(invent_register(60, 3))
        setting.begin_election(committee)
        setting.bring_register(committee, residents, 3)
        setting.agree(committee, 3, 11)
        yield Agreed(base, committee, residents)
        committee.close()


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agreed]:
    """Give a service that several tests use; each has a holder of its own there."""
    with agreed_election(tmp_path_factory.mktemp("holder") / "data") as found:
        yield found


@pytest.fixture
def holders(browser: Browser, waiting: Agreed) -> Iterator[People]:
    """Give devices to key holders; at the end no page may have written an error."""
    found = People(browser, waiting.base)
    yield found
    found.leave()


def own_passphrase(page: Page) -> None:
    """Try to choose an own passphrase, and go back to the words."""
    press(page, "Buat kata sandi sendiri")
    page.get_by_label("Kata sandi baru untuk berkas kunci").fill("pendek")
    page.get_by_label("Kata sandi sekali lagi").fill("lain")
    press(page, "Buat kunci")
    expect(page.get_by_text("Kata sandi paling sedikit 12 huruf;")).to_be_visible()
    expect(page.get_by_text("Kedua kata sandi tidak sama.")).to_be_visible()
    assert axe_violations(page) == []
    press(page, "Lihat enam kata lagi")


def make_key(page: Page, folder: Path) -> tuple[Path, str]:
    """Make a key in the page, with all its refusals, up to the registration; return a saved copy and its passphrase."""
    press(page, "Buat kunci baru")
    press(page, "Lanjut")
    expect(page.get_by_text("Tulis nama Anda.")).to_be_visible()
    page.get_by_label("Nama Anda di papan").fill("Ketua Panitia")
    press(page, "Lanjut")
    own_passphrase(page)
    words = page.get_by_role("listitem").all_inner_texts()
    assert len(words) == len(set(words) & set(WORDS)) == 6
    assert axe_violations(page) == []
    picture(page, "kunci-kata-sandi")
    press(page, "Minta kata lain")
    passphrase = " ".join(page.get_by_role("listitem").all_inner_texts())
    assert passphrase != " ".join(words)
    press(page, "Sudah saya tulis")
    page.get_by_label("Enam kata dari kertas Anda").fill(" ".join(words))
    press(page, "Buat kunci")
    expect(page.get_by_text("Ada kata yang berbeda.")).to_be_visible()
    assert axe_violations(page) == []
    picture(page, "kunci-kata-ketik")
    page.get_by_label("Enam kata dari kertas Anda").fill(f" {passphrase.title()} ")
    press(page, "Buat kunci")
    expect(page.get_by_role("heading", name="Simpan dua salinan")).to_be_visible()
    assert axe_violations(page) == []
    copy = downloaded(page, "Simpan salinan pertama", folder / "salinan-1.json")
    other = downloaded(page, "Simpan salinan kedua", folder / "salinan-2.json")
    assert copy.read_bytes() == other.read_bytes()
    page.get_by_label("Salinan berkas kunci").set_input_files(made_by_python(folder, 1))
    expect(page.get_by_text("Berkas ini bukan salinan kunci yang baru dibuat.")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_label("Salinan berkas kunci").set_input_files(copy)
    expect(page.get_by_label("Nama Anda di papan")).to_have_value("Ketua Panitia")
    press(page, "Daftarkan")
    expect(page.get_by_role("heading", name="Pemegang kunci nomor 1: Ketua Panitia")).to_be_visible()
    return copy, passphrase


def secret_of(path: Path, passphrase: str) -> HolderSecret:
    """Open a file that the page saved, as Python does, and check that Python would write the same payload."""
    payload = KeyFile.parse(path.read_bytes()).open(passphrase)
    secret = HolderSecret.from_bytes(payload)
    assert secret.to_bytes() == payload
    return secret


def vote(agreed: Agreed) -> None:
    """Let the polling day happen."""
    committee = agreed.committee
    tables = day.hand_out_cards(committee, setting.lay_tables(committee, 2), langsung("x"), system_random)
    day.open_tables(committee, tables)
    keys = from_b64(committee.ketua.get("/ceremony")["keys"])
    key = PublicKey.from_bytes(keys).first(2 * langsung("x").contests[0].names_max)
    polling = day.Day(committee, key, agreed.base, system_random, 3, lambda: None)
    polling.vote(tables, plan_votes(agreed.residents, VOTERS, 3, 11, 3, tie=False).ballots)
    polling.close_tables(tables)


def test_five_holders_from_the_first_key_to_the_opened_ballots(browser: Browser, tmp_path: Path) -> None:
    with agreed_election(tmp_path / "data") as agreed:
        holders = People(browser, agreed.base)
        pages = [sign_in(holders, number) for number in range(1, HOLDERS + 1)]
        passphrase = bring_to_board(pages, tmp_path)
        tab = second_tab(pages[2])
        code = make_joint_key(pages, agreed.committee)
        # The other tab still holds the key as it was before the ceremony: it can do nothing with it.
        press(tab, "Ikuti acara kunci")
        expect(tab.get_by_text("Kunci ini dipakai di halaman lain perangkat ini. Muat ulang")).to_be_visible()
        assert axe_violations(tab) == []
        picture(tab, "kunci-dua-jendela")
        tab.reload()
        open_kept(tab)
        press(tab, "Ikuti acara kunci")
        expect(tab.locator(".code")).to_have_text(code)
        tab.close()
        # What the page keeps after the ceremony, the program `rembug kunci` reads byte for byte.
        secret = secret_of(downloaded(pages[0], "Simpan salinan kunci", tmp_path / "nanti.json"), passphrase)
        assert (secret.ceremony, secret.coefficients) == (1, b"")
        assert secret.joint_keys == from_b64(agreed.committee.ketua.get("/ceremony")["keys"])
        vote(agreed)
        # Her phone is gone: the saved copy works on another device.
        pages[0].context.close()
        pages[0] = sign_in(holders, 1)
        open_file(pages[0], tmp_path / "nanti.json", passphrase)
        expect(pages[0].get_by_role("heading", name="Pemegang kunci nomor 1: Ketua Panitia")).to_be_visible()
        pages[3] = having_opened_another_list(holders, pages[3], tmp_path)
        mix_and_open(pages, agreed.committee)
        secret = secret_of(downloaded(pages[0], "Simpan salinan kunci", tmp_path / "dibuka.json"), passphrase)
        ((known, mixed),) = secret.opened
        assert (known, len(mixed)) == (CONTEST, 64)
        holders.leave()


def second_tab(page: Page) -> Page:
    """Open the same key in another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto("/kunci/")
    open_kept(tab)
    expect(tab.get_by_role("heading", name="Pemegang kunci nomor 3: Pemegang 3")).to_be_visible()
    return tab


def bring_to_board(pages: list[Page], folder: Path) -> str:
    """The first holder makes her key in the page, the others bring files that Python made; return her passphrase."""
    copy, passphrase = make_key(pages[0], folder)
    file = KeyFile.parse(copy.read_bytes())
    assert (file.election, file.holder, file.cost) == (ELECTION, 1, Argon2Cost())
    assert secret_of(copy, passphrase).ceremony == 0
    for number, page in enumerate(pages[1:], start=2):
        bring_key(page, folder, number)
    return passphrase


def having_opened_another_list(holders: People, page: Page, folder: Path) -> Page:
    """Return a device of the fourth holder whose key remembers that another list of this contest was opened."""
    kept = secret_of(downloaded(page, "Simpan salinan kunci", folder / "keempat.json"), PASSPHRASE)
    page.context.close()
    device = sign_in(holders, 4)
    open_file(device, made_by_python(folder, 4, kept.having_opened(ContestId(CONTEST), Sha256("5a" * 32))))
    expect(device.get_by_role("heading", name="Pemegang kunci nomor 4: Pemegang 4")).to_be_visible()
    return device


def make_joint_key(pages: list[Page], committee: Committee) -> str:
    """Hold the ceremony and the rehearsal; return the code that all see."""
    first = pages[0]
    press(first, "Ikuti acara kunci")
    expect(first.get_by_text("Menunggu pemegang kunci lain (1 dari 5). Belum: nomor 2, 3, 4, 5.")).to_be_visible()
    picture(first, "kunci-acara")
    for page in pages[1:]:
        press(page, "Ikuti acara kunci")
    codes = []
    for page in pages:
        expect(page.locator(".code")).to_be_visible(timeout=40_000)
        codes.append(page.locator(".code").inner_text())
        assert len(codes[-1]) == 32 + 7
    assert len(set(codes)) == 1
    # A page that was closed goes on from what its browser kept.
    pages[1].reload()
    open_kept(pages[1])
    press(pages[1], "Ikuti acara kunci")
    expect(pages[1].locator(".code")).to_have_text(codes[1])
    assert axe_violations(first) == []
    picture(first, "kunci-kode")

    press(first, "Latihan")
    press(first, "Ikut latihan")
    expect(first.get_by_text("Menunggu panitia memulai latihan.")).to_be_visible()
    committee.sekretaris.post("/rehearsal")
    for page in pages[1:4]:
        press(page, "Latihan")
        press(page, "Ikut latihan")
    for page in pages[:4]:
        expect(page.get_by_text("Bagian Anda untuk latihan sudah ")).to_be_visible()
    committee.sekretaris.post("/rehearsal/end")
    return str(codes[0])


def mix_and_open(pages: list[Page], committee: Committee) -> None:
    """Two mix and three open, one of whom stops once and begins again."""
    first = pages[0]
    # The phone fell asleep while it mixed: nothing was sent, and it begins again.
    press(pages[1], "Mengacak")
    press(pages[1], f"Acak {VOTERS} suara")
    pages[1].reload()
    open_kept(pages[1])
    for page in (pages[1], pages[0]):
        press(page, "Mengacak")
        begin = page.get_by_role("button", name=f"Acak {VOTERS} suara")
        done = page.get_by_text("Anda sudah mengacak daftar ini.").or_(
            page.get_by_text(f"{VOTERS} suara sudah diacak dan buktinya diterima.")
        )
        # What was sent before the page went away is in the book, and is not asked for again.
        expect(begin.or_(done)).to_be_visible(timeout=40_000)
        if begin.count():
            begin.click()
        expect(done).to_be_visible(timeout=40_000)
    picture(first, "kunci-acak")
    together(committee.ketua, committee.pokja, "mixing.finish", {"contest": CONTEST})
    press(pages[4], "Membuka")
    expect(pages[4].get_by_text("Pembukaan suara belum diperintahkan oleh dua petugas.")).to_be_visible()
    together(committee.ketua, committee.pokja, "opening.order", {"contest": CONTEST})
    press(pages[3], "Membuka")
    press(pages[3], f"Buka {VOTERS} suara")
    expect(pages[3].get_by_text("Perangkat ini sudah membuka daftar suara yang lain.")).to_be_visible(timeout=40_000)
    assert axe_violations(pages[3]) == []
    picture(pages[3], "kunci-daftar-lain")
    press(first, "Membuka")
    press(first, f"Buka {VOTERS} suara")
    press(first, "Hentikan")
    for page in (pages[0], pages[2], pages[4]):
        press(page, "Membuka")
        press(page, f"Buka {VOTERS} suara")
    for page in (pages[0], pages[2], pages[4]):
        done = page.get_by_text(f"Bagian pembuka Anda untuk {VOTERS} suara diterima.")
        expect(done).to_be_visible(timeout=40_000)
    picture(first, "kunci-buka")
    (contest,) = committee.ketua.get("")["contests"]
    assert contest["phase"] == "OPENED"


def test_a_bad_share_is_complained_about_and_the_ceremony_begins_anew(browser: Browser, tmp_path: Path) -> None:
    with agreed_election(tmp_path / "data") as agreed:
        people = People(browser, agreed.base)
        committee = agreed.committee
        page = sign_in(people, 1)
        bring_key(page, tmp_path, 1)
        others = gather_holders(committee.holders, committee.ketua.get("")["log_key"], system_random)[1:]
        for each in others:
            each.register(f"Pemegang {each.number}")
        press(page, "Ikuti acara kunci")
        cheat = others[3]
        # She commits to one key and deals the parts of another.
        _, dealt = holder.commit(cheat.board.refresh(), 5, cheat.secret, system_random)
        for step, seen in ((Holder.commit, "committed"), (Holder.reveal, "revealed")):
            for each in others:
                step(each)
            for _ in range(120):
                if 1 in getattr(cheat.board.refresh().ceremony, seen):
                    break
                page.wait_for_timeout(500)
        cheat.secret = dealt
        for each in others:
            each.share()
        told = page.get_by_text("Bagian dari pemegang nomor 5 TIDAK cocok.").or_(
            page.get_by_text("Ada keberatan terhadap pemegang nomor 5.")
        )
        expect(told).to_be_visible(timeout=60_000)
        assert axe_violations(page) == []
        picture(page, "kunci-keberatan")
        chair, second = office.sign_in(people, "ketua"), office.sign_in(people, "sekretaris")
        press(chair, "Kunci")
        expect(chair.get_by_text("Keadaan: ada keberatan; ulangi")).to_be_visible()
        chair.get_by_text("Ulangi pembuatan kunci").click()
        chair.get_by_label("5. Pemegang 5").check()
        assert axe_violations(chair) == []
        picture(chair, "panitia-kunci-ulang")
        office.both(chair, second, "Usulkan mengulang dari awal")
        expect(chair.get_by_text("Keadaan: menunggu pemegang kunci mendaftar")).to_be_visible()
        expect(chair.get_by_text("4 dari 5 pemegang kunci terdaftar;")).to_be_visible()
        people.leave()


def test_a_wrong_passphrase_a_broken_file_and_a_closed_page(holders: People, tmp_path: Path) -> None:
    page = sign_in(holders, 2)
    path = made_by_python(tmp_path, 2)
    open_file(page, path, "bukan kata sandinya")
    expect(page.get_by_text("Kata sandi berkas kunci salah, atau berkasnya sudah diubah.")).to_be_visible()
    broken = tmp_path / "rusak.json"
    broken.write_text(json.dumps({**json.loads(path.read_text()), "holder": 3}))
    page.get_by_label("Berkas kunci", exact=True).set_input_files(broken)
    page.get_by_label("Kata sandi berkas kunci").fill(PASSPHRASE)
    press(page, "Buka")
    expect(page.get_by_text("Ini bukan berkas kunci Rembug.")).to_be_visible()
    page.locator("header select").select_option("en")
    page.get_by_label("Passphrase of the key file").fill(PASSPHRASE)
    press(page, "Open")
    expect(page.get_by_text("This is no key file of Rembug.")).to_be_visible()
    page.locator("header select").select_option("id")
    page.get_by_label("Berkas kunci", exact=True).set_input_files(path)
    page.get_by_label("Kata sandi berkas kunci").fill(PASSPHRASE)
    press(page, "Buka")
    expect(page.get_by_role("heading", name="Daftarkan kunci")).to_be_visible()
    # The passphrase is gone with the page; the sealed file is still in the browser.
    page.reload()
    press(page, TITLE)
    press(page, "Buka kunci yang sudah ada")
    expect(page.get_by_label("Kunci nomor 2 di perangkat ini")).to_be_checked()
    page.get_by_label("Kata sandi berkas kunci").fill(PASSPHRASE)
    press(page, "Buka")
    expect(page.get_by_role("heading", name="Daftarkan kunci")).to_be_visible()


def test_a_board_that_differs_from_the_one_seen_before_is_refused(
    holders: People,
) -> None:
    page = sign_in(holders, 3)
    page.evaluate(
        """() => new Promise((resolve, reject) => {
          const asked = indexedDB.open("rembug-kunci");
          asked.onerror = reject;
          asked.onsuccess = () => {
            const change = asked.result.transaction("kunci", "readwrite");
            const store = change.objectStore("kunci");
            store.openCursor().onsuccess = ({ target: { result } }) => {
              if (result === null) return;
              result.update({ ...result.value, size: result.value.size - 1, root: "00".repeat(32) });
              result.continue();
            };
            change.oncomplete = () => { asked.result.close(); resolve(); };
          };
        })"""
    )
    page.reload()
    press(page, TITLE)
    expect(page.get_by_text("bukan lanjutan dari yang pernah dilihat perangkat ini")).to_be_visible()
    assert axe_violations(page) == []


def test_the_page_speaks_four_languages(holders: People, tmp_path: Path) -> None:
    page = sign_in(holders, 4, (360, 740))
    picture(page, "kunci-mulai")

    def check(language: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language
        assert axe_violations(page) == []
        assert not overflows(page)

    def check_tabs(language: str) -> None:
        for tab in page.get_by_role("navigation").get_by_role("button").all():
            tab.click()
            check(language)

    in_each_language(page, check)
    press(page, "Buat kunci baru")
    in_each_language(page, check)
    press(page, "Kembali")
    open_file(page, made_by_python(tmp_path, 4))
    expect(page.get_by_role("heading", name="Daftarkan kunci")).to_be_visible()
    in_each_language(page, check)
    page.get_by_label("Nama Anda di papan").fill("Tokoh Perempuan")
    press(page, "Daftarkan")
    expect(page.get_by_role("heading", name="Pemegang kunci nomor 4: Tokoh Perempuan")).to_be_visible()
    in_each_language(page, check_tabs)


def test_only_the_workers_that_need_it_may_run_webassembly(waiting: Agreed) -> None:
    def policy(path: str) -> str:
        return httpx2.get(waiting.base + path).headers["content-security-policy"]

    (worker,) = (STATIC / "assets").glob("holder_worker-*.js")
    assert "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" in policy(f"/static/assets/{worker.name}")
    page = policy("/kunci/")
    assert "worker-src 'self'" in page
    assert "rembug-worker" in page
    # The others make the desk's pile of cards, and verify records.
    others = [next((STATIC / "assets").glob(f"{name}_worker-*.js")).name for name in ("pile", "verify")]
    allowed = (worker.name, *others)
    for path in (
        "/kunci/",
        "/pengamat/",
        "/",
        *(f"/static/assets/{each.name}" for each in (STATIC / "assets").glob("*.js")),
    ):
        assert ("wasm" in policy(path)) == path.endswith(allowed)
