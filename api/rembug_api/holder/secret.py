"""What a key holder keeps: signing and box secrets, the run's polynomials, and in the end the secret keys.

Trust: it lives in the holder's key file (rembug_crypto.keyfile) and in her own device's memory, never on a server.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Final

from nacl.public import PrivateKey

from rembug_api.holder.errors import HolderRefusal
from rembug_ballots import signing
from rembug_ballots.encoding import from_b64, to_b64
from rembug_ballots.errors import MalformedValue
from rembug_ballots.ids import ContestId, Sha256, parse_contest_id, parse_sha256
from rembug_crypto.randomness import RandomSource, draw

_FORMAT: Final = "rembug-holder/1"
_TEXTS: Final = ("box_secret", "coefficients", "commitments", "joint_keys", "secret_keys", "signing_seed")
_BROKEN: Final = "Isi berkas kunci ini tidak dapat dibaca."


@dataclass(frozen=True, slots=True)
class HolderSecret:
    """Everything secret that a key holder has.

    Attributes:
        signing_seed: Ed25519 seed, 32 bytes.
        box_secret: X25519 secret, 32 bytes.
        ceremony: number of the run that the rest belongs to; 0 before the first.
        coefficients: of the polynomials; empty before ``commit`` and after ``finish``.
        commitments: the commitment blob of this run, so that what is revealed is what was committed.
        secret_keys: ``x_1 .. x_Wmax``, 32 bytes each; empty before ``finish``.
        joint_keys: the keys that the holder checked in ``finish``; no other ones are ever used with her secret.
        opened: the list (by hash) that she opened of each contest; another one of the same contest is never opened.
    """

    signing_seed: bytes = field(repr=False)
    box_secret: bytes = field(repr=False)
    ceremony: int = 0
    coefficients: bytes = field(default=b"", repr=False)
    commitments: bytes = field(default=b"", repr=False)
    secret_keys: bytes = field(default=b"", repr=False)
    joint_keys: bytes = b""
    opened: tuple[tuple[str, str], ...] = ()

    @classmethod
    def draw(cls, random: RandomSource) -> "HolderSecret":
        """Make the secrets of a new holder."""
        return cls(draw(random, signing.SEED_BYTES), draw(random, 32))

    @property
    def signing_key(self) -> bytes:
        """The public Ed25519 key, 32 bytes."""
        return signing.public_key(self.signing_seed)

    @property
    def box_key(self) -> bytes:
        """The public X25519 key, 32 bytes."""
        return bytes(PrivateKey(self.box_secret).public_key)

    def in_run(self, ceremony: int, coefficients: bytes, commitments: bytes) -> "HolderSecret":
        """Return the secret with the polynomials of a new run; keys of an older run are gone."""
        return HolderSecret(self.signing_seed, self.box_secret, ceremony, coefficients, commitments)

    def with_keys(self, secret_keys: bytes, joint_keys: bytes) -> "HolderSecret":
        """Return the secret with its keys and without the polynomials, which nobody needs any more."""
        return replace(self, coefficients=b"", secret_keys=secret_keys, joint_keys=joint_keys)

    def having_opened(self, contest: ContestId, mixed: Sha256) -> "HolderSecret":
        """Return the secret that remembers which list of a contest was opened.

        Raises:
            HolderRefusal: another list of this contest was opened before: side by side they would show whose is what.
        """
        opened = {**dict(self.opened), contest: mixed}
        if dict(self.opened).get(contest, mixed) != mixed:
            raise HolderRefusal("Perangkat ini sudah membuka daftar suara yang lain. Laporkan kepada pemantau.")
        return replace(self, opened=tuple(sorted(opened.items())))

    def to_bytes(self) -> bytes:
        """Return the payload of a key file."""
        value: dict[str, object] = {name: to_b64(getattr(self, name)) for name in _TEXTS}
        value |= {"format": _FORMAT, "ceremony": self.ceremony, "opened": dict(self.opened)}
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> "HolderSecret":
        """Read the payload of a key file.

        Raises:
            HolderRefusal: it is none.
        """
        try:
            value = json.loads(data)
            if value.keys() != {*_TEXTS, "format", "ceremony", "opened"} or value["format"] != _FORMAT:
                raise HolderRefusal(_BROKEN)
            texts = {name: from_b64(value[name]) for name in _TEXTS}
            opened = tuple((parse_contest_id(contest), parse_sha256(each)) for contest, each in value["opened"].items())
            secret = cls(ceremony=value["ceremony"], opened=opened, **texts)
        except (ValueError, TypeError, AttributeError, MalformedValue):
            raise HolderRefusal(_BROKEN) from None
        sizes = len(secret.signing_seed), len(secret.box_secret)
        if sizes != (signing.SEED_BYTES, 32) or type(secret.ceremony) is not int:
            raise HolderRefusal(_BROKEN)
        return secret
