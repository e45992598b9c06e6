"""The board of an election over HTTP, as a witness reads it."""

from typing import Any, Final

import httpx2

from rembug_api.cli.http_client import open_client
from rembug_api.witness.device import Unreachable
from rembug_api.witness.memory import WitnessRefusal

_TIMEOUT_SECONDS: Final = 20.0
_MOST_BYTES: Final = 64 * 1024


class HttpBoard:
    """The routes of one election."""

    def __init__(self, server: str, election: str, client: httpx2.Client | None = None) -> None:
        """Take the server's address and the id of the election; the client is another than the usual only in tests."""
        self._client = client or open_client(_TIMEOUT_SECONDS)
        self._base = f"{server.rstrip('/')}/api/v1/elections/{election}"

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def log_key(self) -> str:
        """Return the key that the service says its log has; people compare it with the one on paper."""
        answer = self._ask("GET", "/witnesses")
        try:
            return str(answer.json()["log_key"])
        except (ValueError, KeyError, TypeError):
            raise WitnessRefusal("Jawaban layanan tidak dapat dibaca.") from None

    def checkpoint(self) -> bytes:
        """Return the newest checkpoint."""
        return self._ask("GET", "/board/checkpoint").content

    def point(self) -> bytes:
        """Return the newest checkpoint that is offered to witnesses."""
        return self._ask("GET", "/witness/checkpoint").content

    def consistency(self, old: int, new: int) -> str:
        """Return the lines of a proof; none where the service has no log of that size."""
        answer = self._ask("GET", f"/witness/consistency/{old}/{new}", absent=True)
        return answer.text if answer.status_code == httpx2.codes.OK else ""

    def bring(self, note: str) -> bool:
        """Give a cosigned checkpoint, and say whether the service counts this witness."""
        answer = self._ask("POST", "/witness/cosignatures", absent=True, json={"note": note})
        try:
            return bool(answer.status_code == httpx2.codes.OK and answer.json()["names"])
        except (ValueError, KeyError, TypeError):
            return False

    def _ask(self, method: str, path: str, *, absent: bool = False, **more: Any) -> httpx2.Response:  # noqa: ANN401 - of the client
        try:
            answer = self._client.request(method, self._base + path, **more)
        except httpx2.HTTPError as error:
            raise Unreachable(f"Layanan tidak terjangkau ({type(error).__name__}).") from None
        if len(answer.content) > _MOST_BYTES:
            raise WitnessRefusal("Jawaban layanan terlalu panjang.")
        if answer.is_success or (absent and answer.status_code < httpx2.codes.INTERNAL_SERVER_ERROR):
            return answer
        if answer.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR:
            raise Unreachable(f"Layanan sedang terganggu ({answer.status_code}).")
        raise WitnessRefusal(f"Layanan menolak ({answer.status_code}). Periksa alamat dan kode pemilihan.")
