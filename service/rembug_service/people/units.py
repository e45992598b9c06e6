"""RT and RW as people write them: ``RT 3``, ``rt.03/05``, ``003/005``, ``RT 03 RW V``.

An RT number is unique only inside its RW, so both travel together; either may be unknown.
"""

import re
from dataclasses import dataclass
from typing import Final

_ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50}
_NUMBER: Final = r"(?:\d{1,3}(?!\d)|[ivxl]{1,6}(?![a-z]))"
_GAP: Final = r"[\s.:,_-]*"
_SEPARATOR: Final = r"[\s.:,_/\\|&-]*"

_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # RT/RW 003/005, RT-RW 03-05, RT RW : 3 / 5
        rf"\brt{_SEPARATOR}rw{_GAP}(?P<rt>{_NUMBER}){_SEPARATOR}(?P<rw>{_NUMBER})",
        # RW 05 RT 03
        rf"\brw{_GAP}(?P<rw>{_NUMBER}){_SEPARATOR}rt{_GAP}(?P<rt>{_NUMBER})",
        # RT 03 RW V, RT.03/RW.05, RT03RW05
        rf"\brt{_GAP}(?P<rt>{_NUMBER}){_SEPARATOR}rw{_GAP}(?P<rw>{_NUMBER})",
        # RT 03/05, rt.03-05
        rf"\brt{_GAP}(?P<rt>{_NUMBER})\s*[/\\-]\s*(?P<rw>{_NUMBER})",
        rf"\brt{_GAP}(?P<rt>{_NUMBER})",
        rf"\brw{_GAP}(?P<rw>{_NUMBER})",
        # 003/005 alone; not a part of a date such as 03/05/1970
        r"(?<![\d/])(?P<rt>\d{1,3})\s*/\s*(?P<rw>\d{1,3})(?![\d/])",
    )
)


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """An RT inside an RW; ``None`` where a number is not known."""

    rt: int | None = None
    rw: int | None = None

    def label(self) -> str:
        """Return the unit as it is printed, such as ``RT 03/RW 05``; empty if nothing is known."""
        parts = []
        if self.rt is not None:
            parts.append(f"RT {self.rt:02d}")
        if self.rw is not None:
            parts.append(f"RW {self.rw:02d}")
        return "/".join(parts)

    def admits(self, other: "Unit") -> bool:
        """Tell whether ``other`` may be meant by this (perhaps partial) unit."""
        return self.rt in {None, other.rt} and self.rw in {None, other.rw}

    def is_known(self) -> bool:
        """Tell whether at least one of the two numbers is known."""
        return self.rt is not None or self.rw is not None


def parse_number(text: str) -> int | None:
    """Return the RT or RW number in ``text`` (Arabic or Roman, 1 to 999), or None."""
    bare = re.sub(r"^\s*(?:rt|rw)?[\s.:]*|[\s.]*$", "", text.strip().lower())
    if re.fullmatch(r"\d{1,3}(?:[.,]0+)?", bare):
        value = int(re.split(r"[.,]", bare)[0])
    elif re.fullmatch(r"[ivxl]{1,6}", bare):
        value = _roman(bare)
    else:
        return None
    return value if value >= 1 else None


def find_unit(text: str) -> tuple[Unit | None, str]:
    """Return the first unit named in ``text`` and the text without it.

    ``Pak RT`` names an office and no unit: without a number nothing is taken out.
    """
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match is None:
            continue
        numbers = match.groupdict()
        rt = parse_number(numbers["rt"]) if numbers.get("rt") else None
        rw = parse_number(numbers["rw"]) if numbers.get("rw") else None
        if rt is None and rw is None:
            continue
        return Unit(rt, rw), f"{text[: match.start()]} {text[match.end() :]}".strip()
    return None, text


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    total = 0
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total
