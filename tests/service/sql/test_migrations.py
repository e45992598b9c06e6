"""The migrations and the tables tell the same story, on a database of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pysqlite3.dbapi2
import pytest
from pytest_alembic import MigrationContext, tests
from pytest_alembic.config import Config
from sqlalchemy import Engine, create_engine

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def alembic_config() -> Config:
    return Config({"file": str(ROOT / "alembic.ini"), "script_location": str(ROOT / "alembic")})


@pytest.fixture
def alembic_engine(database_url: str) -> Iterator[Engine]:
    if database_url.startswith("sqlite"):
        engine = create_engine(database_url, module=pysqlite3.dbapi2)
    else:
        engine = create_engine(database_url)
    yield engine
    engine.dispose()


def test_the_history_has_one_head(alembic_runner: MigrationContext) -> None:
    tests.test_single_head_revision(alembic_runner)


def test_an_empty_database_reaches_the_head(alembic_runner: MigrationContext) -> None:
    tests.test_upgrade(alembic_runner)


def test_the_migrated_schema_is_the_one_the_tables_describe(
    alembic_runner: MigrationContext,
) -> None:
    tests.test_model_definitions_match_ddl(alembic_runner)


def test_every_step_goes_down_as_it_went_up(alembic_runner: MigrationContext) -> None:
    tests.test_up_down_consistency(alembic_runner)
