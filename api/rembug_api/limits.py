"""Limits before anything is parsed: the size of a body, by route, and addresses that no database can be asked for."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rembug_api.problems import problem

_LARGE: Final = ("/mixes", "/factors", "/register/imports", "/cards", "/ceremony/events")
LARGE_BYTES: Final = 256 * 1024 * 1024
BODY_BYTES: Final = 512 * 1024
BALLOT_BYTES: Final = 16 * 1024
# An attachment of an assembly's minutes, with what its form puts around it.
FILE_BYTES: Final = 13 * 1024 * 1024


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
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if not said.isdigit() or int(said) > limit:
            await problem(413, "TERLALU_BESAR", "Kiriman terlalu besar.")(scope, receive, send)
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
    if path.endswith("/ballots"):
        return BALLOT_BYTES
    if path.endswith("/files"):
        return FILE_BYTES
    return LARGE_BYTES if path.endswith(_LARGE) else BODY_BYTES
