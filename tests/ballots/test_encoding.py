import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_ballots.encoding import (
    CROCKFORD,
    base32_to_bits,
    bits_to_base32,
    first_bits,
    from_b64,
    from_base32,
    from_hex,
    to_b64,
    to_base32,
    to_hex,
)
from rembug_ballots.errors import MalformedValue


@given(st.binary(max_size=80))
def test_every_encoding_is_read_back(data: bytes) -> None:
    assert from_b64(to_b64(data)) == data
    assert from_hex(to_hex(data)) == data
    assert from_base32(to_base32(data), len(data)) == data


@given(st.binary(max_size=80))
def test_base64_is_that_of_the_standard_library_without_padding(data: bytes) -> None:
    assert to_b64(data) == base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@given(st.text(alphabet="ABCabc012-_+/= \nKé", max_size=12))
def test_base64_has_one_text_for_each_value(text: str) -> None:
    try:
        data = from_b64(text)
    except MalformedValue:
        return
    assert to_b64(data) == text


@pytest.mark.parametrize("text", ["A", "AB", "AAB", "AA==", "A+", "A/", "AA\n", " AA", "AAAAA", "é"])
def test_other_base64_is_refused(text: str) -> None:
    with pytest.raises(MalformedValue):
        from_b64(text)


@pytest.mark.parametrize("text", ["A0", "0", "0g", " 00", "0 0", "00\n"])
def test_other_hexadecimal_is_refused(text: str) -> None:
    with pytest.raises(MalformedValue):
        from_hex(text)


def test_base32_writes_the_highest_bits_first_and_pads_with_zero() -> None:
    assert to_base32(b"\xff") == "ZW"
    assert to_base32(b"\x00\x01") == "000G"
    assert bits_to_base32(1, 2) == "01"
    assert base32_to_bits("ZZ") == 1023


@pytest.mark.parametrize(("text", "size"), [("ZZ", 1), ("Z", 1), ("ZW0", 1), ("zw", 1), ("UW", 1), ("0O", 1)])
def test_other_base32_is_refused(text: str, size: int) -> None:
    with pytest.raises(MalformedValue):
        from_base32(text, size)


@given(st.integers(0, 2**30 - 1))
def test_bits_survive_base32(value: int) -> None:
    text = bits_to_base32(value, 6)
    assert set(text) <= set(CROCKFORD)
    assert base32_to_bits(text) == value


def test_the_first_bits_of_a_digest_are_its_highest() -> None:
    assert first_bits(b"\xf0\x01", 4) == 15
    assert first_bits(b"\x80" + bytes(63), 30) == 1 << 29
