"""The reference backend: one libsodium call an operation, elements kept as their encodings.

It exists to be compared with the native backend, byte by byte, and to serve where no compiler is
found.  Source: RFC 9496; libsodium 1.0.18 or newer.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import repeat
from typing import Final, cast

from rembug_crypto.backends import sodium
from rembug_crypto.backends.interface import Backend

_ONE: Final = b"\x01" + bytes(31)


@dataclass(frozen=True, slots=True)
class ScalarVector:
    """Scalars as their 32-byte encodings; the repr hides them."""

    values: tuple[bytes, ...] = field(repr=False)

    def __len__(self) -> int:
        """Return the number of scalars."""
        return len(self.values)


@dataclass(frozen=True, slots=True)
class ElementVector:
    """Elements as their 32-byte encodings."""

    values: tuple[bytes, ...]

    def __len__(self) -> int:
        """Return the number of elements."""
        return len(self.values)


@dataclass(frozen=True, slots=True)
class BaseTable:
    """One element: libsodium has no tables."""

    base: bytes


def _records(data: bytes, size: int) -> list[bytes]:
    if len(data) % size:
        raise ValueError(f"{len(data)} bytes are no multiple of {size}")
    return [data[i : i + size] for i in range(0, len(data), size)]


def _same_length(left: Sequence[bytes], right: Sequence[bytes]) -> None:
    if len(left) != len(right):
        raise ValueError(f"the lengths {len(left)} and {len(right)} differ")


def _single(values: tuple[bytes, ...]) -> bytes:
    if len(values) != 1:
        raise ValueError(f"one value expected, not {len(values)}")
    return values[0]


def _pairwise(
    operation: Callable[[bytes, bytes], bytes], left: tuple[bytes, ...], right: tuple[bytes, ...]
) -> tuple[bytes, ...]:
    if len(left) == len(right):
        return tuple(map(operation, left, right))
    if len(left) == 1:
        return tuple(map(operation, repeat(left[0]), right))
    if len(right) == 1:
        return tuple(map(operation, left, repeat(right[0])))
    raise ValueError(f"the lengths {len(left)} and {len(right)} do not fit together")


def _taken(values: tuple[bytes, ...], indices: Sequence[int]) -> tuple[bytes, ...]:
    for index in indices:
        if not 0 <= index < len(values):
            raise ValueError(f"index {index} is outside a vector of {len(values)}")
    return tuple(values[index] for index in indices)


def _sliced(values: tuple[bytes, ...], start: int, step: int, count: int) -> tuple[bytes, ...]:
    return _taken(values, [start + step * i for i in range(count)])


def scalars_decode(data: bytes) -> ScalarVector | int:
    """See `Backend`."""
    records = _records(data, 32)
    for index, record in enumerate(records):
        if sodium.scalar_reduce(record + bytes(32)) != record:
            return index
    return ScalarVector(tuple(records))


def scalars_reduce_wide(data: bytes) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector(tuple(map(sodium.scalar_reduce, _records(data, 64))))


def scalars_from_128(data: bytes) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector(tuple(record + bytes(16) for record in _records(data, 16)))


def scalars_encode(vector: ScalarVector) -> bytes:
    """See `Backend`."""
    return b"".join(vector.values)


def scalars_repeat(vector: ScalarVector, count: int) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector((_single(vector.values),) * count)


def scalars_concat(vectors: Sequence[ScalarVector]) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector(tuple(value for vector in vectors for value in vector.values))


def scalars_slice(vector: ScalarVector, start: int, step: int, count: int) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector(_sliced(vector.values, start, step, count))


def scalars_take(vector: ScalarVector, indices: Sequence[int]) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector(_taken(vector.values, indices))


def scalars_add(left: ScalarVector, right: ScalarVector) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector(_pairwise(sodium.scalar_add, left.values, right.values))


def scalars_sub(left: ScalarVector, right: ScalarVector) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector(_pairwise(sodium.scalar_sub, left.values, right.values))


def scalars_mul(left: ScalarVector, right: ScalarVector) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector(_pairwise(sodium.scalar_mul, left.values, right.values))


def scalars_neg(vector: ScalarVector) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector(tuple(map(sodium.scalar_neg, vector.values)))


def scalars_invert(vector: ScalarVector) -> ScalarVector | int:
    """See `Backend`."""
    for index, value in enumerate(vector.values):
        if value == sodium.ZERO:
            return index
    return ScalarVector(tuple(map(sodium.scalar_invert, vector.values)))


def scalars_sum(vector: ScalarVector) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector((reduce(sodium.scalar_add, vector.values, sodium.ZERO),))


def scalars_dot(left: ScalarVector, right: ScalarVector) -> ScalarVector:
    """See `Backend`."""
    _same_length(left.values, right.values)
    return scalars_sum(scalars_mul(left, right))


def scalars_product(vector: ScalarVector) -> ScalarVector:
    """See `Backend`."""
    return ScalarVector((reduce(sodium.scalar_mul, vector.values, _ONE),))


def scalars_running_products(vector: ScalarVector) -> ScalarVector:
    """See `Backend`."""
    products = [_ONE]
    for value in vector.values:
        products.append(sodium.scalar_mul(products[-1], value))
    return ScalarVector(tuple(products[1:]))


def scalars_linear_recurrence(summands: ScalarVector, multipliers: ScalarVector, start: ScalarVector) -> ScalarVector:
    """See `Backend`."""
    _same_length(summands.values, multipliers.values)
    results = [_single(start.values)]
    for summand, multiplier in zip(summands.values, multipliers.values, strict=True):
        results.append(sodium.scalar_add(summand, sodium.scalar_mul(multiplier, results[-1])))
    return ScalarVector(tuple(results[1:]))


def elements_decode(data: bytes, allow_identity: bool) -> ElementVector | int:  # noqa: FBT001 - as the native one
    """See `Backend`."""
    records = _records(data, 32)
    for index, record in enumerate(records):
        if not sodium.is_element(record) or (record == sodium.IDENTITY and not allow_identity):
            return index
    return ElementVector(tuple(records))


def elements_check(candidates: bytes) -> list[bool]:
    """See `Backend`."""
    return list(map(sodium.is_element, _records(candidates, 32)))


def elements_hash(uniform: bytes) -> ElementVector:
    """See `Backend`."""
    return ElementVector(tuple(map(sodium.from_uniform, _records(uniform, 64))))


def elements_encode(vector: ElementVector) -> bytes:
    """See `Backend`."""
    return b"".join(vector.values)


def elements_repeat(vector: ElementVector, count: int) -> ElementVector:
    """See `Backend`."""
    return ElementVector((_single(vector.values),) * count)


def elements_concat(vectors: Sequence[ElementVector]) -> ElementVector:
    """See `Backend`."""
    return ElementVector(tuple(value for vector in vectors for value in vector.values))


def elements_slice(vector: ElementVector, start: int, step: int, count: int) -> ElementVector:
    """See `Backend`."""
    return ElementVector(_sliced(vector.values, start, step, count))


def elements_take(vector: ElementVector, indices: Sequence[int]) -> ElementVector:
    """See `Backend`."""
    return ElementVector(_taken(vector.values, indices))


def elements_take_rows(vector: ElementVector, order: Sequence[int], size: int) -> ElementVector:
    """See `Backend`."""
    if size < 1 or len(vector.values) % size:
        raise ValueError(f"{len(vector.values)} items are no rows of {size}")
    rows = [vector.values[start : start + size] for start in range(0, len(vector.values), size)]
    for index in order:
        if not 0 <= index < len(rows):
            raise ValueError(f"index {index} is outside a vector of {len(rows)}")
    return ElementVector(tuple(value for index in order for value in rows[index]))


def elements_add(left: ElementVector, right: ElementVector) -> ElementVector:
    """See `Backend`."""
    return ElementVector(_pairwise(sodium.add, left.values, right.values))


def elements_sub(left: ElementVector, right: ElementVector) -> ElementVector:
    """See `Backend`."""
    return ElementVector(_pairwise(sodium.sub, left.values, right.values))


def elements_neg(vector: ElementVector) -> ElementVector:
    """See `Backend`."""
    return ElementVector(tuple(sodium.sub(sodium.IDENTITY, value) for value in vector.values))


def elements_sum(vector: ElementVector) -> ElementVector:
    """See `Backend`."""
    return ElementVector((reduce(sodium.add, vector.values, sodium.IDENTITY),))


def elements_equal(left: ElementVector, right: ElementVector) -> bool:
    """See `Backend`."""
    _same_length(left.values, right.values)
    return left.values == right.values


def elements_find_identity(vector: ElementVector) -> int | None:
    """See `Backend`."""
    return next((i for i, value in enumerate(vector.values) if value == sodium.IDENTITY), None)


def elements_times(elements: ElementVector, scalars: ScalarVector) -> ElementVector:
    """See `Backend`."""
    return ElementVector(_pairwise(sodium.times, elements.values, scalars.values))


def elements_times_each(elements: ElementVector, scalars: ScalarVector) -> ElementVector:
    """See `Backend`."""
    return ElementVector(tuple(sodium.times(value, scalar) for value in elements.values for scalar in scalars.values))


def elements_small_sum(vectors: Sequence[ElementVector], factors: Sequence[int]) -> ElementVector:
    """See `Backend`."""
    if len(vectors) != len(factors):
        raise ValueError(f"the lengths {len(vectors)} and {len(factors)} differ")
    columns = []
    for vector, factor in zip(vectors, factors, strict=True):
        _same_length(vectors[0].values, vector.values)
        scalar = abs(factor).to_bytes(8, "little") + bytes(24)
        products = elements_times(vector, ScalarVector((scalar,)))
        columns.append((elements_neg(products) if factor < 0 else products).values)
    return ElementVector(tuple(reduce(sodium.add, row) for row in zip(*columns, strict=True)))


def table_new(base: ElementVector) -> BaseTable:
    """See `Backend`."""
    return BaseTable(_single(base.values))


def table_times(table: BaseTable, scalars: ScalarVector) -> ElementVector:
    """See `Backend`."""
    return ElementVector(tuple(sodium.times(table.base, value) for value in scalars.values))


def tables_rows(tables: Sequence[BaseTable], scalars: ScalarVector) -> ElementVector:
    """See `Backend`."""
    return ElementVector(tuple(sodium.times(table.base, value) for value in scalars.values for table in tables))


def tables_sum(tables: Sequence[BaseTable], scalars: Sequence[ScalarVector]) -> ElementVector:
    """See `Backend`."""
    if len(tables) != len(scalars):
        raise ValueError(f"the lengths {len(tables)} and {len(scalars)} differ")
    columns = [table_times(table, own).values for table, own in zip(tables, scalars, strict=True)]
    for column in columns:
        _same_length(columns[0], column)
    return ElementVector(tuple(reduce(sodium.add, row) for row in zip(*columns, strict=True)))


def msm(scalars: ScalarVector, elements: ElementVector) -> ElementVector:
    """See `Backend`."""
    _same_length(scalars.values, elements.values)
    return elements_sum(elements_times(elements, scalars))


def msm_secret(scalars: ScalarVector, elements: ElementVector) -> ElementVector:
    """See `Backend`."""
    return msm(scalars, elements)


# As in the native backend: a module that has the functions of `Backend` on its own vectors.
BACKEND: Final = cast("Backend", sys.modules[__name__])
