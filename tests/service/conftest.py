"""Fixtures of the service's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rembug_api.demo.open_polls import Polls, prepare
from tests.service.polls import Open, opened


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Polls]:
    """Give a folder with open polls that nobody writes to, and what opens its cards."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    return folder, prepare(folder, 200, present=60)


@pytest.fixture
def polls(prepared: tuple[Path, Polls], tmp_path: Path) -> Iterator[Open]:
    """Run a service with open polls."""
    with opened(prepared, tmp_path / "data") as running:
        yield running
