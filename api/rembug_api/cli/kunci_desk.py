"""A session of a key holder with the service, over HTTP.  Nothing that comes from it is trusted."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, Self

import httpx2

from rembug_api.board_reader import BoardReader
from rembug_api.cli.http_client import open_client
from rembug_api.cli.http_source import HttpSource
from rembug_api.cli.serve import is_loopback
from rembug_api.holder import HolderRefusal, SignedState
from rembug_ballots.encoding import from_b64
from rembug_ballots.errors import BrokenRecord, MalformedValue
from rembug_ballots.ids import ElectionId

_TIMEOUT_SECONDS: Final = 120.0
_STRANGE: Final = "Jawaban server tidak dapat dibaca."


class Unreachable(HolderRefusal):
    """The server does not answer now; later it may."""


class Desk:
    """A session with the service about one election."""

    def __init__(self, server: str, election: ElectionId, client: httpx2.Client | None = None) -> None:
        """Talk to a server; the client is another than the usual one only in tests.

        Raises:
            HolderRefusal: the address is not https, and not this machine.
        """
        address = httpx2.URL(server)
        if address.scheme != "https" and not (address.scheme == "http" and is_loopback(address.host)):
            raise HolderRefusal("Alamat server harus https, agar kata sandi tidak terbaca di jaringan.")
        self._http = client or open_client(_TIMEOUT_SECONDS)
        self._base = server.rstrip("/") + "/api/v1"
        self._election = f"/elections/{election}"
        self._source = HttpSource(f"{self._base}{self._election}/board", self._http)
        self._csrf = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def sign_in(self, account: str, password: str) -> None:
        """Sign in as the account of the key holder."""
        self._csrf = _text(self._send("POST", "/session", json={"account": account, "password": password}), "csrf")

    def log_key(self) -> str:
        """Return the key that the service says its log has; it is pinned once and compared by people."""
        return _text(self._send("GET", self._election), "log_key")

    def board(self, log_key: str) -> BoardReader:
        """Return a reader of the board that trusts only this key, and checks who signed what."""
        reader = BoardReader(self._fetch, log_key)
        reader.state = SignedState()
        return reader

    def post(self, path: str, body: Mapping[str, object]) -> None:
        """Send JSON."""
        self._send("POST", self._election + path, json=body)

    def post_files(self, path: str, files: Mapping[str, bytes]) -> None:
        """Send files."""
        self._send("POST", self._election + path, files=files)

    def sealed_for(self, holder: int) -> dict[int, bytes]:
        """Return the sealed shares that wait for a holder, by sender."""
        answer = self._send("GET", f"{self._election}/ceremony/shares/{holder}")
        try:
            return {int(sender): from_b64(share) for sender, share in answer.json().items()}
        except (ValueError, AttributeError, TypeError, MalformedValue):
            raise HolderRefusal(_STRANGE) from None

    def _fetch(self, path: str) -> bytes | None:
        try:
            return self._source.read(path)
        except BrokenRecord as error:
            raise Unreachable(f"Papan pemilihan tidak dapat diunduh ({error}).") from None

    def _send(self, method: str, path: str, **options: Any) -> httpx2.Response:  # noqa: ANN401 - options of the client
        headers = {"X-Rembug-CSRF": self._csrf} if self._csrf else {}
        try:
            answer = self._http.request(method, self._base + path, headers=headers, **options)
        except httpx2.HTTPError as error:
            raise Unreachable(f"Server tidak dapat dihubungi ({type(error).__name__}).") from None
        if answer.is_success:
            return answer
        try:
            detail = str(answer.json()["detail"])
        except (ValueError, KeyError, TypeError):
            detail = f"Server menjawab {answer.status_code}."
        raise (Unreachable if answer.is_server_error else HolderRefusal)(detail)


def _text(answer: httpx2.Response, name: str) -> str:
    try:
        value = answer.json()[name]
    except (ValueError, KeyError, TypeError):
        raise HolderRefusal(_STRANGE) from None
    if not isinstance(value, str):
        raise HolderRefusal(_STRANGE)
    return value
