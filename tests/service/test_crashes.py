"""Dropping dead at each point between the arrival of a ballot and its receipt."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rembug_api.demo.open_polls import Polls
from rembug_ballots.ballot import read_ballot
from rembug_ballots.ids import TrackingCode
from rembug_service.service import Service
from tests.service.crash_at import POINTS
from tests.service.polls import SUKAMUNDUR, Open

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("point", sorted(POINTS))
def test_what_was_acknowledged_survives_a_crash(point: str, prepared: tuple[Path, Polls], tmp_path: Path) -> None:
    source, polls = prepared
    folder, file = tmp_path / "data", tmp_path / "ballots.json"
    shutil.copytree(source, folder)
    cards = polls.tables[0].pile[:4]
    bodies = [polls.ballot(polls.tables[0], card) for card in cards]
    file.write_text(json.dumps(bodies))
    command = [sys.executable, "-m", "tests.service.crash_at", str(folder), str(file), point, "3"]
    died = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert died.returncode == 9, died.stderr
    acknowledged = [line.split() for line in died.stdout.splitlines()]
    assert len(acknowledged) == 2

    service = Service.open(folder)
    try:
        running = Open(service, polls)
        assert not service.boards.shut
        cast = service.board(SUKAMUNDUR).state.tracking.cast
        assert all(cast[TrackingCode(code)] == int(index) for index, code in acknowledged)
        assert len(cast) in {2, 3}
        assert running.board.signed.size == len(running.leaves())
        # Whoever heard nothing sends again; nobody is counted twice.
        receipts = [running.cast(read_ballot(body)) for body in bodies]
        assert [str(receipt.index) for receipt in receipts[:2]] == [index for index, _ in acknowledged]
        assert len({receipt.index for receipt in receipts}) == len(bodies)
        assert len(running.cast_leaves()) == len(bodies)
        for receipt in receipts:
            running.check(receipt)
    finally:
        service.close()
