"""Which characters the packed fonts can show (``fonts/coverage.txt``)."""

from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import Final

_LIST: Final = Path(__file__).parent / "fonts" / "coverage.txt"


def covered(code: int) -> bool:
    """Say whether a font has a glyph for the code point."""
    starts, ends = _ranges()
    place = bisect_right(starts, code) - 1
    return place >= 0 and code <= ends[place]


@lru_cache(maxsize=1)
def _ranges() -> tuple[list[int], list[int]]:
    pairs = [line.split("-") for line in _LIST.read_text("ascii").split()]
    return [int(first, 16) for first, _ in pairs], [int(last, 16) for _, last in pairs]
