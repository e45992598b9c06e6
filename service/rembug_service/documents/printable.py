"""Texts as they can be printed: what no packed font can show becomes visible instead of a hole or an error."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rembug_service.documents.coverage import covered

# Zero width joiner and non-joiner shape letters of several scripts; nothing else invisible may stand in a printed name.
_JOINERS: Final = "\u200c\u200d"
_LONGEST: Final = 20
"""Letters of one word that fit into the narrowest column; of wide ones, `_PART` do."""
_PART: Final = 16
_SIGNS: Final = re.compile(r"\[U\+[0-9A-F]{4,6}\]|.")
BREAK: Final = "\u200b"
"""Zero width space: where a word that is too long may break."""


def printable(value: object) -> object:
    """Return JSON-like data with every text made printable."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, dict):
        return {key: printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value


@lru_cache(maxsize=65536)
def printable_text(text: str) -> str:
    """Return the text; a character without a glyph, or one that would turn the line around, as its code point."""
    shown = text if text.isascii() else "".join([_sign(each) for each in text])
    if len(shown) <= _LONGEST:
        return shown
    return "\n".join(" ".join(_breakable(word) for word in line.split(" ")) for line in shown.split("\n"))


def _sign(sign: str) -> str:
    if sign in _JOINERS or sign == "\n":
        return sign
    if unicodedata.category(sign) in {"Cf", "Cc", "Zl", "Zp"} or not covered(ord(sign)):
        return f"[U+{ord(sign):04X}]"
    return sign


def _breakable(word: str) -> str:
    if len(word) <= _LONGEST or "://" in word:
        return word
    lines = [""]
    for sign in _SIGNS.findall(word):
        if len(lines[-1]) + len(sign) > _PART:
            lines.append("")
        lines[-1] += sign
    return BREAK.join(lines)
