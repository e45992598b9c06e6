"""Following an election by server-sent events, and the committee's view of polling day."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from rembug_api.demo import setting
from rembug_api.demo.client import Device, Officer, Refused
from rembug_api.demo.open_polls import PATH, Polls, open_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import PASSWORD
from rembug_api.streams import MOST_STREAMS

STREAM = f"{PATH}/stream"
PRESENT = 4


@pytest.fixture(scope="module")
def polls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Polls]]:
    with running_server(tmp_path_factory.mktemp("stream") / "data") as base:
        yield base, open_polls(base, 60, present=PRESENT)


@contextmanager
def following(base: str, **headers: str) -> Iterator[Iterator[tuple[str, Any]]]:
    """Give the events of a stream, as (name, data)."""

    def events(response: httpx2.Response) -> Iterator[tuple[str, Any]]:
        name = ""
        for line in response.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))

    with httpx2.stream("GET", f"{base}{STREAM}", headers=headers, timeout=30) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        yield events(response)


def test_a_stream_says_how_the_election_stands_and_again_when_the_log_grows(polls: tuple[str, Polls]) -> None:
    base, open_now = polls
    public = httpx2.get(f"{base}{PATH}").json()
    with following(base) as events:
        assert next(events) == ("summary", public)
        booth, table = Device(base, setting.ELECTION), open_now.tables[0]
        booth.post("/ballots", open_now.ballot(table, table.draw()))
        name, later = next(events)
        assert name == "summary"
        assert later["log_size"] == public["log_size"] + 1
        assert later == httpx2.get(f"{base}{PATH}").json()
        booth.close()


def test_whoever_comes_back_hears_the_present_at_once(polls: tuple[str, Polls]) -> None:
    base, _ = polls
    for _ in range(2):
        with following(base, **{"Last-Event-ID": "3"}) as events:
            name, summary = next(events)
            assert (name, summary["log_size"]) == ("summary", httpx2.get(f"{base}{PATH}").json()["log_size"])


def test_a_quiet_stream_says_that_it_lives(polls: tuple[str, Polls]) -> None:
    base, _ = polls
    with following(base) as events:
        _, summary = next(events)
        assert next(events) == ("alive", summary["log_size"])


def test_an_election_that_is_not_there_is_a_problem_and_no_stream(polls: tuple[str, Polls]) -> None:
    base, _ = polls
    answer = httpx2.get(f"{base}/api/v1/elections/99.99.99.9999-2026/stream")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_many_streams_hold_no_thread_that_anybody_else_needs(polls: tuple[str, Polls]) -> None:
    base, _ = polls
    with httpx2.Client(limits=httpx2.Limits(max_connections=MOST_STREAMS + 10), timeout=60) as client:
        opened = [client.send(client.build_request("GET", base + STREAM), stream=True) for _ in range(MOST_STREAMS)]
        assert {each.status_code for each in opened} == {200}
        # Kept: a reader that is forgotten closes its connection.
        readers = [each.iter_raw() for each in opened]
        assert all(next(each) for each in readers)
        # A plain route runs in the pool of threads, of which there are fewer than streams.
        assert client.get(f"{base}{PATH}").status_code == 200
        refused = client.get(base + STREAM)
        assert (refused.status_code, refused.json()["code"]) == (503, "TERLALU_RAMAI")
        for each in opened:
            each.close()


def test_a_server_that_stops_ends_its_streams(tmp_path: Path) -> None:
    heard: list[str] = []
    with running_server(tmp_path / "data") as base:
        committee = setting.gather_committee(base)
        setting.begin_election(committee)
        committee.close()
        started = threading.Event()

        def listen() -> None:
            with following(base) as events:
                for name, _ in events:
                    heard.append(name)
                    started.set()

        listener = threading.Thread(target=listen)
        listener.start()
        assert started.wait(20)
        start = time.monotonic()
    # The server's own patience with requests under way would be longer.
    listener.join(20)
    assert not listener.is_alive()
    assert heard[0] == "summary"
    assert time.monotonic() - start < 15


def test_polling_day_shows_who_came_by_table_and_unit_and_nobodys_name(polls: tuple[str, Polls]) -> None:
    base, _ = polls
    officer = Officer(base, setting.ELECTION).sign_in("pemantau", PASSWORD)
    view = officer.get("/day")
    assert [each["number"] for each in view["tables"]] == [1, 2]
    for parts in (view["tables"], view["units"]):
        turnouts = [each["turnout"] for each in parts]
        assert sum(each["men_present"] + each["women_present"] for each in turnouts) == 2 * PRESENT
    for table in view["tables"]:
        assert table["left"] == table["made"] - table["ballots"] - table["voided"]
    assert view["alarms"] == []
    register = officer.get("/register", q="", limit=5000)["rows"]
    assert not [each["name"] for each in register if each["name"] in json.dumps(view)]
    officer.close()


def test_polling_day_is_the_committees(polls: tuple[str, Polls]) -> None:
    base, _ = polls
    assert httpx2.get(f"{base}{PATH}/day").status_code == 401
    holder = Officer(base, setting.ELECTION).sign_in("kunci-1", PASSWORD)
    with pytest.raises(Refused) as refused:
        holder.get("/day")
    assert refused.value.status == 403
    holder.close()
