"""What the register says of residents is sealed in the database, also after a migration from when it was not."""

import dataclasses
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text, update

from rembug_ballots.ids import ElectionId
from rembug_service.elections import create_election
from rembug_service.errors import Unavailable
from rembug_service.register_import import import_register
from rembug_service.service import KEY_FILE, Service
from rembug_service.sql.residents import Residents
from rembug_service.sql.tables import residents as table
from rembug_service.sql.vault import PrivateColumns, Vault
from rembug_service.system import system_random
from tests.service.test_dual_control import ELECTION, PLACE

ROOT = Path(__file__).resolve().parents[3]
HERE = ElectionId(ELECTION)
NAMES = ("Siti Aminah", "Dedi Kurnia", "Ratu Wxyzanto")
CLEAR = [*NAMES, "Ceu Iti", "rumah pojok", "0003"]
DATA = """NIK,Nama,Panggilan,L/P,Tgl Lahir,RT,RW,Keterangan
3273141705850003,Siti Aminah,Ceu Iti,P,17-05-1985,3,5,
,Dedi Kurnia,,L,1971,,,rumah pojok
,Ratu Wxyzanto,,P,,4,5,
"""
KEPT = PrivateColumns("Siti Aminah", ("Ceu Iti",), 1985, "", "0003")


def opened(folder: Path, url: str) -> Service:
    return Service.open(folder, None if url.startswith("sqlite") else url)


def made(folder: Path, url: str) -> Service:
    service = opened(folder, url)
    create_election(service, HERE, "Pemilihan", PLACE)
    import_register(service, HERE, DATA.encode(), date(2026, 11, 24), officer="ketua", dry_run=False)
    return service


def downgrade(folder: Path, url: str) -> None:
    if url.startswith("sqlite"):
        url = f"sqlite:///{folder / 'rembug.sqlite'}"
    words = ("-x", f"url={url}", "-x", f"key={folder / KEY_FILE}", "downgrade", "0009")
    environment = {**os.environ, "REMBUG_DATABASE_URL": ""}
    subprocess.run([sys.executable, "-m", "alembic", *words], cwd=ROOT, env=environment, check=True, timeout=120)


def everybody(service: Service) -> list[tuple[object, ...]]:
    return [dataclasses.astuple(each) for each in service.read(lambda c: Residents(c, HERE).all())]


def in_clear(folder: Path, url: str) -> set[str]:
    """Return what of the register's private columns somebody reads who has the database alone."""
    if url.startswith("sqlite"):
        held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    else:
        engine = create_engine(url)
        with engine.connect() as connection:
            held = repr(connection.execute(text("SELECT * FROM residents")).fetchall()).encode()
        engine.dispose()
    return {word for word in CLEAR if word.encode() in held}


def test_a_register_in_clear_is_sealed_by_the_migration_and_says_the_same(database_url: str, tmp_path: Path) -> None:
    service = made(tmp_path, database_url)
    before = everybody(service)
    assert len(before) == 3
    service.close()
    assert in_clear(tmp_path, database_url) == set()
    downgrade(tmp_path, database_url)
    assert in_clear(tmp_path, database_url) == set(CLEAR)
    service = opened(tmp_path, database_url)
    assert everybody(service) == before
    service.close()
    assert in_clear(tmp_path, database_url) == set()


def test_without_its_key_a_register_is_not_brought_up_to_date(tmp_path: Path) -> None:
    made(tmp_path, "sqlite").close()
    downgrade(tmp_path, "sqlite")
    (tmp_path / KEY_FILE).rename(tmp_path / "elsewhere")
    with pytest.raises(Unavailable, match="KUNCI_SERVER_HILANG"):
        opened(tmp_path, "sqlite")
    (tmp_path / "elsewhere").rename(tmp_path / KEY_FILE)
    service = opened(tmp_path, "sqlite")
    assert len(everybody(service)) == 3
    service.close()


def test_nobody_exchanges_two_residents_in_the_database(tmp_path: Path) -> None:
    service = made(tmp_path, "sqlite")
    first, second, _ = service.read(lambda c: Residents(c, HERE).all())

    connection = service.database.begin()
    sealed = {row.person: row.private for row in connection.execute(table.select())}
    connection.execute(update(table).where(table.c.person == first.person).values(private=sealed[second.person]))
    connection.commit()
    connection.close()
    with pytest.raises(Unavailable, match="WARGA_TIDAK_TERBACA"):
        everybody(service)
    service.close()


def test_what_is_sealed_opens_under_its_own_key_and_for_its_own_resident_alone() -> None:
    vault = Vault(system_random(32), system_random)
    sealed = vault.seal(HERE, "A" * 10, KEPT)
    assert vault.open(HERE, "A" * 10, sealed) == KEPT
    assert vault.key.hex() not in repr(vault)
    others = [
        (Vault(system_random(32), system_random), str(HERE), "A" * 10, sealed),
        (vault, "99.10.01.1009-2026", "A" * 10, sealed),
        (vault, str(HERE), "B" * 10, sealed),
        (vault, str(HERE), "A" * 10, sealed[:-1]),
        (vault, str(HERE), "A" * 10, bytes([sealed[0] ^ 1]) + sealed[1:]),
        (vault, str(HERE), "A" * 10, b""),
    ]
    for other, election, person, data in others:
        with pytest.raises(Unavailable):
            other.open(election, person, data)


def test_the_length_of_what_is_sealed_does_not_tell_a_short_name_from_a_longer_one() -> None:
    vault = Vault(system_random(32), system_random)
    lengths = {len(vault.seal(HERE, "A" * 10, dataclasses.replace(KEPT, name="x" * size))) for size in range(1, 20)}
    assert len(lengths) == 1
