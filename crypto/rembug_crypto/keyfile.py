"""The key file of a key holder: shares and signing secrets under a passphrase.

One line of JSON with sorted members and no spaces.  The key is Argon2id (RFC 9106) of the passphrase; the box is
XSalsa20-Poly1305.  A secretbox binds no further data, so the plaintext begins with the hash of the header: whoever
changes a header member makes the file unreadable.  Source: docs/formats.md, "Key file".
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError as NaclError
from nacl.secret import SecretBox

from rembug_crypto.errors import MalformedEncoding, WrongPassphrase
from rembug_crypto.randomness import RandomSource

FORMAT: Final = "rembug-key/1"
MAX_FILE_BYTES: Final = 1 << 20
_SALT_BYTES: Final = 16
_MEMBERS: Final = {"box", "election", "format", "holder", "kdf", "salt", "signing_key"}


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """Cost of Argon2id: memory in KiB, passes, lanes.  The default is for a laptop (docs/protocol.md section 6)."""

    memory_kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 1

    def __post_init__(self) -> None:
        # The upper bounds keep a hostile file from taking the machine; the lower ones are Argon2's own.
        if not (8 * self.lanes <= self.memory_kib <= 1 << 20 and 1 <= self.passes <= 16 and 1 <= self.lanes <= 8):
            raise MalformedEncoding("cost of a key file")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file, closed.

    Attributes:
        election: id of the election.
        holder: number of the holder.
        signing_key: the holder's public Ed25519 key, 32 bytes, so that a file can be told from another.
        cost, salt: of Argon2id.
        box: nonce (24 bytes) and ciphertext.
    """

    election: str
    holder: int
    signing_key: bytes
    cost: Argon2Cost
    salt: bytes
    box: bytes

    def to_bytes(self) -> bytes:
        """Return the file."""
        return _json({**_header(self), "box": _b64(self.box)})

    @classmethod
    def parse(cls, data: bytes) -> "KeyFile":
        """Read a file; re-printed it is the same bytes.

        Raises:
            MalformedEncoding: malformed, or its cost is out of bounds.
        """
        if len(data) > MAX_FILE_BYTES:
            raise MalformedEncoding("key file")
        try:
            value = json.loads(data)
            if type(value) is not dict or value.keys() != _MEMBERS or value["format"] != FORMAT:
                raise MalformedEncoding("key file")
            kdf = value["kdf"]
            numbers = (value["holder"], *(kdf[name] for name in ("memory_kib", "passes", "lanes")))
            if type(value["election"]) is not str or any(type(each) is not int for each in numbers):
                raise MalformedEncoding("key file")
            file = cls(
                election=value["election"],
                holder=value["holder"],
                signing_key=_from_b64(value["signing_key"]),
                cost=Argon2Cost(kdf["memory_kib"], kdf["passes"], kdf["lanes"]),
                salt=_from_b64(value["salt"]),
                box=_from_b64(value["box"]),
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            raise MalformedEncoding("key file") from None
        if len(file.signing_key) != 32 or len(file.salt) != _SALT_BYTES or file.to_bytes() != data:
            raise MalformedEncoding("key file")
        return file

    def open(self, passphrase: str) -> bytes:
        """Return the secret payload.

        Raises:
            WrongPassphrase: another passphrase, or the file was altered.
        """
        if not passphrase.split():
            raise WrongPassphrase("the key file does not open")
        try:
            plain = SecretBox(_key(passphrase, self.salt, self.cost)).decrypt(self.box)
        except (NaclError, ValueError):
            raise WrongPassphrase("the key file does not open") from None
        bound = hashlib.sha512(_json(_header(self))).digest()
        if plain[: len(bound)] != bound:
            raise WrongPassphrase("the key file does not open")
        return plain[len(bound) :]


def seal_key_file(
    election: str,
    holder: int,
    signing_key: bytes,
    secret: bytes,
    passphrase: str,
    random: RandomSource,
    cost: Argon2Cost | None = None,
) -> KeyFile:
    """Lock a secret payload.

    Args:
        election: id of the election, in clear.
        holder: number of the holder, in clear.
        signing_key: the holder's public Ed25519 key, in clear.
        secret: the payload.
        passphrase: as typed; leading and trailing spaces and letter case do not matter.
        random: source of salt and nonce.
        cost: other than the default, in tests and on weak devices.

    Raises:
        MalformedEncoding: an empty passphrase, which locks nothing.
    """
    if not passphrase.split():
        raise MalformedEncoding("passphrase that locks")
    chosen = Argon2Cost() if cost is None else cost
    salt = random(_SALT_BYTES)
    bare = KeyFile(election, holder, signing_key, chosen, salt, b"")
    plain = hashlib.sha512(_json(_header(bare))).digest() + secret
    box = SecretBox(_key(passphrase, salt, chosen)).encrypt(plain, random(SecretBox.NONCE_SIZE))
    return KeyFile(election, holder, signing_key, chosen, salt, bytes(box))


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


def _header(file: KeyFile) -> dict[str, object]:
    cost = file.cost
    return {
        "election": file.election,
        "format": FORMAT,
        "holder": file.holder,
        "kdf": {"lanes": cost.lanes, "memory_kib": cost.memory_kib, "passes": cost.passes},
        "salt": _b64(file.salt),
        "signing_key": _b64(file.signing_key),
    }


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _from_b64(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise MalformedEncoding("key file") from None
