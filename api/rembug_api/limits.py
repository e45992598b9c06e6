"""Limits before anything is parsed: the size of a body, by route, and addresses that no database can be asked for.

A body is read before a route learns who sends it.  So whoever is not signed in may send nothing large, and cannot fill
memory or disk.
"""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rembug_api.problems import problem
from rembug_api.security import live_session
from rembug_service.errors import NotSignedIn

BODY_BYTES: Final = 512 * 1024
_LARGEST_FILE: Final = 32 * 1024 * 1024
_LIMITS: Final = {
    "/ballots": 16 * 1024,
    # An attachment of an assembly's minutes, with what its form puts around it.
    "/files": 13 * 1024 * 1024,
    "/register/imports": _LARGEST_FILE,
    # 40,000 ballots of 17 names: 45 MB of ciphertexts, and as many factors.
    "/mixes": 256 * 1024 * 1024,
    "/factors": 256 * 1024 * 1024,
}


def keep_files_in_memory() -> None:
    """Let no uploaded file touch the disk: an office's list is full of NIK, and what was once written can be read.

    The framework writes what is larger than a megabyte into a temporary file; here the limits above are small enough.
    """
    MultiPartParser.spool_max_size = _LARGEST_FILE


class BodyLimit:
    """Refuses bodies that are too large, whether they say their length or not."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            await problem(400, "KIRIMAN_RUSAK", "Kiriman tidak dapat dibaca.")(scope, receive, send)
            return
        limit = _limit(scope["path"])
        headers = dict(scope["headers"])
        said = headers.get(b"content-length", b"0")
        if not said.isdigit() or int(said) > limit:
            await problem(413, "TERLALU_BESAR", "Kiriman terlalu besar.")(scope, receive, send)
            return
        # Without a length it may become as long as the route allows.
        longest = limit if b"transfer-encoding" in headers else int(said)
        if longest > BODY_BYTES and (refusal := await _stranger(scope)) is not None:
            await problem(401, refusal.code, refusal.detail)(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                # The rest is not read: to the application the client has gone.
                return {"type": "http.disconnect"}
            return message

        await self._app(scope, counted, send)


def _limit(path: str) -> int:
    return next((most for end, most in _LIMITS.items() if path.endswith(end)), BODY_BYTES)


async def _stranger(scope: Scope) -> NotSignedIn | None:
    """Return why the sender is not signed in, or None."""
    try:
        await run_in_threadpool(live_session, Request(scope))
    except NotSignedIn as error:
        return error
    return None
