"""After a polling day no NIK, no card's secret and no written name is anywhere in the data, nor in what was logged."""

import logging
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from typer.main import get_command

from rembug_api.cli import app
from rembug_api.demo.client import Officer
from rembug_api.demo.open_polls import PATH, open_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION, PASSWORD
from rembug_ballots.encoding import to_b64
from rembug_service.people.invented import InventedResident, invent_register, write_messy_csv

MARKER = "tanda-yang-ditanam"
# Nobody in the invented register is called so.
NAMES = ("Xaveria Qomariyaxz", "Zulkifli Wxyzanto")
FORGED = "Yxoris Pengacauqq"


@dataclass(frozen=True)
class Day:
    """All files while the server ran and afterwards, what it logged, and what must be in none of them."""

    files: dict[str, bytes]
    logged: str
    niks: list[str]
    secrets: list[bytes]
    residents: list[str]


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter().format(record))


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """Play a short polling day, with mistakes, and stop the server."""
    folder = tmp_path_factory.mktemp("day") / "data"
    lines, root = _Lines(), logging.getLogger()
    level = root.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    # Whoever writes a temporary file fails: what was in one could be read from the medium after it was removed.
    temporary, tempfile.tempdir = tempfile.tempdir, str(folder / "there is no such folder")
    try:
        with running_server(folder) as base:
            polls = open_polls(base, 60, present=10)
            table = polls.tables[0]
            cards = [table.draw() for _ in range(6)]
            people = invent_register(60, 5)
            _look_at_a_large_list(base, people)
            # Its logger passes nothing on to the root's.
            logging.getLogger("uvicorn").addHandler(lines)
            logging.getLogger("uvicorn.error").warning(MARKER)
            logging.getLogger("rembug.writer").warning(MARKER)
            with httpx2.Client(base_url=base, timeout=60) as client:
                for card, name in zip(cards, NAMES * 2, strict=False):
                    client.post(f"{PATH}/ballots", json=polls.ballot(table, card, name)).raise_for_status()
                spoiled = {**polls.ballot(table, cards[4], FORGED), "proof": "A" * 86}
                assert client.post(f"{PATH}/ballots", json=spoiled).status_code == 422
                # A booth that is broken and sends what it must never send.
                leaky = {**polls.ballot(table, cards[5]), "secret": to_b64(cards[5].secret), "names": [FORGED]}
                assert client.post(f"{PATH}/ballots", json=leaky).status_code == 422
            files = _read(folder, "running")
    finally:
        tempfile.tempdir = temporary
        root.removeHandler(lines)
        logging.getLogger("uvicorn").removeHandler(lines)
        root.setLevel(level)
    text = write_messy_csv(people, 5).decode("cp1252", errors="replace")
    niks = re.findall(r"\b\d{16}\b", text)
    files.update(_read(folder, "afterwards"))
    # Officers and assemblies are public; the invented register shares none of these names with them.
    named = [each.name for each in people if len(each.name) > 10 and each.note == ""]
    return Day(files, "\n".join(lines.lines), niks, [card.secret for card in cards], named)


def _look_at_a_large_list(base: str, people: Sequence[InventedResident]) -> None:
    """Have the service read an office's list of the size of a whole city, and store nothing of it."""
    large = write_messy_csv(people, 5) * 200
    assert len(large) > 1024 * 1024
    officer = Officer(base, ELECTION).sign_in("ketua", PASSWORD)
    answer = officer.post(
        "/register/imports",
        params={"voting_day": "2026-11-22", "dry_run": "true"},
        files={"file": ("daftar.csv", large, "text/csv")},
    )
    assert answer["taken"] + answer["known"] > 1000
    officer.close()


def _read(folder: Path, when: str) -> dict[str, bytes]:
    return {f"{path.name} {when}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _found(day: Day, needles: list[bytes]) -> set[str]:
    """Return the files in which any of the needles is, whatever the case of its letters."""
    contents = {**day.files, "log": day.logged.encode()}
    return {
        name
        for name, data in contents.items()
        for needle in needles
        if needle in data or needle.lower() in data.lower()
    }


def _written(*texts: str) -> list[bytes]:
    return [form for text in texts for form in (text.encode(), text.upper().encode("utf-16-le"), text[:12].encode())]


def test_no_written_name_is_kept(day: Day) -> None:
    assert _found(day, _written(*NAMES, FORGED)) == set()


def test_no_secret_of_a_card_is_kept(day: Day) -> None:
    secrets = day.secrets
    shapes = [*secrets, *(to_b64(each).encode() for each in secrets), *(each.hex().encode() for each in secrets)]
    assert _found(day, shapes) == set()


def test_no_nik_is_kept(day: Day) -> None:
    assert len(day.niks) > 30
    assert _found(day, [nik.encode() for nik in day.niks]) == set()


def test_no_resident_is_kept_in_clear(day: Day) -> None:
    assert len(day.residents) > 30
    assert _found(day, [form for name in day.residents for form in (name.encode(), name.encode("utf-16-le"))]) == set()


def test_no_command_takes_a_secret_as_an_argument() -> None:
    # Everybody on the machine reads the arguments of every process.
    told = re.compile(r"pass(word|phrase)|sandi|secret|rahasia|seed|nik|code$")
    taken = {(each.name, param.name) for each in _commands(get_command(app)) for param in each.params}
    # The demo's seed makes the same invented people again; the name of a file says nothing of what is in it.
    harmless = {("demo", "seed"), ("buat", "secrets")}
    assert {each for each in taken if told.search(each[1])} == harmless
    assert {"serve", "verify", "buat", "upacara"} <= {command.name for command in _commands(get_command(app))}


def _commands(command: Any) -> Iterator[Any]:  # noqa: ANN401 - typer carries a click of its own
    yield command
    for each in getattr(command, "commands", {}).values():
        yield from _commands(each)


def test_no_password_is_kept(day: Day) -> None:
    assert _found(day, [PASSWORD.encode()]) == set()


def test_what_is_kept_is_found(day: Day) -> None:
    # An officer's name is in the database, and what was logged is caught.
    names = {"rembug.sqlite running", "rembug.sqlite-wal running"}
    assert names & _found(day, [b"Enung Nurhayati"])
    assert "rembug.sqlite afterwards" in _found(day, [b"enung nurhayati"])
    assert {"server.key afterwards", f"{ELECTION}.checkpoint afterwards"} <= day.files.keys()
    assert day.logged.count(MARKER) == 2
    assert _found(day, [MARKER.encode()]) == {"log"}
    planted = Day({**day.files, "x": day.secrets[0] + FORGED.encode()}, "", [], [], [])
    assert _found(planted, day.secrets) == {"x"}
    assert _found(planted, _written(FORGED)) == {"x"}
