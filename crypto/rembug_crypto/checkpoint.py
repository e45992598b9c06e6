"""Checkpoints: the signed head of the log.  Source: C2SP tlog-checkpoint; extension lines are refused.

```
rembug.id/bkm-2026
42
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
```
"""

import base64
import binascii
from dataclasses import dataclass

from rembug_crypto.errors import InvalidNote
from rembug_crypto.merkle import HASH_BYTES
from rembug_crypto.note import Note, NoteKey, is_key_name, parse_note, sign_note, verify_note


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Origin of a log, number of its leaves, and the root of its tree (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.origin) or not 0 <= self.size < 1 << 63 or len(self.root) != HASH_BYTES:
            raise InvalidNote("not a checkpoint")

    def to_text(self) -> str:
        """Return the text of the note."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a checkpoint's note.

        Raises:
            InvalidNote: not what `to_text` makes.
        """
        lines = text.split("\n")
        if len(lines) != 4 or len(lines[1]) > 20 or not (lines[1].isascii() and lines[1].isdecimal()):
            raise InvalidNote("not a checkpoint")
        try:
            root = base64.b64decode(lines[2], validate=True)
        except (binascii.Error, ValueError):
            raise InvalidNote("not a checkpoint") from None
        checkpoint = cls(lines[0], int(lines[1]), root)
        if checkpoint.to_text() != text:
            raise InvalidNote("not a checkpoint")
        return checkpoint


def sign_checkpoint(checkpoint: Checkpoint, seed: bytes) -> Note:
    """Return the checkpoint signed by the log, whose key has the name of the origin."""
    return sign_note(checkpoint.to_text(), checkpoint.origin, seed)


def open_checkpoint(data: bytes, key: NoteKey) -> tuple[Checkpoint, Note]:
    """Read a checkpoint signed by the log.

    Raises:
        InvalidNote: malformed, of another origin than the key's name, or not signed by the key.
    """
    note = parse_note(data)
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != key.name:
        raise InvalidNote("a checkpoint of another log")
    verify_note(note, key)
    return checkpoint, note
