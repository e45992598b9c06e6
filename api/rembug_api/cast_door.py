"""The one route that a whole kelurahan uses at once, answered without the framework's trip through its routers.

Only the plain case is answered here: a ballot that can be read.  Everything else, whatever is wrong with it, goes on to
the declared route, which says what.  Measured: the trip costs three times what accepting a ballot costs this thread.
"""

import asyncio
import json
import re
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rembug_api.problems import FORESEEN, answer_to
from rembug_ballots.ballot import read_ballot
from rembug_ballots.encoding import to_b64
from rembug_ballots.errors import BallotsError
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ElectionId
from rembug_service import casting
from rembug_service.casting import Receipt
from rembug_service.service import Service

_ROUTE: Final = re.compile(r"/api/v1/elections/([^/]+)/ballots")
_JSON: Final = b"application/json"


class CastDoor:
    """Accepts ballots before the routers see them."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        """Wrap an application."""
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        route = _ROUTE.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if route is None or not _is_json(scope):
            await self._app(scope, receive, send)
            return
        messages = await _whole(receive)
        ballot = _read(messages)
        if ballot is None:
            await self._app(scope, _replay(messages, receive), send)
            return
        try:
            answer = await cast_ballot(self._service, ElectionId(route[1]), ballot)
        except FORESEEN as error:
            answer = answer_to(error)
        await answer(scope, receive, send)


async def cast_ballot(service: Service, election: ElectionId, ballot: BallotCast) -> Response:
    """Accept a ballot and return its receipt, when everything is durable.

    Raises:
        IllegalEvent, InvalidRequest, StorageFailed, Unavailable: as `casting.cast`.
    """
    index = await asyncio.wrap_future(casting.cast(service, election, ballot))
    receipt = receipt_object(casting.receipt_of(service, election, ballot, index))
    return Response(json.dumps(receipt, separators=(",", ":")), status_code=201, media_type="application/json")


def receipt_object(receipt: Receipt) -> dict[str, object]:
    """Return the members of a `ReceiptAnswer`."""
    return {
        "tracking": receipt.tracking,
        "card_number": receipt.card_number,
        "index": receipt.index,
        "proof": [to_b64(each) for each in receipt.proof],
        "checkpoint": receipt.checkpoint,
    }


def _is_json(scope: Scope) -> bool:
    return any(name == b"content-type" and value.split(b";")[0].strip() == _JSON for name, value in scope["headers"])


async def _whole(receive: Receive) -> list[Message]:
    """Return all messages of a request; the last one is a disconnect where the client went or sent too much."""
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _read(messages: list[Message]) -> BallotCast | None:
    if messages[-1]["type"] != "http.request":
        return None
    try:
        return read_ballot(json.loads(b"".join(each.get("body", b"") for each in messages)))
    except (BallotsError, ValueError, RecursionError):
        return None


def _replay(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def again() -> Message:
        for message in waiting:
            return message
        return await receive()

    return again
