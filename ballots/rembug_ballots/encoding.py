"""Strict text forms of bytes: base64url, hexadecimal and Crockford's base32.

Every decoder refuses each text that its encoder does not make. Source: docs/protocol.md section 1.
"""

import binascii
from typing import Final

from rembug_ballots.errors import MalformedValue

# Crockford's alphabet leaves out I, L, O and U.  Source: docs/protocol.md section 1.
CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE_OF: Final = {character: value for value, character in enumerate(CROCKFORD)}
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
_FROM_URL: Final = bytes.maketrans(b"-_", b"+/")


def to_b64(data: bytes) -> str:
    """Return base64url without padding (RFC 4648 section 5)."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=").decode("ascii")


def from_b64(text: str) -> bytes:
    """Return the bytes of canonical base64url without padding.

    Raises:
        MalformedValue: another character, padding, or unused bits that are not zero.
    """
    try:
        raw = text.encode("ascii").translate(_FROM_URL)
        data = binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
    except ValueError:
        raise MalformedValue("not base64url without padding") from None
    if to_b64(data) != text:
        raise MalformedValue("not base64url without padding")
    return data


def to_hex(data: bytes) -> str:
    """Return lower-case hexadecimal."""
    return data.hex()


def from_hex(text: str) -> bytes:
    """Return the bytes of lower-case hexadecimal.

    Raises:
        MalformedValue: odd length, upper case or another character.
    """
    try:
        data = bytes.fromhex(text)
    except ValueError:
        raise MalformedValue("not lower-case hexadecimal") from None
    if data.hex() != text:
        raise MalformedValue("not lower-case hexadecimal")
    return data


def bits_to_base32(value: int, characters: int) -> str:
    """Return an unsigned integer of ``5 * characters`` bits, most significant bits first."""
    return "".join(CROCKFORD[value >> 5 * place & 31] for place in range(characters - 1, -1, -1))


def base32_to_bits(text: str) -> int:
    """Return the integer that `bits_to_base32` wrote.

    Raises:
        MalformedValue: a character outside the alphabet; lower case counts as outside.
    """
    value = 0
    for character in text:
        if character not in _VALUE_OF:
            raise MalformedValue("not Crockford base32")
        value = value << 5 | _VALUE_OF[character]
    return value


def to_base32(data: bytes) -> str:
    """Return base32, the last character padded with zero bits."""
    characters = (8 * len(data) + 4) // 5
    return bits_to_base32(int.from_bytes(data, "big") << 5 * characters - 8 * len(data), characters)


def from_base32(text: str, size: int) -> bytes:
    """Return the ``size`` bytes of canonical base32.

    Raises:
        MalformedValue: another length, another character, or padding bits that are not zero.
    """
    spare = 5 * len(text) - 8 * size
    if not 0 <= spare < 5:
        raise MalformedValue(f"not the base32 of {size} bytes")
    value = base32_to_bits(text)
    if value & (1 << spare) - 1:
        raise MalformedValue("base32 padding that is not zero")
    return (value >> spare).to_bytes(size, "big")


def first_bits(digest: bytes, bits: int) -> int:
    """Return the first ``bits`` bits of a digest as an unsigned integer."""
    return int.from_bytes(digest, "big") >> 8 * len(digest) - bits
