"""Salted commitments to the register, so that the log shows nobody's name before it must.

Source: docs/formats.md, "Register commitments".
"""

import hashlib
from bisect import bisect_left
from typing import Final

from rembug_ballots.canonical import serialise
from rembug_ballots.errors import MalformedValue
from rembug_ballots.events.tally import Person
from rembug_ballots.ids import PersonId
from rembug_crypto.domains import Domain, frames

SALT_BYTES: Final = 16
COMMITMENT_BYTES: Final = 32


def nominee_commitment(person: Person) -> bytes:
    """Return the commitment to a person who may be written, 32 bytes."""
    shown = {"id": person.id, "name": person.name, "sex": person.sex.value, "unit": person.unit}
    return hashlib.sha256(frames("domain", Domain.REGISTER, "salt", person.salt, "person", serialise(shown))).digest()


def roll_commitment(salt: bytes, roll: int, person: PersonId) -> bytes:
    """Return the commitment to an entry of a table's roll, 32 bytes.

    Args:
        salt: 16 random bytes of this entry.
        roll: index on the roll, from 1.
        person: the resident.

    Raises:
        MalformedValue: the salt has another size.
    """
    if len(salt) != SALT_BYTES:
        raise MalformedValue("a salt has 16 bytes")
    return hashlib.sha256(
        frames(
            "domain",
            Domain.REGISTER,
            "salt",
            salt,
            "roll",
            roll.to_bytes(4, "big"),
            "person",
            person.encode(),
        )
    ).digest()


def holds_commitment(blob: bytes, commitment: bytes) -> bool:
    """Say whether a blob of sorted commitments holds this one."""
    count = len(blob) // COMMITMENT_BYTES
    place = bisect_left(
        range(count),
        commitment,
        key=lambda i: blob[i * COMMITMENT_BYTES : (i + 1) * COMMITMENT_BYTES],
    )
    start = place * COMMITMENT_BYTES
    return place < count and blob[start : start + COMMITMENT_BYTES] == commitment
