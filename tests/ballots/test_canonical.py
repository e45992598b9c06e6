import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_ballots.canonical import MAX_DEPTH, JsonValue, parse, parse_object, serialise
from rembug_ballots.errors import NotCanonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: unicodedata.normalize("NFC", text))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_serialised_parses_to_the_same_value(value: JsonValue) -> None:
    data = serialise(value)
    assert parse(data) == value
    assert json.loads(data) == value
    assert serialise(parse(data)) == data


@given(VALUES, st.data())
def test_a_flipped_bit_is_refused_or_another_value(value: JsonValue, data: st.DataObject) -> None:
    encoded = bytearray(serialise(value))
    place = data.draw(st.integers(0, len(encoded) - 1))
    encoded[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        other = parse(bytes(encoded))
    except NotCanonical:
        return
    assert serialise(other) == bytes(encoded)
    assert serialise(other) != serialise(value)


def test_strings_are_escaped_as_rfc_8785_shows() -> None:
    # RFC 8785 section 3.2.2: the member "string" of its example.
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    expected = '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'
    assert serialise(text) == expected.encode()
    assert serialise("\b\t\n\f\r\x00\x1f\x7f") == b'"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f"'


def test_literals_stand_in_the_order_of_rfc_8785() -> None:
    # RFC 8785 section 3.2.2: the member "literals" of its example.
    assert serialise({"literals": [None, True, False]}) == b'{"literals":[null,true,false]}'


def test_keys_are_sorted_by_utf_16_units_as_rfc_8785_shows() -> None:
    # RFC 8785 section 3.2.3, without U+FB33, which is no NFC, and with U+FFFD in its place:
    # it comes after the surrogates of U+1F600, though its code point is smaller.
    keys = ["\u20ac", "\r", "\ufffd", "1", "\U0001f600", "\u0080", "\u00f6"]
    expected = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufffd"]
    data = serialise(dict.fromkeys(keys))
    assert [key for key, _ in json.loads(data, object_pairs_hook=list)] == expected
    assert parse(data) == dict.fromkeys(keys)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b'{"a":1,"a":1}', "a key twice"),
        (b'{"a":1,"a":2}', "a key twice with another value"),
        (b'{"b":1,"a":2}', "keys out of order"),
        (b'{"a": 1}', "a space"),
        (b'{"a":1}\n', "a line feed at the end"),
        (b"\xef\xbb\xbf{}", "a byte order mark"),
        (b"1.0", "a float"),
        (b"1e2", "an exponent"),
        (b"-0", "minus zero"),
        (b"01", "a leading zero"),
        (b"NaN", "no number"),
        (b"Infinity", "infinity"),
        (b"9007199254740992", "2^53"),
        (b"-9007199254740992", "-2^53"),
        (b"1" * 5000, "thousands of digits"),
        (b'"\\u0041"', "an escape that is not needed"),
        (b'"\\/"', "an escaped slash"),
        (b'"\\u000A"', "an upper-case escape"),
        (b'"\\ud800"', "a lone surrogate"),
        (b'"\xed\xa0\x80"', "a surrogate in UTF-8"),
        (b'"\xff"', "no UTF-8"),
        (b'"\xc0\x80"', "an overlong zero"),
        ('"e\u0301"'.encode(), "not NFC"),
        ('{"e\u0301":1}'.encode(), "a key that is not NFC"),
        (b"", "nothing"),
        (b"[1,]", "a comma too many"),
        (b"'a'", "single quotes"),
        (b"[" * 60_000, "brackets without end"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "nested too deeply"),
        (b'"' + b"a" * 65_536 + b'"', "too long"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_the_encoder_never_makes_is_refused(data: bytes, fault: str) -> None:
    assert fault
    with pytest.raises(NotCanonical):
        parse(data)


def test_the_deepest_allowed_nesting_is_accepted() -> None:
    data = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert serialise(parse(data)) == data


def test_a_combining_mark_after_an_escape_is_no_composition() -> None:
    # The bytes hold "n" and U+0301 in a row, but the string holds a line feed.
    assert parse('"\\n\u0301"'.encode()) == "\n\u0301"


@pytest.mark.parametrize("value", [1.5, 2**53, "e\u0301", "\ud800", {1: 2}, {"a": object()}, b"a", {1}])
def test_values_without_canonical_form_are_not_serialised(value: object) -> None:
    with pytest.raises(NotCanonical):
        serialise(value)


def test_an_object_is_asked_for_and_a_list_is_refused() -> None:
    assert parse_object(b"{}") == {}
    with pytest.raises(NotCanonical):
        parse_object(b"[]")
