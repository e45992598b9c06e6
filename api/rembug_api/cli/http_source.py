"""A public record on a server: the board of an election over HTTP.

Nothing that the server says is trusted; paths are checked, sizes bounded, redirects not followed.
"""

from typing import Final

import httpx2

from rembug_api.cli.http_client import open_client
from rembug_ballots.errors import BrokenRecord
from rembug_ballots.record_paths import MAX_FILE_BYTES, is_record_path

_FOUND: Final = 200
_ABSENT: Final = 404
_TIMEOUT_SECONDS: Final = 60.0


class HttpSource:
    """A record below a base URL, such as ``https://host/api/v1/elections/<id>/board``."""

    def __init__(self, base: str, client: httpx2.Client | None = None) -> None:
        """Take the base URL, and a client where another than the usual one is wanted."""
        self._base = base.rstrip("/")
        self.unreachable = ""
        """What kept the last reading from the server; empty while it answers."""
        self._client = client or open_client(_TIMEOUT_SECONDS)

    def read(self, path: str, /) -> bytes | None:
        """Return a file, or None where the server has none.

        Raises:
            BrokenRecord: it is too large, or the server cannot be reached or fails.
        """
        if not is_record_path(path):
            raise BrokenRecord("a path that no record has")
        try:
            with self._client.stream("GET", f"{self._base}/{path}") as answer:
                if answer.status_code == _ABSENT:
                    return None
                if answer.status_code != _FOUND:
                    raise BrokenRecord(f"the server did not send {path}")
                data = bytearray()
                for chunk in answer.iter_bytes():
                    data += chunk
                    if len(data) > MAX_FILE_BYTES:
                        raise BrokenRecord(f"{path} is too large")
                return bytes(data)
        except httpx2.HTTPError as error:
            self.unreachable = type(error).__name__
            raise BrokenRecord(f"the server did not send {path}") from None

    def paths(self) -> None:
        """Return None: a server does not say what it has."""

    def close(self) -> None:
        """Hang up."""
        self._client.close()
