"""One card, one ballot: over HTTP, against fifty hands at once."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from rembug_api.demo.open_polls import PATH, Polls, open_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION
from rembug_ballots.encoding import from_b64
from rembug_ballots.tracking import tracking_code
from rembug_crypto.merkle import leaf_hash
from rembug_crypto.note import NoteKey
from rembug_crypto.tiles import split_entries
from rembug_crypto.tlog_proof import parse_proof


@pytest.fixture(scope="module")
def polls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx2.Client, Polls]]:
    folder: Path = tmp_path_factory.mktemp("polls")
    with running_server(folder / "data") as base, httpx2.Client(base_url=base, timeout=60) as client:
        yield client, open_polls(base, 120, present=50)


def send(client: httpx2.Client, ballot: dict[str, object]) -> httpx2.Response:
    return client.post(f"{PATH}/ballots", json=ballot)


def size(client: httpx2.Client) -> int:
    return int(client.get(PATH).json()["log_size"])


def test_a_receipt_proves_its_ballot_in_the_log(polls: tuple[httpx2.Client, Polls]) -> None:
    client, open_ = polls
    table = open_.tables[0]
    ballot = open_.ballot(table, table.draw())
    answer = send(client, ballot)
    assert answer.status_code == 201
    receipt = parse_proof(client.get(f"{PATH}/receipts/{answer.json()['tracking']}").content)
    checkpoint = client.get(f"{PATH}/board/checkpoint").text.split("\n")
    width = int(checkpoint[1])
    entries = split_entries(client.get(f"{PATH}/board/tile/entries/000.p/{width}").content, width)
    receipt.verify(leaf_hash(entries[receipt.index]), NoteKey.parse(open_.log_key))
    code = tracking_code(
        table.place.election, table.place.contest, from_b64(str(ballot["ciphertext"])), from_b64(str(ballot["proof"]))
    )
    assert receipt.extra == code.encode()


def test_fifty_ballots_race_for_one_card_and_one_wins(polls: tuple[httpx2.Client, Polls]) -> None:
    client, open_ = polls
    table = open_.tables[0]
    card = table.draw()
    ballots = [open_.ballot(table, card, f"Nama {number}") for number in range(50)]
    before = size(client)
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda ballot: send(client, ballot), ballots))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 49}
    assert size(client) == before + 1


def test_one_ballot_sent_fifty_times_is_counted_once(polls: tuple[httpx2.Client, Polls]) -> None:
    client, open_ = polls
    table = open_.tables[1]
    ballot = open_.ballot(table, table.draw())
    before = size(client)
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: send(client, ballot), range(50)))
    assert {each.status_code for each in answers} == {201}
    assert len({each.json()["index"] for each in answers}) == 1
    assert size(client) == before + 1


def _foreign_table(open_: Polls) -> dict[str, object]:
    ballot = open_.ballot(open_.tables[0], open_.tables[0].draw())
    return {**ballot, "table": open_.tables[1].number}


def _other_seed(open_: Polls) -> dict[str, object]:
    table = open_.tables[0]
    ballot = open_.ballot(table, table.draw())
    other = open_.ballot(table, table.draw())
    return {**ballot, "table_signature": other["table_signature"]}


def _copied(open_: Polls) -> dict[str, object]:
    table = open_.tables[0]
    one, other = open_.ballot(table, table.draw()), open_.ballot(table, table.draw())
    return {**one, "ciphertext": other["ciphertext"], "proof": other["proof"]}


def _broken(open_: Polls) -> dict[str, object]:
    ballot = open_.ballot(open_.tables[0], open_.tables[0].draw())
    return {**ballot, "ciphertext": "A" * len(str(ballot["ciphertext"]))}


@pytest.mark.parametrize("forge", [_foreign_table, _other_seed, _copied, _broken])
def test_a_forged_ballot_is_refused_and_leaves_no_trace(
    polls: tuple[httpx2.Client, Polls], forge: Callable[[Polls], dict[str, object]]
) -> None:
    client, open_ = polls
    before = size(client)
    answer = send(client, forge(open_))
    assert answer.status_code in {409, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "code", "detail"}
    assert size(client) == before


def test_a_body_beyond_the_limit_is_refused(polls: tuple[httpx2.Client, Polls]) -> None:
    client, _ = polls
    answer = client.post(f"{PATH}/ballots", content=b"x" * 20_000)
    assert answer.status_code == 413
    assert answer.json()["code"] == "TERLALU_BESAR"


def test_what_is_no_ballot_is_explained_by_the_declared_route(polls: tuple[httpx2.Client, Polls]) -> None:
    client, open_ = polls
    ballot, before = open_.ballot(open_.tables[0], open_.tables[0].draw()), size(client)
    whole = {name: value for name, value in ballot.items() if name != "proof"}
    for content, status, told in (
        (json.dumps(whole).encode(), 422, "proof"),
        (json.dumps({**ballot, "names": []}).encode(), 422, "names"),
        (json.dumps({**ballot, "table": "1; DROP"}).encode(), 422, "table"),
        (b"[1, 2", 422, "Isian belum benar"),
        (b"[" * 10_000, 400, "tidak dapat dibaca"),
    ):
        answer = client.post(f"{PATH}/ballots", content=content, headers={"content-type": "application/json"})
        assert answer.status_code == status, content[:40]
        assert told in answer.json()["detail"]
    assert client.post(f"{PATH}/ballots", content=json.dumps(ballot).encode()).status_code == 422
    assert size(client) == before


def test_a_ballot_in_pieces_and_one_with_spaces_are_accepted(polls: tuple[httpx2.Client, Polls]) -> None:
    client, open_ = polls
    ballots = [open_.ballot(open_.tables[0], open_.tables[0].draw()) for _ in range(2)]
    text = json.dumps(ballots[0]).encode()
    pieces = (text[start : start + 100] for start in range(0, len(text), 100))
    headers = {"content-type": "application/json; charset=utf-8"}
    chunked = client.post(f"{PATH}/ballots", content=pieces, headers=headers)
    assert chunked.status_code == 201
    assert set(chunked.json()) == {"tracking", "card_number", "index", "proof", "checkpoint"}
    spaced = client.post(f"{PATH}/ballots", content=json.dumps(ballots[1], indent=3).encode(), headers=headers)
    assert spaced.status_code == 201
    other = client.post(f"/api/v1/elections/{ELECTION}-lain/ballots", json=ballots[0])
    assert (other.status_code, other.json()["code"]) == (404, "PEMILIHAN_TIDAK_ADA")
