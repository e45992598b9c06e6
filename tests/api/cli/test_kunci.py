"""The tool of a key holder against a real server: five holders from the first key file to the opened ballots."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import typer
from typer.testing import CliRunner

from rembug_api.cli import app, kunci, kunci_steps
from rembug_api.cli.kunci import new_passphrase
from rembug_api.cli.kunci_desk import Desk, Unreachable
from rembug_api.cli.kunci_device import Device, Keyring, Pinned
from rembug_api.cli.kunci_steps import Step
from rembug_api.cli.output import out
from rembug_api.demo import day, setting
from rembug_api.demo.client import together
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import CONTEST, PASSWORD, Committee
from rembug_api.demo.votes import plan_votes
from rembug_api.holder import HolderRefusal, HolderSecret
from rembug_ballots.ids import ContestId, ElectionId
from rembug_ballots.presets import langsung
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.errors import InvalidNote
from rembug_crypto.passphrase_box import Argon2Cost
from rembug_service.people.invented import invent_register
from rembug_service.system import system_random

ELECTION = ElectionId(setting.ELECTION)
BKM = ContestId(CONTEST)
PASSPHRASE = "pohon jati sungai biru"
OFFERED = "abdi hati makan salju agama hidup"
CHEAP = Argon2Cost(memory_kib=64, passes=1)
RESIDENTS = invent_register(60, 3)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Committee]]:
    with running_server(tmp_path / "data") as base:
        committee = setting.gather_committee(base)
        setting.begin_election(committee)
        setting.bring_register(committee, RESIDENTS, 3)
        setting.agree(committee, 3, 11)
        yield base, committee
        committee.close()


def new_device(base: str, folder: Path, number: int) -> Device:
    desk = Desk(base, ELECTION)
    desk.sign_in(f"kunci-{number}", PASSWORD)
    secret = HolderSecret.draw(system_random)
    keyring = Keyring(folder / f"kunci-{number}", ELECTION, number, secret, PASSPHRASE, system_random, CHEAP)
    keyring.keep(secret)
    device = Device(desk, keyring, Pinned(base, desk.log_key()))
    kunci_steps.register(device, f"Pemegang {number}")
    return device


def reopened(device: Device) -> Device:
    """What a second run of the program finds on the disk."""
    path = device.keyring.path
    return Device(device.desk, Keyring.open(path, PASSPHRASE, system_random), Pinned.read(path))


def run_ceremony(devices: list[Device], committee: Committee) -> None:
    said = []
    for device in devices:
        step = kunci_steps.ceremony_step(device)
        while not step.waiting:
            step = kunci_steps.ceremony_step(device)
    for _ in range(5):
        # Every program may end after any step: the next one goes on from its files.
        said = [kunci_steps.ceremony_step(reopened(device)) for device in devices]
    assert all(step.finished for step in said)
    assert len({step.sentence for step in said}) == 1, "all devices show the same code"
    again = [reopened(device) for device in devices]
    assert kunci_steps.rehearse(again[0]).waiting
    committee.sekretaris.post("/rehearsal")
    assert all(kunci_steps.rehearse(device).finished for device in again[:4])
    committee.sekretaris.post("/rehearsal/end")
    assert kunci_steps.rehearse(again[4]).finished


def vote(base: str, committee: Committee, device: Device) -> int:
    tables = setting.lay_tables(committee, 2)
    ready = day.hand_out_cards(committee, tables, langsung("x"), system_random)
    day.open_tables(committee, ready)
    key = PublicKey.from_bytes(device.look().state.contest_keys(BKM))
    polling = day.Day(committee, key, base, system_random, 3, lambda: None)
    ballots = plan_votes(RESIDENTS, 40, 3, 11, 3).ballots
    polling.vote(ready, ballots)
    polling.close_tables(ready)
    return len(ballots)


def test_five_holders_make_keys_mix_and_open_with_the_tool(server: tuple[str, Committee], tmp_path: Path) -> None:
    base, committee = server
    devices = [new_device(base, tmp_path, number) for number in range(1, 6)]
    run_ceremony(devices, committee)
    devices = [reopened(device) for device in devices]
    count = vote(base, committee, devices[0])

    assert [kunci_steps.mix(device, BKM) for device in devices[:2]] == [count, count]
    with pytest.raises(HolderRefusal, match="sudah mengacak"):
        kunci_steps.mix(devices[0], BKM)
    both = committee.ketua, committee.pokja
    together(*both, "mixing.finish", {"contest": CONTEST})
    with pytest.raises(HolderRefusal, match="belum diperintahkan"):
        kunci_steps.open_list(devices[0], BKM)
    together(*both, "opening.order", {"contest": CONTEST})
    assert [kunci_steps.open_list(devices[number], BKM) for number in (0, 2, 4)] == [count] * 3
    assert committee.ketua.get(f"/contests/{CONTEST}/strings")

    done = CliRunner().invoke(app, ["verify", f"{base}/api/v1/elections/{ELECTION}/board", "--json"])
    assert done.exit_code == 2, "the night is not over, but nothing is wrong so far"
    assert "failed" not in {check["status"] for check in json.loads(done.stdout)["checks"]}

    board = devices[0].look()
    ((contest, opened),) = reopened(devices[0]).keyring.secret.opened
    assert (contest, opened) == (BKM, board.state.contests[BKM].tally.mixes[-1].output)
    for forgotten in (
        dataclasses.replace(devices[0].pinned, root="00" * 32),
        dataclasses.replace(devices[0].pinned, size=devices[0].pinned.size + 1),
    ):
        devices[0].pinned = forgotten
        with pytest.raises(HolderRefusal, match="bukan lanjutan"):
            devices[0].look()
    name, _, key = devices[0].desk.log_key().split("+", 2)
    devices[0].pinned = Pinned(base, f"{name}+00000000+{key}")
    with pytest.raises(InvalidNote):
        devices[0].look()
    for device in devices:
        device.desk.__exit__(None, None, None)


def run(*words: str, answers: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["kunci", *words], input=answers)
    return done.exit_code, done.output


def test_a_holder_registers_from_the_command_line(server: tuple[str, Committee], tmp_path: Path) -> None:
    base, _ = server
    file = tmp_path / "kunci.json"
    words = ["buat", "--server", base, "--election", ELECTION, "--number", "1", "--name", "Ketua"]
    words += ["--account", "kunci-1", "--file", str(file)]
    code, said = run(*words, answers=f"{PASSPHRASE}\n{PASSPHRASE}\n{PASSWORD}\n")
    assert code == 0, said
    assert file.stat().st_mode & 0o777 == 0o600
    assert PASSPHRASE not in said
    with Desk(base, ELECTION) as desk:
        state = desk.board(Pinned.read(file).log_key).refresh()
        assert [each.name for each in state.ceremony.holders.values()] == ["Ketua"]
    assert run(*words, answers="")[0] == 1, "a key file is never replaced"
    mine = ["--account", "kunci-1", "--file", str(file)]
    code, said = run("upacara", *mine, answers=f"salah sama sekali\n{PASSWORD}\n")
    assert (code, "salah" in said) == (1, True)
    code, said = run("upacara", *mine, "--once", answers=f"{PASSPHRASE}\n{PASSWORD}\n")
    assert (code, "1 dari 5" in said) == (0, True), said
    code, said = run("daftar", *mine, "--name", "Ketua", answers=f"{PASSPHRASE}\n{PASSWORD}\n")
    assert code == 0, "asked again, the same registration stands"
    code, said = run("campur", "--contest", "bkm", *mine, answers=f"{PASSPHRASE}\n{PASSWORD}\n")
    assert code == 1, said
    assert "Traceback" not in said
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) >= 2
    assert [data for data in kept if PASSPHRASE.encode() in data or PASSWORD.encode() in data] == []


def test_waiting_says_each_thing_once_and_outlives_a_server_that_is_away() -> None:
    steps: Iterator[Step | Unreachable] = iter(
        [Step("Tunggu.", waiting=True), Unreachable("Pergi."), Unreachable("Pergi."), Step("Jadi.")]
    )

    def step() -> Step:
        found = next(steps, Step("Selesai.", finished=True))
        if isinstance(found, Unreachable):
            raise found
        return found

    with out.capture() as captured:
        kunci.follow(step, once=False, seconds=0)
    assert captured.get().split() == ["Tunggu.", "Pergi.", "Jadi.", "Selesai."]


def test_one_step_does_not_wait() -> None:
    def away() -> Step:
        raise Unreachable("Pergi.")

    with pytest.raises(Unreachable):
        kunci.follow(away, once=True, seconds=600)
    with out.capture() as captured:
        kunci.follow(lambda: Step("Tunggu.", waiting=True), once=True, seconds=600)
    assert captured.get().strip() == "Tunggu."


@pytest.mark.parametrize("address", ["http://192.168.1.5:8000", "ftp://127.0.0.1"])
def test_a_password_is_not_sent_in_clear_over_a_network(address: str) -> None:
    with pytest.raises(HolderRefusal, match="https"):
        Desk(address, ELECTION)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"csrf": 5, "log_key": null}'])
def test_a_server_that_answers_nonsense_is_refused(content: bytes) -> None:
    answers = httpx2.MockTransport(lambda _: httpx2.Response(200, content=content))
    with Desk("https://x", ELECTION, httpx2.Client(transport=answers)) as desk:
        with pytest.raises(HolderRefusal, match="tidak dapat dibaca"):
            desk.sign_in("a", "b")
        with pytest.raises(HolderRefusal, match="tidak dapat dibaca"):
            desk.log_key()


def test_what_was_pinned_must_be_there(tmp_path: Path) -> None:
    Pinned("https://x", "k", 5, "ab").write(tmp_path / "kunci")
    assert Pinned.read(tmp_path / "kunci") == Pinned("https://x", "k", 5, "ab")
    (tmp_path / "rusak.papan").write_text('{"server": 1, "log_key": "k", "size": 0, "root": ""}')
    for name in ("lain", "rusak"):
        with pytest.raises(HolderRefusal):
            Pinned.read(tmp_path / name)


def test_finished_keys_are_never_lost_to_a_new_run(tmp_path: Path) -> None:
    secret = dataclasses.replace(HolderSecret.draw(system_random), ceremony=1, secret_keys=bytes(32))
    keyring = Keyring(tmp_path / "kunci", ELECTION, 1, secret, PASSPHRASE, system_random, CHEAP)
    keyring.keep(secret)
    keyring.keep(secret.in_run(2, b"c", b"d"))
    assert Keyring.open(tmp_path / "kunci.lama-1", PASSPHRASE, system_random).secret == secret
    assert Keyring.open(tmp_path / "kunci", PASSPHRASE, system_random).secret.ceremony == 2


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        (f" {OFFERED.upper()}  \n", OFFERED),
        (f"{PASSPHRASE}\n{PASSPHRASE}\n", PASSPHRASE),
        (f"{PASSPHRASE}\n{PASSPHRASE}i\n", None),
        ("pendek\n", None),
    ],
)
def test_six_words_are_offered_and_typed_once_or_replaced_by_ones_own(answers: str, chosen: str | None) -> None:
    taken = []
    asking = typer.Typer()
    asking.command()(lambda: taken.append(new_passphrase(OFFERED)))
    done = CliRunner().invoke(asking, [], input=answers)
    assert taken == ([chosen] if chosen else [])
    assert (done.exit_code == 0, done.output.count(OFFERED)) == (chosen is not None, 1)
