"""How handlers are declared."""

from collections.abc import Callable
from typing import TypeVar, cast

from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.state.blobs import BlobSource
from rembug_ballots.state.view import StateView

_B = TypeVar("_B", bound=Body)
Handler = Callable[[StateView, Event, BlobSource], None]


def handler(kind: type[_B], work: Callable[[StateView, _B, Event, BlobSource], None]) -> tuple[type[Body], Handler]:
    """Pair a body type with its handler, which gets the body already typed.

    A handler checks everything before it changes anything.
    """

    def run(state: StateView, event: Event, blobs: BlobSource) -> None:
        work(state, cast("_B", event.body), event, blobs)

    return kind, run
