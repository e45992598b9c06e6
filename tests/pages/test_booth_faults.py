"""A booth whose network dies, whose tablet is switched off, whose voter walks away: no vote is lost or sent twice."""

from playwright.sync_api import expect

from rembug_api.demo.open_polls import Polls
from tests.pages.booth_acts import booth, credential_is_unspent, kept, log_size, pairing, to_writing
from tests.pages.browsing import TABLET, People, axe_violations, picture, press, scan


def test_a_dead_network_loses_nothing_and_the_ballot_goes_later(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    person = booth(voters, open_.tables[0])
    person.forgiven += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page = person.page
    before = log_size(base)
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("neng ida")
    press(page, "Sudah cukup")
    person.context.set_offline(True)
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    code = page.locator(".code").inner_text()
    assert "IDA" not in kept(page)
    assert axe_violations(page) == []
    picture(page, "bilik-disimpan", only=("tablet",))
    assert log_size(base) == before
    person.context.set_offline(False)
    press(page, "Kirim lagi")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert page.locator(".code").inner_text() == code
    assert log_size(base) == before + 1
    assert code not in kept(page)


def test_a_tablet_that_is_switched_off_sends_its_ballot_when_it_is_on_again(
    voters: People, polls: tuple[str, Polls]
) -> None:
    base, open_ = polls
    person = booth(voters, open_.tables[0])
    person.forgiven += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page = person.page
    before = log_size(base)
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("kang ujang")
    press(page, "Sudah cukup")
    person.context.set_offline(True)
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    page.close()
    person.context.set_offline(False)
    page = person.context.new_page()
    page.goto("/bilik/")
    # A new window: an officer looks first, and the ballot goes by itself.
    expect(page.get_by_text("Semua suara dari tablet ini sudah terkirim.")).to_be_visible()
    assert log_size(base) == before + 1


def test_the_booth_opens_and_takes_a_ballot_without_any_network(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    person = voters.person(TABLET)
    person.forgiven += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page = person.page
    page.goto("/bilik/")
    page.get_by_label("Kode meja").fill(pairing(open_.tables[0]))
    page.get_by_role("button", name="Pasangkan tablet ini").click()
    expect(page.get_by_text("Bisa dibuka tanpa jaringan: ya")).to_be_visible(timeout=15_000)
    press(page, "Mulai melayani pemilih")
    before = log_size(base)
    person.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("uwa engkos")
    press(page, "Sudah cukup")
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    press(page, "Selesai")
    # The next voter sees nothing of it, and the ballot goes by itself once there is a network.
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
    person.context.set_offline(False)
    for _ in range(60):
        if log_size(base) == before + 1:
            break
        page.wait_for_timeout(250)
    assert log_size(base) == before + 1
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()


def test_a_reload_while_her_ballot_waits_shows_the_same_voter_her_code(
    voters: People, polls: tuple[str, Polls]
) -> None:
    _, open_ = polls
    person = booth(voters, open_.tables[0])
    person.forgiven += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page = person.page
    to_writing(page, open_.tables[0].draw())
    press(page, "Sudah cukup")
    person.context.set_offline(True)
    press(page, "Kirim suara kosong")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    code = page.locator(".code").inner_text()
    person.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible(timeout=15_000)
    assert page.locator(".code").inner_text() == code


def test_an_answer_that_is_lost_on_its_way_does_not_count_twice(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    person = booth(voters, open_.tables[0])
    person.forgiven += ["ERR_FAILED", "Failed to fetch"]
    page = person.page
    before = log_size(base)
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("teh rina")
    press(page, "Sudah cukup")
    page.route("**/ballots", lambda route: (route.fetch(), route.abort()), times=1)
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda disimpan di tablet ini")).to_be_visible()
    press(page, "Kirim lagi")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 1


def test_refresh_back_and_rotation_send_nothing_and_keep_the_card(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0]).page
    before, card = log_size(base), open_.tables[0].draw()
    to_writing(page, card)
    page.keyboard.type("mak erot")
    page.set_viewport_size({"width": 800, "height": 1280})
    expect(page.locator("output")).to_have_text("MAK EROT")
    press(page, "Sudah cukup")
    expect(page.get_by_text("1. MAK EROT")).to_be_visible()
    page.evaluate("history.back()")
    expect(page.locator("output")).to_have_text("MAK EROT")
    page.reload()
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
    assert "EROT" not in page.content() + kept(page)
    to_writing(page, card)
    page.keyboard.type("mak erot")
    press(page, "Sudah cukup")
    # Two taps in one moment.
    send = page.get_by_role("button", name="Sudah benar, kirim suara saya")
    send.hover()
    send.evaluate("(button) => { button.click(); button.click(); }")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 1


def test_a_second_window_is_no_booth(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    person = booth(voters, open_.tables[0])
    second = person.context.new_page()
    second.goto("/bilik/")
    expect(second.get_by_role("heading", name="Bilik sudah terbuka di jendela lain")).to_be_visible()


def test_a_voter_who_leaves_is_asked_for_and_then_wiped(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    person = voters.person(TABLET)
    page = person.page
    page.clock.install()
    page.goto("/bilik/")
    page.get_by_label("Kode meja").fill(pairing(open_.tables[0]))
    page.get_by_role("button", name="Pasangkan tablet ini").click()
    expect(page.get_by_text("Meja sudah dibuka: ya")).to_be_visible()
    press(page, "Mulai melayani pemilih")
    page.clock.run_for(1000)
    before, card = log_size(base), open_.tables[0].draw()
    press(page, "Bahasa Indonesia")
    page.clock.run_for(1000)
    scan(page, card.to_text())
    expect(page.get_by_role("heading", name="Kartu diterima")).to_be_visible()
    page.clock.run_for(1000)
    press(page, "Mulai menulis")
    page.clock.run_for(1000)
    page.keyboard.type("abah")
    page.clock.run_for(179_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(3000)
    expect(page.get_by_role("heading", name="Apakah Anda masih di sini?")).to_be_visible()
    picture(page, "bilik-diam", only=("tablet",))
    press(page, "Ya, lanjutkan")
    expect(page.locator("output")).to_have_text("ABAH")
    page.clock.run_for(182_000)
    expect(page.get_by_role("heading", name="Apakah Anda masih di sini?")).to_be_visible()
    page.clock.run_for(46_000)
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()
    assert "ABAH" not in page.content() + kept(page)
    assert log_size(base) == before
    credential_is_unspent(base, open_, card)


def test_a_script_that_the_network_withholds_is_told_and_asked_for_again(voters: People) -> None:
    person = voters.person(TABLET, service_workers="block")
    person.forgiven += ["ERR_FAILED"]
    page = person.page
    withheld = "**/assets/open-*.js"
    page.route(withheld, lambda route: route.abort())
    page.goto("/bilik/")
    expect(page.get_by_role("heading", name="Tunggu sebentar")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Jaringan terputus")
    page.unroute(withheld)
    expect(page.get_by_role("heading", name="Siapkan bilik ini")).to_be_visible()


def test_nothing_moves_while_the_booth_opens_and_has_no_camera(voters: People) -> None:
    page = voters.person(TABLET).page
    page.add_init_script(
        "globalThis.moved = 0; new PerformanceObserver((list) => { for (const each of list.getEntries())"
        " moved += each.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto("/bilik/")
    expect(page.get_by_text("Kamera tidak bisa dipakai")).to_be_visible()
    expect(page.get_by_role("heading", name="Siapkan bilik ini")).to_be_visible()
    assert page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(moved))))") == 0
