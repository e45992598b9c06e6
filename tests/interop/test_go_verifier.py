"""The verifier in Go, written from the two documents alone, agrees about a record that this program made."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ballots.verification.honest import honest
from tests.story.two_stages import told

HERE = Path(__file__).parent / "go_verifier"


pytestmark = pytest.mark.skipif(shutil.which("go") is None, reason="Go is not on this machine")


def go_test(record: Path, *words: str) -> None:
    done = subprocess.run(
        ["go", "test", *words, "./..."],
        cwd=HERE,
        env={**os.environ, "RECORD": str(record), "GOFLAGS": "-mod=readonly -count=1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no tests to run" not in done.stdout


def test_the_second_verifier_accepts_an_honest_record_and_refuses_flipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(honest().zipped)
    go_test(path)


def test_the_second_verifier_accepts_two_stages_with_a_home_round_and_a_repeat(tmp_path: Path) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(told("terbuka").public.zipped)
    go_test(path, "-run", "^(TestHonest|TestFlips)$")
