"""Elements form a group of prime order, with one encoding each, the identity included."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.crypto.group_library import GroupLibrary, library
from tests.crypto.seeded import SeededRandom

__all__ = ["library"]

ORDER = 2**252 + 27742317777372353535851937790883648493
INTEGERS = st.one_of(st.integers(0, ORDER - 1), st.sampled_from([0, 1, 2, ORDER - 1, 2**128 - 1]))
PAIRS = st.lists(st.tuples(INTEGERS, INTEGERS), max_size=6)
few = settings(max_examples=25, deadline=None)


@few
@given(x=INTEGERS, y=INTEGERS)
def test_multiplying_the_generator_is_a_homomorphism(library: GroupLibrary, x: int, y: int) -> None:
    group = library.group
    a, b = group.Scalar.from_int(x), group.Scalar.from_int(y)
    p, q = group.GENERATOR * a, group.GENERATOR * b
    assert p + q == q + p == group.GENERATOR * (a + b)
    assert p - q == group.GENERATOR * (a - b)
    assert -p == group.GENERATOR * (-a)
    assert p * b == q * a == group.GENERATOR_BASE.times_one(a * b)
    assert p + group.Element.identity() == p
    assert (p - p).is_identity()
    assert p.is_identity() == (x == 0)


@few
@given(pairs=PAIRS)
def test_all_ways_to_multiply_and_add_agree(library: GroupLibrary, pairs: list[tuple[int, int]]) -> None:
    group = library.group
    scalars = group.Scalars.from_ints(x for x, _ in pairs)
    logarithms = group.Scalars.from_ints(y for _, y in pairs)
    elements = group.GENERATOR_BASE.times(logarithms)
    expected = group.GENERATOR * scalars.dot(logarithms)
    assert group.msm(scalars, elements) == expected
    assert group.msm_secret(scalars, elements) == expected
    assert elements.times(scalars).sum() == expected
    assert elements.times(scalars) == group.GENERATOR_BASE.times(scalars * logarithms)


@pytest.mark.parametrize("count", [1, 7, 8, 63, 64, 65, 130, 400])
def test_a_sum_of_products_is_the_same_however_it_is_cut(library: GroupLibrary, count: int) -> None:
    group = library.group
    scalars = group.Scalars.random(count, SeededRandom("scalars"))
    short = group.Scalars.from_128(SeededRandom("short")(16 * count))
    elements = group.hash_to_elements(SeededRandom("elements")(64 * count))
    half = count // 2
    for factors in (scalars, short):
        whole = group.msm(factors, elements)
        parts = group.msm(factors[:half], elements[:half]) + group.msm(factors[half:], elements[half:])
        assert whole == parts == group.msm_secret(factors, elements)
        assert whole == elements.times(factors).sum()


@few
@given(pairs=PAIRS, single=INTEGERS)
def test_vectors_add_elementwise_or_with_one_element(
    library: GroupLibrary, pairs: list[tuple[int, int]], single: int
) -> None:
    group = library.group
    a = group.Scalars.from_ints(x for x, _ in pairs)
    b = group.Scalars.from_ints(y for _, y in pairs)
    one = group.Scalar.from_int(single)
    base = group.GENERATOR_BASE
    p, q, r = base.times(a), base.times(b), base.times_one(one)
    assert p + q == base.times(a + b)
    assert p - q == base.times(a - b)
    assert p + r == base.times(a + one)
    assert p - r == base.times(a - one)
    assert -p == base.times(-a)
    assert p.times_each(one) == base.times(a * one)
    assert p.sum() == base.times_one(a.sum())


def test_a_table_multiplies_as_its_element_does(library: GroupLibrary) -> None:
    group = library.group
    element = group.hash_to_elements(SeededRandom("base")(64))[0]
    scalars = group.Scalars.from_ints([0, 1, 2, ORDER - 1, 2**200])
    table = group.FixedBase(element)
    assert table.times(scalars) == group.Elements.repeat(element, 5).times(scalars)
    assert table.times_one(scalars[4]) == element * scalars[4]
    assert table.times_one(scalars[0]).is_identity()
    assert group.FixedBase(group.Element.identity()).times_one(scalars[3]).is_identity()


def test_the_identity_is_refused_unless_it_is_allowed(library: GroupLibrary) -> None:
    group, generator = library.group, library.group.GENERATOR.to_bytes()
    with pytest.raises(library.errors.MalformedEncoding) as caught:
        group.Elements.from_bytes(generator + bytes(32))
    assert caught.value.index == 1
    elements = group.Elements.from_bytes(generator + bytes(32), allow_identity=True)
    assert elements.first_identity() == 1
    assert elements[:1].first_identity() is None
    with pytest.raises(library.errors.MalformedEncoding):
        group.Element.decode_nonidentity(bytes(32))
    assert group.Element.from_bytes(bytes(32)) == group.Element.identity()
    assert group.Element.decode_nonidentity(generator) == group.GENERATOR
    assert group.is_element_encoding(bytes(32)) == [True]


def test_the_identity_computes_like_any_other_element(library: GroupLibrary) -> None:
    group = library.group
    identity = group.Element.identity()
    scalars = group.Scalars.from_ints([5, 0, ORDER - 1])
    assert (identity * scalars[0]).to_bytes() == bytes(32)
    assert (group.GENERATOR * scalars[1]).to_bytes() == bytes(32)
    assert (-identity).to_bytes() == (identity + identity).to_bytes() == bytes(32)
    assert group.msm(scalars, group.Elements.repeat(identity, 3)).is_identity()
    assert group.msm(scalars[:0], group.Elements.of([])).is_identity()
    assert group.msm_secret(scalars[:0], group.Elements.of([])).is_identity()
    assert group.Elements.of([]).sum().is_identity()


def test_an_element_whose_top_bit_is_set_is_refused(library: GroupLibrary) -> None:
    group = library.group
    for element in group.hash_to_elements(SeededRandom("top bit")(64 * 8)):
        data = element.to_bytes()
        altered = data[:31] + bytes([data[31] | 0x80])
        assert group.is_element_encoding(data + altered) == [True, False]
        with pytest.raises(library.errors.MalformedEncoding):
            group.Element.from_bytes(altered)


@few
@given(data=st.binary(min_size=32, max_size=32))
def test_a_decoded_string_encodes_to_itself(library: GroupLibrary, data: bytes) -> None:
    group = library.group
    (decodes,) = group.is_element_encoding(data)
    if decodes:
        element = group.Element.from_bytes(data)
        assert (element + group.GENERATOR - group.GENERATOR).to_bytes() == data
    else:
        with pytest.raises(library.errors.MalformedEncoding):
            group.Element.from_bytes(data)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_an_element_has_32_bytes(library: GroupLibrary, length: int) -> None:
    with pytest.raises(library.errors.MalformedEncoding):
        library.group.Element.from_bytes(bytes(length))
    if length % 32:
        with pytest.raises(library.errors.MalformedEncoding):
            library.group.Elements.from_bytes(bytes(length))
        with pytest.raises(ValueError, match="multiple"):
            library.group.is_element_encoding(bytes(length))


@given(length=st.integers(0, 9), key=st.slices(9), encode_first=st.booleans())
@few
def test_slices_are_those_of_a_list(library: GroupLibrary, length: int, key: slice, *, encode_first: bool) -> None:
    group = library.group
    numbers = group.Scalars.from_ints(range(length))
    elements = group.GENERATOR_BASE.times(numbers)
    if encode_first:
        elements.to_bytes()
    assert elements[key].to_bytes() == group.GENERATOR_BASE.times(numbers[key]).to_bytes()
    assert group.Elements.of(elements) == elements
    assert list(elements) == [elements[i] for i in range(length)]
    with pytest.raises(IndexError):
        elements[length]


def test_vectors_are_joined_repeated_and_permuted(library: GroupLibrary) -> None:
    group = library.group
    p, q, r = group.hash_to_elements(SeededRandom("three")(192))
    joined = group.Elements.concat([group.Elements.of([p, q]), group.Elements.repeat(r, 2)])
    assert list(joined) == [p, q, r, r]
    assert list(joined.permuted([3, 1, 0, 2])) == [r, q, p, r]
    with pytest.raises(ValueError, match="outside"):
        joined.permuted([4])


def test_elements_of_different_lengths_do_not_combine(library: GroupLibrary) -> None:
    group = library.group
    two = group.GENERATOR_BASE.times(group.Scalars.from_ints([1, 2]))
    refused: list[Callable[[], object]] = [
        lambda: two + two[:1],
        lambda: two[:1] - two,
        lambda: two.times(group.Scalars.from_ints([1])),
        lambda: group.msm(group.Scalars.from_ints([1]), two),
        lambda: group.msm_secret(group.Scalars.from_ints([1, 2, 3]), two),
    ]
    for combine in refused:
        with pytest.raises(ValueError, match=r"vectors of|scalars for"):
            combine()
    assert two != two[:1]


def test_equal_elements_hash_alike(library: GroupLibrary) -> None:
    group = library.group
    two = group.Scalar.from_int(2)
    assert len({group.GENERATOR + group.GENERATOR, group.GENERATOR * two}) == 1
    assert two != group.GENERATOR
    assert repr(group.GENERATOR) == "<Element>"
