import time
from pathlib import Path

from typer.testing import CliRunner

from rembug_api.cli import app
from rembug_ballots.cards import Card, credential_of_secret
from rembug_ballots.events import Event
from rembug_ballots.events.setup import CardsRegistered
from rembug_ballots.events.signing import check_signature
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_ballots.state.blobs import name_of

PLACE = ElectionId("sukamaju-2026"), ContestId("bkm"), TableNumber(7)


def make(folder: Path, count: int, *more: str) -> int:
    words = ["--election", PLACE[0], "--contest", PLACE[1], "--index", "1", "--table", "7", "--count", str(count)]
    return CliRunner().invoke(app, ["kartu", "buat", *words, "--out", str(folder), *more]).exit_code


def test_a_batch_is_signed_complete_and_only_its_owners(tmp_path: Path) -> None:
    secrets = tmp_path / "latihan.txt"
    assert make(tmp_path / "kartu", 25, "--secrets", str(secrets)) == 0
    event = Event.parse((tmp_path / "kartu" / "bkm-meja-00007.event.json").read_bytes())
    credentials = (tmp_path / "kartu" / "bkm-meja-00007.credentials").read_bytes()
    body = event.body
    assert isinstance(body, CardsRegistered)
    check_signature(event, body.maker_key)
    assert (body.table, body.contest, body.count, body.sha256) == (7, "bkm", 25, name_of(credentials))
    cards = [Card.parse(line) for line in secrets.read_text().splitlines()]
    assert b"".join(sorted(credential_of_secret(card.secret, *PLACE) for card in cards)) == credentials
    for path in (*(tmp_path / "kartu").iterdir(), secrets):
        assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "kartu" / "bkm-meja-00007.pdf").read_bytes().startswith(b"%PDF-")


def test_printed_cards_are_never_replaced(tmp_path: Path) -> None:
    assert make(tmp_path, 2, "--no-pdf") == 0
    before = (tmp_path / "bkm-meja-00007.credentials").read_bytes()
    assert make(tmp_path, 2, "--no-pdf") == 1
    assert (tmp_path / "bkm-meja-00007.credentials").read_bytes() == before


def test_a_thousand_cards_take_less_than_ten_seconds(tmp_path: Path) -> None:
    start = time.process_time()
    assert make(tmp_path, 1000) == 0
    assert time.process_time() - start < 10
