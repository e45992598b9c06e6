"""The same service on SQLite and on a real PostgreSQL: ballots in, everything back after a restart."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from rembug_api.demo.open_polls import PATH, open_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION
from rembug_ballots.ids import ElectionId
from rembug_service.service import Service


def test_ballots_survive_a_restart_on_either_database(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with running_server(folder, url=database_url) as base:
        polls = open_polls(base, 60, present=12)
        ballots = [polls.ballot(table, table.draw()) for table in polls.tables for _ in range(12)]
        with ThreadPoolExecutor(8) as pool, httpx2.Client(base_url=base, timeout=60) as client:
            answers = list(pool.map(lambda ballot: client.post(f"{PATH}/ballots", json=ballot), ballots))
        assert {each.status_code for each in answers} == {201}
        indices = {each.json()["tracking"]: each.json()["index"] for each in answers}
    assert len(set(indices.values())) == len(ballots)
    service = Service.open(folder, database_url)
    board = service.board(ElectionId(ELECTION))
    assert {code: board.state.tracking.cast[code] for code in board.state.tracking.cast} == indices
    assert board.signed_size == board.state.size
    service.close()
