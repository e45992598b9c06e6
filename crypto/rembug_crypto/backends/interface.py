"""What a backend computes: batches of scalar and group operations, no protocol logic.

A backend is a module with the functions of `Backend`.  Its vectors are opaque: they go in and out
of the functions of the same backend and are never mixed with another's.  Source: RFC 9496.
"""

from collections.abc import Sequence
from typing import Protocol


class ScalarVector(Protocol):
    """n integers modulo the group order."""

    def __len__(self) -> int:
        """Return n."""
        ...


class ElementVector(Protocol):
    """n group elements."""

    def __len__(self) -> int:
        """Return n."""
        ...


class BaseTable(Protocol):
    """Multiples of one element, computed in advance."""


class Backend(Protocol):
    """The operations.  Encodings are 32 bytes a record; "one" means a vector of length 1.

    Elementwise operations take equal lengths, or one item on either side, which is then repeated.
    Decoding and inversion return the index of the first record that has no value, instead of a
    vector.  Everything on scalars is constant time, so is what multiplies, but for ``msm``
    and ``elements_small_sum``.

    Raises: ValueError: lengths that do not fit together, an index outside of its vector.
    """

    def scalars_decode(self, data: bytes) -> ScalarVector | int:
        """Decode canonical little-endian integers below the order."""
        ...

    def scalars_reduce_wide(self, data: bytes) -> ScalarVector:
        """Reduce 64-byte little-endian integers modulo the order."""
        ...

    def scalars_from_128(self, data: bytes) -> ScalarVector:
        """Take 16-byte little-endian integers."""
        ...

    def scalars_encode(self, vector: ScalarVector) -> bytes:
        """Return the 32-byte encodings, joined."""
        ...

    def scalars_repeat(self, vector: ScalarVector, count: int) -> ScalarVector:
        """Repeat one scalar."""
        ...

    def scalars_concat(self, vectors: Sequence[ScalarVector]) -> ScalarVector:
        """Join vectors."""
        ...

    def scalars_slice(self, vector: ScalarVector, start: int, step: int, count: int) -> ScalarVector:
        """Return the items start, start + step, ..., ``count`` of them."""
        ...

    def scalars_take(self, vector: ScalarVector, indices: Sequence[int]) -> ScalarVector:
        """Return the items at ``indices``."""
        ...

    def scalars_add(self, left: ScalarVector, right: ScalarVector) -> ScalarVector:
        """Add elementwise."""
        ...

    def scalars_sub(self, left: ScalarVector, right: ScalarVector) -> ScalarVector:
        """Subtract elementwise."""
        ...

    def scalars_mul(self, left: ScalarVector, right: ScalarVector) -> ScalarVector:
        """Multiply elementwise."""
        ...

    def scalars_neg(self, vector: ScalarVector) -> ScalarVector:
        """Negate each."""
        ...

    def scalars_invert(self, vector: ScalarVector) -> ScalarVector | int:
        """Invert each; the index of the first zero if there is one."""
        ...

    def scalars_sum(self, vector: ScalarVector) -> ScalarVector:
        """Add all up, to one."""
        ...

    def scalars_dot(self, left: ScalarVector, right: ScalarVector) -> ScalarVector:
        """Return the sum of products, one."""
        ...

    def scalars_product(self, vector: ScalarVector) -> ScalarVector:
        """Multiply all together, to one."""
        ...

    def scalars_running_products(self, vector: ScalarVector) -> ScalarVector:
        """Return the products of the first 1, 2, ..., n."""
        ...

    def scalars_linear_recurrence(
        self, summands: ScalarVector, multipliers: ScalarVector, start: ScalarVector
    ) -> ScalarVector:
        """Return r_j = summands_j + multipliers_j * r_{j-1}, where r_{-1} is the one ``start``."""
        ...

    def elements_decode(self, data: bytes, allow_identity: bool) -> ElementVector | int:  # noqa: FBT001 - native functions have no keywords to insist on
        """Decode canonical encodings; the identity counts as bad unless it is allowed."""
        ...

    def elements_check(self, candidates: bytes) -> list[bool]:
        """Say which 32-byte records decode."""
        ...

    def elements_hash(self, uniform: bytes) -> ElementVector:
        """Map 64 uniform bytes each to an element.  Source: RFC 9496 section 4.3.4."""
        ...

    def elements_encode(self, vector: ElementVector) -> bytes:
        """Return the 32-byte encodings, joined."""
        ...

    def elements_repeat(self, vector: ElementVector, count: int) -> ElementVector:
        """Repeat one element."""
        ...

    def elements_concat(self, vectors: Sequence[ElementVector]) -> ElementVector:
        """Join vectors."""
        ...

    def elements_slice(self, vector: ElementVector, start: int, step: int, count: int) -> ElementVector:
        """Return the items start, start + step, ..., ``count`` of them."""
        ...

    def elements_take(self, vector: ElementVector, indices: Sequence[int]) -> ElementVector:
        """Return the items at ``indices``."""
        ...

    def elements_take_rows(self, vector: ElementVector, order: Sequence[int], size: int) -> ElementVector:
        """Return the rows of ``size`` elements at the indices ``order``."""
        ...

    def elements_add(self, left: ElementVector, right: ElementVector) -> ElementVector:
        """Add elementwise."""
        ...

    def elements_sub(self, left: ElementVector, right: ElementVector) -> ElementVector:
        """Subtract elementwise."""
        ...

    def elements_neg(self, vector: ElementVector) -> ElementVector:
        """Negate each."""
        ...

    def elements_sum(self, vector: ElementVector) -> ElementVector:
        """Add all up, to one."""
        ...

    def elements_equal(self, left: ElementVector, right: ElementVector) -> bool:
        """Say whether all elements are the same."""
        ...

    def elements_find_identity(self, vector: ElementVector) -> int | None:
        """Return the index of the first identity element, if any."""
        ...

    def elements_times(self, elements: ElementVector, scalars: ScalarVector) -> ElementVector:
        """Multiply elementwise by secret scalars."""
        ...

    def elements_times_each(self, elements: ElementVector, scalars: ScalarVector) -> ElementVector:
        """Multiply all elements by each of the secret scalars: a row of products for every element."""
        ...

    def elements_small_sum(self, vectors: Sequence[ElementVector], factors: Sequence[int]) -> ElementVector:
        """Add up vectors times small public integers (63 bits and a sign), elementwise."""
        ...

    def table_new(self, base: ElementVector) -> BaseTable:
        """Compute the table of one element."""
        ...

    def table_times(self, table: BaseTable, scalars: ScalarVector) -> ElementVector:
        """Multiply the table's element by each of the secret scalars."""
        ...

    def tables_rows(self, tables: Sequence[BaseTable], scalars: ScalarVector) -> ElementVector:
        """Multiply each table's element by all secret scalars: a row of products for every scalar."""
        ...

    def tables_sum(self, tables: Sequence[BaseTable], scalars: Sequence[ScalarVector]) -> ElementVector:
        """Add up the tables' elements times their own secret scalars, elementwise."""
        ...

    def msm(self, scalars: ScalarVector, elements: ElementVector) -> ElementVector:
        """Return the sum of public scalars times elements, one."""
        ...

    def msm_secret(self, scalars: ScalarVector, elements: ElementVector) -> ElementVector:
        """Return the sum of secret scalars times elements, one."""
        ...
