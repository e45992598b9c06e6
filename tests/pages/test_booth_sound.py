"""Sound in the booth: every page of a voter says itself by clips, without a network, and never a written name."""

from playwright.sync_api import Page, expect

from rembug_api.demo.open_polls import Polls
from tests.pages.booth_acts import paired
from tests.pages.browsing import PHONE, People, axe_violations, overflows, press, scan

# Notes every clip that sounds, in seconds, and every text that a voice of the device was given.  Whoever
# waits for the end of a page lets it run eight times faster: which clips sound, one after the other, is looked at.
_EARS = """
globalThis.heard = [];
globalThis.uttered = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...rest) {
  globalThis.heard.push(this.buffer.duration);
  this.playbackRate.value = globalThis.pace ?? 1;
  return start.apply(this, rest);
};
speechSynthesis.speak = (speech) => globalThis.uttered.push(speech.text);
"""

# A device with a voice, as far as the page uses it.
_VOICE = """
globalThis.uttered = [];
speechSynthesis.getVoices = () => [{ lang: "id-ID", localService: true }];
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
speechSynthesis.speak = (speech) => { uttered.push(speech.text); speech.onend(); };
"""


def listens(page: Page) -> None:
    """Press "listen", hear the first clip begin, and stop it."""
    before = page.evaluate("heard.length")
    press(page, "Dengarkan")
    page.wait_for_function("(before) => heard.length > before", arg=before)
    assert page.evaluate("heard.at(-1)") > 0.4
    press(page, "Berhenti")
    expect(page.get_by_role("button", name="Dengarkan", exact=True)).to_be_visible()


def hears_all(page: Page, texts: int) -> None:
    """Hear a page to its end."""
    before = page.evaluate("heard.length")
    page.evaluate("pace = 8")
    press(page, "Dengarkan")
    page.wait_for_function("(count) => heard.length === count", arg=before + texts, timeout=60_000)
    expect(page.get_by_role("button", name="Dengarkan", exact=True)).to_be_visible(timeout=60_000)
    page.evaluate("pace = 1")
    assert page.evaluate("heard.length") - before == texts


def test_every_page_of_a_voter_sounds_without_a_network(voters: People, polls: tuple[str, Polls]) -> None:
    table = polls[1].tables[0]
    person = paired(voters, table, script=_EARS)
    page = person.page
    expect(page.get_by_text("Suara bisa diputar tanpa jaringan: ya")).to_be_visible(timeout=120_000)
    expect(page.get_by_text("Bisa dibuka tanpa jaringan: ya")).to_be_visible()
    press(page, "Mulai melayani pemilih")
    person.forgiven += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    person.context.set_offline(True)
    for name in ("Dengarkan bahasa ini", "Dangukeun basa ieu", "Mirengaken basa menika", "Listen to this language"):
        before = page.evaluate("heard.length")
        press(page, name)
        page.wait_for_function("(before) => heard.length > before", arg=before)
        assert page.evaluate("document.documentElement.lang") == "id"
    listens(page)
    press(page, "Bahasa Indonesia")
    listens(page)
    press(page, "Bantuan")
    hears_all(page, 2)
    press(page, "Lanjutkan")
    press(page, "Tidak bisa? Ketik kode")
    listens(page)
    press(page, "Pakai kamera")
    scan(page, table.draw().to_text())
    expect(page.get_by_role("heading", name="Kartu diterima")).to_be_visible()
    # The agreed criteria have no clip and this device no voice: what leads to them is left out as well.
    hears_all(page, 3)
    press(page, "Mulai menulis")
    listens(page)
    page.keyboard.type("bu tuti")
    press(page, "Keterangan (RT, gang)")
    listens(page)
    press(page, "Kembali ke nama")
    press(page, "Sudah cukup")
    hears_all(page, 2)
    press(page, "Uji tablet ini dulu")
    listens(page)
    press(page, "Kembali ke suara saya")
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    hears_all(page, 2)
    assert page.evaluate("uttered") == []


def test_what_has_no_clip_is_read_by_a_voice_of_the_device(voters: People, polls: tuple[str, Polls]) -> None:
    table = polls[1].tables[0]
    page = paired(voters, table, script=_VOICE).page
    press(page, "Mulai melayani pemilih")
    press(page, "Bahasa Indonesia")
    scan(page, table.draw().to_text())
    expect(page.get_by_role("heading", name="Kartu diterima")).to_be_visible()
    press(page, "Dengarkan")
    criteria = page.locator("main li").all_inner_texts()
    page.wait_for_function("(count) => uttered.length === count", arg=len(criteria), timeout=60_000)
    assert page.evaluate("uttered") == criteria


def test_nothing_of_the_sound_is_loaded_before_somebody_listens(people: People) -> None:
    asked = list[str]()
    person = people.person(PHONE, service_workers="block")
    page = person.page
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/bilik/", wait_until="networkidle")
    press(page, "Latihan")
    assert not overflows(page)
    assert axe_violations(page) == []
    assert not [url for url in asked if "suara-" in url or "clips" in url]
    page.get_by_role("button", name="Dengarkan", exact=True).click()
    expect(page.get_by_role("button", name="Berhenti", exact=True)).to_be_visible()
    page.wait_for_timeout(500)
    assert len([url for url in asked if "suara-" in url]) == 1
