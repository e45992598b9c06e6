"""Signatures of events.  Source: docs/formats.md, "Events"."""

from rembug_ballots import signing
from rembug_ballots.errors import InvalidEventSignature
from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event, unsigned_bytes
from rembug_ballots.ids import ElectionId
from rembug_crypto.domains import Domain, frames
from rembug_crypto.errors import InvalidSignature


def signing_bytes(election: ElectionId, body: Body) -> bytes:
    """Return what the signer of an event signs."""
    return _framed(unsigned_bytes(election, body))


def _framed(unsigned: bytes) -> bytes:
    return frames("domain", Domain.EVENT_SIGNATURE, "event", unsigned)


def sign_event(election: ElectionId, body: Body, seed: bytes) -> Event:
    """Return the event signed with an Ed25519 seed of 32 bytes.

    Raises:
        MalformedEvent: a member is out of its bounds, or nobody signs this type of event.
    """
    return Event.build(election, body, signing.sign(seed, signing_bytes(election, body)))


def check_signature(event: Event, key: bytes) -> None:
    """Accept the signature of an event by ``key``, which `ElectionState.signing_key_for` gives.

    Raises:
        InvalidEventSignature: there is none, or it is by another key or over another event.
    """
    if event.signature is None:
        raise InvalidEventSignature(f"{event.type} has no signature")
    try:
        signing.verify(key, _framed(event.unsigned_bytes()), event.signature.signature)
    except InvalidSignature:
        by = event.signature.by
        raise InvalidEventSignature(f"{event.type} is not signed by {by}") from None
