"""The commands a newcomer types."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROMISED = {
    "help",
    "setup",
    "pages",
    "dist",
    "wasm",
    "wasm-check",
    "clips",
    "openapi",
    "run",
    "demo",
    "test",
    "check",
    "fmt",
}
PROMISED |= {"bench", "benchmarks", "sbom"}


def _make(*words: str) -> str:
    # Not as a child of the `make test` that may have started us: its flags would be inherited.
    env = {k: v for k, v in os.environ.items() if k not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    done = subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def test_make_alone_lists_every_target_with_a_line_about_it() -> None:
    listed = dict(re.findall(r"^  make (\S+)\s+(\S.*)$", _make(), flags=re.MULTILINE))
    assert set(listed) == PROMISED
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert phony is not None
    assert set(phony.group(1).split()) == PROMISED


@pytest.mark.parametrize("target", sorted(PROMISED))
def test_make_knows_how_to_do_each_of_them(target: str) -> None:
    assert _make("--dry-run", target).strip()


def test_the_automatic_run_uses_the_readmes_command_for_tests() -> None:
    command = (ROOT / ".ci" / "run").read_text().splitlines()[-1]
    assert command == "make test"
    assert f"    {command} " in (ROOT / "README.md").read_text()
