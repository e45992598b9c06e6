"""What the import linter and the lock file say, as tests."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def _uv() -> Path:
    own = ROOT / ".uv-bootstrap" / "bin" / "uv"
    if own.exists():
        return own
    found = shutil.which("uv")
    assert found is not None, "uv is missing: `make setup` installs it"
    return Path(found)


def test_every_import_keeps_to_the_layers() -> None:
    done = _run(Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_an_import_upwards_is_caught(tmp_path: Path) -> None:
    for package in ("rembug_api", "rembug_service", "rembug_ballots", "rembug_crypto"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("")
    for module in ("__init__", "tables"):
        (tmp_path / "rembug_service" / "sql").mkdir(exist_ok=True)
        (tmp_path / "rembug_service" / "sql" / f"{module}.py").write_text("import sqlalchemy\n")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for module in (each for contract in contracts for each in contract.get("allowed_importers", [])):
        file = tmp_path / f"{module.replace('.', '/')}.py"
        if not file.with_suffix("").is_dir():
            file.parent.mkdir(exist_ok=True)
            (file.parent / "__init__.py").touch()
            file.touch()
    (tmp_path / "rembug_crypto" / "__init__.py").write_text("import time\nimport rembug_service\n")
    (tmp_path / "rembug_api" / "__init__.py").write_text("import rembug_service.sql.tables\n")
    (tmp_path / "rembug_service" / "__init__.py").write_text("import rembug_service.sql.tables\n")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 1
    assert "Layers import downwards only BROKEN" in done.stdout
    assert "no disk, network, clock, chance, log or framework BROKEN" in done.stdout
    assert "Only the service speaks to the database BROKEN" in done.stdout
    assert "Rows stay in service/sql BROKEN" in done.stdout


def test_the_lock_file_is_what_pyproject_asks_for() -> None:
    done = _run(_uv(), "lock", "--check")
    assert done.returncode == 0, done.stderr
