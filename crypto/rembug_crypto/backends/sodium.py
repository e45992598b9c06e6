"""libsodium's ristretto255, as far as the reference backend needs it, with types and the identity.

libsodium answers a multiplication whose result is the identity with an error, because in key
agreement that is an attack.  In a group it is a result like any other, so it is recognised
beforehand: the order is prime, so a product is the identity only if the scalar is zero or the
element is the identity.
"""

from typing import Final, cast

import pysodium

ZERO: Final = bytes(32)
IDENTITY: Final = bytes(32)


def add(p: bytes, q: bytes) -> bytes:
    """Return p + q.  Raises: ValueError: one is not an encoding."""
    return cast("bytes", pysodium.crypto_core_ristretto255_add(p, q))


def sub(p: bytes, q: bytes) -> bytes:
    """Return p - q.  Raises: ValueError: one is not an encoding."""
    return cast("bytes", pysodium.crypto_core_ristretto255_sub(p, q))


def times(p: bytes, x: bytes) -> bytes:
    """Return x * p, in constant time unless the result is the identity."""
    if p == IDENTITY or x == ZERO:
        return IDENTITY
    return cast("bytes", pysodium.crypto_scalarmult_ristretto255(x, p))


def is_element(p: bytes) -> bool:
    """Say whether 32 bytes are the canonical encoding of an element.

    libsodium 1.0.18 overlooks the top bit, which must be zero, so that is looked at here.
    """
    return p[31] < 0x80 and bool(pysodium.crypto_core_ristretto255_is_valid_point(p))


def from_uniform(uniform: bytes) -> bytes:
    """Map 64 bytes to an element."""
    return cast("bytes", pysodium.crypto_core_ristretto255_from_hash(uniform))


def scalar_add(x: bytes, y: bytes) -> bytes:
    """Return x + y."""
    return cast("bytes", pysodium.crypto_core_ristretto255_scalar_add(x, y))


def scalar_sub(x: bytes, y: bytes) -> bytes:
    """Return x - y."""
    return cast("bytes", pysodium.crypto_core_ristretto255_scalar_sub(x, y))


def scalar_mul(x: bytes, y: bytes) -> bytes:
    """Return x * y."""
    return cast("bytes", pysodium.crypto_core_ristretto255_scalar_mul(x, y))


def scalar_neg(x: bytes) -> bytes:
    """Return -x."""
    return cast("bytes", pysodium.crypto_core_ristretto255_scalar_negate(x))


def scalar_invert(x: bytes) -> bytes:
    """Return 1 / x.  Raises: ValueError: x is zero."""
    return cast("bytes", pysodium.crypto_core_ristretto255_scalar_invert(x))


def scalar_reduce(wide: bytes) -> bytes:
    """Reduce 64 little-endian bytes modulo the order."""
    return cast("bytes", pysodium.crypto_core_ristretto255_scalar_reduce(wide))
