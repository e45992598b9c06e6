"""A small schema layer: a frozen dataclass is the description of its own JSON object.

The declared type of a member gives its codec. Known are the registered kinds (`register_*`), bool,
enums of texts, ``X | None`` (null), ``tuple[X, ...]`` (array) and other dataclasses (objects).
An object must have exactly the declared members. A field that is a keyword of Python ends in ``_``, which its member
has not.
"""

import types
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from rembug_ballots.canonical import JsonValue
from rembug_ballots.encoding import from_b64, to_b64
from rembug_ballots.errors import MalformedEvent, MalformedValue
from rembug_ballots.texts import check_text

# Codecs are found by type at run time, so their values cannot be typed more closely than Any.
Read = Callable[[Any], Any]
Write = Callable[[Any], Any]

# No list in an event is longer: a leaf has 65,535 bytes.
_LONGEST_LIST: Final = 32_767


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value is read from JSON, written to JSON, and called in docs/formats.md."""

    read: Read
    write: Write
    words: str


_KINDS: Final[dict[object, Codec]] = {}


def _same(value: object) -> object:
    return value


def register_kind(kind: object, read: Read, words: str, write: Write = _same) -> None:
    """Register a kind; ``read`` raises MalformedValue for what is not of the kind."""
    if kind in _KINDS:
        raise ValueError(f"{kind} is registered twice")
    _KINDS[kind] = Codec(read, write, words)


def register_number(kind: object, low: int, high: int, words: str) -> None:
    """Register integers from ``low`` to ``high``."""

    def read(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise MalformedValue(f"not an integer from {low} to {high}")
        return value

    register_kind(kind, read, words)


def register_text(kind: object, longest: int, words: str, *, lines: bool = False, empty: bool = False) -> None:
    """Register texts of 1 to ``longest`` characters; with ``empty``, also the empty text."""

    def read(value: object) -> str:
        return "" if empty and value == "" else check_text(value, longest, lines=lines)

    register_kind(kind, read, words)


def register_bytes(kind: object, size: int, *, step: int = 0, most: int = 0) -> None:
    """Register base64url of ``size`` bytes, or of ``size``, ``size + step`` ... ``most`` bytes."""
    words = f"b64, {size} bytes" if not step else f"b64, {size} to {most} bytes by {step}"
    longest = max(size, most)

    def read(value: object) -> bytes:
        if type(value) is not str or len(value) > (longest * 4 + 2) // 3:
            raise MalformedValue(f"not {words}")
        data = from_b64(value)
        given = len(data)
        if given != size and not (step and size <= given <= most and (given - size) % step == 0):
            raise MalformedValue(f"not {words}")
        return data

    register_kind(kind, read, words, to_b64)


def object_kind(kind: object, words: str) -> None:
    """Register an object whose members somebody else checks."""

    def read(value: object) -> object:
        if type(value) is not dict:
            raise MalformedValue("not an object")
        return value

    register_kind(kind, read, words)


def _read_bool(value: object) -> bool:
    if type(value) is not bool:
        raise MalformedValue("not true or false")
    return value


_BOOL: Final = Codec(_read_bool, _same, "true or false")


def _enum(kind: type[StrEnum]) -> Codec:
    values = {member.value: member for member in kind}

    def read(value: object) -> StrEnum:
        if type(value) is not str or value not in values:
            raise MalformedValue(f"not one of {', '.join(values)}")
        return values[value]

    def write(value: StrEnum) -> str:
        return value.value

    return Codec(read, write, " or ".join(values))


def _array(item: Codec) -> Codec:
    def read(value: object) -> tuple[Any, ...]:
        if type(value) is not list or len(value) > _LONGEST_LIST:
            raise MalformedValue("not an array")
        return tuple([item.read(each) for each in value])

    def write(value: tuple[Any, ...]) -> list[Any]:
        return [item.write(each) for each in value]

    return Codec(read, write, f"[{item.words}]")


def _nullable(inner: Codec) -> Codec:
    def read(value: object) -> object:
        return None if value is None else inner.read(value)

    def write(value: object) -> object:
        return None if value is None else inner.write(value)

    return Codec(read, write, f"{inner.words} or null")


def _codec_of(hint: object) -> Codec:
    if hint in _KINDS:
        return _KINDS[hint]
    if hint is bool:
        return _BOOL
    origin = get_origin(hint)
    if origin is tuple:
        item, rest = get_args(hint)
        if rest is not Ellipsis:
            raise TypeError(f"no codec for {hint}")
        return _array(_codec_of(item))
    if origin in (Union, types.UnionType):
        inner = [part for part in get_args(hint) if part is not types.NoneType]
        if len(inner) != 1:
            raise TypeError(f"no codec for {hint}")
        return _nullable(_codec_of(inner[0]))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _enum(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return object_codec(hint)
    raise TypeError(f"no codec for {hint}")


def member_codecs(kind: type) -> dict[str, Codec]:
    """Return the codec of each member of a dataclass, sorted by member."""
    hints = get_type_hints(kind)
    return {name.removesuffix("_"): _codec_of(hints[name]) for name in sorted(each.name for each in fields(kind))}


def object_codec(kind: type) -> Codec:
    """Return the codec of a dataclass as a JSON object with exactly its members.

    Reading raises:
        MalformedEvent: with the path of the member at fault.
    """
    codecs = member_codecs(kind)
    field_of = {each.name.removesuffix("_"): each.name for each in fields(kind)}
    readers = [(name, field_of[name], codec.read) for name, codec in codecs.items()]
    writers = [(name, field_of[name], codec.write) for name, codec in codecs.items()]
    names = codecs.keys()

    def read(value: object) -> object:
        if type(value) is not dict or value.keys() != names:
            raise MalformedEvent(f"not an object with exactly the members {', '.join(names)}")
        arguments = {}
        for name, field, read_member in readers:
            try:
                arguments[field] = read_member(value[name])
            except MalformedValue as error:
                raise MalformedEvent(f"{name}: {error}") from None
        return kind(**arguments)

    def write(value: object) -> dict[str, JsonValue]:
        return {name: write_member(getattr(value, field)) for name, field, write_member in writers}

    words = ", ".join(f"{name} ({codec.words})" for name, codec in codecs.items())
    return Codec(read, write, f"{{{words}}}")
