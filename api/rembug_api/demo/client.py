"""An officer's device in the demo: a session over HTTP."""

import json
from collections.abc import Mapping
from typing import Any

import httpx2


class Refused(Exception):
    """The service answered with a problem document."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail


class Device:
    """A device without a session: a booth, or a passer-by who looks at the board."""

    def __init__(self, base: str, election: str) -> None:
        """Talk to the service at ``base`` about one election."""
        self._http = httpx2.Client(base_url=f"{base}/api/v1", timeout=120)
        self.election = election
        self._csrf = ""

    def request(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - JSON of any shape
        """Send a request and return the JSON of the answer.

        Raises:
            Refused: the service refused it.
        """
        headers = {"X-Rembug-CSRF": self._csrf} if self._csrf else {}
        answer = self._http.request(method, path, headers=headers, **options)
        if answer.status_code >= 400:
            problem = answer.json()
            raise Refused(answer.status_code, problem["code"], problem["detail"])
        if answer.content and answer.headers.get("content-type", "").startswith("application/json"):
            return answer.json()
        return answer.content

    def get(self, path: str, **params: Any) -> Any:  # noqa: ANN401 - JSON of any shape
        """Read something of the election."""
        return self.request("GET", f"/elections/{self.election}{path}", params=params)

    def post(self, path: str, body: Mapping[str, object] | None = None, **options: Any) -> Any:  # noqa: ANN401
        """Send something about the election."""
        if body is not None:
            options["json"] = body
        return self.request("POST", f"/elections/{self.election}{path}", **options)

    def close(self) -> None:
        """Hang up."""
        self._http.close()


class Officer(Device):
    """A device with a session."""

    def sign_in(self, account: str, password: str) -> "Officer":
        """Sign in; the cookie stays in the device."""
        session = self.request("POST", "/session", json={"account": account, "password": password})
        self._csrf = session["csrf"]
        return self

    def set_up(self, account: str, display_name: str, password: str) -> "Officer":
        """Create the first account of a new installation."""
        body = {"account": account, "display_name": display_name, "password": password}
        self._csrf = self.request("POST", "/setup", json=body)["csrf"]
        return self


def together(first: Officer, second: Officer, kind: str, payload: Mapping[str, object]) -> str:
    """Take a critical step: the first officer proposes, the second reads the words and agrees; return the words."""
    proposal = first.post("/proposals", {"kind": kind, "payload": json.loads(json.dumps(payload))})
    second.post(f"/proposals/{proposal['id']}/approval", {"digest": proposal["digest"]})
    return str(proposal["words"])
