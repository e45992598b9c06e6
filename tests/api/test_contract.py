"""The OpenAPI document is kept: no 5xx, every answer as its schema says, whoever asks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import booleans
from schemathesis.core.result import Ok

from rembug_api.app import create_app
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import CONTEST, ELECTION, PASSWORD
from rembug_service.accounts import Role
from rembug_service.service import Service
from tests.support.stages import Stages

EXAMPLES = 6
# Each role and an account of the demo that has it.
ROLES = {
    "ketua": "ketua",
    "sekretaris": "sekretaris",
    "pokja_pemilihan": "pokja",
    "petugas_kartu": "kartu",
    "petugas_meja": "meja",
    "pemantau": "pemantau",
    "pemegang_kunci": "kunci-1",
    "fasilitator": "fasilitator",
}
NOBODY = "siapa saja"
# What an address must name to lead into the election whose polls are open.
INSIDE = {"election": ELECTION, "contest": CONTEST, "table": 1, "holder": 1}


@pytest.fixture(scope="module")
def base(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("contract") / "data"
    stages.polls(folder, 60, present=20)
    with running_server(folder) as address:
        yield address


@pytest.fixture(scope="module")
def sessions(base: str) -> dict[str, dict[str, str]]:
    """Headers of a session of each role, and none."""
    found = {NOBODY: {}, "ketua": _sign_in(base, "ketua")}
    body = {"account": "fasilitator", "display_name": "F", "password": PASSWORD, "roles": ["fasilitator"]}
    httpx2.post(f"{base}/api/v1/accounts", json=body, headers=found["ketua"], timeout=30).raise_for_status()
    return {role: _sign_in(base, account) for role, account in ROLES.items()} | found


def _sign_in(base: str, account: str) -> dict[str, str]:
    return _headers(httpx2.post(f"{base}/api/v1/session", json={"account": account, "password": PASSWORD}, timeout=30))


def _headers(answer: httpx2.Response) -> dict[str, str]:
    return {"Cookie": f"rembug={answer.cookies['rembug']}", "X-Rembug-CSRF": answer.json()["csrf"]}


def _document(folder: Path) -> dict[str, object]:
    service = Service.open(folder)
    document: dict[str, object] = create_app(service).openapi()
    service.close()
    return document


def test_every_role_asks() -> None:
    assert set(ROLES) == {role.value for role in Role}


@pytest.mark.parametrize("role", [NOBODY, *ROLES])
def test_no_request_breaks_the_contract(
    role: str, base: str, sessions: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    schema = schemathesis.openapi.from_dict(_document(tmp_path))
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        # Signing out would end the session that the other requests need.
        if operation.method.upper() == "DELETE" and operation.path.endswith("/session"):
            continue

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(), inside=booleans())
        def ask(case: "schemathesis.Case[Any]", *, inside: bool) -> None:
            if inside:
                case.path_parameters.update({key: INSIDE[key] for key in INSIDE.keys() & case.path_parameters.keys()})
            answer = case.call(base_url=base, headers=sessions[role])
            assert answer.status_code < 500, answer.text
            case.validate_response(answer, checks=[schemathesis.checks.response_schema_conformance])
            if answer.status_code >= 400:
                assert answer.headers["content-type"][0] == "application/problem+json"

        ask()
        asked += 1
    assert asked > 30
