"""What JSON can say and nothing else here can hold: NUL characters, half characters, numbers that are none.

Without this, a database (PostgreSQL keeps no NUL) or an encoder deep inside would be the first to complain.
"""

import math


def check_plain(value: object) -> object:
    """Return a value as it came.

    Raises:
        ValueError: a text in it has a NUL or half a character, or a number is not finite.
    """
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if "\0" in each or not (each.isascii() or _is_whole(each)):
                raise ValueError("a text that cannot be kept")
        elif isinstance(each, dict):
            waiting += each.keys()
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, float) and not math.isfinite(each):
            raise ValueError("a number that is none")
    return value


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= each <= "\udfff" for each in text)
