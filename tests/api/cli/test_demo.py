import json
import shutil
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rembug_api.cli import app


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    words = ["--data", str(folder / "data"), "--adults", "100", "--export", str(folder / "catatan.zip"), "--no-serve"]
    done = CliRunner().invoke(app, ["demo", *words])
    assert done.exit_code == 0, done.output
    return folder / "catatan.zip"


def verify(path: Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["verify", str(path), "--json"])
    return done.exit_code, json.loads(done.stdout)["verdict"]


def test_the_record_of_a_whole_election_is_valid(record: Path, tmp_path: Path) -> None:
    assert verify(record) == (0, "valid")
    with zipfile.ZipFile(record) as archive:
        archive.extractall(tmp_path / "catatan")
    assert verify(tmp_path / "catatan") == (0, "valid")


def test_two_stages_under_saksi_leave_to_observers_what_the_public_may_not_recount(tmp_path: Path) -> None:
    words = [
        "--data",
        str(tmp_path / "data"),
        "--adults",
        "98",
        "--export",
        str(tmp_path / "catatan.zip"),
        "--no-serve",
    ]
    done = CliRunner().invoke(app, ["demo", "--preset", "dua-tingkat", "--publication", "saksi", *words])
    assert done.exit_code == 0, done.output
    assert verify(tmp_path / "catatan.zip") == (2, "incomplete")
    assert verify(tmp_path / "catatan-saksi.zip") == (0, "valid")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--preset dua-tingkat --adults 97", "paling sedikit 98 warga"),
        ("--preset dua-tingkat --saksi-buku 1", "hanya ada dalam cerita langsung"),
        ("--adults 60 --names-max 1 --turnout 0.4", "terlalu sedikit untuk cerita ini"),
        ("--turnout 0.1", "kuorum"),
        ("--tables 900", "paling banyak 50 meja"),
    ],
)
def test_a_size_without_a_story_is_refused_before_anything_is_written(
    words: str, sentence: str, tmp_path: Path
) -> None:
    done = CliRunner().invoke(app, ["demo", *words.split(), "--data", str(tmp_path / "data"), "--no-serve"])
    assert done.exit_code == 2
    assert sentence in done.output
    assert not (tmp_path / "data").exists()


def test_one_changed_byte_of_a_proof_is_found(record: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(record) as archive:
        archive.extractall(tmp_path)
    largest = max((tmp_path / "blobs").iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[100] ^= 1
    largest.write_bytes(data)
    assert verify(tmp_path) == (1, "invalid")


def test_a_missing_attachment_is_not_valid(record: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(record) as archive:
        archive.extractall(tmp_path)
    max((tmp_path / "blobs").iterdir(), key=lambda path: path.stat().st_size).unlink()
    code, verdict = verify(tmp_path)
    assert (code, verdict) in {(1, "invalid"), (2, "incomplete")}


def test_a_folder_with_data_is_left_alone(record: Path, tmp_path: Path) -> None:
    shutil.copy(record, tmp_path / "x.zip")
    assert CliRunner().invoke(app, ["demo", "--data", str(tmp_path), "--no-serve"]).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]
