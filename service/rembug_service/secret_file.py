"""The server's own key file, mode 0600 beside the data.

Trust: whoever reads it can sign checkpoints in the name of this server's logs, test guesses of a NIK against the
fingerprints, and with the database read the register.  It opens no ballot.
"""

from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from rembug_crypto.randomness import RandomSource
from rembug_service.durable import write_durably
from rembug_service.errors import Unavailable

_BYTES = 64


@dataclass(frozen=True, slots=True)
class ServerSecrets:
    """Two keys of 32 bytes: one seals the logs' seeds in the database, one makes fingerprints of a NIK."""

    sealing_key: bytes = field(repr=False)
    nik_key: bytes = field(repr=False)

    @property
    def register_key(self) -> bytes:
        """The key that seals private columns of the register, made from the sealing key for this alone."""
        return blake2b(key=self.sealing_key, digest_size=32, person=b"rembug-register").digest()

    def seal(self, secret: bytes, random: RandomSource) -> bytes:
        """Return a secret sealed for the database."""
        return bytes(SecretBox(self.sealing_key).encrypt(secret, random(SecretBox.NONCE_SIZE)))

    def unseal(self, sealed: bytes) -> bytes:
        """Return a sealed secret.

        Raises:
            Unavailable: KUNCI_SERVER_BEDA: the key file is not the one of this database.
        """
        try:
            return SecretBox(self.sealing_key).decrypt(sealed)
        except (CryptoError, ValueError):
            raise Unavailable(
                "KUNCI_SERVER_BEDA",
                "Berkas kunci server tidak cocok dengan data ini. Kembalikan keduanya dari cadangan yang sama.",
            ) from None


def load_secrets(path: Path, random: RandomSource, *, may_make: bool) -> ServerSecrets:
    """Read the key file, or make it on the first start.

    Args:
        path: the key file.
        random: source of the keys.
        may_make: whether nothing in the database is sealed yet.

    Raises:
        Unavailable: KUNCI_SERVER_HILANG or KUNCI_SERVER_RUSAK.
    """
    if not path.exists():
        if not may_make:
            raise Unavailable(
                "KUNCI_SERVER_HILANG",
                "Berkas kunci server (server.key) tidak ada di samping data ini. Kembalikan dari cadangan yang sama.",
            )
        write_durably(path, random(_BYTES), mode=0o600)
    data = path.read_bytes()
    if len(data) != _BYTES:
        raise Unavailable("KUNCI_SERVER_RUSAK", "Berkas kunci server rusak. Kembalikan dari cadangan.")
    path.chmod(0o600)
    return ServerSecrets(data[:32], data[32:])
