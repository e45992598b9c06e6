"""The group agrees with the golden vectors that the browser's code reads as well."""

import json
from typing import Any

import pytest

from tests.crypto.group_library import GroupLibrary, library
from tests.crypto.make_vectors.group import PATH, vectors

__all__ = ["library"]

DOCUMENT: dict[str, Any] = json.loads(PATH.read_text())


def cases(kind: str) -> pytest.MarkDecorator:
    (tests,) = (group["tests"] for group in DOCUMENT["testGroups"] if group["type"] == kind)
    return pytest.mark.parametrize("case", tests, ids=lambda case: f"{case['tcId']}")


def test_the_file_is_what_its_script_writes() -> None:
    assert PATH.read_text() == vectors()


def test_every_case_is_numbered_once() -> None:
    numbers = [test["tcId"] for group in DOCUMENT["testGroups"] for test in group["tests"]]
    assert numbers == list(range(1, DOCUMENT["numberOfTests"] + 1))


@cases("ScalarDecoding")
def test_scalars_decode_as_the_vectors_say(library: GroupLibrary, case: dict[str, str]) -> None:
    data = bytes.fromhex(case["scalar"])
    if case["result"] == "valid":
        assert library.group.Scalar.from_bytes(data).to_bytes() == data
    else:
        with pytest.raises(library.errors.MalformedEncoding):
            library.group.Scalar.from_bytes(data)


@cases("ScalarArithmetic")
def test_scalars_compute_as_the_vectors_say(library: GroupLibrary, case: dict[str, str]) -> None:
    a, b = (library.group.Scalar.from_bytes(bytes.fromhex(case[name])) for name in "ab")
    assert (a + b).to_bytes().hex() == case["sum"]
    assert (a - b).to_bytes().hex() == case["difference"]
    assert (a * b).to_bytes().hex() == case["product"]
    assert a.inverse().to_bytes().hex() == case["inverse_of_a"]


@cases("WideReduction")
def test_64_bytes_reduce_as_the_vectors_say(library: GroupLibrary, case: dict[str, str]) -> None:
    scalar = library.group.Scalar.from_wide(bytes.fromhex(case["wide"]))
    assert scalar.to_bytes().hex() == case["scalar"]


@cases("ElementDecoding")
def test_elements_decode_as_the_vectors_say(library: GroupLibrary, case: dict[str, str]) -> None:
    data = bytes.fromhex(case["element"])
    if case["result"] == "valid":
        assert library.group.Element.from_bytes(data).to_bytes() == data
    else:
        with pytest.raises(library.errors.MalformedEncoding):
            library.group.Element.from_bytes(data)


@cases("ElementArithmetic")
def test_elements_compute_as_the_vectors_say(library: GroupLibrary, case: dict[str, str]) -> None:
    p, q = (library.group.Element.from_bytes(bytes.fromhex(case[name])) for name in "pq")
    scalar = library.group.Scalar.from_bytes(bytes.fromhex(case["scalar"]))
    assert (p + q).to_bytes().hex() == case["sum"]
    assert (p - q).to_bytes().hex() == case["difference"]
    assert (p * scalar).to_bytes().hex() == case["product"]


@cases("SumOfProducts")
def test_sums_of_products_are_those_of_the_vectors(library: GroupLibrary, case: dict[str, Any]) -> None:
    scalars = library.group.Scalars.from_bytes(bytes.fromhex("".join(case["scalars"])))
    elements = library.group.Elements.from_bytes(bytes.fromhex("".join(case["elements"])))
    assert library.group.msm(scalars, elements).to_bytes().hex() == case["sum"]
    assert library.group.msm_secret(scalars, elements).to_bytes().hex() == case["sum"]


@cases("OneWayMap")
def test_the_one_way_map_is_that_of_the_vectors(library: GroupLibrary, case: dict[str, str]) -> None:
    elements = library.group.hash_to_elements(bytes.fromhex(case["uniform"]))
    assert elements.to_bytes().hex() == case["element"]


@cases("HashToElement")
def test_messages_hash_to_the_elements_of_the_vectors(library: GroupLibrary, case: dict[str, str]) -> None:
    message, tag = case["message"].encode(), case["dst"].encode()
    assert library.expand.expand_message_xmd(message, tag, 128).hex() == case["uniform_128"]
    elements = library.expand.hash_to_elements_from([message], tag)
    assert elements.to_bytes().hex() == case["element"]
