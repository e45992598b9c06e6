"""The OpenAPI document is kept: no 5xx, every answer as its schema says, whoever asks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from rembug_api.app import create_app
from rembug_api.demo.server import running_server
from rembug_service.service import Service

PASSWORD = "rapat warga malam minggu"
EXAMPLES = 6


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("contract") / "data") as address:
        yield address


@pytest.fixture(scope="module")
def sessions(base: str) -> dict[str, dict[str, str]]:
    """Headers of a session of each role, and none."""
    first = {"account": "ketua", "display_name": "Ketua", "password": PASSWORD}
    ketua = httpx2.post(f"{base}/api/v1/setup", json=first, timeout=30)
    found = {"siapa saja": {}, "ketua": _headers(ketua)}
    for role in ("petugas_meja", "pemegang_kunci", "pemantau"):
        account = role.replace("_", "-")
        body = {"account": account, "display_name": role, "password": PASSWORD, "roles": [role]}
        httpx2.post(f"{base}/api/v1/accounts", json=body, headers=found["ketua"], timeout=30).raise_for_status()
        signed_in = httpx2.post(f"{base}/api/v1/session", json={"account": account, "password": PASSWORD}, timeout=30)
        found[role] = _headers(signed_in)
    return found


def _headers(answer: httpx2.Response) -> dict[str, str]:
    return {"Cookie": f"rembug={answer.cookies['rembug']}", "X-Rembug-CSRF": answer.json()["csrf"]}


def _document(folder: Path) -> dict[str, object]:
    service = Service.open(folder)
    document: dict[str, object] = create_app(service).openapi()
    service.close()
    return document


@pytest.mark.parametrize("role", ["siapa saja", "ketua", "petugas_meja", "pemegang_kunci", "pemantau"])
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
        @given(case=operation.as_strategy())
        def ask(case: "schemathesis.Case[Any]") -> None:
            answer = case.call(base_url=base, headers=sessions[role])
            assert answer.status_code < 500, answer.text
            case.validate_response(answer, checks=[schemathesis.checks.response_schema_conformance])
            if answer.status_code >= 400:
                assert answer.headers["content-type"][0] == "application/problem+json"

        ask()
        asked += 1
    assert asked > 30
