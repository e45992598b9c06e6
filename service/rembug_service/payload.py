"""Reads the members of a proposal's payload, with an Indonesian sentence for what is missing."""

from collections.abc import Mapping

from rembug_service.errors import InvalidRequest


class Payload:
    """A JSON object from outside, read member by member."""

    __slots__ = ("_value",)

    def __init__(self, value: Mapping[str, object]) -> None:
        """Take the object."""
        self._value = value

    def whole(self) -> Mapping[str, object]:
        """Return the object as it came."""
        return self._value

    def text(self, name: str, longest: int = 500) -> str:
        """Return a text of 1 to ``longest`` characters.

        Raises:
            InvalidRequest: ISIAN_SALAH.
        """
        value = self._value.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise _wrong(name)
        return value.strip()

    def number(self, name: str, most: int = 1_000_000) -> int:
        """Return an integer from 0 to ``most``.

        Raises:
            InvalidRequest: ISIAN_SALAH.
        """
        value = self._value.get(name)
        if type(value) is not int or not 0 <= value <= most:
            raise _wrong(name)
        return value

    def flag(self, name: str) -> bool:
        """Return true or false.

        Raises:
            InvalidRequest: ISIAN_SALAH.
        """
        value = self._value.get(name)
        if type(value) is not bool:
            raise _wrong(name)
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts.

        Raises:
            InvalidRequest: ISIAN_SALAH.
        """
        value = self._value.get(name)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise _wrong(name)
        return [str(each) for each in value]

    def optional(self, name: str) -> str | None:
        """Return a text, or None where there is none."""
        return None if self._value.get(name) is None else self.text(name)

    def inner(self, name: str) -> "Payload":
        """Return an object inside.

        Raises:
            InvalidRequest: ISIAN_SALAH.
        """
        value = self._value.get(name)
        if not isinstance(value, dict):
            raise _wrong(name)
        return Payload(value)

    def objects(self, name: str) -> "list[Payload]":
        """Return a list of objects.

        Raises:
            InvalidRequest: ISIAN_SALAH.
        """
        value = self._value.get(name)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise _wrong(name)
        return [Payload(each) for each in value]


def _wrong(name: str) -> InvalidRequest:
    return InvalidRequest("ISIAN_SALAH", f"Isian “{name}” belum benar.")
