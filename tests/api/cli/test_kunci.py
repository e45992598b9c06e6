"""The tool of a key holder against a real server: ceremony and rehearsal of five holders."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rembug_api.cli import app, kunci_steps
from rembug_api.cli.kunci_device import Desk, Keyring, Pinned
from rembug_api.demo import setting
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION, PASSWORD, Committee
from rembug_api.holder import HolderRefusal, HolderSecret
from rembug_crypto.errors import InvalidNote
from rembug_crypto.keyfile import Argon2Cost
from rembug_service.system import system_random

PASSPHRASE = "pohon jati sungai biru"
CHEAP = Argon2Cost(memory_kib=64, passes=1)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Committee]]:
    with running_server(tmp_path / "data") as base:
        committee = setting.gather_committee(base)
        setting.begin_election(committee)
        setting.agree(committee, 3, 11)
        yield base, committee
        committee.close()


def run(*words: str, answers: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["kunci", *words], input=answers)
    return done.exit_code, done.output


def test_five_holders_make_keys_on_the_log_they_know(server: tuple[str, Committee], tmp_path: Path) -> None:
    base, committee = server
    keyrings, desks = [], []
    for number in range(1, 6):
        secret = HolderSecret.draw(system_random)
        path = tmp_path / f"kunci-{number}"
        keyrings.append(Keyring(path, ELECTION, number, secret, PASSPHRASE, system_random, CHEAP))
        desks.append(Desk(base, ELECTION))
        desks[-1].sign_in(f"kunci-{number}", PASSWORD)
        kunci_steps.register(desks[-1], keyrings[-1], f"Pemegang {number}")
    log_key = desks[0].log_key()
    name, _, key = log_key.split("+", 2)
    with pytest.raises(InvalidNote):
        kunci_steps.next_step(desks[0], keyrings[0], f"{name}+00000000+{key}")

    def everybody() -> set[str]:
        return {kunci_steps.next_step(desk, keyring, log_key) for desk, keyring in zip(desks, keyrings, strict=True)}

    for word in ("dikunci", "dibuka", "tersegel", "menandatanganinya", "tersimpan", "Belum ada"):
        (said,) = everybody()
        assert word in said
    committee.sekretaris.post("/rehearsal")
    (said,) = everybody()
    assert "latihan" in said
    committee.sekretaris.post("/rehearsal/end")
    for number, (desk, keyring) in enumerate(zip(desks, keyrings, strict=True), start=1):
        again = Keyring.open(tmp_path / f"kunci-{number}", PASSPHRASE, system_random)
        assert again.secret == keyring.secret
        assert again.secret.secret_keys
        desk.__exit__(None, None, None)


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
    code, said = run(*words, answers="")
    assert (code, "sudah ada" in said) == (1, True)
    code, said = run("lanjut", "--account", "kunci-1", "--file", str(file), answers=f"salah sama sekali\n{PASSWORD}\n")
    assert (code, "salah" in said) == (1, True)


def test_a_password_is_not_sent_in_clear_over_a_network() -> None:
    with pytest.raises(HolderRefusal, match="https"):
        Desk("http://192.168.1.5:8000", ELECTION)


def test_what_was_pinned_must_be_there(tmp_path: Path) -> None:
    Pinned("https://x", "k").write(tmp_path / "kunci")
    assert Pinned.read(tmp_path / "kunci") == Pinned("https://x", "k")
    with pytest.raises(HolderRefusal):
        Pinned.read(tmp_path / "lain")
