"""A secret under a passphrase: Argon2id (RFC 9106) of the passphrase is the key, XSalsa20-Poly1305 the box.

A secretbox binds no further data, so the plaintext begins with the hash of what stands in clear beside it: whoever
changes that makes the file unreadable.  Source: docs/formats.md, "Key file".
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError as NaclError
from nacl.secret import SecretBox

from rembug_crypto.errors import MalformedEncoding, WrongPassphrase
from rembug_crypto.randomness import RandomSource

SALT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """Cost of Argon2id: memory in KiB, passes, lanes.  The default is for a laptop (docs/protocol.md section 6)."""

    memory_kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 1

    def __post_init__(self) -> None:
        # The upper bounds keep a hostile file from taking the machine; the lower ones are Argon2's own.
        if not (8 * self.lanes <= self.memory_kib <= 1 << 20 and 1 <= self.passes <= 16 and 1 <= self.lanes <= 8):
            raise MalformedEncoding("cost of a passphrase")

    def to_value(self) -> dict[str, object]:
        """Return the member ``kdf`` of a file."""
        return {"lanes": self.lanes, "memory_kib": self.memory_kib, "passes": self.passes}

    @classmethod
    def of(cls, value: object) -> "Argon2Cost":
        """Read the member ``kdf`` of a file.

        Raises:
            MalformedEncoding: it is none, or out of bounds.
        """
        if type(value) is not dict or value.keys() != {"lanes", "memory_kib", "passes"}:
            raise MalformedEncoding("cost of a passphrase")
        if any(type(each) is not int for each in value.values()):
            raise MalformedEncoding("cost of a passphrase")
        return cls(value["memory_kib"], value["passes"], value["lanes"])


def lock(
    header: Mapping[str, object], secret: bytes, passphrase: str, salt: bytes, cost: Argon2Cost, random: RandomSource
) -> bytes:
    """Return nonce (24 bytes) and ciphertext of a secret, bound to what stands in clear beside it.

    Args:
        header: the file's members in clear.
        secret: what is locked.
        passphrase: as typed; leading and trailing spaces and letter case do not matter.
        salt: 16 random bytes, which stand in ``header``.
        cost: of the key.
        random: source of the nonce.

    Raises:
        MalformedEncoding: an empty passphrase, which locks nothing.
    """
    if not passphrase.split():
        raise MalformedEncoding("passphrase that locks")
    plain = _bound(header) + secret
    return bytes(SecretBox(_key(passphrase, salt, cost)).encrypt(plain, random(SecretBox.NONCE_SIZE)))


def unlock(header: Mapping[str, object], box: bytes, passphrase: str, salt: bytes, cost: Argon2Cost) -> bytes:
    """Return the secret.

    Raises:
        WrongPassphrase: another passphrase, or the file was altered.
    """
    if not passphrase.split():
        raise WrongPassphrase("the file does not open")
    try:
        plain = SecretBox(_key(passphrase, salt, cost)).decrypt(box)
    except (NaclError, ValueError):
        raise WrongPassphrase("the file does not open") from None
    bound = _bound(header)
    if plain[: len(bound)] != bound:
        raise WrongPassphrase("the file does not open")
    return plain[len(bound) :]


def _key(passphrase: str, salt: bytes, cost: Argon2Cost) -> bytes:
    normal = " ".join(passphrase.lower().split())
    return hash_secret_raw(
        secret=normal.encode(),
        salt=salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=SecretBox.KEY_SIZE,
        type=Type.ID,
    )


def _bound(header: Mapping[str, object]) -> bytes:
    return hashlib.sha512(to_line(header)).digest()


def to_line(value: Mapping[str, object]) -> bytes:
    """Return a file of this kind: one JSON object with sorted members and no spaces, in ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def b64(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_b64(text: str) -> bytes:
    """Decode base64url without padding.

    Raises:
        MalformedEncoding: it is none.
    """
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise MalformedEncoding("base64url") from None
