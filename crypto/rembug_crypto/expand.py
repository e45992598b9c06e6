"""Hashing of messages to group elements.  Source: RFC 9380 section 5.3.1, RFC 9496 4.3.4."""

import hashlib
from collections.abc import Iterable
from typing import Final

from rembug_crypto.element import Elements
from rembug_crypto.group import hash_to_elements

# Bytes of a block and of a digest of SHA-512.  Source: RFC 6234.
_BLOCK: Final = 128
_DIGEST: Final = 64
# The prefix that shortens a tag of more than 255 bytes.  Source: RFC 9380 section 5.3.3.
_OVERSIZE: Final = b"H2C-OVERSIZE-DST-"


def expand_message_xmd(message: bytes, dst: bytes, length: int) -> bytes:
    """Return ``length`` uniform bytes that depend on the message and the domain separation tag.

    Raises: ValueError: the tag is empty, or ``length`` is not from 1 to 16,320 (255 digests).
    """
    if not dst:
        raise ValueError("the domain separation tag is empty")
    if not 1 <= length <= 255 * _DIGEST:
        raise ValueError(f"expand_message_xmd gives 1 to {255 * _DIGEST} bytes, not {length}")
    if len(dst) > 255:
        dst = hashlib.sha512(_OVERSIZE + dst).digest()
    dst_prime = dst + bytes([len(dst)])
    b_0 = hashlib.sha512(bytes(_BLOCK) + message + length.to_bytes(2, "big") + b"\x00" + dst_prime).digest()
    b_i = bytes(_DIGEST)
    uniform = b""
    for i in range(1, -(-length // _DIGEST) + 1):
        mixed = int.from_bytes(b_0, "big") ^ int.from_bytes(b_i, "big")
        b_i = hashlib.sha512(mixed.to_bytes(_DIGEST, "big") + bytes([i]) + dst_prime).digest()
        uniform += b_i
    return uniform[:length]


def hash_to_elements_from(messages: Iterable[bytes], dst: bytes) -> Elements:
    """Map each message to an element whose logarithm nobody knows."""
    return hash_to_elements(b"".join(expand_message_xmd(message, dst, 64) for message in messages))
