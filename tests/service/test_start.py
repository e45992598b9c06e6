"""What a server refuses to start on, and what it shuts."""

import random
import shutil
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import Connection, update
from sqlalchemy.exc import DBAPIError

from rembug_api.demo.open_polls import Polls
from rembug_ballots.ids import ElectionId
from rembug_service.elections import create_election
from rembug_service.errors import ServiceError, Unavailable
from rembug_service.payload import Payload
from rembug_service.service import Service
from rembug_service.sql.engine import is_fixed
from rembug_service.sql.tables import blobs
from rembug_service.work import Work
from tests.service.polls import SUKAMUNDUR, Open, opened

OTHER = ElectionId("lain-2026")
PLACE = Payload({"kelurahan": "A", "kecamatan": "B", "kota": "C", "provinsi": "D", "region_code": "32.73.14.1001"})


@pytest.fixture
def data(prepared: tuple[Path, Polls], tmp_path: Path) -> Path:
    """Give a folder with two elections and no server."""
    with opened(prepared, tmp_path / "data") as running:
        create_election(running.service, OTHER, "Pemilihan lain", PLACE)
    return tmp_path / "data"


def reason(folder: Path) -> str:
    with pytest.raises(Unavailable) as refused:
        Service.open(folder).close()
    return refused.value.code


def shut(folder: Path) -> dict[str, str]:
    service = Service.open(folder)
    try:
        assert service.board(OTHER).signed.size == 1
        with pytest.raises(Unavailable):
            service.board(SUKAMUNDUR)
        return {election: error.code for election, error in service.boards.shut.items()}
    finally:
        service.close()


def run_sql(folder: Path, *statements: str) -> None:
    connection = sqlite.connect(folder / "rembug.sqlite")
    for each in statements:
        connection.execute(each)
    connection.commit()
    connection.close()


def test_data_older_than_a_checkpoint_that_was_given_out_shuts_their_election_only(
    prepared: tuple[Path, Polls], data: Path, tmp_path: Path
) -> None:
    shutil.copy(data / "rembug.sqlite", tmp_path / "old")
    service = Service.open(data)
    running = Open(service, prepared[1])
    running.cast(running.again(running.table, running.table.pile[0].secret))
    service.close()
    shutil.copy(tmp_path / "old", data / "rembug.sqlite")
    assert shut(data) == {SUKAMUNDUR: "BUKU_MUNDUR"}


def test_another_leaf_under_a_signed_root_shuts_the_election(data: Path) -> None:
    run_sql(
        data,
        "UPDATE leaves SET data = CAST(replace(CAST(data AS TEXT), 'Pembentukan', 'Pembantukan') AS BLOB)"
        " WHERE idx = 0 AND election <> 'lain-2026'",
    )
    assert shut(data) == {SUKAMUNDUR: "BUKU_MUNDUR"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE leaves SET data = CAST('{' AS BLOB) WHERE idx = 3",
        "DELETE FROM leaves WHERE idx = 3",
        # A check-in total, without which the fold holds as well.
        "DELETE FROM leaves WHERE idx = (SELECT max(idx) - 1 FROM leaves)",
        "UPDATE blobs SET data = CAST('x' AS BLOB)",
    ],
)
def test_a_damaged_log_shuts_the_election(data: Path, statement: str) -> None:
    column = "WHERE" if "WHERE" not in statement else "AND"
    run_sql(data, f"{statement} {column} election = '{SUKAMUNDUR}'")
    assert shut(data) == {SUKAMUNDUR: "BUKU_RUSAK"}


def test_a_damaged_blob_counts_as_absent(polls: Open) -> None:
    def job(work: Work) -> tuple[bytes | None, bytes | None]:
        source = work.blobs(SUKAMUNDUR)
        name = source.put(b"daftar kartu")
        whole = source.get(name)
        work.connection.execute(update(blobs).where(blobs.c.sha256 == name).values(data=b"daftar kartv"))
        return whole, source.get(name)

    assert polls.service.write(job) == (b"daftar kartu", None)


def test_a_checkpoint_of_another_key_shuts_the_election(data: Path) -> None:
    other = (data / "checkpoints" / f"{OTHER}.checkpoint").read_bytes()
    (data / "checkpoints" / f"{SUKAMUNDUR}.checkpoint").write_bytes(other)
    assert shut(data) == {SUKAMUNDUR: "BUKU_MUNDUR"}


def test_a_lost_checkpoint_file_is_made_again(data: Path) -> None:
    file = data / "checkpoints" / f"{SUKAMUNDUR}.checkpoint"
    kept = file.read_bytes()
    file.unlink()
    Service.open(data).close()
    assert file.read_bytes() == kept


def test_damaged_pages_refuse_to_start(data: Path) -> None:
    file = data / "rembug.sqlite"
    content = bytearray(file.read_bytes())
    for page in range(4096 * 5, len(content), 4096):
        content[page : page + 64] = bytes(64)
    file.write_bytes(content)
    assert reason(data) == "DATABASE_RUSAK"


def test_a_flipped_bit_never_changes_a_log_unnoticed(prepared: tuple[Path, Polls], tmp_path: Path) -> None:
    with opened(prepared, tmp_path / "data") as running:
        wanted = (running.board.signed, running.leaves())
    content = (tmp_path / "data" / "rembug.sqlite").read_bytes()
    chance = random.Random(11)
    refused = 0
    for _ in range(40):
        place = chance.randrange(len(content))
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        (tmp_path / "data" / "rembug.sqlite").write_bytes(flipped)
        try:
            service = Service.open(tmp_path / "data")
        except Unavailable:
            refused += 1
            continue
        try:
            found = Open(service, prepared[1])
            assert (found.board.signed, found.leaves()) == wanted
        except Unavailable:
            refused += 1
        finally:
            service.close()
    assert refused


def test_a_lost_key_file_is_not_replaced(data: Path) -> None:
    (data / "server.key").unlink()
    assert reason(data) == "KUNCI_SERVER_HILANG"
    assert not (data / "server.key").exists()


def test_the_key_file_of_another_server_is_refused(data: Path) -> None:
    (data / "server.key").write_bytes(bytes(64))
    assert reason(data) == "KUNCI_SERVER_BEDA"


def test_a_second_server_on_the_same_data_is_refused(data: Path) -> None:
    service = Service.open(data)
    try:
        assert reason(data) == "DATABASE_DIPAKAI"
    finally:
        service.close()
    Service.open(data).close()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("omong kosong", "DATABASE_SALAH_ALAMAT"),
        ("postgresql://a:rahasia@127.0.0.1:x/b", "DATABASE_SALAH_ALAMAT"),
        ("mysql://a:rahasia@127.0.0.1/b", "DATABASE_SALAH_ALAMAT"),
        ("postgresql://a:rahasia@127.0.0.1:9/b", "DATABASE_TIDAK_TERJANGKAU"),
    ],
)
def test_a_wrong_address_of_a_database_is_named_and_its_password_is_not(
    address: str, code: str, tmp_path: Path
) -> None:
    with pytest.raises(ServiceError) as refused:
        Service.open(tmp_path, address)
    assert refused.value.code == code
    assert "rahasia" not in refused.value.detail
    assert not list(tmp_path.iterdir())


def test_only_the_owner_may_read_what_the_server_keeps(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    service = Service.open(folder)
    modes = {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir() if not each.name.endswith(".lock")}
    service.close()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {name: mode for name, mode in modes.items() if mode != 0o600} == {}


def test_the_settings_that_keep_acknowledged_ballots_are_on(polls: Open) -> None:
    def setting(connection: Connection, name: str) -> object:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1}
    with polls.service.database.writer.connect() as connection:
        assert {name: setting(connection, name) for name in wanted} == wanted
    with polls.service.database.reader.connect() as connection:
        assert {name: setting(connection, name) for name in wanted} == wanted
        with pytest.raises(DBAPIError):
            connection.exec_driver_sql("DELETE FROM leaves")


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
    ],
)
def test_libraries_that_can_lose_a_commit_are_known(version: tuple[int, ...], fixed: bool) -> None:  # noqa: FBT001 - a table
    assert is_fixed(version) is fixed
