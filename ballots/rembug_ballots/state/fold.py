"""The state of an election: a fold over its events.

The server folds with it before it appends; the verifier folds with it from the public record.
Every handler checks first and changes afterwards, so a refused event leaves no trace. Signatures
of events and proofs are not checked here: that is the work of whoever appends or verifies.
"""

from collections.abc import Callable
from typing import Final

from rembug_ballots.events.body import Body, Signer
from rembug_ballots.events.event import EVENT_TYPES, Event
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.events.setup import CardsRegistered, ElectionCreated
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state import agreement, ceremony, closing, mixing, polling, register, result, term
from rembug_ballots.state.blobs import BlobSource
from rembug_ballots.state.view import StateView

Handler = Callable[[StateView, Event, BlobSource], None]

_HANDLERS: Final[dict[type[Body], Handler]] = {
    kind: handler
    for module in (agreement, ceremony, register, polling, closing, mixing, result, term)
    for kind, handler in module.HANDLERS.items()
}
if _HANDLERS.keys() != set(EVENT_TYPES.values()):
    raise AssertionError("every event type has exactly one handler")


class ElectionState(StateView):
    """All that the events so far say.  Read it freely; only `apply` changes it."""

    __slots__ = ()

    def apply(self, event: Event, blobs: BlobSource) -> None:
        """Check an event against the state, then let it change the state.

        Args:
            event: the next leaf.
            blobs: where blobs that the event names are read.

        Raises:
            IllegalEvent: the event is not allowed; the state is unchanged.
        """
        body = event.body
        if type(body) is BallotCast:
            if event.election != self.election:
                raise IllegalEvent(Refusal.OTHER_ELECTION)
            polling.cast(self, body)
        else:
            if self.created is None and not isinstance(body, ElectionCreated):
                raise IllegalEvent(Refusal.NOT_CREATED)
            if self.created is not None and event.election != self.election:
                raise IllegalEvent(Refusal.OTHER_ELECTION)
            _HANDLERS[type(body)](self, event, blobs)
        self.size += 1

    def signing_key_for(self, body: Body) -> bytes | None:
        """Return the Ed25519 key that must have signed an event; None where nobody signs.

        Raises:
            IllegalEvent: UNKNOWN_HOLDER.
        """
        if body.SIGNER is Signer.NOBODY:
            return None
        if isinstance(body, CardsRegistered):
            return body.maker_key
        return ceremony.signing_key_of(self, body)
