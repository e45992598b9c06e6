"""Public papers, kept for a while: whoever asks for one again and again costs nothing.

What such a paper shows follows from the log, the size of which is a part of the key, and from figures and names of
officers that are final when it becomes public.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rembug_service.papers.source import Source

_KEPT: Final = 64
_LONGEST_KEPT: Final = 4_000_000

_Key = tuple[Path, str, str, str, int]
_copies: OrderedDict[_Key, bytes] = OrderedDict()
_lock: Final = threading.Lock()


def public_copy(source: Source, name: str, make: Callable[[], bytes]) -> bytes:
    """Return a public paper, made at most once for a state of the log."""
    key = (source.service.folder, source.election, source.wish.base, name, source.board.signed_size)
    with _lock:
        if key in _copies:
            _copies.move_to_end(key)
            return _copies[key]
    data = make()
    with _lock:
        if len(data) <= _LONGEST_KEPT:
            _copies[key] = data
        while len(_copies) > _KEPT:
            _copies.popitem(last=False)
    return data
