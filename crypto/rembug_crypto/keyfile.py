"""The key file of a key holder: shares and signing secrets under a passphrase.

One line of JSON with sorted members and no spaces; its box is bound to the other members (`passphrase_box`).
Source: docs/formats.md, "Key file".
"""

import json
from dataclasses import dataclass
from typing import Final

from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.passphrase_box import SALT_BYTES, Argon2Cost, b64, from_b64, lock, to_line, unlock
from rembug_crypto.randomness import RandomSource

FORMAT: Final = "rembug-key/1"
MAX_FILE_BYTES: Final = 1 << 20
_MEMBERS: Final = {"box", "election", "format", "holder", "kdf", "salt", "signing_key"}


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
        return to_line({**_header(self), "box": b64(self.box)})

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
            if type(value["election"]) is not str or type(value["holder"]) is not int:
                raise MalformedEncoding("key file")
            file = cls(
                election=value["election"],
                holder=value["holder"],
                signing_key=from_b64(value["signing_key"]),
                cost=Argon2Cost.of(value["kdf"]),
                salt=from_b64(value["salt"]),
                box=from_b64(value["box"]),
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            raise MalformedEncoding("key file") from None
        if len(file.signing_key) != 32 or len(file.salt) != SALT_BYTES or file.to_bytes() != data:
            raise MalformedEncoding("key file")
        return file

    def open(self, passphrase: str) -> bytes:
        """Return the secret payload.

        Raises:
            WrongPassphrase: another passphrase, or the file was altered.
        """
        return unlock(_header(self), self.box, passphrase, self.salt, self.cost)


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
    chosen = Argon2Cost() if cost is None else cost
    bare = KeyFile(election, holder, signing_key, chosen, random(SALT_BYTES), b"")
    box = lock(_header(bare), secret, passphrase, bare.salt, chosen, random)
    return KeyFile(election, holder, signing_key, chosen, bare.salt, box)


def _header(file: KeyFile) -> dict[str, object]:
    return {
        "election": file.election,
        "format": FORMAT,
        "holder": file.holder,
        "kdf": file.cost.to_value(),
        "salt": b64(file.salt),
        "signing_key": b64(file.signing_key),
    }
