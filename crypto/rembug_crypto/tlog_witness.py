"""The request by which a log asks a witness, and what a witness decides about it.  Source: C2SP tlog-witness.

```
old 41
<base64 of a hash>
...

<checkpoint with its signatures>
```
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rembug_crypto.checkpoint import Checkpoint
from rembug_crypto.errors import InvalidMerkleProof, InvalidNote
from rembug_crypto.merkle import HASH_BYTES, verify_consistency
from rembug_crypto.note import MAX_NOTE_BYTES, Note, parse_note

MOST_HASHES: Final = 63
MAX_REQUEST_BYTES: Final = MAX_NOTE_BYTES + 64 * MOST_HASHES
SIZE_TYPE: Final = "text/x.tlog.size"
"""Media type of a refusal that tells the size that the witness last cosigned."""


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request.

    Attributes:
        old: size of the checkpoint that the witness cosigned last, as the log knows it; 0 at first.
        proof: consistency proof from that size to the checkpoint (RFC 6962), hashes of 32 bytes.
        note: the checkpoint, whose signatures nobody has checked yet.
    """

    old: int
    proof: tuple[bytes, ...]
    note: Note

    def to_text(self) -> str:
        """Return the body of the request."""
        return f"old {self.old}\n{proof_lines(self.proof)}\n{self.note.to_text()}"


def proof_lines(hashes: Sequence[bytes]) -> str:
    """Return a line of base64 for each hash."""
    return "".join(base64.b64encode(each).decode("ascii") + "\n" for each in hashes)


def parse_proof_lines(text: str) -> tuple[bytes, ...]:
    """Read the lines of a proof.

    Raises:
        InvalidNote: not what `proof_lines` makes of at most 63 hashes.
    """
    lines = text.split("\n")
    if lines.pop() or len(lines) > MOST_HASHES:
        raise InvalidNote("not a proof")
    try:
        hashes = tuple(base64.b64decode(line, validate=True) for line in lines)
    except (binascii.Error, ValueError):
        raise InvalidNote("not a proof") from None
    if any(len(each) != HASH_BYTES for each in hashes) or proof_lines(hashes) != text:
        raise InvalidNote("not a proof")
    return hashes


def parse_request(data: bytes) -> AddCheckpoint:
    """Read a request; re-printed it is the same bytes.

    Raises:
        InvalidNote: malformed.
    """
    if len(data) > MAX_REQUEST_BYTES:
        raise InvalidNote("the request is too long")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise InvalidNote("the request is no UTF-8") from None
    head, blank, note = text.partition("\n\n")
    first, _, proof = f"{head}\n".partition("\n")
    size = first.removeprefix("old ")
    if not blank or not first.startswith("old ") or not (size.isascii() and size.isdecimal()) or len(size) > 19:
        raise InvalidNote("not a request for a cosignature")
    request = AddCheckpoint(int(size), parse_proof_lines(proof), parse_note(note.encode()))
    if request.to_text() != text:
        raise InvalidNote("not the form of a request")
    return request


def check_growth(old: Checkpoint | None, new: Checkpoint, proof: Sequence[bytes]) -> None:
    """Accept a checkpoint that continues the one that was seen before; ``old`` is None at first.

    Raises:
        InvalidMerkleProof: nothing proves that.
    """
    if old is None or old.size == 0:
        # Every tree begins with the empty one.
        if proof:
            raise InvalidMerkleProof("the proof is too long")
        return
    verify_consistency(old.size, old.root, new.size, new.root, proof)
