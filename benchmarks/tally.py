"""Mix, prove, verify, open and combine one list in a process of its own.

Run: ``.venv/bin/python -m benchmarks.tally 8000 6``.  Prints JSON: milliseconds of CPU and wall time a ballot for each
step, and the most memory that the process held, its lists included.
"""

import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from rembug_api.cli.bench_steps import Cost, Steps, keys, tally
from rembug_crypto.elgamal import PublicKey, encrypt
from rembug_crypto.encoding import encode_slots
from rembug_crypto.group import Scalars
from rembug_service.system import system_random


@dataclass(frozen=True, slots=True)
class Tally:
    """What one list cost."""

    ballots: int
    width: int
    steps: dict[str, Cost]
    peak_mib: float

    def cpu(self, *names: str) -> float:
        """Return the milliseconds of CPU a ballot of some steps together."""
        return sum(self.steps[name].cpu_ms for name in names)

    def wall(self, *names: str) -> float:
        """Return the milliseconds of wall time a ballot of some steps together."""
        return sum(self.steps[name].wall_ms for name in names)


def measure(ballots: int, width: int) -> Tally:
    """Take a list of distinct names through every step.

    Raises:
        RuntimeError: what was opened is not what was encrypted.
    """
    key, holders = keys(width)
    inputs = _encrypted(ballots, width, key)
    steps = Steps(ballots)
    slots = tally(steps, inputs, key, holders)
    if _fingerprint(slot or b"" for slot in slots) != _fingerprint(_names(0, ballots * width // 2)):
        raise RuntimeError("the opened names are not the encrypted ones")
    return Tally(ballots, width, steps.costs, round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1))


def _names(start: int, stop: int) -> list[bytes]:
    return [f"Warga {number}".encode().ljust(60, b"\0") for number in range(start, stop)]


def _fingerprint(slots: Iterable[bytes]) -> int:
    """Return a number that is the same for the same slots in any order."""
    return sum(int.from_bytes(hashlib.sha256(slot).digest()) for slot in slots)


def _encrypted(ballots: int, width: int, key: PublicKey) -> bytes:
    parts = []
    # As ballots come in: never all of them decoded at once.
    for start in range(0, ballots, 2048):
        stop = min(start + 2048, ballots)
        some = encode_slots(_names(start * width // 2, stop * width // 2))
        parts.append(encrypt(some, key, Scalars.random(stop - start, system_random)).to_bytes())
    return b"".join(parts)


def apart(ballots: int, width: int, threads: int | None = None) -> Tally:
    """Measure in a fresh process, so that its memory is its own; on all cores, or with ``threads`` threads."""
    command = [sys.executable, "-m", "benchmarks.tally", str(ballots), str(width)]
    environment = os.environ if threads is None else {**os.environ, "RAYON_NUM_THREADS": str(threads)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout)
    return Tally(**{**found, "steps": {name: Cost(**cost) for name, cost in found["steps"].items()}})


if __name__ == "__main__":
    print(json.dumps(asdict(measure(int(sys.argv[1]), int(sys.argv[2])))))
