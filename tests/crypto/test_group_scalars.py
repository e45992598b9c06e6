"""Scalars are integers modulo the order, with one encoding each."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.crypto.group_library import GroupLibrary, library
from tests.crypto.seeded import SeededRandom

__all__ = ["library"]

ORDER = 2**252 + 27742317777372353535851937790883648493
INTEGERS = st.one_of(st.integers(0, ORDER - 1), st.sampled_from([0, 1, 2, ORDER - 1, ORDER - 2, 2**252, 2**128]))
LISTS = st.lists(INTEGERS, max_size=6)
PAIRS = st.lists(st.tuples(INTEGERS, INTEGERS), max_size=6)


def encoded(*values: int) -> bytes:
    return b"".join(value.to_bytes(32, "little") for value in values)


def numbers(data: bytes) -> list[int]:
    return [int.from_bytes(data[i : i + 32], "little") for i in range(0, len(data), 32)]


def test_the_order_is_the_published_one(library: GroupLibrary) -> None:
    assert library.group.ORDER == ORDER
    assert (library.group.GENERATOR * library.group.Scalar.from_int(ORDER - 1)) == (-library.group.GENERATOR)


@pytest.mark.parametrize(
    "bad",
    [encoded(ORDER), encoded(ORDER + 1), encoded(2**255), encoded(2**253), b"\xff" * 32],
    ids=["l", "l + 1", "2^255", "2^253", "all ones"],
)
def test_a_scalar_that_is_not_reduced_is_refused(library: GroupLibrary, bad: bytes) -> None:
    with pytest.raises(library.errors.MalformedEncoding):
        library.group.Scalar.from_bytes(bad)
    with pytest.raises(library.errors.MalformedEncoding) as caught:
        library.group.Scalars.from_bytes(encoded(ORDER - 1, 0) + bad + encoded(1))
    assert caught.value.index == 2


@pytest.mark.parametrize("length", [0, 1, 31, 33, 64])
def test_a_scalar_has_32_bytes(library: GroupLibrary, length: int) -> None:
    with pytest.raises(library.errors.MalformedEncoding):
        library.group.Scalar.from_bytes(bytes(length))


def test_scalars_must_be_a_whole_number_of_records(library: GroupLibrary) -> None:
    with pytest.raises(library.errors.MalformedEncoding):
        library.group.Scalars.from_bytes(bytes(33))
    with pytest.raises(ValueError, match="multiple"):
        library.group.Scalars.from_wide(bytes(65))
    with pytest.raises(ValueError, match="multiple"):
        library.group.Scalars.from_128(bytes(17))


@given(values=LISTS)
def test_encoding_and_decoding_are_inverse(library: GroupLibrary, values: list[int]) -> None:
    scalars = library.group.Scalars.from_bytes(encoded(*values))
    assert scalars.to_bytes() == encoded(*values)
    assert [scalar.to_bytes() for scalar in scalars] == [encoded(value) for value in values]
    assert library.group.Scalars.of(scalars) == scalars == library.group.Scalars.from_ints(values)


@given(pairs=PAIRS, single=INTEGERS)
def test_arithmetic_is_that_of_integers_modulo_the_order(
    library: GroupLibrary, pairs: list[tuple[int, int]], single: int
) -> None:
    group = library.group
    a = group.Scalars.from_ints(x for x, _ in pairs)
    b = group.Scalars.from_ints(y for _, y in pairs)
    one = group.Scalar.from_int(single)
    assert numbers((a + b).to_bytes()) == [(x + y) % ORDER for x, y in pairs]
    assert numbers((a - b).to_bytes()) == [(x - y) % ORDER for x, y in pairs]
    assert numbers((a * b).to_bytes()) == [x * y % ORDER for x, y in pairs]
    assert numbers((a + one).to_bytes()) == [(x + single) % ORDER for x, _ in pairs]
    assert numbers((a - one).to_bytes()) == [(x - single) % ORDER for x, _ in pairs]
    assert numbers((a * one).to_bytes()) == [x * single % ORDER for x, _ in pairs]
    assert numbers((-a).to_bytes()) == [-x % ORDER for x, _ in pairs]
    assert numbers(a.dot(b).to_bytes()) == [sum(x * y for x, y in pairs) % ORDER]
    assert a.sum() == group.Scalar.from_int(sum(x for x, _ in pairs))


@given(x=INTEGERS, y=INTEGERS)
def test_single_scalars_compute_as_integers_do(library: GroupLibrary, x: int, y: int) -> None:
    a, b = library.group.Scalar.from_int(x), library.group.Scalar.from_int(y)
    assert numbers((a + b).to_bytes()) == [(x + y) % ORDER]
    assert numbers((a - b).to_bytes()) == [(x - y) % ORDER]
    assert numbers((a * b).to_bytes()) == [x * y % ORDER]
    assert numbers((-a).to_bytes()) == [-x % ORDER]
    assert a.is_zero() == (x == 0)
    assert (a == b) == (x == y)


@given(values=st.lists(st.integers(1, ORDER - 1), max_size=4))
def test_a_scalar_times_its_inverse_is_one(library: GroupLibrary, values: list[int]) -> None:
    group = library.group
    scalars = group.Scalars.from_ints(values)
    ones = group.Scalars.from_ints([1] * len(values))
    assert scalars * scalars.inverses() == ones
    for scalar in scalars:
        assert scalar * scalar.inverse() == group.Scalar.from_int(1)


def test_zero_has_no_inverse(library: GroupLibrary) -> None:
    with pytest.raises(library.errors.MalformedEncoding):
        library.group.Scalar.from_int(0).inverse()
    with pytest.raises(library.errors.MalformedEncoding) as caught:
        library.group.Scalars.from_ints([3, 0, 0]).inverses()
    assert caught.value.index == 1


@given(values=LISTS)
def test_products_run_from_the_first_item_on(library: GroupLibrary, values: list[int]) -> None:
    scalars = library.group.Scalars.from_ints(values)
    expected, product = [], 1
    for value in values:
        product = product * value % ORDER
        expected.append(product)
    assert numbers(scalars.running_products().to_bytes()) == expected
    assert numbers(scalars.product().to_bytes()) == [product]


@given(pairs=PAIRS, start=INTEGERS)
def test_a_linear_recurrence_starts_before_its_first_item(
    library: GroupLibrary, pairs: list[tuple[int, int]], start: int
) -> None:
    group = library.group
    expected, last = [], start
    for summand, multiplier in pairs:
        last = (summand + multiplier * last) % ORDER
        expected.append(last)
    summands = group.Scalars.from_ints(x for x, _ in pairs)
    multipliers = group.Scalars.from_ints(y for _, y in pairs)
    results = summands.linear_recurrence(multipliers, group.Scalar.from_int(start))
    assert numbers(results.to_bytes()) == expected


@given(data=st.binary(min_size=64, max_size=64))
def test_64_bytes_are_reduced(library: GroupLibrary, data: bytes) -> None:
    expected = encoded(int.from_bytes(data, "little") % ORDER)
    assert library.group.Scalar.from_wide(data).to_bytes() == expected
    assert library.group.Scalars.from_wide(data * 2).to_bytes() == expected * 2


@given(data=st.binary(min_size=16, max_size=16))
def test_16_bytes_are_taken_as_they_are(library: GroupLibrary, data: bytes) -> None:
    assert library.group.Scalars.from_128(data).to_bytes() == data + bytes(16)


@given(length=st.integers(0, 9), key=st.slices(9), index=st.integers(-9, 8))
@settings(max_examples=50)
def test_slices_and_indices_are_those_of_a_list(library: GroupLibrary, length: int, key: slice, index: int) -> None:
    scalars = library.group.Scalars.from_ints(range(length))
    values = list(range(length))
    assert numbers(scalars[key].to_bytes()) == values[key]
    if -length <= index < length:
        assert numbers(scalars[index].to_bytes()) == [values[index]]
    else:
        with pytest.raises(IndexError):
            scalars[index]


def test_a_permutation_takes_from_the_indices(library: GroupLibrary) -> None:
    scalars = library.group.Scalars.from_ints([10, 11, 12, 13])
    assert numbers(scalars.permuted([2, 0, 3, 1]).to_bytes()) == [12, 10, 13, 11]
    for bad in ([4], [-1], [0, 1, 99]):
        with pytest.raises(ValueError, match="outside"):
            scalars.permuted(bad)


def test_vectors_of_different_lengths_do_not_combine(library: GroupLibrary) -> None:
    one, two = library.group.Scalars.from_ints([1]), library.group.Scalars.from_ints([1, 2])
    refused: list[Callable[[], object]] = [
        lambda: one + two,
        lambda: two - one,
        lambda: two * one,
        lambda: one.dot(two),
        lambda: two.linear_recurrence(one, one[0]),
    ]
    for combine in refused:
        with pytest.raises(ValueError, match="vectors of"):
            combine()


def test_random_scalars_use_64_bytes_each(library: GroupLibrary) -> None:
    asked: list[int] = []

    def counting(count: int) -> bytes:
        asked.append(count)
        return SeededRandom("scalars")(count)

    scalars = library.group.Scalars.random(3, counting)
    first = library.group.Scalar.random(counting)
    assert asked == [192, 64]
    assert first == scalars[0] != scalars[1]


def test_a_source_that_gives_too_few_bytes_is_refused(library: GroupLibrary) -> None:
    with pytest.raises(ValueError, match="source returned 63"):
        library.group.Scalar.random(lambda count: bytes(count - 1))


def test_no_repr_shows_a_value(library: GroupLibrary) -> None:
    secret = library.group.Scalar.from_int(0x1122334455667788)
    many = library.group.Scalars.repeat(secret, 2)
    for shown in (repr(secret), repr(many), repr(secret.vector), repr(many.vector), f"{secret}"):
        assert "88776655" not in shown.lower()
        assert "1122334455667788" not in shown
        assert str(0x1122334455667788) not in shown
        assert r"\x88" not in shown
