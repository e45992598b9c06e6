"""Tracking codes: what a voter takes home.  Source: docs/protocol.md section 9.4."""

import hashlib
from functools import lru_cache
from typing import Final

from rembug_ballots.encoding import bits_to_base32, first_bits
from rembug_ballots.errors import MalformedValue
from rembug_ballots.ids import ContestId, ElectionId, TrackingCode, parse_tracking_code
from rembug_crypto.domains import Domain, frames

TRACKING_BITS: Final = 80
_CHARACTERS: Final = 16
_GROUP: Final = 4


@lru_cache(maxsize=4096)
def _prefix(election: ElectionId, contest: ContestId) -> bytes:
    return frames("domain", Domain.TRACKING, "election", election.encode(), "contest", contest.encode())


def tracking_code(election: ElectionId, contest: ContestId, ciphertext: bytes, proof: bytes) -> TrackingCode:
    """Return the tracking code of a sealed ballot: 16 characters without hyphens."""
    digest = hashlib.sha512(_prefix(election, contest) + frames("ciphertext", ciphertext, "proof", proof)).digest()
    return TrackingCode(bits_to_base32(first_bits(digest, TRACKING_BITS), _CHARACTERS))


def show(code: TrackingCode) -> str:
    """Return a code as people see it, ``XXXX-XXXX-XXXX-XXXX``."""
    return "-".join(code[start : start + _GROUP] for start in range(0, _CHARACTERS, _GROUP))


def read(text: str) -> TrackingCode:
    """Return the code that a person typed: lower case, hyphens, spaces, O, I and L are understood.

    Raises:
        MalformedValue: not 16 characters of the alphabet.
    """
    if len(text) > 64:
        raise MalformedValue("not a tracking code")
    plain = text.upper().translate(_TYPED)
    return parse_tracking_code(plain)


_TYPED: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
