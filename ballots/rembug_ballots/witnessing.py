"""Witnesses of the log whom the tatib names, and what they must have cosigned before a contest is opened.

Source: docs/formats.md, "Rules", "Witnesses of the log".
"""

from dataclasses import dataclass
from typing import Final

from rembug_ballots.rules_reading import Reader
from rembug_crypto.checkpoint import Checkpoint, open_checkpoint
from rembug_crypto.cosignature import verify_cosignature
from rembug_crypto.errors import CryptoError, InvalidNote
from rembug_crypto.note import COSIGNATURE, Note, NoteKey

MOST_WITNESSES: Final = 15


@dataclass(frozen=True, slots=True)
class Witness:
    """Someone who watches the log: what people call them, and the verifier key (C2SP, type 0x04) of their device."""

    name: str
    key: str

    def note_key(self) -> NoteKey:
        """Return the key.

        Raises:
            InvalidNote: it is none that cosigns.
        """
        key = NoteKey.parse(self.key)
        if key.kind != COSIGNATURE:
            raise InvalidNote("not a key of a witness")
        return key


@dataclass(frozen=True, slots=True)
class Witnessing:
    """The witnesses, and how many of them must have cosigned the log after mixing and before the opening."""

    quorum: int
    witnesses: tuple[Witness, ...]

    def signers(self, note: Note) -> list[Witness]:
        """Return the witnesses whose cosignature on a checkpoint holds, in the order of the tatib."""
        return [each for each in self.witnesses if _has_cosigned(each, note)]


def _has_cosigned(witness: Witness, note: Note) -> bool:
    try:
        verify_cosignature(note, witness.note_key())
    except CryptoError:
        return False
    return True


def open_witnessed(data: bytes, log_key: str, size: int, root: bytes) -> Note:
    """Return the note of just this checkpoint of the log.

    Raises:
        InvalidNote: malformed, of another log or another checkpoint, or not signed by the log.
    """
    key = NoteKey.parse(log_key)
    checkpoint, note = open_checkpoint(data, key)
    if checkpoint != Checkpoint(key.name, size, root):
        raise InvalidNote("the note of another checkpoint")
    return note


def read_witnessing(value: object, faults: list[str]) -> Witnessing:
    """Read the member ``witnessing`` of the rules."""
    read = Reader(value, ("quorum", "witnesses"), "Saksi buku", faults)
    witnesses = tuple(_read_witness(item, faults) for item in read.items("witnesses", MOST_WITNESSES))
    quorum = read.number("quorum", 1, max(len(witnesses), 1))
    keys = [key for each in witnesses if (key := _key_or_none(each)) is not None]
    for found, words in (
        ([each.name for each in witnesses], "nama yang sama"),
        ([key.name for key in keys], "nama kunci yang sama"),
        ([key.public_key for key in keys], "kunci yang sama"),
    ):
        if len(set(found)) != len(found):
            read.fault(f"memuat dua saksi dengan {words}")
    return Witnessing(quorum, witnesses)


def _read_witness(value: object, faults: list[str]) -> Witness:
    read = Reader(value, ("name", "key"), "Saksi buku", faults)
    witness = Witness(read.text("name", 120), read.text("key", 300))
    if witness.key and _key_or_none(witness) is None:
        read.fault("harus memuat 'key' berupa kunci saksi, seperti yang ditunjukkan perangkat saksi")
    return witness


def _key_or_none(witness: Witness) -> NoteKey | None:
    try:
        return witness.note_key()
    except CryptoError:
        return None
