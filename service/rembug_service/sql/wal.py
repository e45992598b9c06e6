"""Reading SQLite's write-ahead log as far as it is committed.  Source: SQLite documentation, "WAL-mode File Format"."""

import struct
from dataclasses import dataclass
from typing import IO, Final

_HEAD: Final = struct.Struct(">6I8s")
_FRAME: Final = struct.Struct(">2I8s8s")
_MAGIC: Final = (0x377F0682, 0x377F0683)


@dataclass(frozen=True, slots=True)
class WalHead:
    """The head of a log.

    Attributes:
        salts: 8 bytes that every frame of this log repeats; a log that starts over has others.
        page_size: bytes of a page.
    """

    salts: bytes
    page_size: int


def read_head(log: IO[bytes]) -> WalHead | None:
    """Return the head of a log, or None where nothing is written yet."""
    log.seek(0)
    data = log.read(_HEAD.size)
    if len(data) < _HEAD.size:
        return None
    magic, _, page_size, _, one, other, _ = _HEAD.unpack(data)
    if magic not in _MAGIC:
        return None
    return WalHead(struct.pack(">2I", one, other), page_size)


def committed_end(log: IO[bytes], head: WalHead, start: int) -> int:
    """Return the offset after the last frame that ends a transaction.

    Frames behind it belong to a transaction that was taken back, or to an older log.

    Args:
        log: the file.
        head: its head.
        start: 0, or an offset that this function returned before.
    """
    end = start
    place = max(start, _HEAD.size)
    while True:
        log.seek(place)
        data = log.read(_FRAME.size)
        if len(data) < _FRAME.size:
            return end
        _, pages_after_commit, salts, _ = _FRAME.unpack(data)
        if salts != head.salts:
            return end
        place += _FRAME.size + head.page_size
        if pages_after_commit:
            end = place
