"""After a polling day no NIK, no card's secret and no written name is anywhere in the data, nor in what was logged."""

import logging
import re
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from rembug_api.demo.client import Officer
from rembug_api.demo.open_polls import PATH, open_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION, PASSWORD
from rembug_ballots.encoding import to_b64
from rembug_service.people.invented import invent_register, write_messy_csv

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
    try:
        with running_server(folder) as base:
            polls = open_polls(base, 60, present=10)
            table = polls.tables[0]
            cards = [table.draw() for _ in range(6)]
            Officer(base, ELECTION).sign_in("ketua", PASSWORD).close()
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
        root.removeHandler(lines)
        logging.getLogger("uvicorn").removeHandler(lines)
        root.setLevel(level)
    text = write_messy_csv(invent_register(60, 5), 5).decode("cp1252", errors="replace")
    niks = re.findall(r"\b\d{16}\b", text)
    files.update(_read(folder, "afterwards"))
    return Day(files, "\n".join(lines.lines), niks, [card.secret for card in cards])


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
    planted = Day({**day.files, "x": day.secrets[0] + FORGED.encode()}, "", [], [])
    assert _found(planted, day.secrets) == {"x"}
    assert _found(planted, _written(FORGED)) == {"x"}
