"""Timestamped Ed25519 cosignatures of witnesses.  Source: C2SP tlog-cosignature, "Ed25519 signed message"."""

from dataclasses import dataclass
from typing import Final

from nacl.signing import SigningKey

from rembug_crypto.checkpoint import Checkpoint
from rembug_crypto.errors import InvalidNote
from rembug_crypto.note import (
    COSIGNATURE,
    Note,
    NoteKey,
    NoteSignature,
    check_ed25519,
    signatures_of,
)

_SIGNATURE_BYTES: Final = 8 + 64
_LATEST: Final = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Cosignature:
    """Who cosigned, and the POSIX second that the witness states."""

    name: str
    timestamp: int


def _message(note: Note, timestamp: int) -> bytes:
    Checkpoint.parse(note.text)
    return f"cosignature/v1\ntime {timestamp}\n{note.text}".encode()


def cosign(note: Note, name: str, seed: bytes, timestamp: int) -> Note:
    """Return a checkpoint's note with one more cosignature.

    Args:
        note: a checkpoint that the witness found consistent with all it saw before.
        name: of the witness' key.
        seed: 32 secret bytes, used for this purpose only.
        timestamp: POSIX seconds, not zero.

    Raises:
        InvalidNote: no checkpoint, or no such time.
    """
    if not 0 < timestamp <= _LATEST:
        raise InvalidNote("no such time")
    signer = SigningKey(seed)
    key = NoteKey(name, bytes(signer.verify_key), COSIGNATURE)
    signature = bytes(signer.sign(_message(note, timestamp)).signature)
    return note.with_signature(NoteSignature(name, key.key_id, timestamp.to_bytes(8, "big") + signature))


def verify_cosignature(note: Note, key: NoteKey) -> Cosignature:
    """Accept a note that this witness cosigned.

    Raises:
        InvalidNote: it has no cosignature of this key, or a wrong one.
    """
    found = signatures_of(note, key)
    if key.kind != COSIGNATURE or not found:
        raise InvalidNote(f"not cosigned by {key.name}")
    timestamp = 0
    for each in found:
        timestamp = int.from_bytes(each.signature[:8], "big")
        if len(each.signature) != _SIGNATURE_BYTES or not 0 < timestamp <= _LATEST:
            raise InvalidNote("not a cosignature")
        check_ed25519(key.public_key, _message(note, timestamp), each.signature[8:])
    return Cosignature(key.name, timestamp)
