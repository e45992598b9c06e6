"""Following an election: its public summary, sent anew whenever the log has grown.

It says what ``GET /elections/{election}`` says: phases and counts, nobody's name.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from rembug_api.security import ServiceOf
from rembug_api.streams import Streams
from rembug_ballots.ids import ElectionId
from rembug_service.errors import NotFound, Unavailable

router = APIRouter(prefix="/elections/{election}", tags=["pemilihan"])
_LOOK_SECONDS: Final = 0.5
_ALIVE_SECONDS: Final = 5.0
_RETRY_MS: Final = 2_000


async def _open(election: str, service: ServiceOf, request: Request) -> Streams:
    """Return the streams, if this one may be opened: afterwards no status can say why not."""
    service.board(ElectionId(election))
    streams: Streams = request.app.state.streams
    streams.check_room()
    return streams


# Not in the interface's document: tools that try every route would wait for its end.
@router.get("/stream", response_class=EventSourceResponse, include_in_schema=False)
async def follow(
    election: str, service: ServiceOf, streams: Annotated[Streams, Depends(_open)]
) -> AsyncIterator[ServerSentEvent]:
    """Send ``summary`` now and after each growth of the log, and ``alive`` in quiet times."""
    streams.count += 1
    sent, quiet = -1, 0.0
    try:
        while not streams.is_stopping():
            try:
                size, text = streams.summary(service, ElectionId(election))
            except (NotFound, Unavailable):
                # Shut meanwhile: the plain route says why.
                return
            if size != sent:
                yield ServerSentEvent(event="summary", id=str(size), raw_data=text, retry=_RETRY_MS)
                sent, quiet = size, 0.0
            elif quiet >= _ALIVE_SECONDS:
                yield ServerSentEvent(event="alive", raw_data=str(size))
                quiet = 0.0
            await asyncio.sleep(_LOOK_SECONDS)
            quiet += _LOOK_SECONDS
    finally:
        streams.count -= 1
