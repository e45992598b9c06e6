"""The verifier in TypeScript as one program that stays running: it answers one record after the other."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

FRONTEND: Final = Path(__file__).parents[2] / "frontend"


class TypeScriptVerifier:
    """A running program."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Talk to a process that reads jobs."""
        self._process = process

    def verify(self, record: Path, receipts: Sequence[Path] = (), checkpoints: Sequence[Path] = ()) -> dict[str, Any]:
        """Return the report on a record."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        job = {
            "record": str(record),
            "receipts": [str(each) for each in receipts],
            "checkpoints": [str(each) for each in checkpoints],
        }
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the verifier in TypeScript ended"
        report: dict[str, Any] = json.loads(line)
        return report


def build(folder: Path) -> Path:
    """Build the program into a folder and return its path."""
    vite = FRONTEND / "node_modules" / "vite" / "bin" / "vite.js"
    words = ["node", str(vite), "build", "--config", "vite.cli.config.ts", "--outDir", str(folder)]
    done = subprocess.run(words, cwd=FRONTEND, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "verify.mjs"


@contextmanager
def running(program: Path) -> Iterator[TypeScriptVerifier]:
    """Keep a program running."""
    words = ["node", str(program), "-"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield TypeScriptVerifier(process)
        finally:
            process.kill()
