"""Elements of ristretto255 (RFC 9496), one and many, held decoded and written additively."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self, overload

from rembug_crypto.backends import BACKEND, ElementVector
from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.scalar import Scalar, Scalars


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Element:
    """One group element.  ``vector`` is the backend's, of length 1."""

    vector: ElementVector

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Decode the 32 bytes of an element, which may be the identity.

        Raises: MalformedEncoding: they are not the canonical encoding of an element.
        """
        return cls._decoded(data, allow_identity=True)

    @classmethod
    def decode_nonidentity(cls, data: bytes) -> Self:
        """Decode the 32 bytes of an element other than the identity.

        Raises: MalformedEncoding: they are not the canonical encoding of one.
        """
        return cls._decoded(data, allow_identity=False)

    @classmethod
    def _decoded(cls, data: bytes, *, allow_identity: bool) -> Self:
        decoded = BACKEND.elements_decode(data, allow_identity) if len(data) == 32 else 0
        if isinstance(decoded, int):
            raise MalformedEncoding("group element" if allow_identity else "group element other than the identity")
        return cls(decoded)

    @classmethod
    def identity(cls) -> Self:
        """Return the neutral element, 32 zero bytes."""
        return cls.from_bytes(bytes(32))

    def to_bytes(self) -> bytes:
        """Return the canonical encoding, 32 bytes."""
        return BACKEND.elements_encode(self.vector)

    def is_identity(self) -> bool:
        """Say whether this is the neutral element."""
        return BACKEND.elements_find_identity(self.vector) is not None

    def __add__(self, other: "Element") -> "Element":
        """Return the sum."""
        if not isinstance(other, Element):
            return NotImplemented
        return Element(BACKEND.elements_add(self.vector, other.vector))

    def __sub__(self, other: "Element") -> "Element":
        """Return the difference."""
        if not isinstance(other, Element):
            return NotImplemented
        return Element(BACKEND.elements_sub(self.vector, other.vector))

    def __neg__(self) -> "Element":
        """Return the negative."""
        return Element(BACKEND.elements_neg(self.vector))

    def __mul__(self, scalar: Scalar) -> "Element":
        """Return scalar * self, in constant time."""
        if not isinstance(scalar, Scalar):
            return NotImplemented
        return Element(BACKEND.elements_times(self.vector, scalar.vector))

    def __eq__(self, other: object) -> bool:
        """Say whether both are the same element."""
        if not isinstance(other, Element):
            return NotImplemented
        return BACKEND.elements_equal(self.vector, other.vector)

    def __hash__(self) -> int:
        """Hash the encoding."""
        return hash(self.to_bytes())

    def __repr__(self) -> str:
        """Name the class only: an element may be a voter's name before it is sealed."""
        return "<Element>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Elements:
    """A vector of group elements.

    ``+`` and ``-`` go elementwise with a vector of the same length, or with one `Element` for all.

    Raises: ValueError: lengths that do not fit together.
    """

    vector: ElementVector

    @classmethod
    def from_bytes(cls, data: bytes, *, allow_identity: bool = False) -> Self:
        """Decode the 32 bytes of each element.

        Raises: MalformedEncoding: with the index of the first that is not the canonical encoding of
            an element, or that is the identity where it is not allowed.
        """
        if len(data) % 32:
            raise MalformedEncoding("whole number of group elements")
        decoded = BACKEND.elements_decode(data, allow_identity)
        if isinstance(decoded, int):
            what = "group element" if allow_identity else "group element other than the identity"
            raise MalformedEncoding(what, decoded)
        return cls(decoded)

    @classmethod
    def of(cls, elements: Iterable[Element]) -> Self:
        """Put elements into a vector."""
        return cls(BACKEND.elements_concat([element.vector for element in elements]))

    @classmethod
    def repeat(cls, element: Element, count: int) -> Self:
        """Return ``count`` times the same element."""
        return cls(BACKEND.elements_repeat(element.vector, count))

    @classmethod
    def concat(cls, parts: "Iterable[Elements]") -> Self:
        """Join vectors."""
        return cls(BACKEND.elements_concat([part.vector for part in parts]))

    def to_bytes(self) -> bytes:
        """Return the canonical encodings, 32 bytes each; asking twice costs nothing."""
        return BACKEND.elements_encode(self.vector)

    def __len__(self) -> int:
        """Return the number of elements."""
        return len(self.vector)

    @overload
    def __getitem__(self, key: int) -> Element: ...
    @overload
    def __getitem__(self, key: slice) -> "Elements": ...
    def __getitem__(self, key: "int | slice") -> "Element | Elements":
        """Return one element, or a slice as a vector; a slice decodes and encodes nothing anew."""
        if isinstance(key, slice):
            chosen = range(len(self))[key]
            return Elements(BACKEND.elements_slice(self.vector, chosen.start, chosen.step, len(chosen)))
        return Element(BACKEND.elements_slice(self.vector, range(len(self))[key], 1, 1))

    def __iter__(self) -> Iterator[Element]:
        """Go through the elements."""
        return (self[index] for index in range(len(self)))

    def _operand(self, other: "Elements | Element | Scalars") -> None:
        if not isinstance(other, Element) and len(other) != len(self):
            raise ValueError(f"vectors of {len(self)} elements and {len(other)}")

    def __add__(self, other: "Elements | Element") -> "Elements":
        """Add elementwise, or one element to all."""
        self._operand(other)
        return Elements(BACKEND.elements_add(self.vector, other.vector))

    def __sub__(self, other: "Elements | Element") -> "Elements":
        """Subtract elementwise, or one element from all."""
        self._operand(other)
        return Elements(BACKEND.elements_sub(self.vector, other.vector))

    def __neg__(self) -> "Elements":
        """Negate each."""
        return Elements(BACKEND.elements_neg(self.vector))

    def sum(self) -> Element:
        """Add all up; the identity if there are none."""
        return Element(BACKEND.elements_sum(self.vector))

    def first_identity(self) -> int | None:
        """Return the index of the first neutral element, if there is one."""
        return BACKEND.elements_find_identity(self.vector)

    def permuted(self, indices: Sequence[int]) -> "Elements":
        """Return the vector of ``self[indices[j]]``, for indices from 0 to n - 1."""
        return Elements(BACKEND.elements_take(self.vector, indices))

    def times(self, scalars: Scalars) -> "Elements":
        """Return scalars_i * self_i, in constant time."""
        self._operand(scalars)
        return Elements(BACKEND.elements_times(self.vector, scalars.vector))

    def times_each(self, scalar: Scalar) -> "Elements":
        """Return scalar * self_i for one secret scalar, in constant time."""
        return Elements(BACKEND.elements_times(self.vector, scalar.vector))

    def rows_at(self, order: Sequence[int], size: int) -> "Elements":
        """Return the rows of ``size`` elements at the indices ``order``."""
        return Elements(BACKEND.elements_take_rows(self.vector, order, size))

    def times_rows(self, scalars: Scalars) -> "Elements":
        """Return the row scalars_1 * self_i, ..., scalars_n * self_i for every i, in constant time."""
        return Elements(BACKEND.elements_times_each(self.vector, scalars.vector))

    def __eq__(self, other: object) -> bool:
        """Say whether both hold the same elements in the same order."""
        if not isinstance(other, Elements):
            return NotImplemented
        return len(self) == len(other) and BACKEND.elements_equal(self.vector, other.vector)

    def __hash__(self) -> int:
        """Hash the encodings."""
        return hash(self.to_bytes())

    def __repr__(self) -> str:
        """Show the length only."""
        return f"<Elements, {len(self)} of them>"
