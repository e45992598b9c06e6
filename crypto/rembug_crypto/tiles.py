"""The static layout of the log: paths, hash tiles and entry bundles.

Source: C2SP tlog-tiles.  A full tile holds 256 hashes; level 0 holds leaf hashes, level ``L`` hashes over ``256^L``
leaves.  An entry bundle holds 256 entries, each behind its length in two bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.merkle import HASH_BYTES, MerkleTree

TILE_WIDTH: Final = 256
TILE_HEIGHT: Final = 8
MAX_ENTRY_BYTES: Final = 65_535
ENTRIES: Final = -1
"""Stands for the level of entry bundles in `Tile`."""


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """A tile: level (or ``ENTRIES``), number, and width from 1 to 256."""

    level: int
    number: int
    width: int = TILE_WIDTH

    def path(self) -> str:
        """Return the path below the log's folder, such as ``tile/0/x001/234.p/7``."""
        groups = [f"{self.number % 1000:03d}"]
        rest = self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{partial}"


def parse_path(path: str) -> Tile:
    """Read the path of a tile.

    Raises:
        MalformedEncoding: not the path that `Tile.path` makes.
    """
    body, _, partial = path.partition(".p/")
    parts = body.split("/")
    texts = [*parts[1:2], *(part.removeprefix("x") for part in parts[2:]), *([partial] if partial else [])]
    if len(path) > 64 or len(parts) < 3 or any(not text.isascii() for text in texts):
        raise MalformedEncoding("path of a tile")
    level = ENTRIES if parts[1] == "entries" else _number(parts[1])
    number = 0
    for part in parts[2:]:
        number = number * 1000 + _number(part.removeprefix("x"))
    tile = Tile(level, number, _number(partial) if partial else TILE_WIDTH)
    if not 1 <= tile.width <= TILE_WIDTH or level > 7 or tile.path() != path:
        raise MalformedEncoding("path of a tile")
    return tile


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 20:
        raise MalformedEncoding("path of a tile")
    return int(text)


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield the tiles of a tree of ``size`` leaves: hash tiles of every level, then entry bundles.

    The last of a level may be partial; a level without a complete node has none.
    """
    level, count = 0, size
    while count:
        yield from _row(level, count)
        level, count = level + 1, count // TILE_WIDTH
    yield from _row(ENTRIES, size)


def _row(level: int, count: int) -> Iterator[Tile]:
    for number in range(count // TILE_WIDTH):
        yield Tile(level, number)
    if count % TILE_WIDTH:
        yield Tile(level, count // TILE_WIDTH, count % TILE_WIDTH)


def exists_in(tile: Tile, size: int) -> bool:
    """Say whether a log of ``size`` leaves serves this tile; partial widths below the present one count."""
    count = size if tile.level == ENTRIES else size >> (TILE_HEIGHT * tile.level)
    return tile.number * TILE_WIDTH + tile.width <= count


def hash_tile(tree: MerkleTree, tile: Tile) -> bytes:
    """Return the hashes of a hash tile, joined.

    Raises:
        ValueError: the tree has no such tile.
    """
    start = tile.number * TILE_WIDTH
    return b"".join(tree.hashes(tile.level * TILE_HEIGHT, start, start + tile.width))


def split_hashes(data: bytes, width: int) -> list[bytes]:
    """Return the ``width`` hashes of a hash tile.

    Raises:
        MalformedEncoding: another length.
    """
    if len(data) != width * HASH_BYTES:
        raise MalformedEncoding("hash tile")
    return [data[start : start + HASH_BYTES] for start in range(0, len(data), HASH_BYTES)]


def entry_bundle(entries: Sequence[bytes]) -> bytes:
    """Join up to 256 entries, each behind its length (two bytes, big-endian).

    Raises:
        ValueError: too many, or an entry is longer than 65,535 bytes.
    """
    if not 1 <= len(entries) <= TILE_WIDTH or any(len(entry) > MAX_ENTRY_BYTES for entry in entries):
        raise ValueError("not a bundle of entries")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def split_entries(data: bytes, width: int) -> list[bytes]:
    """Return the ``width`` entries of a bundle.

    Raises:
        MalformedEncoding: the bundle holds another number of entries, or ends inside one.
    """
    entries, place = [], 0
    while place < len(data):
        stop = place + 2 + int.from_bytes(data[place : place + 2], "big")
        if place + 2 > len(data) or stop > len(data):
            raise MalformedEncoding("entry bundle")
        entries.append(data[place + 2 : stop])
        place = stop
    if len(entries) != width:
        raise MalformedEncoding("entry bundle")
    return entries
