"""Two backends, one behaviour: the same functions, the same bytes, the same refusals."""

import inspect
import multiprocessing
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rembug_native
from rembug_crypto.backends import interface, reference
from rembug_crypto.scalar import ORDER
from tests.crypto.group_library import GroupLibrary, load_group
from tests.crypto.seeded import SeededRandom

FUNCTIONS = sorted(
    name for name, value in vars(interface.Backend).items() if inspect.isfunction(value) and not name.startswith("_")
)


@pytest.fixture(scope="module")
def native() -> GroupLibrary:
    return load_group("native")


@pytest.fixture(scope="module")
def sodium() -> GroupLibrary:
    return load_group("reference")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_both_backends_have_every_function_with_the_same_parameters(name: str) -> None:
    expected = list(inspect.signature(getattr(interface.Backend, name)).parameters)[1:]
    assert list(inspect.signature(getattr(rembug_native, name)).parameters) == expected
    assert list(inspect.signature(getattr(reference, name)).parameters) == expected


def test_the_native_module_offers_nothing_else() -> None:
    public = {name for name, value in vars(rembug_native).items() if callable(value)}
    assert public == {*FUNCTIONS, "ScalarVector", "ElementVector", "BaseTable"}


def _transcript_of_everything(library: GroupLibrary, seed: str, count: int) -> list[bytes]:
    """Run every operation once on the same input, and return all results as bytes."""
    group, random = library.group, SeededRandom(seed)
    a, b = group.Scalars.random(count, random), group.Scalars.random(count, random)
    c = group.Scalars.from_128(random(16 * count))
    one = group.Scalar.random(random)
    p, q = group.hash_to_elements(random(64 * count)), group.hash_to_elements(random(64 * count))
    element = group.hash_to_elements(random(64))[0]
    order = sorted(range(count), key=lambda i: a[i].to_bytes())
    scalars = [
        a + b, a - b, a * b, -a, a * one, a.inverses(), a.permuted(order), a[::2], b[::-1],
        a.running_products(), a.linear_recurrence(b, one), group.Scalars.repeat(one, 3),
        a.sum(), a.product(), a.dot(c), one.inverse(), group.Scalars.of(a),
    ]  # fmt: skip
    elements = [
        p, p + q, p - q, -p, p + element, p.permuted(order), p[::3], p.sum(), p.times(a),
        p.times_each(one), group.FixedBase(element).times(c), group.GENERATOR_BASE.times(b),
        group.msm(a, p), group.msm(c, q), group.msm_secret(b, q), element * one,
        group.Elements.concat([p, q]), group.Elements.repeat(element, 2),
        p.times_rows(b[:3]), group.Elements.concat([p, q]).rows_at(order, 2),
        group.fixed_rows([group.FixedBase(element), group.GENERATOR_BASE], a),
        group.small_sum([(3, p), (-5, q), (0, p), (1, p)]),
        group.fixed_sum([(group.FixedBase(element), a), (group.GENERATOR_BASE, b)]),
    ]  # fmt: skip
    candidates = random(32 * count)
    checks = bytes(group.is_element_encoding(candidates + p.to_bytes()))
    return [value.to_bytes() for value in (*scalars, *elements)] + [checks]


@settings(max_examples=15, deadline=None)
@given(seed=st.text(max_size=4), count=st.integers(0, 12))
def test_all_operations_give_the_same_bytes(native: GroupLibrary, sodium: GroupLibrary, seed: str, count: int) -> None:
    expected = _transcript_of_everything(sodium, seed, count)
    assert _transcript_of_everything(native, seed, count) == expected


def test_large_vectors_that_are_spread_over_the_cores_give_the_same_bytes(
    native: GroupLibrary, sodium: GroupLibrary
) -> None:
    expected = _transcript_of_everything(sodium, "large", 700)
    assert _transcript_of_everything(native, "large", 700) == expected


# Digits and carries at their ends, in every place of a digit.
EDGES = [0, 1, 2, 15, 16, 17, 31, 32, 33, ORDER - 1, ORDER - 2, ORDER // 2, 2**252, 2**252 - 1, 2**251 + 2**247]


def _edge_products(library: GroupLibrary) -> list[bytes]:
    group = library.group
    scalars = group.Scalars.from_ints([*EDGES, *(2**i for i in range(0, 252, 3)), *(31 << i for i in range(0, 247, 5))])
    points = group.Elements.of([group.Element.identity(), group.GENERATOR, *group.hash_to_elements(bytes(64))])
    bases = [group.FixedBase(point) for point in points]
    products = [
        group.fixed_rows(bases, scalars),
        points.times_rows(scalars),
        group.fixed_sum([(base, scalars) for base in bases]),
        *(base.times(scalars) for base in bases),
    ]
    return [product.to_bytes() for product in products]


def test_scalars_at_the_edge_of_digits_give_the_same_products(native: GroupLibrary, sodium: GroupLibrary) -> None:
    assert _edge_products(native) == _edge_products(sodium)


@settings(max_examples=60, deadline=None)
@given(data=st.lists(st.tuples(st.binary(min_size=32, max_size=32), st.booleans()), max_size=20))
def test_a_bad_encoding_is_found_at_its_place(sodium: GroupLibrary, data: list[tuple[bytes, bool]]) -> None:
    good = sodium.group.hash_to_elements(b"".join(raw * 2 for raw, _ in data)).to_bytes()
    records = b"".join(raw if keep else good[32 * i : 32 * i + 32] for i, (raw, keep) in enumerate(data))
    for allow in (False, True):
        expected = reference.elements_decode(records, allow)
        found = rembug_native.elements_decode(records, allow)
        if isinstance(expected, int):
            assert found == expected
        else:
            assert not isinstance(found, int)
            assert rembug_native.elements_encode(found) == records


@settings(max_examples=200, deadline=None)
@given(data=st.binary(min_size=32, max_size=32))
def test_both_backends_accept_the_same_strings(native: GroupLibrary, sodium: GroupLibrary, data: bytes) -> None:
    even = bytes([data[0] & 0xFE]) + data[1:]
    for candidate in (data, even, even[:31] + bytes([even[31] & 0x7F])):
        accepted = native.group.is_element_encoding(candidate)
        assert accepted == sodium.group.is_element_encoding(candidate)


def test_the_environment_chooses_the_backend(native: GroupLibrary, sodium: GroupLibrary) -> None:
    assert native.backend == "native"
    assert sodium.backend == "reference"
    with pytest.raises(ValueError, match="REMBUG_BACKEND"):
        load_group("fast")


def test_without_a_choice_the_native_backend_serves() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert load_group(None).backend == "native"


def test_where_the_native_backend_is_missing_the_reference_serves_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.warns(UserWarning, match="rembug-native is not installed") as caught:
        library = load_group(None)
    assert library.backend == "reference"
    assert [warning.category.__name__ for warning in caught] == ["SlowBackendWarning"]


def test_native_functions_refuse_what_does_not_fit_with_an_ordinary_error() -> None:
    one = rembug_native.scalars_from_128(bytes(16))
    three = rembug_native.scalars_from_128(bytes(48))
    two = rembug_native.elements_hash(bytes(128))
    refused: list[Callable[[], object]] = [
        lambda: rembug_native.scalars_add(three, rembug_native.scalars_from_128(bytes(32))),
        lambda: rembug_native.scalars_slice(one, 0, 1, 2),
        lambda: rembug_native.scalars_slice(three, 2, 1, 2),
        lambda: rembug_native.scalars_slice(three, 0, -1, 2),
        lambda: rembug_native.scalars_repeat(three, 1),
        lambda: rembug_native.scalars_repeat(one, 2**60),
        lambda: rembug_native.scalars_linear_recurrence(three, three, three),
        lambda: rembug_native.elements_repeat(two, 1),
        lambda: rembug_native.elements_take(two, [2]),
        lambda: rembug_native.elements_hash(bytes(63)),
        lambda: rembug_native.table_new(two),
        lambda: rembug_native.elements_take_rows(two, [0], 0),
        lambda: rembug_native.elements_take_rows(two, [0], 3),
        lambda: rembug_native.elements_take_rows(two, [1], 2),
        lambda: rembug_native.elements_small_sum([two], [1, 2]),
        lambda: rembug_native.elements_small_sum([two, rembug_native.elements_hash(b"")], [1, 2]),
        lambda: rembug_native.tables_sum([], [one]),
        lambda: rembug_native.tables_sum(
            [rembug_native.table_new(rembug_native.elements_hash(bytes(64)))] * 2, [one, three]
        ),
        lambda: rembug_native.msm(three, two),
        lambda: rembug_native.msm_secret(one, two),
        lambda: rembug_native.elements_equal(two, rembug_native.elements_hash(b"")),
    ]
    for call in refused:
        with pytest.raises(ValueError, match=r"\w"):
            call()


def _sum_in_child(pipe: Connection) -> None:
    library = load_group("native")
    pipe.send_bytes(b"".join(_transcript_of_everything(library, "fork", 100)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_computes_with_threads_of_its_own(native: GroupLibrary) -> None:
    expected = b"".join(_transcript_of_everything(native, "fork", 100))
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_sum_in_child, args=(theirs,))
    child.start()
    try:
        assert ours.poll(60), "the child waits for threads that it does not have"
        assert ours.recv_bytes() == expected
    finally:
        child.kill()
        child.join()


def test_the_number_of_threads_can_be_limited() -> None:
    program = (
        "import os; from rembug_crypto.group import GENERATOR_BASE, Scalars;"
        "s = Scalars.from_128(os.urandom(16 * 500)); GENERATOR_BASE.times(s).to_bytes();"
        "names = [open(f'/proc/self/task/{t}/comm').read() for t in os.listdir('/proc/self/task')];"
        "print(sum(name.startswith('rembug-') for name in names))"
    )
    environment = {**os.environ, "RAYON_NUM_THREADS": "3", "REMBUG_BACKEND": "native"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "3"
