"""What the register says of a resident lies sealed in the database; the key is in the server's key file.

XChaCha20-Poly1305 (libsodium, through PyNaCl) with a random nonce, bound to the election and to the resident's id, so
that nobody who writes to the database exchanges two residents.  What is sealed is filled up with blanks to a multiple
of 64 bytes: its length says little of a name.
"""

import json
from dataclasses import dataclass, field
from typing import Final

from nacl.exceptions import CryptoError
from nacl.secret import Aead
from sqlalchemy import Connection

from rembug_crypto.randomness import RandomSource
from rembug_service.errors import Unavailable

_BLOCK: Final = 64
_OPTION: Final = "rembug_vault"


@dataclass(frozen=True, slots=True)
class PrivateColumns:
    """What nobody reads who has the database alone."""

    name: str
    nicknames: tuple[str, ...]
    birth_year: int | None
    note: str
    nik_last4: str | None


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals and opens private columns.

    Attributes:
        key: of 32 bytes, from the server's key file.
        random: source of nonces.
    """

    key: bytes = field(repr=False)
    random: RandomSource = field(repr=False)

    @classmethod
    def of(cls, connection: Connection) -> "Vault":
        """Return the vault with which a database was opened."""
        found: Vault = connection.get_execution_options()[_OPTION]
        return found

    def as_option(self) -> dict[str, object]:
        """Return what an engine is told, so that its connections open private columns."""
        return {_OPTION: self}

    def seal(self, election: str, person: str, columns: PrivateColumns) -> bytes:
        """Return the private columns of a resident, sealed."""
        members = [columns.name, columns.nicknames, columns.birth_year, columns.note, columns.nik_last4]
        text = json.dumps(members, ensure_ascii=False).encode()
        padded = text.ljust(-(-len(text) // _BLOCK) * _BLOCK)
        return bytes(Aead(self.key).encrypt(padded, _about(election, person), self.random(Aead.NONCE_SIZE)))

    def open(self, election: str, person: str, sealed: bytes) -> PrivateColumns:
        """Return the private columns of a resident.

        Raises:
            Unavailable: WARGA_TIDAK_TERBACA: sealed for somebody else, under another key, or changed.
        """
        try:
            name, nicknames, birth_year, note, last4 = json.loads(
                Aead(self.key).decrypt(sealed, _about(election, person))
            )
        except (CryptoError, ValueError):
            raise Unavailable(
                "WARGA_TIDAK_TERBACA",
                "Data warga tidak dapat dibuka: kunci lain, atau database diubah orang. Kembalikan dari cadangan.",
            ) from None
        return PrivateColumns(name, tuple(nicknames), birth_year, note, last4)


def _about(election: str, person: str) -> bytes:
    return f"rembug-residents\n{election}\n{person}".encode()
