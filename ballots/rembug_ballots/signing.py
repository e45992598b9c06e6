"""Ed25519 signatures of cards, tables, holders and card makers, from libsodium.

Verification is that of RFC 8032 without cofactor, with canonical ``S`` and key, and refuses a key
or an ``R`` of small order.  Source: docs/protocol.md section 9.5; docs/formats.md, "Signatures".
"""

from typing import Final

from nacl.bindings import (
    crypto_core_ed25519_is_valid_point,
    crypto_sign,
    crypto_sign_open,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import CryptoError

from rembug_crypto.errors import InvalidSignature

SEED_BYTES: Final = 32
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


def public_key(seed: bytes) -> bytes:
    """Return the public key of a secret seed, both 32 bytes."""
    return crypto_sign_seed_keypair(seed)[0]


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of a message, 64 bytes, under a secret seed of 32 bytes."""
    return crypto_sign(message, crypto_sign_seed_keypair(seed)[1])[:SIGNATURE_BYTES]


def verify(key: bytes, message: bytes, signature: bytes) -> None:
    """Accept the signature of a message.

    Args:
        key: public key, 32 bytes.
        message: what was signed.
        signature: 64 bytes.

    Raises:
        InvalidSignature: it does not hold, or something has a wrong size or small order.
    """
    if len(key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        raise InvalidSignature("a key has 32 bytes and a signature 64")
    try:
        crypto_sign_open(signature + message, key)
    except CryptoError:
        raise InvalidSignature("the signature does not hold") from None


def is_public_key(key: bytes) -> bool:
    """Say whether 32 bytes are the canonical encoding of a point of the large prime order."""
    return len(key) == KEY_BYTES and bool(crypto_core_ed25519_is_valid_point(key))
