"""What the server keeps must not join a resident to a ballot, nor hold a NIK."""

import logging
import random
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, text

from rembug_api.demo.open_polls import Polls
from rembug_service import desk, register
from rembug_service.elections import create_election
from rembug_service.people.nik import nik_fingerprint
from rembug_service.register_import import import_register
from rembug_service.sql.tables import metadata
from tests.service.polls import SUKAMUNDUR, Open, opened
from tests.service.test_start import OTHER, PLACE

PERSONAL = {"residents", "roll", "accounts"}
# What tells one ballot from another, or when it came.
TELLING = {"idx", "credential", "tracking", "ciphertext", "leaf", "card", "created_at", "time", "moment", "device"}
NIK = "3273141705850003"


def test_no_table_has_residents_and_ballots_together() -> None:
    for table in metadata.tables.values():
        columns = {column.name for column in table.columns}
        if "person" in columns:
            assert table.name in PERSONAL
            assert not columns & TELLING, table.name
            for column in table.columns:
                # The only bytes beside a person are salts, the fingerprint of a NIK, and what the register says of her.
                assert not isinstance(column.type, LargeBinary) or column.name in {"salt", "nik_fingerprint", "private"}


def test_a_line_of_the_roll_says_only_whether_she_came() -> None:
    assert [column.name for column in metadata.tables["roll"].columns] == [
        "election",
        "number",
        "roll",
        "person",
        "salt",
        "present",
    ]
    # No row numbers: on SQLite they would be in the order of the first check-ins.
    assert metadata.tables["roll"].dialect_options["sqlite"]["with_rowid"] is False


def _dump(running: Open) -> dict[str, list[tuple[object, ...]]]:
    with running.service.database.reader.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608 - our names
            for name in metadata.tables
        }


def test_the_order_of_check_ins_leaves_no_trace(prepared: tuple[Path, Polls], tmp_path: Path) -> None:
    rolls = list(range(61, 81))
    kept = []
    for number in range(2):
        with opened(prepared, tmp_path / str(number)) as running:
            for each in random.Random(number).sample(rolls, len(rolls)):
                desk.check_in(running.service, SUKAMUNDUR, 1, each)
            kept.append(_dump(running))
    assert kept[0]["roll"] == kept[1]["roll"]
    # Ed25519 is deterministic, so even the checkpoints are the same.
    assert kept[0] == kept[1]


def test_a_nik_is_nowhere_on_the_medium(
    prepared: tuple[Path, Polls], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    rows = [
        "NIK;Nama;L/P;RT;RW;Tgl Lahir",
        f"{NIK};Siti Aminah;P;3;5;17-05-1985",
        f"{NIK};Siti Aminah;P;3;5;17-05-1985",
    ]
    broken = f"{NIK[:-1]};Asep;L;3;5;01-01-1980"
    with opened(prepared, tmp_path / "data") as running:
        create_election(running.service, OTHER, "Pemilihan lain", PLACE)
        data = "\n".join([*rows, broken]).encode()
        report = import_register(running.service, OTHER, data, date(2026, 11, 24), officer="ketua", dry_run=False)
        assert report.taken == 3
        found = register.search(running.service, OTHER, "siti")
        assert {each.nik_last4 for each in found} == {NIK[-4:]}
        assert register.likely_duplicates(running.service, OTHER)
        told = repr((report, found)) + caplog.text
        assert nik_fingerprint(running.service.secrets.nik_key, NIK) in b"".join(_bytes(tmp_path / "data"))
    assert NIK not in told
    assert NIK[:-1] not in told
    everything = b"".join(_bytes(tmp_path / "data"))
    assert NIK.encode() not in everything
    assert NIK[:-1].encode() not in everything
    assert int(NIK).to_bytes(8, "big") not in everything
    assert b"1985-05-17" not in everything


def _bytes(folder: Path) -> list[bytes]:
    return [each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()]


def test_secrets_of_the_server_are_not_in_the_database(polls: Open) -> None:
    secrets = polls.service.secrets
    seed = polls.board.seed
    folder = polls.service.folder
    held = b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file() and each.name != "server.key")
    for secret in (seed, secrets.sealing_key, secrets.nik_key):
        assert secret not in held
    assert seed.hex() not in repr(polls.board)
    assert repr(secrets) == "ServerSecrets()"


def test_the_log_names_no_resident(polls: Open) -> None:
    people = polls.service.read(lambda c: register.load_residents(c, SUKAMUNDUR))
    log = b"".join(polls.leaves())
    assert not [each.name for each in people if len(each.name) > 5 and each.name.encode() in log]
    assert not [each.person for each in people if each.person.encode() in log]


def test_a_ballot_leaves_nothing_but_its_leaf(polls: Open) -> None:
    before = _dump(polls)
    polls.cast(polls.ballot())
    after = _dump(polls)
    assert {name for name in after if after[name] != before[name]} == {"leaves", "checkpoints"}
