"""The migrations, through Alembic's own command line, on a database of each kind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from tests.support.postgres import NoPostgresError, server_programs

ROOT = Path(__file__).resolve().parents[3]


def _alembic(*words: str, url: str | None = None) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k != "REMBUG_DATABASE_URL"}
    if url is not None:
        env["REMBUG_DATABASE_URL"] = url
    return subprocess.run(
        [sys.executable, "-m", "alembic", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_an_empty_database_is_brought_up_to_date_by_the_environments_url(
    database_url: str,
) -> None:
    done = _alembic("upgrade", "head", url=database_url)
    assert done.returncode == 0, done.stderr
    assert _alembic("current", url=database_url).returncode == 0


def test_an_empty_database_is_brought_up_to_date_by_the_url_on_the_command_line(
    database_url: str,
) -> None:
    done = _alembic("-x", f"url={database_url}", "upgrade", "head")
    assert done.returncode == 0, done.stderr
    engine = create_engine(database_url)
    try:
        assert "alembic_version" in inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_without_a_url_the_migration_says_how_to_give_one() -> None:
    done = _alembic("upgrade", "head")
    assert done.returncode != 0
    assert "REMBUG_DATABASE_URL" in done.stderr


def test_the_private_postgresql_is_a_real_server(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    try:
        with engine.connect() as connection:
            version: str = connection.exec_driver_sql("SHOW server_version").scalar_one()
    finally:
        engine.dispose()
    assert int(version.split(".", maxsplit=1)[0]) >= 13


def test_where_postgresql_is_missing_the_tests_fail_and_say_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoPostgresError, match="apt-get install postgresql"):
        server_programs(tmp_path)
