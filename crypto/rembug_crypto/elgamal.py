"""ElGamal with several keys and one randomness.  Source: docs/protocol.md section 5.

A ciphertext of ``W`` elements is ``1 + W`` elements: ``(r*G, m_1 + r*X_1, ..., m_W + r*X_W)``.
Lists of ciphertexts are held as one vector, row by row, so that every step costs a few vector
operations however many ballots there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.group import GENERATOR, GENERATOR_BASE, Element, Elements, FixedBase, Scalars, fixed_rows

ELEMENT_BYTES: Final = 32

# Rows made at a time.  Columns are computed apart and then laid out in rows, which holds both for a
# moment: chunks keep that below some tens of megabytes.
_CHUNK_ROWS: Final = 4096


class PublicKey:
    """The keys ``X_1 .. X_W`` of a contest, none of them the identity."""

    __slots__ = ("_bases", "_bytes", "elements")

    def __init__(self, elements: Elements) -> None:
        """Take ``W >= 1`` elements.

        Raises:
            MalformedEncoding: none, or an identity among them.
        """
        if len(elements) == 0:
            raise MalformedEncoding("a public key has at least one element")
        if elements.first_identity() is not None:
            raise MalformedEncoding("a public key holds the identity")
        self.elements: Final = elements
        self._bytes = elements.to_bytes()
        self._bases: tuple[FixedBase, ...] = ()

    @classmethod
    def from_bytes(cls, data: bytes) -> "PublicKey":
        """Decode ``X_1 || ... || X_W``, 32 bytes each.

        Raises:
            MalformedEncoding: a wrong length, no canonical encoding, or the identity.
        """
        return cls(Elements.from_bytes(data))

    def to_bytes(self) -> bytes:
        """Return ``X_1 || ... || X_W``."""
        return self._bytes

    @property
    def width(self) -> int:
        """The number ``W`` of keys."""
        return len(self.elements)

    def first(self, width: int) -> "PublicKey":
        """Return the key of a contest that uses the first ``width`` elements.

        Raises:
            MalformedEncoding: there are fewer.
        """
        if not 1 <= width <= self.width:
            raise MalformedEncoding(f"a width of {width} with {self.width} keys")
        return self if width == self.width else PublicKey(self.elements[:width])

    def bases(self) -> tuple[FixedBase, ...]:
        """Return tables of ``G, X_1, ..., X_W``, made once; worth it for lists of ciphertexts."""
        if not self._bases:
            self._bases = (
                GENERATOR_BASE,
                *(_table(element.to_bytes()) for element in self.elements),
            )
        return self._bases

    def blinding(self, randomness: Scalars) -> "Iterator[Elements]":
        """Yield the columns ``r*G, r*X_1, ..., r*X_W`` for a vector ``r``, in constant time."""
        if len(randomness) == 1 and not self._bases:
            bases = Elements.concat([Elements.of([GENERATOR]), self.elements])
            for product in bases.times_each(randomness[0]):
                yield Elements.of([product])
            return
        for base in self.bases():
            yield base.times(randomness)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self._bytes == other._bytes

    def __hash__(self) -> int:
        return hash(self._bytes)

    def __repr__(self) -> str:
        return f"PublicKey(width={self.width})"


@lru_cache(maxsize=64)
def _table(encoding: bytes) -> FixedBase:
    # One election has at most 34 keys, and each contest a prefix of them: they share these tables.
    return FixedBase(Element.from_bytes(encoding))


@dataclass(frozen=True, slots=True, eq=False)
class Ciphertexts:
    """A list of ``N`` ciphertexts of one width, decoded.

    Attributes:
        elements: ``N * (1 + W)`` elements, row by row.
        width: ``W``.
    """

    elements: Elements
    width: int

    def __post_init__(self) -> None:
        if self.width < 1 or len(self.elements) % (1 + self.width):
            raise MalformedEncoding(f"{len(self.elements)} elements are no ciphertexts of width {self.width}")

    @classmethod
    def from_bytes(cls, data: bytes, width: int) -> "Ciphertexts":
        """Decode ``N`` rows of ``32 * (1 + width)`` bytes.

        Raises:
            MalformedEncoding: a wrong length, no canonical encoding, or the identity.
        """
        return cls(Elements.from_bytes(data), width)

    @classmethod
    def from_rows(cls, rows: Sequence[bytes], width: int) -> "Ciphertexts":
        """Decode separate ciphertexts in one batch.

        Raises:
            MalformedEncoding: as ``from_bytes``; a row of another length is named.
        """
        size = row_bytes(width)
        for index, row in enumerate(rows):
            if len(row) != size:
                raise MalformedEncoding(f"ciphertext {index} has {len(row)} bytes, not {size}")
        return cls.from_bytes(b"".join(rows), width)

    @classmethod
    def from_columns(cls, columns: Sequence[Elements]) -> "Ciphertexts":
        """Lay ``1 + W`` columns of ``N`` elements out in rows."""
        return cls(interleave(columns), len(columns) - 1)

    def to_bytes(self) -> bytes:
        """Return the rows joined, ``32 * (1 + W)`` bytes each."""
        return self.elements.to_bytes()

    def __len__(self) -> int:
        return len(self.elements) // (1 + self.width)

    def column(self, index: int) -> Elements:
        """Return component ``index`` of every ciphertext: 0 is ``c1``, ``k`` is ``c2_k``."""
        return self.elements[index :: 1 + self.width]

    def rows(self, start: int, stop: int) -> "Ciphertexts":
        """Return the ciphertexts ``start .. stop - 1``."""
        size = 1 + self.width
        return Ciphertexts(self.elements[start * size : stop * size], self.width)


def row_bytes(width: int) -> int:
    """Return the length of one ciphertext in bytes."""
    return ELEMENT_BYTES * (1 + width)


def interleave(columns: Sequence[Elements]) -> Elements:
    """Return the elements of equally long columns row by row."""
    length = len(columns[0])
    total = length * len(columns)
    indices = [index for row in range(length) for index in range(row, total, length)]
    return Elements.concat(columns).permuted(indices)


def row_chunks(count: int) -> Iterator[slice]:
    """Yield slices that cover ``count`` rows, each few enough to lay out at once."""
    for start in range(0, count, _CHUNK_ROWS):
        yield slice(start, min(start + _CHUNK_ROWS, count))


def encrypt(messages: Elements, key: PublicKey, randomness: Scalars) -> Ciphertexts:
    """Encrypt ``N`` messages of ``W`` elements each.

    Args:
        messages: ``N * W`` elements, row by row.
        key: of width ``W``.
        randomness: ``N`` fresh secret scalars.

    Raises:
        ValueError: the lengths do not fit together.
    """
    width = key.width
    if len(messages) != len(randomness) * width:
        raise ValueError(f"{len(messages)} messages for {len(randomness)} ciphertexts of width {width}")
    parts = []
    for rows in row_chunks(len(randomness)):
        columns = list(key.blinding(randomness[rows]))
        for k in range(width):
            own = messages[rows.start * width + k : rows.stop * width : width]
            columns[1 + k] = columns[1 + k] + own
        parts.append(interleave(columns))
    return Ciphertexts(Elements.concat(parts), width)


def reencrypt(ciphertexts: Ciphertexts, order: Sequence[int], key: PublicKey, randomness: Scalars) -> Ciphertexts:
    """Return ``e_order[j] + (r_j*G, r_j*X_1, ..., r_j*X_W)`` for every ``j``, in constant time.

    Raises:
        ValueError: the lengths or widths do not fit together.
    """
    if key.width != ciphertexts.width or not len(order) == len(randomness) == len(ciphertexts):
        raise ValueError("the lengths or widths do not fit together")
    size = 1 + ciphertexts.width
    parts = [
        ciphertexts.elements.rows_at(order[rows], size) + fixed_rows(key.bases(), randomness[rows])
        for rows in row_chunks(len(order))
    ]
    return Ciphertexts(Elements.concat(parts), ciphertexts.width)
