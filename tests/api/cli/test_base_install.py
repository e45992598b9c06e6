"""What a stranger installs has no server packages: verifying, keys and cards must not need them."""

import subprocess
import sys
from pathlib import Path

BLOCK = """
import sys

class Absent:
    names = {"alembic", "fastapi", "pysqlite3", "qrcode", "rapidfuzz", "sqlalchemy", "starlette", "typst", "uvicorn"}
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.names:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Absent())
from rembug_api.cli import main
main()
"""


def run(*words: object) -> tuple[int, str]:
    command = [sys.executable, "-c", BLOCK, *(str(word) for word in words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_verifying_keys_and_cards_work_without_server_packages(tmp_path: Path) -> None:
    code, said = run("verify", tmp_path / "tidak-ada", "--json")
    assert (code, "tidak dapat dibaca" in said) == (2, True), said
    card = ["kartu", "buat", "--election", "a", "--contest", "bkm", "--index", 1, "--table", 1, "--count", 3]
    code, said = run(*card, "--out", tmp_path / "kartu", "--no-pdf")
    assert code == 0, said
    code, said = run("kunci", "upacara", "--account", "a", "--file", tmp_path / "tidak-ada")
    assert (code, "rusak" in said) == (1, True), said
    code, said = run("bench", "--ballots", 2, "--width", 2, "--json")
    assert code == 0, said


def test_a_server_command_says_what_is_missing(tmp_path: Path) -> None:
    for words in (["serve", "--data", tmp_path], ["demo", "--data", tmp_path], ["backup", "x", "--data", tmp_path]):
        code, said = run(*words)
        assert (code, "rembug[server]" in said) == (2, True), said
