"""Messages are expanded as RFC 9380 says, and mapped to elements."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.crypto.group_library import GroupLibrary, library

__all__ = ["library"]

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT.parent / "shared" / "vectors" / "expand_message_xmd_SHA512.json"


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    if not PUBLISHED.exists():
        pytest.skip("the published vectors are not beside this repository")
    vectors: dict[str, Any] = json.loads(PUBLISHED.read_text())
    return vectors


def test_the_published_vectors_hold(library: GroupLibrary, published: dict[str, Any]) -> None:
    assert published["tests"]
    for case in published["tests"]:
        uniform = library.expand.expand_message_xmd(
            case["msg"].encode(), published["DST"].encode(), int(case["len_in_bytes"], 16)
        )
        assert uniform.hex() == case["uniform_bytes"]


# RFC 9380 appendix K.3 (SHA-512): the empty message and "abc".
@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (b"", "6b9a7312411d92f921c6f68ca0b6380730a1a4d982c507211a90964c394179ba"),
        (b"abc", "0da749f12fbe5483eb066a5f595055679b976e93abe9be6f0f6318bce7aca8dc"),
    ],
)
def test_the_first_vectors_of_the_rfc_hold(library: GroupLibrary, message: bytes, expected: str) -> None:
    tag = b"QUUX-V01-CS02-with-expander-SHA512-256"
    assert library.expand.expand_message_xmd(message, tag, 32).hex() == expected


def test_the_length_the_tag_and_the_message_all_count(library: GroupLibrary) -> None:
    expand = library.expand.expand_message_xmd
    first = expand(b"message", b"tag", 64)
    assert expand(b"message", b"tag", 128)[:64] != first
    assert expand(b"message", b"gat", 64) != first
    assert expand(b"messag", b"etag", 64) != first


@pytest.mark.parametrize("length", [1, 63, 64, 65, 16_320])
def test_as_many_bytes_come_out_as_were_asked_for(library: GroupLibrary, length: int) -> None:
    assert len(library.expand.expand_message_xmd(b"message", b"tag", length)) == length


@pytest.mark.parametrize(("tag", "length"), [(b"tag", 0), (b"tag", 16_321), (b"", 64)])
def test_impossible_lengths_and_empty_tags_are_refused(library: GroupLibrary, tag: bytes, length: int) -> None:
    with pytest.raises(ValueError, match=r"tag is empty|bytes, not"):
        library.expand.expand_message_xmd(b"message", tag, length)


def test_a_long_tag_is_shortened_by_hashing(library: GroupLibrary) -> None:
    expand = library.expand.expand_message_xmd
    assert expand(b"message", b"t" * 255, 64) != expand(b"message", b"t" * 256, 64)
    assert expand(b"message", b"t" * 256, 64) != expand(b"message", b"t" * 257, 64)


def test_each_message_becomes_one_element(library: GroupLibrary) -> None:
    hash_to = library.expand.hash_to_elements_from
    both = hash_to([b"first", b"second"], b"tag")
    assert list(both) == [hash_to([b"first"], b"tag")[0], hash_to([b"second"], b"tag")[0]]
    assert both[0] != both[1]
    assert len(hash_to([], b"tag")) == 0
