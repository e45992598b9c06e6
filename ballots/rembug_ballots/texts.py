"""Rules for texts that people write into events and rules.  Source: docs/formats.md, "Texts"."""

import unicodedata
from typing import Final

from rembug_ballots.errors import MalformedValue

NAME_BYTES: Final = 60
"""Size of a name slot.  Source: docs/protocol.md section 4.1."""


def is_control(character: str) -> bool:
    """Say whether a character is one that protocol.md section 4.1 forbids."""
    return character < " " or "\x7f" <= character <= "\x9f"


def has_control(text: str, *, but: str = "") -> bool:
    """Say whether a text holds a control character other than those in ``but``."""
    return any(is_control(character) and character not in but for character in text)


def check_text(value: object, longest: int, *, lines: bool = False) -> str:
    """Return a text of 1 to ``longest`` characters: NFC, no control characters or outer spaces.

    Args:
        value: what was read.
        longest: most characters (code points).
        lines: whether the text may hold line feeds.

    Raises:
        MalformedValue: it is no such text.
    """
    if type(value) is not str:
        raise MalformedValue("not a text")
    if not 1 <= len(value) <= longest:
        raise MalformedValue(f"not a text of 1 to {longest} characters")
    if value.strip() != value:
        raise MalformedValue("a text with outer spaces")
    if has_control(value, but="\n" if lines else ""):
        raise MalformedValue("a text with control characters")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise MalformedValue("a text with a lone surrogate")
    if not unicodedata.is_normalized("NFC", value):
        raise MalformedValue("a text that is not in NFC")
    return value


def check_written(value: object) -> str:
    """Return a text that a name slot can hold: 1 to 60 bytes, NFC, no control characters.

    Unlike other texts it may have outer spaces: a booth trims them, other programs need not.

    Raises:
        MalformedValue: no slot holds it.
    """
    if type(value) is not str or not value:
        raise MalformedValue("not a written name")
    try:
        size = len(value.encode("utf-8"))
    except UnicodeEncodeError:
        raise MalformedValue("a written name with a lone surrogate") from None
    if size > NAME_BYTES or has_control(value) or not unicodedata.is_normalized("NFC", value):
        raise MalformedValue("not a written name")
    return value
