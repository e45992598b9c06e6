"""The fold of a key holder's device: it also checks who signed.

The plain fold leaves signatures to its caller.  A holder who left them out would take mixes that the server made in the
name of others: the server would know every permutation, and so who wrote what.
"""

from rembug_ballots.events.event import Event
from rembug_ballots.events.signing import check_signature
from rembug_ballots.state import BlobSource, ElectionState


class SignedState(ElectionState):
    """A fold that refuses an event of a holder or card maker which is not signed by that person's key."""

    __slots__ = ()

    def apply(self, event: Event, blobs: BlobSource) -> None:
        """Check the signature of an event, then fold it.

        Raises:
            InvalidEventSignature: somebody else signed, or nobody.
            IllegalEvent: the event is not allowed; the state is unchanged.
        """
        key = self.signing_key_for(event.body)
        if key is not None:
            check_signature(event, key)
        super().apply(event, blobs)
