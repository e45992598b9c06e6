"""Streams of server-sent events: how many are open, when they must end, and one text of a summary for all of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import uvicorn
from fastapi import FastAPI
from pydantic import TypeAdapter

from rembug_ballots.ids import ElectionId
from rembug_service import elections
from rembug_service.elections import ElectionSummary
from rembug_service.errors import Unavailable
from rembug_service.service import Service

MOST_STREAMS: Final = 200
"""More than every screen of a committee; whoever finds no place asks again from time to time."""
GRACE_SECONDS: Final = 5
"""How long a server that stops waits for answers under way."""
_SUMMARY: Final = TypeAdapter(ElectionSummary)


def _never() -> bool:
    return False


@dataclass(slots=True)
class Streams:
    """The open streams of an application.

    Attributes:
        is_stopping: says whether the server was told to stop; a stream would keep it waiting.
        count: streams that are open.
    """

    is_stopping: Callable[[], bool] = _never
    count: int = 0
    _texts: dict[str, tuple[int, str]] = field(default_factory=dict)

    def check_room(self) -> None:
        """Refuse a stream too many.

        Raises:
            Unavailable: TERLALU_RAMAI.
        """
        if self.count >= MOST_STREAMS:
            raise Unavailable("TERLALU_RAMAI", "Terlalu banyak layar yang mengikuti. Coba lagi sebentar.")

    def summary(self, service: Service, election: ElectionId) -> tuple[int, str]:
        """Return how many signed leaves an election has, and its public summary as JSON, made once for all streams.

        Raises:
            NotFound, Unavailable: there is no such election now.
        """
        size = service.board(election).signed_size
        known = self._texts.get(election)
        if known is None or known[0] != size:
            known = (size, _SUMMARY.dump_json(elections.summary(service, election)).decode())
            self._texts[election] = known
        return known


def end_with(app: FastAPI, *servers: uvicorn.Server) -> None:
    """Let the streams of an application end as soon as one of its servers is told to stop."""
    streams: Streams = app.state.streams
    streams.is_stopping = lambda: any(server.should_exit for server in servers)
