"""What a booth asks before it lets a voter write."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from rembug_api.demo.open_polls import PATH, Polls, open_polls
from rembug_api.demo.server import running_server
from rembug_ballots.cards import credential_of_secret
from rembug_ballots.encoding import to_b64
from rembug_ballots.presets import langsung
from rembug_ballots.signing import public_key


@pytest.fixture(scope="module")
def polls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx2.Client, Polls]]:
    folder: Path = tmp_path_factory.mktemp("booths")
    with running_server(folder / "data") as base, httpx2.Client(base_url=base, timeout=60) as client:
        yield client, open_polls(base, 120, present=10)


def test_anybody_may_ask_what_a_table_seals_with(polls: tuple[httpx2.Client, Polls]) -> None:
    client, open_ = polls
    table = open_.tables[0]
    (rules,) = langsung("x").contests
    view = client.get(f"{PATH}/tables/{table.number}/booth").json()
    assert view["keys"] == to_b64(open_.key.to_bytes())
    assert view["table_key"] == to_b64(public_key(table.seed))
    assert (view["contest"], view["contest_index"], view["table"]) == (table.contest, rules.index, table.number)
    assert (view["names_min"], view["names_max"]) == (rules.names_min, rules.names_max)
    assert view["is_open"] is True
    assert view["is_over"] is False
    assert view["criteria"]


def ask(client: httpx2.Client, table: int, credential: bytes) -> tuple[int, str]:
    answer = client.get(f"{PATH}/tables/{table}/cards/{to_b64(credential)}")
    return answer.status_code, answer.json()["code"] if answer.content else ""


def test_a_card_may_vote_once_at_its_own_table(polls: tuple[httpx2.Client, Polls]) -> None:
    client, open_ = polls
    one, two = open_.tables[:2]
    card = one.draw()
    credential = credential_of_secret(card.secret, one.place.election, one.place.contest, one.number)
    assert ask(client, one.number, credential) == (204, "")
    assert ask(client, two.number, credential) == (409, "KARTU_MEJA_LAIN")
    assert client.post(f"{PATH}/ballots", json=open_.ballot(one, card)).status_code == 201
    assert ask(client, one.number, credential) == (409, "CREDENTIAL_USED")
    assert ask(client, one.number, bytes(32)) == (409, "KARTU_TIDAK_BERLAKU")
    assert ask(client, 99, credential) == (404, "UNKNOWN_TABLE")
    assert client.get(f"{PATH}/tables/{one.number}/cards/!").status_code == 422
