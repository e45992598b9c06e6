"""An event: a body, the election, signatures, and the exact bytes of its leaf.

Source: docs/formats.md, "Events".
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from rembug_ballots.canonical import JsonObject, parse_object, serialise
from rembug_ballots.encoding import to_b64
from rembug_ballots.errors import InvalidRules, MalformedEvent, MalformedValue
from rembug_ballots.events import agreement, ceremony, polling, setup, tally
from rembug_ballots.events.body import Body, Signer
from rembug_ballots.events.fields import Label, Signature
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.events.schema import Codec, member_codecs, object_codec
from rembug_ballots.ids import ElectionId, HolderNumber, parse_election_id


def _bodies() -> dict[str, type[Body]]:
    found: dict[str, type[Body]] = {}
    for module in (setup, agreement, ceremony, polling, tally):
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, Body) and kind is not Body:
                found[kind.TYPE] = kind
    return dict(sorted(found.items()))


EVENT_TYPES: Final = _bodies()
"""Every event type with the class of its body."""

_CODECS: Final[dict[str, Codec]] = {name: object_codec(kind) for name, kind in EVENT_TYPES.items()}
_PLAIN: Final = {"body", "election", "type"}
_SIGNED: Final = _PLAIN | {"signatures"}


@dataclass(frozen=True, slots=True)
class EventSignature:
    """An Ed25519 signature and who made it: ``holder:3`` or ``card-maker``."""

    by: Label
    signature: Signature


@dataclass(frozen=True, slots=True)
class _Signatures:
    """Only a carrier of the type from which the codec is made."""

    signatures: tuple[EventSignature, ...]


_SIGNATURES: Final = member_codecs(_Signatures)["signatures"]


@dataclass(frozen=True, slots=True)
class Event:
    """One leaf.  Make it with `parse` or `build`, which both check every member.

    Attributes:
        election: the election of the log.
        body: the typed content.
        signature: present exactly where the table of events says so.
        data: canonical JSON of the whole event, the bytes of the leaf.
    """

    election: ElectionId
    body: Body
    signature: EventSignature | None
    data: bytes

    @property
    def type(self) -> str:
        """Type of the event, such as ``ballot.cast``."""
        return self.body.TYPE

    @classmethod
    def parse(cls, data: bytes) -> "Event":
        """Read a leaf.

        Raises:
            NotCanonical: not canonical JSON, or longer than 65,535 bytes.
            MalformedEvent: unknown type, unknown or missing member, or a member out of its bounds.
        """
        value = parse_object(data)
        name = value.get("type")
        if type(name) is not str or name not in EVENT_TYPES:
            raise MalformedEvent("unknown type of event")
        signer = EVENT_TYPES[name].SIGNER
        if value.keys() != (_PLAIN if signer is Signer.NOBODY else _SIGNED):
            raise MalformedEvent(f"{name}: not the members of an event")
        try:
            election = parse_election_id(value["election"])
            body = cast("Body", _CODECS[name].read(value["body"]))
            signature = None if signer is Signer.NOBODY else _read_signature(body, value["signatures"])
        except (MalformedValue, InvalidRules) as error:
            raise MalformedEvent(f"{name}: {error}") from None
        return cls(election, body, signature, data)

    @classmethod
    def build(cls, election: ElectionId, body: Body, signature: bytes | None = None) -> "Event":
        """Make an event; ``signature`` (64 bytes) is over `unsigned_bytes` as in `signing_bytes`.

        Raises:
            MalformedEvent, NotCanonical: a member is out of its bounds.
        """
        if type(body) is BallotCast and signature is None:
            return cls(election, body, None, _ballot_cast_bytes(election, body))
        value = _plain_value(election, body)
        if signature is not None:
            value["signatures"] = [{"by": signer_name(body), "signature": to_b64(signature)}]
        event = cls.parse(serialise(value))
        if event.body != body:
            raise MalformedEvent(f"{body.TYPE}: a member has no encoding of its own")
        return event

    def to_bytes(self) -> bytes:
        """Return the bytes of the leaf."""
        return self.data

    def unsigned_bytes(self) -> bytes:
        """Return the canonical JSON without ``signatures``, over which signatures are made."""
        return self.data if self.signature is None else unsigned_bytes(self.election, self.body)


def member_reader(kind: type[Body]) -> Callable[[object], object]:
    """Return what reads a body of one type from its JSON object; it raises MalformedEvent."""
    return _CODECS[kind.TYPE].read


def unsigned_bytes(election: ElectionId, body: Body) -> bytes:
    """Return the canonical JSON of an event without ``signatures``."""
    return serialise(_plain_value(election, body))


def signer_name(body: Body) -> str:
    """Return the ``by`` of the signature that a body needs.

    Raises:
        MalformedEvent: nobody signs this type of event.
    """
    if body.SIGNER is Signer.HOLDER:
        return f"holder:{holder_of(body)}"
    if body.SIGNER is Signer.CARD_MAKER:
        return "card-maker"
    raise MalformedEvent(f"{body.TYPE}: nobody signs this type of event")


def holder_of(body: Body) -> HolderNumber:
    """Return the holder who signs a body.

    Raises:
        MalformedEvent: no holder signs this type of event.
    """
    holder = getattr(body, "holder", None)
    if body.SIGNER is not Signer.HOLDER or not isinstance(holder, int):
        raise MalformedEvent(f"{body.TYPE}: no holder signs this type of event")
    return HolderNumber(holder)


def _plain_value(election: ElectionId, body: Body) -> JsonObject:
    return {"body": _CODECS[body.TYPE].write(body), "election": election, "type": body.TYPE}


def _read_signature(body: Body, value: object) -> EventSignature:
    signature = _SIGNATURES.read(value)
    if len(signature) != 1 or signature[0].by != signer_name(body):
        raise MalformedEvent(f"not signed by {signer_name(body)} alone")
    return cast("EventSignature", signature[0])


def _ballot_cast_bytes(election: ElectionId, body: BallotCast) -> bytes:
    """Return what `serialise` would, but faster: the server writes a thousand of these a second."""
    parse_election_id(election)
    codec = _CODECS[BallotCast.TYPE]
    value = codec.write(body)
    if codec.read(value) != body:
        raise MalformedEvent("ballot.cast: a member is out of its bounds")
    return (
        f'{{"body":{{"ciphertext":"{value["ciphertext"]}","contest":"{body.contest}",'
        f'"credential":"{value["credential"]}","proof":"{value["proof"]}","signature":"{value["signature"]}",'
        f'"table":{body.table},"table_signature":"{value["table_signature"]}"}},'
        f'"election":"{election}","type":"ballot.cast"}}'
    ).encode("ascii")
