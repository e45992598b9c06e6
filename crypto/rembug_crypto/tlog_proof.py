"""Receipts: a proof, readable with no network, that a log holds a leaf.  Source: C2SP tlog-proof.

```
c2sp.org/tlog-proof@v1
extra <base64>
index 41
<base64 of a hash>
...

<checkpoint with its signatures>
```
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from rembug_crypto.checkpoint import Checkpoint, open_checkpoint
from rembug_crypto.errors import InvalidNote
from rembug_crypto.merkle import HASH_BYTES, verify_inclusion
from rembug_crypto.note import NoteKey, parse_note

_HEADER: Final = "c2sp.org/tlog-proof@v1"
MAX_PROOF_BYTES: Final = 128 * 1024


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A receipt, not yet checked.

    Attributes:
        index: of the leaf.
        hashes: inclusion proof, leaf's sibling first.
        note: the checkpoint's note, text as stored.
        extra: data that nobody signed, or None.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: str
    extra: bytes | None = None

    def to_text(self) -> str:
        """Return the receipt as it is stored."""
        extra = [] if self.extra is None else [f"extra {_b64(self.extra)}"]
        lines = [_HEADER, *extra, f"index {self.index}", *(_b64(each) for each in self.hashes)]
        return "\n".join(lines) + "\n\n" + self.note

    def verify(self, leaf: bytes, key: NoteKey) -> Checkpoint:
        """Accept the receipt for a leaf hash under the key of the log, and return its checkpoint.

        Raises:
            InvalidNote: the checkpoint is not the log's.
            InvalidMerkleProof: the leaf is not where the receipt says.
        """
        checkpoint, _ = open_checkpoint(self.note.encode(), key)
        verify_inclusion(leaf, self.index, checkpoint.size, self.hashes, checkpoint.root)
        return checkpoint


def parse_proof(data: bytes) -> TlogProof:
    """Read a receipt; re-printed it is the same bytes.

    Raises:
        InvalidNote: malformed.
    """
    if len(data) > MAX_PROOF_BYTES:
        raise InvalidNote("the receipt is too long")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise InvalidNote("the receipt is no UTF-8") from None
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines.pop(0) != _HEADER:
        raise InvalidNote("not a receipt")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = _from_b64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise InvalidNote("no index")
    index = lines.pop(0).removeprefix("index ")
    # An index from 2**53 on is one that no tree of ours has, and that no JavaScript number holds.
    if not (index.isascii() and index.isdecimal()) or len(index) > 20 or int(index) >= 1 << 53:
        raise InvalidNote("no index")
    hashes = tuple(_from_b64(line) for line in lines)
    if any(len(each) != HASH_BYTES for each in hashes):
        raise InvalidNote("not a hash")
    parse_note(note.encode())
    proof = TlogProof(int(index), hashes, note, extra)
    if proof.to_text() != text:
        raise InvalidNote("not the form of a receipt")
    return proof


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _from_b64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidNote("not base64") from None
