"""Fixtures for all tests: databases of both kinds, real and empty, and the second verifier."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support import typescript
from tests.support.postgres import PostgresServer, private_postgres
from tests.support.stages import Stages

# The machines that run this are shared and slow at times: time is measured in benchmarks, never asserted here.
settings.register_profile("rembug", deadline=None)
settings.load_profile("rembug")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Run a private PostgreSQL for this worker; where there is none, the test fails."""
    with private_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Give the URL of one database that lives as long as the session."""
    with postgres_server.fresh_database() as url:
        yield url


@pytest.fixture
def fresh_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Give the URL of an empty PostgreSQL database, dropped after the test."""
    with postgres_server.fresh_database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'rembug.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give the URL of an empty database, once of each kind."""
    kind = {"sqlite": "sqlite_url", "postgresql": "fresh_postgres_url"}[request.param]
    url: str = request.getfixturevalue(kind)
    return url


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Give folders with an election at some stage."""
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture(scope="session")
def typescript_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the verifier in TypeScript once."""
    return typescript.build(tmp_path_factory.mktemp("cli"))


@pytest.fixture(scope="session")
def typescript_verifier(typescript_program: Path) -> Iterator[typescript.TypeScriptVerifier]:
    """Keep the verifier in TypeScript running."""
    with typescript.running(typescript_program) as verifier:
        yield verifier
