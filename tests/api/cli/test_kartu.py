import json
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rembug_api.cli import app
from rembug_api.demo import setting
from rembug_api.demo.server import running_server
from rembug_ballots.card_pile import CardPile
from rembug_ballots.cards import Card, credential_of_secret
from rembug_ballots.events import Event
from rembug_ballots.events.setup import CardsRegistered
from rembug_ballots.events.signing import check_signature
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_ballots.presets import langsung
from rembug_ballots.state.blobs import name_of
from rembug_service.people.invented import invent_register

PLACE = ElectionId("sukamaju-2026"), ContestId("bkm"), TableNumber(7)


def make(folder: Path, count: int, *more: str) -> int:
    words = ["--election", PLACE[0], "--contest", PLACE[1], "--index", "1", "--table", "7", "--count", str(count)]
    return CliRunner().invoke(app, ["kartu", "buat", *words, "--out", str(folder), *more]).exit_code


def test_a_batch_is_signed_complete_and_only_its_owners(tmp_path: Path) -> None:
    secrets = tmp_path / "latihan.txt"
    # What cannot all be written leaves nothing behind that would stand in the way.
    assert make(tmp_path / "kartu", 25, "--secrets", str(tmp_path / "tidak-ada" / "latihan.txt")) == 1
    assert not list((tmp_path / "kartu").iterdir())
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


def test_cards_for_a_screen_are_on_no_paper_and_under_six_words(tmp_path: Path) -> None:
    words = ["--election", PLACE[0], "--contest", PLACE[1], "--index", "1", "--table", "7", "--count", "12"]
    done = CliRunner().invoke(app, ["kartu", "buat", *words, "--out", str(tmp_path), "--layar"])
    assert done.exit_code == 0
    assert not (tmp_path / "bkm-meja-00007.pdf").exists()
    file = tmp_path / "bkm-meja-00007.tumpukan.json"
    assert file.stat().st_mode & 0o777 == 0o600
    said = next(line for line in done.output.splitlines() if line.startswith("Kata sandi tumpukan"))
    cards = CardPile.parse(file.read_bytes()).open(said.partition(": ")[2])
    listed = (tmp_path / "bkm-meja-00007.credentials").read_bytes()
    assert b"".join(sorted(credential_of_secret(card.secret, *PLACE) for card in cards)) == listed
    assert not any(card.to_text() in done.output for card in cards)


def test_printed_cards_are_never_replaced(tmp_path: Path) -> None:
    assert make(tmp_path, 2, "--no-pdf") == 0
    before = (tmp_path / "bkm-meja-00007.credentials").read_bytes()
    assert make(tmp_path, 2, "--no-pdf") == 1
    assert (tmp_path / "bkm-meja-00007.credentials").read_bytes() == before


def test_a_thousand_cards_take_less_than_ten_seconds(tmp_path: Path) -> None:
    start = time.process_time()
    assert make(tmp_path, 1000) == 0
    assert time.process_time() - start < 10


JOB = {
    "election": "sukamaju-2026",
    "contest": "bkm",
    "index": 1,
    "table": 7,
    "count": 3,
    "contest_title": "Anggota BKM",
}


def from_job(folder: Path, job: object, *more: str) -> tuple[int, str]:
    file = folder / "tugas.json"
    file.write_text(json.dumps(job))
    done = CliRunner().invoke(app, ["kartu", "buat", "--job", str(file), "--out", str(folder / "kartu"), *more])
    return done.exit_code, done.output


def test_a_job_file_says_what_options_say(tmp_path: Path) -> None:
    code, said = from_job(tmp_path, JOB)
    assert code == 0, said
    event = Event.parse((tmp_path / "kartu" / "bkm-meja-00007.event.json").read_bytes())
    assert isinstance(event.body, CardsRegistered)
    assert (event.election, event.body.contest, event.body.table, event.body.count) == (*PLACE, 3)
    assert bytes(event.body.maker_key).hex() in said
    assert from_job(tmp_path, JOB, "--count", "3")[0] == 2


@pytest.mark.parametrize(
    "change",
    [
        {"table": 0},
        {"table": 32768},
        {"count": "3"},
        {"count": True},
        {"index": 1.0},
        {"election": "Suka Maju"},
        {"contest": 5},
        {"title": ""},
        {"extra": 1},
    ],
)
def test_a_wrong_job_makes_nothing(tmp_path: Path, change: dict[str, object]) -> None:
    assert from_job(tmp_path, JOB | change)[0] == 2
    assert not (tmp_path / "kartu").exists()


@pytest.mark.parametrize("job", [[], None, 5, {}, {name: JOB[name] for name in JOB if name != "count"}])
def test_what_is_no_job_makes_nothing(tmp_path: Path, job: object) -> None:
    assert from_job(tmp_path, job)[0] == 2
    assert not (tmp_path / "kartu").exists()


def test_the_list_of_a_table_is_handed_in_and_no_secret_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "kartu"
    with running_server(tmp_path / "data") as base:
        committee = setting.gather_committee(base)
        setting.begin_election(committee)
        setting.bring_register(committee, invent_register(60, 3), 3)
        setting.agree(committee, 3, 11)
        (table, *_) = setting.lay_tables(committee, 1)
        count = langsung("x").cards_for(table["adults"])
        place = {"election": setting.ELECTION, "contest": setting.CONTEST, "table": table["number"], "count": count}
        assert from_job(tmp_path, JOB | place, "--no-pdf")[0] == 0
        event = folder / f"{setting.CONTEST}-meja-{table['number']:05d}.event.json"
        before = committee.kartu.get("")["log_size"]
        words = ["kartu", "kirim", str(event), "--server", base, "--account"]
        done = CliRunner().invoke(app, [*words, "meja"], input=f"{setting.PASSWORD}\n")
        assert (done.exit_code, committee.kartu.get("")["log_size"]) == (1, before), "another role is refused"
        done = CliRunner().invoke(app, [*words, "kartu"], input=f"{setting.PASSWORD}\n")
        assert done.exit_code == 0, done.output
        assert committee.kartu.get("")["log_size"] == before + 1
        committee.close()
    done = CliRunner().invoke(app, ["kartu", "kirim", str(tmp_path / "tugas.json"), "--server", base, "--account", "a"])
    assert done.exit_code == 2
