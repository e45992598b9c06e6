"""``rembug saksi`` against real servers: an honest one, one with yesterday's data, and one that shows two logs."""

import dataclasses
import re
import shutil
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner, Result

from rembug_api.cli import app, saksi
from rembug_api.demo.open_polls import PATH, Polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION
from rembug_ballots.ids import ElectionId
from rembug_crypto.note import NoteKey, parse_note
from rembug_service.errors import Unavailable
from rembug_service.service import Service
from tests.service.conftest import prepared  # noqa: F401 - a fixture

run = CliRunner().invoke


def rembug(*words: object) -> Result:
    return run(app, [str(word) for word in words])


def made(folder: Path, name: str = "pemantau.rw03") -> NoteKey:
    done = rembug("saksi", "buat", "--name", name, "--folder", folder)
    assert done.exit_code == 0, done.output
    line = next(each for each in done.output.split() if each.startswith(f"{name}+"))
    return NoteKey.parse(line)


def follow(base: str, folder: Path, *more: object) -> Result:
    return rembug("saksi", "ikut", "--server", base, "--election", ELECTION, "--folder", folder, "--once", *more)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saksi, "_REST_SECONDS", 0.05)


@pytest.fixture
def data(prepared: tuple[Path, Polls], tmp_path: Path) -> tuple[Path, Polls]:  # noqa: F811 - the fixture
    folder = tmp_path / "data"
    shutil.copytree(prepared[0], folder)
    tables = [dataclasses.replace(table, pile=list(table.pile)) for table in prepared[1].tables]
    return folder, dataclasses.replace(prepared[1], tables=tables)


def cast(base: str, polls: Polls, count: int, name: str) -> None:
    for number in range(count):
        table = polls.tables[number % len(polls.tables)]
        answer = httpx2.post(f"{base}{PATH}/ballots", json=polls.ballot(table, table.draw(), f"{name} {number}"))
        assert answer.status_code == 201, answer.text


def test_a_witness_follows_a_log_and_cosigns_only_its_points(data: tuple[Path, Polls], tmp_path: Path) -> None:
    folder, polls = data
    me = tmp_path / "saksi"
    key = made(me)
    assert (me / "saksi.json").stat().st_mode & 0o777 == 0o600
    assert rembug("saksi", "buat", "--name", "lain", "--folder", me).exit_code == 1
    with running_server(folder) as base:
        first = follow(base, me, "--log-key", polls.log_key)
        assert first.exit_code == 0, first.output
        # This tatib names no witnesses: the witness still watches, and is told so.
        assert "tata tertib tidak menyebut saksi ini" in first.output
        size = int(re.findall(r"Buku dengan (\d+) catatan", first.output)[0])
        # A few ballots more: nothing is offered to witnesses, and nothing is cosigned.
        cast(base, polls, 3, "Asep")
        again = follow(base, me)
        assert (again.exit_code, "ditandatangani" in again.output) == (0, False), again.output
        cast(base, polls, 24, "Budi")
        later = follow(base, me)
        assert int(re.findall(r"Buku dengan (\d+) catatan", later.output)[0]) >= size + 25
        point = httpx2.get(f"{base}{PATH}/witness/checkpoint").content
    assert key.kind == 4
    assert parse_note(point).text.split("\n")[1] == re.findall(r"Buku dengan (\d+)", later.output)[0]


def test_the_key_of_the_log_is_pinned(data: tuple[Path, Polls], tmp_path: Path) -> None:
    folder, polls = data
    me = tmp_path / "saksi"
    made(me)
    other = NoteKey(NoteKey.parse(polls.log_key).name, bytes(range(32))).to_text()
    with running_server(folder) as base:
        wrong = follow(base, me, "--log-key", other)
        assert (wrong.exit_code, "tidak ditandatangani dengan kunci buku" in wrong.output) == (1, True), wrong.output
        changed = follow(base, me, "--log-key", polls.log_key)
        assert (changed.exit_code, "lain daripada yang dicatat" in changed.output) == (1, True), changed.output


def test_yesterdays_data_are_caught_and_the_service_stops_signing(data: tuple[Path, Polls], tmp_path: Path) -> None:
    folder, polls = data
    me, old = tmp_path / "saksi", tmp_path / "old"
    made(me)
    shutil.copytree(folder, old)
    with running_server(folder) as base:
        cast(base, polls, 5, "Asep")
        assert follow(base, me, "--log-key", polls.log_key).exit_code == 0
    with running_server(old) as base:
        caught = follow(base, me)
        assert caught.exit_code == 3, caught.output
        assert "BUKU MUNDUR" in caught.output
        # The service was shown its own newer checkpoint: it takes no ballot on a log that went back.
        table = polls.tables[0]
        answer = httpx2.post(f"{base}{PATH}/ballots", json=polls.ballot(table, table.draw(), "Cecep"))
        assert (answer.status_code, answer.json()["code"]) == (503, "BUKU_MUNDUR")
        # The witness signs nothing of this log any more.
        stopped = follow(base, me)
        assert (stopped.exit_code, "Sudah ada bukti" in stopped.output) == (1, True), stopped.output
    evidence = next((me / "buku").glob("*/bukti-*.txt")).read_text(encoding="utf-8")
    assert len(re.findall("^rembug.id/", evidence, re.MULTILINE)) == 2
    again = Service.open(old)
    try:
        with pytest.raises(Unavailable):
            again.board(ElectionId(ELECTION))
    finally:
        again.close()


def test_a_split_log_is_caught_by_whoever_sees_both_and_by_two_who_compare(
    data: tuple[Path, Polls], tmp_path: Path
) -> None:
    folder, polls = data
    one, two, fork = tmp_path / "satu", tmp_path / "dua", tmp_path / "fork"
    made(one, "pemantau.satu")
    made(two, "pemantau.dua")
    shutil.copytree(folder, fork)
    with running_server(folder) as base, running_server(fork) as other:
        cast(base, polls, 4, "Asep")
        cast(other, polls, 6, "Budi")
        # Two observers, each led to another view: each alone sees an honest log.
        assert follow(base, one, "--log-key", polls.log_key).exit_code == 0
        assert follow(other, two, "--log-key", polls.log_key).exit_code == 0
        seen = next((two / "buku").glob("*/checkpoint"))
        words = ["saksi", "banding", seen, "--server", base, "--election", ELECTION]
        compared = rembug(*words, "--folder", one)
        assert compared.exit_code == 3, compared.output
        assert "BUKU BERBEDA" in compared.output
        # That service was shown what the other signed in its name, and has stopped.
        assert httpx2.get(f"{base}{PATH}/board/checkpoint").status_code == 503


def test_two_who_see_one_log_agree(data: tuple[Path, Polls], tmp_path: Path) -> None:
    folder, polls = data
    one, two = tmp_path / "satu", tmp_path / "dua"
    made(one, "pemantau.satu")
    made(two, "pemantau.dua")
    with running_server(folder) as base:
        assert follow(base, one, "--log-key", polls.log_key).exit_code == 0
        cast(base, polls, 3, "Asep")
        assert follow(base, two, "--log-key", polls.log_key).exit_code == 0
        seen = next((two / "buku").glob("*/checkpoint"))
        words = ["saksi", "banding", seen, "--server", base, "--election", ELECTION, "--folder", one]
        compared = rembug(*words)
        assert (compared.exit_code, "satu buku" in compared.output) == (0, True), compared.output
    # Without a service only equal lengths can be compared; the words say so.
    alone = rembug(*words)
    assert (alone.exit_code, "tidak terjangkau" in alone.output) == (1, True), alone.output


def test_a_witness_led_from_one_view_to_another_sees_it(data: tuple[Path, Polls], tmp_path: Path) -> None:
    folder, polls = data
    me, fork = tmp_path / "saksi", tmp_path / "fork"
    made(me)
    shutil.copytree(folder, fork)
    with running_server(folder) as base, running_server(fork) as other:
        cast(base, polls, 4, "Asep")
        cast(other, polls, 6, "Budi")
        assert follow(base, me, "--log-key", polls.log_key).exit_code == 0
        caught = follow(other, me)
        assert (caught.exit_code, "BUKU BERBEDA" in caught.output) == (3, True), caught.output
