"""The group of the protocol: ristretto255 behind one set of names.  Source: RFC 9496.

Secrets go through ``Element * Scalar``, `Elements.times`, `FixedBase` and `msm_secret`, which take
the same time for all values; `msm` does not and is for public data.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rembug_crypto.backends import BACKEND, BaseTable, backend_name
from rembug_crypto.element import Element, Elements
from rembug_crypto.randomness import RandomSource
from rembug_crypto.scalar import ORDER, Scalar, Scalars

__all__ = [
    "GENERATOR",
    "GENERATOR_BASE",
    "ORDER",
    "Element",
    "Elements",
    "FixedBase",
    "RandomSource",
    "Scalar",
    "Scalars",
    "backend_name",
    "fixed_rows",
    "fixed_sum",
    "hash_to_elements",
    "is_element_encoding",
    "msm",
    "msm_secret",
    "small_sum",
]


@dataclass(frozen=True, slots=True)
class FixedBase:
    """An element with a table of its multiples: 1 ms that some 100 multiplications win back."""

    element: Element
    table: BaseTable = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compute the table."""
        object.__setattr__(self, "table", BACKEND.table_new(self.element.vector))

    def times(self, scalars: Scalars) -> Elements:
        """Return scalars_i * element, in constant time."""
        return Elements(BACKEND.table_times(self.table, scalars.vector))

    def times_one(self, scalar: Scalar) -> Element:
        """Return scalar * element, in constant time."""
        return Element(BACKEND.table_times(self.table, scalar.vector))


# The generator.  Source: RFC 9496 section 4 and appendix A.1, "B[1]".
GENERATOR: Final = Element.from_bytes(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))
GENERATOR_BASE: Final = FixedBase(GENERATOR)


def fixed_rows(bases: Sequence[FixedBase], scalars: Scalars) -> Elements:
    """Return the row scalars_i * base_1, ..., scalars_i * base_n for every i, in constant time."""
    return Elements(BACKEND.tables_rows([base.table for base in bases], scalars.vector))


def fixed_sum(terms: Sequence[tuple[FixedBase, Scalars]]) -> Elements:
    """Return the elementwise sum of bases times their own scalars, in constant time."""
    tables = [base.table for base, _ in terms]
    return Elements(BACKEND.tables_sum(tables, [scalars.vector for _, scalars in terms]))


def small_sum(terms: Sequence[tuple[int, Elements]]) -> Elements:
    """Return the elementwise sum of vectors times small public integers.

    Raises: ValueError: the lengths differ.
    """
    vectors = [elements.vector for _, elements in terms]
    return Elements(BACKEND.elements_small_sum(vectors, [factor for factor, _ in terms]))


def _same_length(scalars: Scalars, elements: Elements) -> None:
    if len(scalars) != len(elements):
        raise ValueError(f"{len(scalars)} scalars for {len(elements)} elements")


def msm(scalars: Scalars, elements: Elements) -> Element:
    """Return the sum of scalars_i * elements_i.  Variable time: public data only."""
    _same_length(scalars, elements)
    return Element(BACKEND.msm(scalars.vector, elements.vector))


def msm_secret(scalars: Scalars, elements: Elements) -> Element:
    """Return the sum of scalars_i * elements_i for secret scalars, in constant time."""
    _same_length(scalars, elements)
    return Element(BACKEND.msm_secret(scalars.vector, elements.vector))


def hash_to_elements(uniform: bytes) -> Elements:
    """Map 64 uniform bytes each to an element whose logarithm nobody knows.

    Raises: ValueError: not a multiple of 64 bytes.  Source: RFC 9496 section 4.3.4.
    """
    return Elements(BACKEND.elements_hash(uniform))


def is_element_encoding(candidates: bytes) -> list[bool]:
    """Say of each 32 bytes whether they are the canonical encoding of an element.

    Decoding takes the same time for all candidates, so it may be asked about secret ones.

    Raises: ValueError: not a multiple of 32 bytes.
    """
    return BACKEND.elements_check(candidates)
