"""A power cut at any commit while tables close loses no left-over card and shows none twice."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from rembug_api.demo.open_polls import Polls
from rembug_api.demo.setting import CONTEST
from rembug_ballots.encoding import to_b64
from rembug_ballots.events import Event
from rembug_ballots.events.polling import CardsLeft
from rembug_service.service import Service
from rembug_service.sql.tables import left_cards
from tests.service.crash_closing import run
from tests.service.polls import Open

ROOT = Path(__file__).resolve().parents[2]


def steps(polls: Polls) -> list[tuple[str, dict[str, object]]]:
    """Close both tables, the contest, and end it: nobody voted, so its cards wait until the end."""
    zero = dict.fromkeys(("walked_away", "assisted", "paper_signatures"), 0)
    seen = {"unsent": 100, "tablets_empty": ["K7QX"]}
    tables: list[tuple[str, dict[str, object]]] = [
        ("table", {"table": table.number, "left_secrets": [to_b64(card.secret) for card in table.pile], **zero, **seen})
        for table in polls.tables
    ]
    return [*tables, ("contest", {"contest": CONTEST}), ("revote", {"contest": CONTEST, "reason": "listrik padam"})]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("dies", [1, 2, 4])
def test_left_over_cards_survive_a_crash(dies: int, when: str, prepared: tuple[Path, Polls], tmp_path: Path) -> None:
    source, polls = prepared
    folder, file = tmp_path / "data", tmp_path / "steps.json"
    shutil.copytree(source, folder)
    todo = steps(polls)
    file.write_text(json.dumps(todo))
    command = [sys.executable, "-m", "tests.service.crash_closing", str(folder), str(file), str(dies), when]
    died = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert died.returncode == 9, died.stderr

    service = Service.open(folder)
    try:
        assert not service.boards.shut
        done = dies - (when == "before")
        held = service.read(lambda c: list(c.scalars(select(left_cards.c.number).order_by(left_cards.c.number))))
        assert held == ([1, 2][:done] if done < 4 else [])
        for name, payload in todo[done:]:
            run(service, name, payload)
        bodies = [Event.parse(data).body for data in Open(service, polls).leaves()]
        left = {body.table: body.count for body in bodies if isinstance(body, CardsLeft)}
        assert left == {table.number: len(table.pile) for table in polls.tables}
        assert sum(isinstance(body, CardsLeft) for body in bodies) == 2
        assert service.read(lambda c: c.scalars(select(left_cards.c.number)).all()) == []
    finally:
        service.close()
