"""The one object that makes every Fiat-Shamir challenge.  Source: docs/protocol.md section 3."""

import hashlib
from typing import Final, Self

from rembug_crypto.domains import Domain, frame, frames, u32be, u64be
from rembug_crypto.group import Scalar, Scalars

__all__ = ["Transcript", "frame", "frames"]

_PER_BLOCK: Final = 4  # 128-bit integers in one SHA-512 output
_BYTES_128: Final = 16


class Transcript:
    """A running hash of everything that a prover and a verifier must agree on.

    The state of the specification is a byte string; only its running SHA-512 is kept.  Methods that
    absorb return the transcript, so that a statement can be written as one chain.
    """

    __slots__ = ("_state",)

    def __init__(self, domain: Domain) -> None:
        """Start with ``frame("domain", domain)``."""
        self._state = hashlib.sha512(frame("domain", domain.value))

    def absorb(self, label: str, value: bytes | str) -> Self:
        """Append ``frame(label, value)``; text counts as its UTF-8."""
        data = value.encode() if isinstance(value, str) else value
        label_bytes = label.encode()
        self._state.update(u32be(len(label_bytes)) + label_bytes + u64be(len(data)))
        # Apart from its header, so that a list of a megabyte is not copied.
        self._state.update(data)
        return self

    def absorb_u32(self, label: str, number: int) -> Self:
        """Append a number as ``u32be``."""
        return self.absorb(label, u32be(number))

    def absorb_u64(self, label: str, number: int) -> Self:
        """Append a number as ``u64be``."""
        return self.absorb(label, u64be(number))

    def copy(self) -> Self:
        """Return an independent transcript with the same state."""
        twin = object.__new__(type(self))
        twin._state = self._state.copy()
        return twin

    def draw(self, label: str) -> bytes:
        """Return 64 bytes that depend on everything absorbed and drawn before."""
        self.absorb("challenge", label)
        drawn = self._state.digest()
        self.absorb("drawn", drawn)
        return drawn

    def challenge_scalar(self, label: str) -> Scalar:
        """Return a challenge modulo the group's order."""
        return Scalar.from_wide(self.draw(label))

    def challenges_128(self, label: str, count: int) -> Scalars:
        """Return ``count`` challenges of 128 bits."""
        drawn = hashlib.sha512(self.draw(label))
        blocks = []
        for index in range(-(-count // _PER_BLOCK)):
            block = drawn.copy()
            block.update(u64be(index))
            blocks.append(block.digest())
        return Scalars.from_128(b"".join(blocks)[: count * _BYTES_128])
