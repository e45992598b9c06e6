"""Integers modulo the order of ristretto255, one and many.

Trust: scalars are where the secrets are.  All arithmetic is constant time, no repr shows a value,
and the native backend wipes its memory when a vector is dropped; bytes that were asked for are the
caller's to guard.
"""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self, overload

from rembug_crypto.backends import BACKEND, ScalarVector
from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.randomness import RandomSource, draw

# The order of the group.  Source: RFC 8032 section 5.1, "L"; RFC 9496 section 4.
ORDER: Final = 2**252 + 27742317777372353535851937790883648493


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scalar:
    """One integer modulo `ORDER`.  ``vector`` is the backend's, of length 1."""

    vector: ScalarVector

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Decode 32 bytes, little-endian, below `ORDER`.

        Raises: MalformedEncoding: they are not that.
        """
        decoded = BACKEND.scalars_decode(data) if len(data) == 32 else 0
        if isinstance(decoded, int):
            raise MalformedEncoding("scalar")
        return cls(decoded)

    @classmethod
    def from_int(cls, value: int) -> Self:
        """Reduce a public integer modulo `ORDER`."""
        return cls.from_bytes((value % ORDER).to_bytes(32, "little"))

    @classmethod
    def from_wide(cls, data: bytes) -> Self:
        """Reduce 64 bytes, little-endian, modulo `ORDER`."""
        if len(data) != 64:
            raise MalformedEncoding("64 bytes to reduce to a scalar")
        return cls(BACKEND.scalars_reduce_wide(data))

    @classmethod
    def random(cls, random: RandomSource) -> Self:
        """Draw 64 bytes and reduce them."""
        return cls(BACKEND.scalars_reduce_wide(draw(random, 64)))

    def to_bytes(self) -> bytes:
        """Return 32 bytes, little-endian."""
        return BACKEND.scalars_encode(self.vector)

    def __add__(self, other: "Scalar") -> "Scalar":
        """Return the sum."""
        if not isinstance(other, Scalar):
            return NotImplemented
        return Scalar(BACKEND.scalars_add(self.vector, other.vector))

    def __sub__(self, other: "Scalar") -> "Scalar":
        """Return the difference."""
        if not isinstance(other, Scalar):
            return NotImplemented
        return Scalar(BACKEND.scalars_sub(self.vector, other.vector))

    def __mul__(self, other: "Scalar") -> "Scalar":
        """Return the product."""
        if not isinstance(other, Scalar):
            return NotImplemented
        return Scalar(BACKEND.scalars_mul(self.vector, other.vector))

    def __neg__(self) -> "Scalar":
        """Return the negative."""
        return Scalar(BACKEND.scalars_neg(self.vector))

    def inverse(self) -> "Scalar":
        """Return 1 / self.

        Raises: MalformedEncoding: self is zero.
        """
        inverted = BACKEND.scalars_invert(self.vector)
        if isinstance(inverted, int):
            raise MalformedEncoding("scalar that has an inverse")
        return Scalar(inverted)

    def is_zero(self) -> bool:
        """Say whether this is zero."""
        return hmac.compare_digest(self.to_bytes(), bytes(32))

    def __eq__(self, other: object) -> bool:
        """Compare in constant time."""
        if not isinstance(other, Scalar):
            return NotImplemented
        return hmac.compare_digest(self.to_bytes(), other.to_bytes())

    def __hash__(self) -> int:
        """Hash the encoding."""
        return hash(self.to_bytes())

    def __repr__(self) -> str:
        """Hide the value."""
        return "<Scalar>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scalars:
    """A vector of integers modulo `ORDER`.

    ``+``, ``-`` and ``*`` go elementwise with a vector of the same length, or with one `Scalar`
    for all.

    Raises: ValueError: lengths that do not fit together.
    """

    vector: ScalarVector

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Decode 32 bytes each, little-endian, below `ORDER`.

        Raises: MalformedEncoding: with the index of the first that is not that.
        """
        if len(data) % 32:
            raise MalformedEncoding("whole number of scalars")
        decoded = BACKEND.scalars_decode(data)
        if isinstance(decoded, int):
            raise MalformedEncoding("scalar", decoded)
        return cls(decoded)

    @classmethod
    def of(cls, scalars: Iterable[Scalar]) -> Self:
        """Put scalars into a vector."""
        return cls(BACKEND.scalars_concat([scalar.vector for scalar in scalars]))

    @classmethod
    def concat(cls, parts: "Iterable[Scalars]") -> Self:
        """Join vectors."""
        return cls(BACKEND.scalars_concat([part.vector for part in parts]))

    @classmethod
    def from_ints(cls, values: Iterable[int]) -> Self:
        """Reduce public integers modulo `ORDER`."""
        return cls.from_bytes(b"".join((value % ORDER).to_bytes(32, "little") for value in values))

    @classmethod
    def from_wide(cls, data: bytes) -> Self:
        """Reduce 64 bytes each, little-endian, modulo `ORDER`."""
        return cls(BACKEND.scalars_reduce_wide(data))

    @classmethod
    def from_128(cls, data: bytes) -> Self:
        """Take 16 bytes each, little-endian."""
        return cls(BACKEND.scalars_from_128(data))

    @classmethod
    def random(cls, count: int, random: RandomSource) -> Self:
        """Draw 64 bytes for each of ``count`` scalars, and reduce them."""
        return cls(BACKEND.scalars_reduce_wide(draw(random, 64 * count)))

    @classmethod
    def repeat(cls, scalar: Scalar, count: int) -> Self:
        """Return ``count`` times the same scalar."""
        return cls(BACKEND.scalars_repeat(scalar.vector, count))

    def to_bytes(self) -> bytes:
        """Return 32 bytes each, little-endian."""
        return BACKEND.scalars_encode(self.vector)

    def __len__(self) -> int:
        """Return the number of scalars."""
        return len(self.vector)

    @overload
    def __getitem__(self, key: int) -> Scalar: ...
    @overload
    def __getitem__(self, key: slice) -> "Scalars": ...
    def __getitem__(self, key: "int | slice") -> "Scalar | Scalars":
        """Return one scalar, or a slice as a vector."""
        if isinstance(key, slice):
            chosen = range(len(self))[key]
            return Scalars(BACKEND.scalars_slice(self.vector, chosen.start, chosen.step, len(chosen)))
        return Scalar(BACKEND.scalars_slice(self.vector, range(len(self))[key], 1, 1))

    def __iter__(self) -> Iterator[Scalar]:
        """Go through the scalars."""
        return (self[index] for index in range(len(self)))

    def _operand(self, other: "Scalars | Scalar") -> ScalarVector:
        if isinstance(other, Scalars) and len(other) != len(self):
            raise ValueError(f"vectors of {len(self)} and {len(other)} scalars")
        return other.vector

    def __add__(self, other: "Scalars | Scalar") -> "Scalars":
        """Add elementwise, or one scalar to all."""
        return Scalars(BACKEND.scalars_add(self.vector, self._operand(other)))

    def __sub__(self, other: "Scalars | Scalar") -> "Scalars":
        """Subtract elementwise, or one scalar from all."""
        return Scalars(BACKEND.scalars_sub(self.vector, self._operand(other)))

    def __mul__(self, other: "Scalars | Scalar") -> "Scalars":
        """Multiply elementwise, or all by one scalar."""
        return Scalars(BACKEND.scalars_mul(self.vector, self._operand(other)))

    def __neg__(self) -> "Scalars":
        """Negate each."""
        return Scalars(BACKEND.scalars_neg(self.vector))

    def sum(self) -> Scalar:
        """Add all up; zero if there are none."""
        return Scalar(BACKEND.scalars_sum(self.vector))

    def dot(self, other: "Scalars") -> Scalar:
        """Return the sum of the products of pairs."""
        return Scalar(BACKEND.scalars_dot(self.vector, self._operand(other)))

    def product(self) -> Scalar:
        """Multiply all together; one if there are none."""
        return Scalar(BACKEND.scalars_product(self.vector))

    def inverses(self) -> "Scalars":
        """Return 1 / each.

        Raises: MalformedEncoding: with the index of the first zero.
        """
        inverted = BACKEND.scalars_invert(self.vector)
        if isinstance(inverted, int):
            raise MalformedEncoding("scalar that has an inverse", inverted)
        return Scalars(inverted)

    def permuted(self, indices: Sequence[int]) -> "Scalars":
        """Return the vector of ``self[indices[j]]``, for indices from 0 to n - 1."""
        return Scalars(BACKEND.scalars_take(self.vector, indices))

    def running_products(self) -> "Scalars":
        """Return the vector whose j-th item is the product of the items 0 to j."""
        return Scalars(BACKEND.scalars_running_products(self.vector))

    def linear_recurrence(self, multipliers: "Scalars", start: Scalar) -> "Scalars":
        """Return r with r_j = self_j + multipliers_j * r_{j-1}, where r_{-1} = start."""
        vector = BACKEND.scalars_linear_recurrence(self.vector, self._operand(multipliers), start.vector)
        return Scalars(vector)

    def __eq__(self, other: object) -> bool:
        """Compare in constant time."""
        if not isinstance(other, Scalars):
            return NotImplemented
        return hmac.compare_digest(self.to_bytes(), other.to_bytes())

    def __hash__(self) -> int:
        """Hash the encodings."""
        return hash(self.to_bytes())

    def __repr__(self) -> str:
        """Hide the values."""
        return f"<Scalars, {len(self)} of them>"
