"""The group agrees with the published vectors of RFC 9496, on both backends."""

import hashlib

import pytest

from tests.crypto import rfc9496
from tests.crypto.group_library import GroupLibrary, library

__all__ = ["library"]

BAD = [(fault, text) for fault, texts in rfc9496.BAD_ENCODINGS.items() for text in texts]


def test_the_multiples_of_the_generator_are_the_published_ones(library: GroupLibrary) -> None:
    group = library.group
    multiples = group.GENERATOR_BASE.times(group.Scalars.from_ints(range(16)))
    assert [element.to_bytes().hex() for element in multiples] == list(rfc9496.MULTIPLES)


def test_adding_the_generator_walks_through_the_published_multiples(library: GroupLibrary) -> None:
    element = library.group.Element.identity()
    for text in rfc9496.MULTIPLES:
        assert element.to_bytes().hex() == text
        element += library.group.GENERATOR


def test_the_published_multiples_decode_to_themselves(library: GroupLibrary) -> None:
    data = bytes.fromhex("".join(rfc9496.MULTIPLES))
    elements = library.group.Elements.from_bytes(data, allow_identity=True)
    assert elements[1:].to_bytes() == data[32:]
    assert (elements - elements[0]).to_bytes() == data


@pytest.mark.parametrize(("fault", "text"), BAD)
def test_a_published_bad_encoding_is_refused(library: GroupLibrary, fault: str, text: str) -> None:
    data = bytes.fromhex(text)
    assert library.group.is_element_encoding(data) == [False], fault
    with pytest.raises(library.errors.MalformedEncoding):
        library.group.Element.from_bytes(data)
    with pytest.raises(library.errors.MalformedEncoding) as caught:
        library.group.Elements.from_bytes(library.group.GENERATOR.to_bytes() + data)
    assert caught.value.index == 1


@pytest.mark.parametrize(("text", "element"), rfc9496.HASHED.items())
def test_the_one_way_map_gives_the_published_elements(library: GroupLibrary, text: str, element: str) -> None:
    uniform = hashlib.sha512(text.encode()).digest()
    assert library.group.hash_to_elements(uniform).to_bytes().hex() == element


def test_the_one_way_map_reduces_field_elements_and_ignores_their_top_bits(
    library: GroupLibrary,
) -> None:
    uniform = bytes.fromhex("".join(rfc9496.SAME_HASHED))
    expected = bytes.fromhex(rfc9496.SAME_HASHED_TO) * len(rfc9496.SAME_HASHED)
    assert library.group.hash_to_elements(uniform).to_bytes() == expected
