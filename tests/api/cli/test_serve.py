import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from rembug_api.cli import app
from rembug_api.cli.serve import check_transport, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_may_be_served_without_tls(host: str) -> None:
    assert is_loopback(host)
    check_transport(host, None, None)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])  # noqa: S104 - refused
def test_a_network_is_not_served_in_clear(host: str, tmp_path: Path) -> None:
    assert not is_loopback(host)
    done = CliRunner().invoke(app, ["serve", "--data", str(tmp_path / "data"), "--host", host])
    assert done.exit_code == 2
    assert not (tmp_path / "data").exists()


def test_a_certificate_needs_its_key_and_both_must_be_there_and_be_such(tmp_path: Path) -> None:
    there = tmp_path / "cert.pem"
    there.write_text("x")
    for cert, key in ((there, None), (None, there), (there, tmp_path / "none.pem"), (there, there)):
        with pytest.raises(typer.Exit):
            check_transport("127.0.0.1", cert, key)


def test_help_needs_no_server_packages() -> None:
    done = CliRunner().invoke(app, ["--help"])
    assert done.exit_code == 0
    for command in ("verify", "serve", "demo", "cetak", "backup", "restore", "bench"):
        assert command in done.stdout


def test_a_folder_that_is_a_file_is_named_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    command = [sys.executable, "-m", "rembug_api.cli", "serve", "--data", str(tmp_path / "berkas"), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2
    assert "tidak dapat dipakai" in done.stderr
    assert "Traceback" not in done.stderr
