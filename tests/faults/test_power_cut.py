"""A power cut at any moment loses no ballot whose receipt was given.

What this covers: every write of the whole service to SQLite's files, to the server's key file and to the checkpoints,
from an empty folder to the last ballot, cut off at random places and at the worst ones (just after a receipt), on a
medium that loses whatever was not flushed (`medium.py` has its rules).  ``REMBUG_POWER_CUTS`` makes it longer.

What it does not cover: a medium that lies about flushes (one test shows that we would see it here), half-written
sectors, bits that rot, and PostgreSQL, which makes the same promise with its own log and has its own such tests.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from rembug_ballots.encoding import from_b64
from rembug_crypto.note import NoteKey
from rembug_service.errors import ServiceError
from rembug_service.service import Service
from tests.faults.history import Acknowledged, LostOrChanged, check_history
from tests.faults.medium import Change, Medium, read_recording
from tests.faults.servers import leaves_of

CUTS = int(os.environ.get("REMBUG_POWER_CUTS", "40"))
ADULTS = int(os.environ.get("REMBUG_POWER_ADULTS", "160"))
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Recorded:
    """A recording, the log's key, and where in the recording each receipt was given."""

    root: Path
    changes: Sequence[Change]
    key: NoteKey
    receipts: Sequence[tuple[int, Acknowledged]]

    def given(self, until: int) -> list[Acknowledged]:
        """Return the receipts that were given before a place."""
        return [receipt for place, receipt in self.receipts if place < until]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Hold an election whose every change on the medium is recorded."""
    folder = tmp_path_factory.mktemp("power")
    library, recording, root = folder / "recorder.so", folder / "recording", folder / "run"
    root.mkdir()
    compiled = ["gcc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(library), str(HERE / "recorder.c")]
    subprocess.run([*compiled, "-ldl", "-lpthread"], check=True, timeout=60)
    watch = {"LD_PRELOAD": str(library), "REMBUG_RECORD": str(root), "REMBUG_RECORDING": str(recording)}
    command = [sys.executable, "-m", "tests.faults.casting", str(root), str(ADULTS)]
    done = subprocess.run(
        command, cwd=HERE.parents[1], env={**os.environ, **watch}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    changes = read_recording(recording)
    receipts = []
    files: dict[int, str] = {}
    for place, change in enumerate(changes):
        if change.kind == "O":
            files[change.descriptor] = change.data.decode()
        elif change.kind == "W" and files[change.descriptor] == str(root / "receipts"):
            value = json.loads(change.data)
            proof = tuple(from_b64(each) for each in value["proof"])
            receipts.append((place, Acknowledged(value["tracking"], value["index"], proof, value["checkpoint"])))
    return Recorded(root, changes, NoteKey.parse((root / "log-key").read_text()), receipts)


def _recover(recorded: Recorded, medium: Medium, folder: Path, chance: random.Random) -> None:
    """Cut the power, start the service on what is left, and hold it against the receipts."""
    medium.cut(folder, chance)
    given = recorded.given(medium.done)
    if not given:
        # Nothing was promised to a voter yet; the service must start all the same.
        Service.open(folder / "data").close()
        return
    try:
        leaves = leaves_of(folder / "data")
    except ServiceError as error:
        raise LostOrChanged(f"{len(given)} receipts, but: {error}") from None
    check_history(given, leaves, recorded.key)


def _cuts(recorded: Recorded, count: int, chance: random.Random) -> list[int]:
    """Draw places: half of them anywhere, half of them just after a receipt."""
    anywhere = [chance.randrange(1, len(recorded.changes)) for _ in range(count // 2)]
    return sorted(anywhere + [place + 1 for place, _ in chance.sample(recorded.receipts, count - count // 2)])


def test_the_recording_is_whole(recorded: Recorded) -> None:
    medium = Medium(recorded.root)
    for change in recorded.changes:
        medium.follow(change)
    seen = {path: data for path, data in medium.all_of() if not path.endswith("-shm")}
    there = {str(path): path.read_bytes() for path in recorded.root.rglob("*") if path.is_file()}
    assert seen == there
    assert len(recorded.receipts) > ADULTS // 2


def test_every_receipt_survives_a_power_cut(recorded: Recorded, tmp_path: Path) -> None:
    chance = random.Random(11)
    medium = Medium(recorded.root)
    held = 0
    for number, place in enumerate(_cuts(recorded, CUTS, chance)):
        while medium.done < place:
            medium.follow(recorded.changes[medium.done])
        _recover(recorded, medium, tmp_path / str(number), chance)
        held += bool(recorded.given(place))
    assert held >= CUTS // 2


@pytest.mark.parametrize("suffix", ["-wal", ".sqlite"])
def test_a_medium_that_forgets_flushes_is_found_out(suffix: str, recorded: Recorded, tmp_path: Path) -> None:
    """Otherwise the test above shows nothing."""
    chance = random.Random(12)
    medium = Medium(recorded.root, forgets=lambda path: path.endswith(suffix))
    found = 0
    for number, place in enumerate(_cuts(recorded, 12, chance)):
        while medium.done < place:
            medium.follow(recorded.changes[medium.done])
        try:
            _recover(recorded, medium, tmp_path / str(number), chance)
        except (LostOrChanged, ServiceError):
            found += 1
    assert found


def test_a_receipt_before_the_flush_is_found_out(recorded: Recorded, tmp_path: Path) -> None:
    """A service that answered before its ballots were flushed would be caught: here answers come that much earlier."""
    chance = random.Random(13)
    medium = Medium(recorded.root)
    lost = 0
    for number, (place, receipt) in enumerate(sorted(chance.sample(recorded.receipts, 20), key=lambda each: each[0])):
        flush = max(at for at in range(place) if recorded.changes[at].kind == "S" and _is_wal(recorded, at))
        while medium.done <= flush:
            medium.follow(recorded.changes[medium.done])
        try:
            _recover(replace(recorded, receipts=[(flush, receipt)]), medium, tmp_path / str(number), chance)
        except LostOrChanged:
            lost += 1
    assert lost


def _is_wal(recorded: Recorded, at: int) -> bool:
    descriptor = recorded.changes[at].descriptor
    opened = [change.data for change in recorded.changes[:at] if change.kind == "O" and change.descriptor == descriptor]
    return opened[-1].endswith(b"-wal")
