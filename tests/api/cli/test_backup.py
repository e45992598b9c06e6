import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rembug_api.cli import app
from rembug_service.service import Service


def run(*words: object) -> int:
    return CliRunner().invoke(app, [str(word) for word in words]).exit_code


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    Service.open(folder).close()
    return folder


def test_a_backup_made_beside_a_running_server_can_be_opened_again(tmp_path: Path) -> None:
    folder, file, fresh = tmp_path / "data", tmp_path / "cadangan.zip", tmp_path / "baru"
    service = Service.open(folder)
    try:
        assert run("backup", file, "--data", folder) == 0
    finally:
        service.close()
    assert file.stat().st_mode & 0o777 == 0o600
    assert run("restore", file, "--data", fresh) == 0
    assert (fresh / "server.key").read_bytes() == (folder / "server.key").read_bytes()
    Service.open(fresh).close()


def test_nothing_is_overwritten(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.zip"
    assert run("backup", file, "--data", data) == 0
    before = file.read_bytes()
    assert run("backup", file, "--data", data) == 1
    assert file.read_bytes() == before
    assert run("restore", file, "--data", data) == 1


def test_a_folder_without_data_leaves_no_file(tmp_path: Path) -> None:
    assert run("backup", tmp_path / "x.zip", "--data", tmp_path) == 1
    assert not (tmp_path / "x.zip").exists()


def test_a_file_that_is_no_backup_writes_nothing(tmp_path: Path) -> None:
    wrong = tmp_path / "x.zip"
    for names in (
        ["server.key"],
        ["server.key", "rembug.sqlite", "../luar"],
        ["server.key", "rembug.sqlite", "/etc/x"],
    ):
        with zipfile.ZipFile(wrong, "w") as archive:
            for name in names:
                archive.writestr(name, b"x")
        assert run("restore", wrong, "--data", tmp_path / "baru") == 1
    wrong.write_bytes(b"PK")
    assert run("restore", wrong, "--data", tmp_path / "baru") == 1
    assert not list((tmp_path / "baru").iterdir())
    assert not (tmp_path / "luar").exists()
