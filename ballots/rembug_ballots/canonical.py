"""Canonical JSON: the part of RFC 8785 that the log uses.

Objects, arrays, strings in NFC, booleans, null and integers below 2^53 in size; no other numbers.
Parsing re-serialises and compares, so every value has exactly one encoding.
Source: docs/formats.md, "Canonical JSON"; RFC 8785 sections 3.2.2 and 3.2.3.
"""

import json
import unicodedata
from typing import Final, NoReturn, TypeAlias, cast

from rembug_ballots.errors import NotCanonical

JsonValue: TypeAlias = "bool | int | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, JsonValue]

# The longest leaf of the log: C2SP tlog-tiles writes the length of an entry in two bytes.
MAX_EVENT_BYTES: Final = 65_535
# Deeper nesting than any of our objects has; it keeps the parser's recursion small.
MAX_DEPTH: Final = 16
# RFC 8785 numbers are IEEE doubles: integers are exact below 2^53.
_INTEGER_LIMIT: Final = 2**53
_INTEGER_DIGITS: Final = 17


def _refuse_number(text: str) -> NoReturn:
    raise NotCanonical(f"a number that is no integer: {text[:20]}")


def _read_integer(text: str) -> int:
    if len(text) > _INTEGER_DIGITS:
        raise NotCanonical("an integer of 2^53 or more")
    value = int(text)
    if abs(value) >= _INTEGER_LIMIT:
        raise NotCanonical("an integer of 2^53 or more")
    return value


_DECODER: Final = json.JSONDecoder(parse_float=_refuse_number, parse_int=_read_integer, parse_constant=_refuse_number)
_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)
_ORDERED_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False,
    check_circular=False,
    allow_nan=False,
    sort_keys=False,
    separators=(",", ":"),
)


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _ordered(value: object) -> object:
    """Return a copy whose objects are in the order of RFC 8785 section 3.2.3 (UTF-16 units)."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    return value


def _dump(value: object) -> bytes:
    text = _ENCODER.encode(value)
    if not text.isascii():
        # Code points and UTF-16 units sort differently only beyond ASCII.
        text = _ORDERED_ENCODER.encode(_ordered(value))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical("a lone surrogate") from None


def _check(value: object, depth: int) -> None:
    """Refuse values without a canonical form; by ``type``, because a bool is an int too."""
    kind = type(value)
    if kind is str:
        _check_string(cast("str", value))
    elif kind is int:
        if abs(cast("int", value)) >= _INTEGER_LIMIT:
            raise NotCanonical("an integer of 2^53 or more")
    elif kind is dict or kind is list or kind is tuple:
        _check_nested(value, depth)
    elif value is not None and kind is not bool:
        raise NotCanonical(f"a value of type {kind.__name__}")


def _check_string(text: str) -> None:
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("a string that is not in NFC")


def _check_nested(value: object, depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise NotCanonical(f"nested deeper than {MAX_DEPTH}")
    if isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str:
                raise NotCanonical("a key that is no string")
            _check_string(key)
            _check(item, depth + 1)
    else:
        for item in cast("list[object]", value):
            _check(item, depth + 1)


def serialise(value: object) -> bytes:
    """Return the canonical JSON of dicts, lists or tuples, strings, integers, booleans and None.

    Raises:
        NotCanonical: a value has no canonical form here (floats, non-NFC text, deep nesting ...).
    """
    _check(value, 0)
    return _dump(value)


def same(one: JsonValue, other: JsonValue) -> bool:
    """Say whether two values have one encoding.  Python's own ``==`` takes ``True`` for 1."""
    return serialise(one) == serialise(other)


def parse(data: bytes, *, max_bytes: int = MAX_EVENT_BYTES) -> JsonValue:
    """Return the value of canonical JSON of at most ``max_bytes`` bytes.

    Raises:
        NotCanonical: too long, not UTF-8, not JSON, or not the bytes that `serialise` would make
            (order, spaces, escapes, duplicate keys, floats, surrogates, not NFC, too deep).
    """
    if len(data) > max_bytes:
        raise NotCanonical(f"longer than {max_bytes} bytes")
    try:
        value = cast("JsonValue", _DECODER.decode(data.decode("utf-8")))
    except (ValueError, RecursionError):
        raise NotCanonical("not JSON in UTF-8") from None
    # Without this many brackets nothing can be nested too deeply, and ASCII is always in NFC.
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH or not data.isascii():
        _check(value, 0)
    if _dump(value) != data:
        raise NotCanonical("not in canonical form")
    return value


def parse_object(data: bytes, *, max_bytes: int = MAX_EVENT_BYTES) -> JsonObject:
    """Return the object of canonical JSON, as `parse` does.

    Raises:
        NotCanonical: as `parse`, or the value is no object.
    """
    value = parse(data, max_bytes=max_bytes)
    if not isinstance(value, dict):
        raise NotCanonical("not an object")
    return value
