"""The booth: a tablet of an open table, and the voters who come to it."""

import httpx2
from playwright.sync_api import expect

from rembug_api.demo.open_polls import PATH, Polls
from rembug_ballots.cards import Card
from tests.pages.booth_acts import booth, kept, log_size, tap, to_writing, walk_to
from tests.pages.browsing import TABLET, People, axe_violations, overflows, picture, press, scan


def test_an_old_woman_votes_with_the_keys_on_the_screen(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0]).page
    before = log_size(base)
    to_writing(page, open_.tables[0].draw())
    tap(page, "BU TUTI")
    expect(page.locator("output")).to_have_text("BU TUTI")
    press(page, "Keterangan (RT, gang)")
    tap(page, "RT ")
    press(page, "123")
    tap(page, "3")
    press(page, "Kembali ke nama")
    press(page, "Tambah nama")
    expect(page.get_by_role("heading", name="Tulis nama kedua")).to_be_visible()
    tap(page, "ASEP")
    press(page, "Sudah cukup")
    expect(page.get_by_text("1. BU TUTI, RT 3")).to_be_visible()
    expect(page.get_by_text("Anda menulis 2 nama. Boleh 1 lagi.")).to_be_visible()
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 1
    code = page.locator(".code").inner_text()
    found = httpx2.get(f"{base}{PATH}/ballots/{code}")
    assert found.status_code == 200
    assert found.json()["card_number"] in page.locator("main").inner_text()
    # Of what she wrote nothing is left on the screen, and nothing in anything that the browser keeps.
    assert "TUTI" not in page.content()
    assert "TUTI" not in kept(page)
    press(page, "Selesai")
    expect(page.get_by_role("heading", name="Pilih bahasa Anda")).to_be_visible()


def test_the_physical_keyboard_alone_is_enough(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0]).page
    before = log_size(base)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Bahasa Indonesia")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tunjukkan kartu Anda ke kamera")).to_be_visible()
    scan(page, open_.tables[0].draw().to_text())
    expect(page.get_by_role("heading", name="Kartu diterima")).to_be_focused()
    walk_to(page, "Mulai menulis")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tulis nama pertama")).to_be_focused()
    page.keyboard.type("pak dadangg")
    page.keyboard.press("Backspace")
    expect(page.locator("output")).to_have_text("PAK DADANG")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1. PAK DADANG")).to_be_visible()
    walk_to(page, "Sudah benar, kirim suara saya")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 1


def test_names_are_changed_taken_out_and_a_repeated_one_is_told(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    page = booth(voters, open_.tables[0]).page
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("dedi")
    press(page, "Tambah nama")
    page.keyboard.type("De.di ")
    expect(page.get_by_text("Nama ini sudah Anda tulis.")).to_be_visible()
    page.keyboard.type("kurnia")
    expect(page.get_by_text("Nama ini sudah Anda tulis.")).to_have_count(0)
    press(page, "Tambah nama")
    page.keyboard.type("salah")
    press(page, "Sudah cukup")
    expect(page.get_by_text("Anda menulis 3 nama. Sudah penuh.")).to_be_visible()
    press(page, "Hapus nama ke-3")
    press(page, "Tidak")
    expect(page.get_by_text("3. SALAH")).to_be_visible()
    press(page, "Hapus nama ke-3")
    press(page, "Ya, hapus")
    expect(page.get_by_text("3. SALAH")).to_have_count(0)
    press(page, "Ubah nama ke-1")
    page.keyboard.type(" sopir")
    press(page, "Selesai mengubah")
    expect(page.get_by_text("1. DEDI SOPIR")).to_be_visible()
    expect(page.get_by_text("2. DE.DI KURNIA")).to_be_visible()


def test_what_does_not_fit_is_said_and_can_be_deleted(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    page = booth(voters, open_.tables[0]).page
    to_writing(page, open_.tables[0].draw())
    page.keyboard.type("a" * 50)
    expect(page.get_by_text("Tinggal 10 huruf lagi.")).to_be_visible()
    page.keyboard.type("b" * 15)
    expect(page.locator("output")).to_have_text("A" * 50 + "B" * 10)
    expect(page.get_by_text("Huruf sudah habis. Hapus atau lanjutkan.").first).to_be_visible()
    press(page, "Hapus")
    expect(page.locator("output")).to_have_text("A" * 50 + "B" * 9)
    press(page, "Sudah cukup")
    expect(page.get_by_text("A" * 50 + "B" * 9)).to_be_visible()
    assert not overflows(page)


def test_a_blank_ballot_is_allowed_and_said_so(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0]).page
    before = log_size(base)
    to_writing(page, open_.tables[0].draw())
    press(page, "Sudah cukup")
    expect(page.get_by_text("Suara kosong tetap dihitung hadir.")).to_be_visible()
    press(page, "Kirim suara kosong")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 1


def test_wrong_cards_are_refused_before_anything_is_written(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    here, there = open_.tables[:2]
    person = booth(voters, here)
    person.forgiven.append("409")
    page = person.page
    used = here.draw()
    assert httpx2.post(f"{base}{PATH}/ballots", json=open_.ballot(here, used)).status_code == 201
    press(page, "Bahasa Indonesia")
    expect(page.get_by_role("heading", name="Tunjukkan kartu Anda ke kamera")).to_be_visible()
    scan(page, used.to_text())
    expect(page.get_by_text("Kartu ini sudah dipakai. Panggil petugas.")).to_be_visible()
    scan(page, there.pile[0].to_text())
    expect(page.get_by_text(f"Kartu ini untuk meja lain: Meja {there.number}.")).to_be_visible()
    scan(page, Card(here.pile[0].contest_index, here.number, bytes(16)).to_text())
    expect(page.get_by_text("Kartu ini tidak berlaku di sini. Panggil petugas.")).to_be_visible()
    scan(page, "https://contoh.id/")
    expect(page.get_by_text("Kode kartu belum benar. Coba sekali lagi.")).to_be_visible()
    assert axe_violations(page) == []


def test_a_code_is_typed_where_no_camera_works(voters: People, polls: tuple[str, Polls]) -> None:
    _, open_ = polls
    page = booth(voters, open_.tables[0]).page
    press(page, "Bahasa Indonesia")
    press(page, "Tidak bisa? Ketik kode")
    text = open_.tables[0].draw().to_text()
    tap(page, text[:4])
    press(page, "Pakai kode ini")
    expect(page.get_by_text("Baru 4 dari 36. Lanjutkan mengetik.")).to_be_visible()
    tap(page, text[4:])
    picture(page, "bilik-ketik", only=("tablet",))
    press(page, "Pakai kode ini")
    expect(page.get_by_role("heading", name="Kartu diterima")).to_be_visible()


def test_a_test_opens_the_ballot_and_leaves_the_card_unspent(voters: People, polls: tuple[str, Polls]) -> None:
    base, open_ = polls
    page = booth(voters, open_.tables[0]).page
    before, card = log_size(base), open_.tables[0].draw()
    to_writing(page, card)
    page.keyboard.type("pak haji")
    press(page, "Sudah cukup")
    code = page.locator(".code").inner_text().split(": ")[1].split()[0]
    press(page, "Uji tablet ini dulu")
    expect(page.get_by_role("heading", name="Menguji tablet ini")).to_be_visible()
    expect(page.locator(".code")).to_have_text(code)
    assert axe_violations(page) == []
    picture(page, "bilik-uji", only=("tablet",))
    expect(page.get_by_text("PAK HAJI")).to_be_visible()
    # The board learns the code of the test, and nothing of what was in it.
    assert log_size(base) == before + 1
    press(page, "Kembali ke suara saya")
    expect(page.get_by_text("1. PAK HAJI")).to_be_visible()
    assert code not in page.locator(".code").inner_text()
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Suara Anda sudah masuk")).to_be_visible()
    assert log_size(base) == before + 2


def test_practice_sends_nothing_and_says_so_on_every_page(voters: People, polls: tuple[str, Polls]) -> None:
    base, _ = polls
    # A tablet that belongs to no table: one of an open table does not practise.
    page = voters.person(TABLET).page
    page.goto("/bilik/")
    press(page, "Latihan")
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    before = log_size(base)
    banner = page.get_by_text("LATIHAN - tidak ada suara yang dikirim")
    for act in ("Bahasa Indonesia", "Lanjut tanpa kartu", "Mulai menulis"):
        expect(banner).to_be_visible()
        press(page, act)
    expect(page.get_by_text("Contoh: tulis ASEP SURYANA.")).to_be_visible()
    page.keyboard.type("asep suryana")
    picture(page, "bilik-latihan", only=("tablet",))
    press(page, "Sudah cukup")
    expect(banner).to_be_visible()
    press(page, "Sudah benar, kirim suara saya")
    expect(page.get_by_role("heading", name="Latihan selesai")).to_be_visible()
    expect(banner).to_be_visible()
    assert "POST" not in sent
    assert log_size(base) == before
    press(page, "Selesai")
    expect(banner).to_be_visible()
    press(page, "Petugas")
    expect(page.get_by_role("button", name="Pasangkan tablet ini")).to_be_visible()
