"""Signed notes: a text and signature lines under it.

Source: C2SP signed-note.  Only Ed25519 (type 0x01) is signed here; `rembug_crypto.cosignature` adds type 0x04.

```
rembug.id/bkm-2026
42
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— rembug.id/bkm-2026 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
```
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from rembug_crypto.errors import InvalidNote

ED25519: Final = 0x01
COSIGNATURE: Final = 0x04
MAX_NOTE_BYTES: Final = 64 * 1024
_MOST_SIGNATURES: Final = 32
_DASH: Final = "\u2014 "


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: name of the key, key id, and the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """Return the line without its newline."""
        return f"{_DASH}{self.name} {_b64(self.key_id + self.signature)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note, whose signatures nobody has checked yet.

    Attributes:
        text: the signed text with its final newline.
        signatures: in the order of the lines.
    """

    text: str
    signatures: tuple[NoteSignature, ...]

    def to_text(self) -> str:
        """Return the note as it is stored."""
        return self.text + "\n" + "".join(each.line() + "\n" for each in self.signatures)

    def with_signature(self, signature: NoteSignature) -> "Note":
        """Return the note with one more signature line."""
        return Note(self.text, (*self.signatures, signature))


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key that signs notes: a name, a type, and an Ed25519 key of 32 bytes."""

    name: str
    public_key: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        if not is_key_name(self.name) or len(self.public_key) != 32:
            raise InvalidNote("not a key of notes")

    @property
    def key_id(self) -> bytes:
        """The first four bytes of ``SHA-256(name || 0x0A || type || key)``."""
        data = self.name.encode() + b"\n" + bytes([self.kind]) + self.public_key
        return hashlib.sha256(data).digest()[:4]

    def to_text(self) -> str:
        """Return the verifier key, ``name+hex of key id+base64 of type and key``."""
        return f"{self.name}+{self.key_id.hex()}+{_b64(bytes([self.kind]) + self.public_key)}"

    @classmethod
    def parse(cls, text: str) -> "NoteKey":
        """Read a verifier key.

        Raises:
            InvalidNote: not what `to_text` makes.
        """
        parts = text.split("+", 2)
        if len(text) > 1024 or len(parts) != 3:
            raise InvalidNote("not a verifier key")
        material = _from_b64(parts[2])
        if len(material) != 33 or material[0] not in {ED25519, COSIGNATURE}:
            raise InvalidNote("not a verifier key of a known type")
        key = cls(parts[0], material[1:], material[0])
        if key.to_text() != text:
            raise InvalidNote("not a verifier key")
        return key


def is_key_name(name: str) -> bool:
    """Say whether a text may name a key: not empty, without spaces, plus and control characters."""
    return bool(name) and "+" not in name and not any(each.isspace() or each < " " for each in name)


def parse_note(data: bytes) -> Note:
    """Read a note; re-printed it is the same bytes.

    Raises:
        InvalidNote: malformed.
    """
    if len(data) > MAX_NOTE_BYTES:
        raise InvalidNote("the note is too long")
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise InvalidNote("the note is no UTF-8") from None
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not text or any(each < " " and each != "\n" for each in whole):
        raise InvalidNote("no text and signatures")
    if not lines.endswith("\n"):
        raise InvalidNote("the last line is not ended")
    signatures = tuple(_parse_line(line) for line in lines[:-1].split("\n"))
    if len(signatures) > _MOST_SIGNATURES:
        raise InvalidNote("too many signatures")
    note = Note(text + "\n", signatures)
    if note.to_text() != whole:
        raise InvalidNote("not the form of a note")
    return note


def _parse_line(line: str) -> NoteSignature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_key_name(name):
        raise InvalidNote("not a signature line")
    data = _from_b64(encoded)
    if len(data) < 5:
        raise InvalidNote("not a signature line")
    return NoteSignature(name, data[:4], data[4:])


def sign_note(text: str, name: str, seed: bytes) -> Note:
    """Return the text signed by one Ed25519 key.

    Args:
        text: ends with a newline.
        name: of the key.
        seed: 32 secret bytes.
    """
    if not text.endswith("\n") or any(each < " " and each != "\n" for each in text):
        raise InvalidNote("a text of whole lines is signed")
    signer = SigningKey(seed)
    key = NoteKey(name, bytes(signer.verify_key))
    signature = bytes(signer.sign(text.encode()).signature)
    return Note(text, (NoteSignature(name, key.key_id, signature),))


def verify_note(note: Note, key: NoteKey) -> None:
    """Accept a note that this key signed.

    Raises:
        InvalidNote: it has no signature of this key, or a wrong one.
    """
    found = signatures_of(note, key)
    if not found:
        raise InvalidNote(f"not signed by {key.name}")
    for signature in found:
        check_ed25519(key.public_key, note.text.encode(), signature.signature)


def signatures_of(note: Note, key: NoteKey) -> list[NoteSignature]:
    """Return the signatures under the name and id of a key; others are to be ignored."""
    return [each for each in note.signatures if (each.name, each.key_id) == (key.name, key.key_id)]


def check_ed25519(public_key: bytes, message: bytes, signature: bytes) -> None:
    """Accept an Ed25519 signature (RFC 8032); libsodium refuses small-order keys and a non-canonical S.

    Raises:
        InvalidNote: it does not hold.
    """
    try:
        VerifyKey(public_key).verify(message, signature)
    except (BadSignatureError, ValueError):
        raise InvalidNote("a signature does not hold") from None


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _from_b64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidNote("not base64") from None
    if _b64(data) != text:
        raise InvalidNote("not canonical base64")
    return data
