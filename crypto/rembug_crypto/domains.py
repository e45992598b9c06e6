"""The domain table and the framing of values.  Source: docs/protocol.md sections 1 and 3.

Every hash, signature and challenge of the protocol starts with one of these domains, each used in
one place, so that no value made for one purpose can be passed off for another.
"""

from enum import StrEnum, unique


@unique
class Domain(StrEnum):
    """What a hash, a signature or a transcript is for."""

    CEREMONY_KEY = "rembug/v1/ceremony-key"
    CEREMONY_TRANSCRIPT = "rembug/v1/ceremony-transcript"
    SHARE = "rembug/v1/share"
    BALLOT = "rembug/v1/ballot"
    BALLOT_SIGNATURE = "rembug/v1/ballot-signature"
    TABLE_SIGNATURE = "rembug/v1/table-signature"
    TRACKING = "rembug/v1/tracking"
    CARD = "rembug/v1/card"
    CARD_CHECKSUM = "rembug/v1/card-checksum"
    CARD_NUMBER = "rembug/v1/card-number"
    CARD_VOID = "rembug/v1/card-void"
    GENERATORS = "rembug/v1/generators"
    SHUFFLE = "rembug/v1/shuffle"
    OPENING = "rembug/v1/opening"
    EVENT_SIGNATURE = "rembug/v1/event-signature"
    REGISTER = "rembug/v1/register"
    LOT = "rembug/v1/lot"
    DOCUMENT_SIGNATURE = "rembug/v1/document-signature"


def u32be(number: int) -> bytes:
    """Return an unsigned 32-bit big-endian integer, 4 bytes.

    Raises:
        OverflowError: negative, or 2**32 or more.
    """
    return number.to_bytes(4, "big")


def u64be(number: int) -> bytes:
    """Return an unsigned 64-bit big-endian integer, 8 bytes.

    Raises:
        OverflowError: negative, or 2**64 or more.
    """
    return number.to_bytes(8, "big")


def frame(label: str | bytes, value: str | bytes) -> bytes:
    """Return ``u32be(len(label)) || label || u64be(len(value)) || value``; text as its UTF-8."""
    label_bytes = label.encode() if isinstance(label, str) else label
    value_bytes = value.encode() if isinstance(value, str) else value
    return b"".join(
        (
            len(label_bytes).to_bytes(4, "big"),
            label_bytes,
            len(value_bytes).to_bytes(8, "big"),
            value_bytes,
        )
    )


def frames(*parts: str | bytes) -> bytes:
    """Return ``frame(a, x) || frame(b, y) || ...`` of labels and values in turn.

    Raises:
        ValueError: a label without a value.
    """
    if len(parts) % 2:
        raise ValueError("frames takes labels and values in turn")
    return b"".join(map(frame, parts[::2], parts[1::2]))
