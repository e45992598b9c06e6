"""Two kelurahan in one service: no officer of one reaches into the other, over any route that the interface has."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pysqlite3.dbapi2
import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, select

from rembug_api.app import create_app
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import CONTEST, ELECTION, PASSWORD
from rembug_service import accounts
from rembug_service.accounts import Account, Role, create_account
from rembug_service.elections import create_election
from rembug_service.service import DATABASE_FILE, Service
from rembug_service.sessions import start_session
from rembug_service.sql.tables import metadata
from tests.service.test_start import OTHER, PLACE
from tests.support.stages import Stages

API = "/api/v1"
# What an address names beside the election: things that the first kelurahan has.
INSIDE = {"contest": CONTEST, "table": "1", "holder": "1", "ceremony": "1", "kind": "AD", "version": "1"}
METHODS = {"get", "post", "put", "patch", "delete"}
# Streams do not end; they show what anybody may see.
ENDLESS = {f"{API}/elections/{{election}}/stream"}


@dataclass(frozen=True)
class Route:
    """A route of the interface that names an election."""

    method: str
    path: str

    def ask(self, client: httpx2.Client, election: str, headers: dict[str, str]) -> httpx2.Response:
        path = self.path.replace("{election}", election)
        if self.method == "get":
            return client.get(path, headers=headers)
        return client.request(self.method, path, json={}, headers=headers)


@dataclass(frozen=True)
class Two:
    """A service with two kelurahan, and a session of each role of the second and of an officer of both."""

    client: httpx2.Client
    folder: Path
    routes: list[Route]
    sessions: dict[str, dict[str, str]]
    everywhere: dict[str, str]

    def held(self) -> dict[str, list[tuple[object, ...]]]:
        """Return everything that the database holds of the first kelurahan."""
        engine = create_engine(f"sqlite:///{self.folder / DATABASE_FILE}", module=pysqlite3.dbapi2)
        tables = {name: table for name, table in metadata.tables.items() if "election" in table.columns}
        with engine.connect() as connection:
            rows = {
                name: connection.execute(select(table).where(table.c.election == ELECTION)).fetchall()
                for name, table in tables.items()
            }
        engine.dispose()
        return {name: sorted((tuple(each) for each in found), key=repr) for name, found in rows.items()}


def _routes(document: dict[str, Any]) -> Iterator[Route]:
    for path, operations in document["paths"].items():
        if "{election}" not in path or path in ENDLESS:
            continue
        filled = path
        for each in (part.split("}")[0] for part in path.split("{")[1:]):
            if each != "election":
                filled = filled.replace(f"{{{each}}}", INSIDE.get(each, "1"))
        yield from (Route(method, filled) for method in operations if method in METHODS)


def _session(service: Service, account: Account) -> dict[str, str]:
    token, session = start_session(service, account, f"perangkat {account.id}")
    return {"Cookie": f"rembug={token}", "X-Rembug-CSRF": session.csrf}


@pytest.fixture(scope="module")
def two(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("two") / "data"
    stages.polls(folder, 60, present=20)
    service = Service.open(folder)
    create_election(service, OTHER, "Pemilihan lain", PLACE)
    # What a password costs has its own tests.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        made = {role: _officer(service, role) for role in Role}
    sessions = {role.value: _session(service, account) for role, account in made.items()}
    everywhere = _session(service, Account("ketua", "Ketua", frozenset({Role.KETUA}), None))
    routes = list(_routes(create_app(service).openapi()))
    service.close()
    with running_server(folder) as base, httpx2.Client(base_url=base, timeout=60) as client:
        yield Two(client, folder, routes, sessions, everywhere)


def _officer(service: Service, role: Role) -> Account:
    roles = frozenset({role})
    return create_account(service, f"lain-{role}", role, PASSWORD, roles, None, officer="ketua", election=OTHER)


def test_no_role_of_one_kelurahan_reaches_into_another_over_any_route(two: Two) -> None:
    assert len(two.routes) > 80
    closed = 0
    before = two.held()
    for route in two.routes:
        stranger = route.ask(two.client, ELECTION, {})
        for role, session in two.sessions.items():
            answer = route.ask(two.client, ELECTION, session)
            told = (role, route, answer.text[:200])
            if stranger.status_code == 401:
                assert (answer.status_code, answer.json()["code"]) == (403, "PEMILIHAN_LAIN"), told
                closed += 1
            else:
                # Open to anybody: then an officer of elsewhere is anybody.
                assert (answer.status_code, answer.content) == (stranger.status_code, stranger.content), told
    assert closed > 50 * len(Role)
    assert two.held() == before


def test_an_officer_of_the_whole_service_is_stopped_by_no_border(two: Two) -> None:
    # Packs of all papers take seconds to print.
    read = [route for route in two.routes if route.method == "get" and not route.path.endswith(".zip")]
    asked = [route.ask(two.client, ELECTION, two.everywhere) for route in read]
    assert not [each.text for each in asked if each.status_code == 403 and "PEMILIHAN_LAIN" in each.text]
    assert sum(each.status_code == 200 for each in asked) > 20


def test_what_one_kelurahan_has_is_not_found_under_the_address_of_another(two: Two) -> None:
    before = two.held()
    tried = 0
    for route in two.routes:
        if f"/contests/{CONTEST}" in route.path or "/tables/1" in route.path:
            for role in ("ketua", "petugas_meja", "pemegang_kunci"):
                answer = route.ask(two.client, OTHER, two.sessions[role])
                assert answer.status_code >= 400, (role, route, answer.text[:200])
                tried += 1
    assert tried > 40
    assert two.held() == before


def test_accounts_and_the_trail_of_another_kelurahan_are_not_shown(two: Two) -> None:
    ketua = two.sessions["ketua"]
    shown = two.client.get(f"{API}/accounts", headers=ketua).json()
    # Tests come in any order: another one makes `lain-baru`.
    own = {f"lain-{role}" for role in Role}
    assert own <= {each["account"] for each in shown} <= own | {"lain-baru"}
    trail = two.client.get(f"{API}/audit-trail", headers=ketua).json()
    assert {each["account"] for each in trail["acts"]} <= own | {"lain-baru"}
    assert trail["total"] > 0
    everywhere = two.client.get(f"{API}/audit-trail", headers=two.everywhere).json()
    assert everywhere["total"] > trail["total"]


def test_an_officer_of_one_kelurahan_makes_accounts_for_it_alone_and_no_election(two: Two) -> None:
    body: dict[str, Any] = {"account": "lain-baru", "display_name": "Baru", "password": PASSWORD, "roles": ["ketua"]}
    ketua, url = two.sessions["ketua"], f"{API}/accounts"
    refused = two.client.post(url, json={**body, "election": ELECTION}, headers=ketua)
    assert (refused.status_code, refused.json()["code"]) == (403, "PEMILIHAN_LAIN")
    made = two.client.post(url, json=body, headers=ketua)
    assert (made.status_code, made.json()["election"]) == (201, OTHER)
    unknown = two.client.post(url, json={**body, "election": "tidak-ada"}, headers=two.everywhere)
    assert unknown.status_code == 404
    place = dict.fromkeys(("kelurahan", "kecamatan", "kota", "provinsi"), "X") | {"region_code": "99.10.01.1003"}
    begun = two.client.post(
        f"{API}/elections", json={"id": "99.10.01.1003-2026", "title": "X", "place": place}, headers=ketua
    )
    assert (begun.status_code, begun.json()["code"]) == (403, "PEMILIHAN_LAIN")
