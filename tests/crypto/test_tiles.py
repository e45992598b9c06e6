"""The static layout of the log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_crypto import tiles
from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.merkle import MerkleTree, leaf_hash, root_of
from rembug_crypto.tiles import ENTRIES, Tile


# Source: C2SP tlog-tiles, "Merkle Tree": tile 1234067 is x001/x234/067.
@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(ENTRIES, 0, 7), "tile/entries/000.p/7"),
        (Tile(1, 273, 255), "tile/1/273.p/255"),
    ],
)
def test_paths_are_those_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path() == path
    assert tiles.parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/1",
        "tile/0/x000/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/00/001",
        "tile/0/001/../002",
        "tile/8/001",
        "tile/0/\u0661\u0661\u0661",
        "tile/entries",
        "tile/0/001.p/",
        "tile/0/001.p/07",
        "tail/0/001",
    ],
)
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(MalformedEncoding):
        tiles.parse_path(path)


@given(st.integers(1, 70_000))
def test_the_tiles_of_a_log_hold_each_leaf_once(size: int) -> None:
    bundles = [tile for tile in tiles.tiles_of(size) if tile.level == ENTRIES]
    assert sum(tile.width for tile in bundles) == size
    assert all(tiles.exists_in(tile, size) for tile in tiles.tiles_of(size))
    assert not tiles.exists_in(Tile(ENTRIES, size // 256, size % 256 + 1), size)


def test_the_root_follows_from_the_hash_tiles() -> None:
    tree = MerkleTree([leaf_hash(str(number).encode()) for number in range(600)])
    level0 = [
        each
        for tile in tiles.tiles_of(600)
        if tile.level == 0
        for each in tiles.split_hashes(tiles.hash_tile(tree, tile), tile.width)
    ]
    assert root_of(level0) == tree.root()
    level1 = tiles.split_hashes(tiles.hash_tile(tree, Tile(1, 0, 2)), 2)
    assert level1 == [root_of(level0[:256]), root_of(level0[256:512])]


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=9))
def test_a_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    data = tiles.entry_bundle(entries)
    assert tiles.split_entries(data, len(entries)) == entries
    for bad in (data[:-1], data + b"\x00", data + b"\x00\x00"):
        with pytest.raises(MalformedEncoding):
            tiles.split_entries(bad, len(entries))
