"""What no database, no log and no parser can hold is refused with a sentence, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import httpx2
import pytest

from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION, PASSWORD, begin_election, gather_committee
from rembug_api.plain import check_plain
from tests.support.postgres import PostgresServer

ROOT = "/api/v1"
PATH = f"{ROOT}/elections/{ELECTION}"


def _account(name: bytes, person: bytes) -> bytes:
    head = b'{"account":"ani","password":"rapat warga minggu","roles":["pemantau"],"display_name":"'
    return head + name + b'","person":' + person + b"}"


def _step(value: bytes) -> bytes:
    return b'{"kind":"table.open","payload":{"table":' + value + b"}}"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def devices(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, httpx2.Client]]:
    """Give signed-in clients of a running server, once on each kind of database."""
    folder = tmp_path_factory.mktemp("bad") / "data"
    if request.param == "sqlite":
        with running_server(folder) as base:
            yield from _signed_in(base)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.fresh_database() as url, running_server(folder, url=url) as base:
        yield from _signed_in(base)


def _signed_in(base: str) -> Iterator[dict[str, httpx2.Client]]:
    committee = gather_committee(base)
    begin_election(committee)
    committee.close()
    clients = {"siapa saja": httpx2.Client(base_url=base, timeout=30)}
    for account in ("ketua", "meja", "kunci-1"):
        clients[account] = httpx2.Client(base_url=base, timeout=30)
        session = clients[account].post(f"{ROOT}/session", json={"account": account, "password": PASSWORD})
        clients[account].headers["X-Rembug-CSRF"] = session.json()["csrf"]
    yield clients
    for each in clients.values():
        each.close()


def refused(answer: httpx2.Response, *statuses: int) -> str:
    """Return the code of a refusal, which is a problem document with a sentence."""
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "code", "detail"}
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:rembug:problem:{body['code']}"
    assert body["detail"].endswith(".")
    return str(body["code"])


@pytest.mark.parametrize(
    ("who", "method", "path", "body"),
    [
        ("siapa saja", "POST", f"{ROOT}/session", b"{"),
        ("siapa saja", "POST", f"{ROOT}/session", b"\xff\xfe"),
        ("siapa saja", "POST", f"{ROOT}/session", rb'{"account":"\u0000","password":"x"}'),
        ("siapa saja", "POST", f"{ROOT}/session", rb'{"account":"ketua","password":"\ud800"}'),
        ("siapa saja", "POST", f"{PATH}/ballots", b"[" * 15_000),
        ("ketua", "POST", f"{ROOT}/accounts", _account(rb"a\u0000", b"null")),
        ("ketua", "POST", f"{ROOT}/accounts", _account(b"Ani", b'"' + b"0" * 50 + b'"')),
        ("ketua", "PUT", f"{PATH}/rules-draft", rb'{"\ud800":1}'),
        ("ketua", "PUT", f"{PATH}/rules-draft", b'{"a":1e999}'),
        ("ketua", "POST", f"{PATH}/proposals", _step(rb'"\ud800"')),
        ("ketua", "POST", f"{PATH}/proposals", _step(rb'["a\u0000b"]')),
        ("ketua", "POST", f"{PATH}/proposals", _step(b"NaN")),
        ("ketua", "POST", f"{PATH}/proposals", _step(b"9" * 5000)),
        ("ketua", "PATCH", f"{PATH}/register/0123456789", rb'{"nicknames":["\ud800"]}'),
    ],
)
def test_a_body_that_cannot_be_kept_is_refused(
    devices: dict[str, httpx2.Client], who: str, method: str, path: str, body: bytes
) -> None:
    size = devices["siapa saja"].get(PATH).json()["log_size"]
    answer = devices[who].request(method, path, content=body, headers={"content-type": "application/json"})
    assert refused(answer, 400, 422) in {"ISIAN_SALAH", "KIRIMAN_RUSAK"}
    assert devices["siapa saja"].get(PATH).json()["log_size"] == size


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("ketua", "/register?q=%00"),
        ("ketua", "/register?offset=99999999999999999999"),
        ("siapa saja", "/board/blobs/%00"),
        ("siapa saja", "/board/blobs/" + "a" * 3000),
        ("siapa saja", "/board/tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999"),
        ("siapa saja", "/receipts/%ed%a0%80"),
        *[("kunci-1", f"/ceremony/shares/{number}") for number in (-1, 2**31, 10**20, "abc")],
        *[("meja", f"/tables/{number}/roll") for number in (-1, 99, 2**31, 10**20, "abc")],
    ],
)
def test_an_address_that_nothing_can_have_is_refused(devices: dict[str, httpx2.Client], who: str, path: str) -> None:
    refused(devices[who].get(PATH + path), 400, 404, 422)


def test_an_unknown_route_and_a_wrong_method_have_their_own_codes(devices: dict[str, httpx2.Client]) -> None:
    client = devices["siapa saja"]
    assert refused(client.get(f"{ROOT}/tidak-ada"), 404) == "TIDAK_ADA"
    assert refused(client.put(f"{ROOT}/session"), 405) == "CARA_SALAH"
    assert refused(client.post(f"{ROOT}/session", content=b"x" * 600_000), 413) == "TERLALU_BESAR"
    assert refused(client.get(f"{PATH}/register"), 401) == "BELUM_MASUK"
    assert refused(devices["meja"].get(f"{ROOT}/accounts"), 403) == "PERAN_TIDAK_BERHAK"


@pytest.mark.parametrize("path", ["/register/imports", "/contests/bkm/mixes", "/contests/bkm/factors"])
@pytest.mark.parametrize("whole", [True, False], ids=["with a length", "in pieces"])
def test_who_is_not_signed_in_sends_nothing_large(devices: dict[str, httpx2.Client], path: str, *, whole: bool) -> None:
    data = b"x" * 600_000
    answer = devices["siapa saja"].post(PATH + path, content=data if whole else iter((data, data)))
    assert refused(answer, 401) == "BELUM_MASUK"
    # Whoever is signed in is read, and told what is wrong with it.
    refused(devices["ketua"].post(PATH + path, content=data if whole else iter((data, data))), 403, 422)


def test_a_desk_does_not_read_the_register(devices: dict[str, httpx2.Client]) -> None:
    assert refused(devices["meja"].get(f"{PATH}/register"), 403) == "PERAN_TIDAK_BERHAK"
    assert devices["ketua"].get(f"{PATH}/register").status_code == 200


def test_what_changes_something_needs_the_token_of_the_page(devices: dict[str, httpx2.Client]) -> None:
    for token in ("", "x" * 43):
        answer = devices["ketua"].post(f"{PATH}/rehearsal", headers={"X-Rembug-CSRF": token})
        assert refused(answer, 403) == "TANDA_HALAMAN_SALAH"


def test_plain_values_pass_and_others_do_not() -> None:
    plain = {"nama": ["Ujang", "\U0001f600", 1, 1.5, None, True, {"": []}]}
    assert check_plain(plain) is plain
    for value in ("\0", "\ud800", float("nan"), [{"a": float("inf")}], {"\udfff": 1}):
        with pytest.raises(ValueError, match=r"a text|a number"):
            check_plain(value)
