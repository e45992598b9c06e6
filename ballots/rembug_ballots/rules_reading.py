"""Reads the members of a tatib object and collects a sentence for every fault."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final, TypeVar

from rembug_ballots.errors import MalformedValue
from rembug_ballots.texts import check_text

_E = TypeVar("_E", bound=StrEnum)
_LONGEST_LIST: Final = 1_023


class Reader:
    """One object under reading; all readers of one tatib share the list of faults.

    Every method returns a value of the right type also where there is a fault, so that reading
    goes on; whoever made the first reader looks at `faults` at the end.
    """

    __slots__ = ("_members", "_where", "faults")

    def __init__(
        self, value: object, names: Collection[str], where: str, faults: list[str], *, optional: Collection[str] = ()
    ) -> None:
        """Take an object of exactly the members ``names``, of which ``optional`` may be absent.

        ``where`` begins each sentence.
        """
        self.faults = faults
        self._where = where
        self._members: dict[object, object] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.fault("bukan objek")
            return
        for name in sorted(set(names) - set(optional) - value.keys()):
            self.fault(f"tidak memuat '{name}'")
        for name in sorted(str(key) for key in value.keys() - set(names)):
            self.fault(f"memuat '{name[:40]}' yang tidak dikenal")

    def fault(self, words: str) -> None:
        """Add the sentence ``<where> <words>.``."""
        self.faults.append(f"{self._where} {words}.")

    def number(self, name: str, low: int, high: int) -> int:
        """Read an integer from ``low`` to ``high``."""
        value = self._members.get(name)
        if type(value) is int and low <= value <= high:
            return value
        if name in self._members:
            self.fault(f"harus memuat '{name}' berupa bilangan bulat dari {low} sampai {high}")
        return low

    def truth(self, name: str) -> bool:
        """Read true or false."""
        value = self._members.get(name)
        if name in self._members and type(value) is not bool:
            self.fault(f"harus memuat '{name}' berupa benar atau salah")
        return value is True

    def choice(self, name: str, kind: type[_E]) -> _E:
        """Read a member of an enum of texts."""
        found = _member(self._members.get(name), kind)
        if found is not None:
            return found
        if name in self._members:
            self.fault(f"harus memuat '{name}' berupa salah satu dari {', '.join(kind)}")
        return next(iter(kind))

    def text(self, name: str, longest: int) -> str:
        """Read a text of 1 to ``longest`` characters."""
        try:
            return check_text(self._members.get(name), longest)
        except MalformedValue:
            if name in self._members:
                self.fault(f"harus memuat '{name}' berupa teks 1 sampai {longest} huruf tanpa spasi tepi")
            return ""

    def texts(self, name: str, most: int, longest: int) -> tuple[str, ...]:
        """Read a list of 1 to ``most`` distinct texts."""
        values = self.items(name, most)
        texts = []
        for value in values:
            try:
                texts.append(check_text(value, longest))
            except MalformedValue:
                self.fault(f"harus memuat '{name}' berupa daftar teks 1 sampai {longest} huruf")
        if len(set(texts)) != len(texts):
            self.fault(f"memuat butir yang sama dua kali dalam '{name}'")
        return tuple(texts)

    def choices(self, name: str, kind: type[_E]) -> tuple[_E, ...]:
        """Read a list of one or more distinct members of an enum of texts."""
        found = [_member(value, kind) for value in self.items(name, len(kind))]
        if None in found or len(set(found)) != len(found):
            self.fault(f"harus memuat '{name}' berupa daftar tanpa pengulangan dari {', '.join(kind)}")
        return tuple(member for member in found if member is not None)

    def items(self, name: str, most: int = _LONGEST_LIST) -> list[object]:
        """Read a list of 1 to ``most`` items."""
        value = self._members.get(name)
        if isinstance(value, list) and 1 <= len(value) <= most:
            return value
        if name in self._members:
            self.fault(f"harus memuat '{name}' berupa daftar 1 sampai {most} butir")
        return []

    def raw(self, name: str) -> object:
        """Return a member as it is, or None."""
        return self._members.get(name)

    def has(self, name: str) -> bool:
        """Say whether a member is there."""
        return name in self._members


def _member(value: object, kind: type[_E]) -> _E | None:
    if type(value) is str:
        for member in kind:
            if member.value == value:
                return member
    return None
