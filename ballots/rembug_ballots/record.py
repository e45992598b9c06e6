"""The public record: log and blobs, from a folder, a zip, memory or a server.

Source: docs/formats.md, "Public record".  A record carries no list of its files: everything in it follows
from the checkpoint and the events.  Reading here checks form and hashes; what the record says is for
`verification` to judge.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from rembug_ballots.errors import BrokenRecord, MalformedValue
from rembug_ballots.ids import Sha256, parse_sha256
from rembug_ballots.record_paths import CHECKPOINT, RecordSource, blob_path
from rembug_crypto.checkpoint import Checkpoint
from rembug_crypto.errors import CryptoError, MalformedEncoding
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import Note, parse_note
from rembug_crypto.tiles import (
    ENTRIES,
    TILE_WIDTH,
    Tile,
    entry_bundle,
    hash_tile,
    split_entries,
    tiles_of,
)

# More leaves than a kelurahan of 40,000 adults has by far; it bounds what a stranger can make us read.
MAX_LEAVES: Final = 1 << 20
_BLOBS: Final = "blobs/"


class Record:
    """A record that can be read; only its checkpoint has been read so far.

    Attributes:
        source: whoever holds the files.
        note_bytes: the file `checkpoint`.
        note: the same, parsed; its signatures are not checked.
        checkpoint: origin, size and root that the note states.
    """

    def __init__(self, source: RecordSource) -> None:
        """Read the checkpoint.

        Raises:
            BrokenRecord: there is none, or it cannot be read, or it states too many leaves.
        """
        data = source.read(CHECKPOINT)
        if data is None:
            raise BrokenRecord("the record has no checkpoint")
        try:
            self.note: Note = parse_note(data)
            self.checkpoint: Checkpoint = Checkpoint.parse(self.note.text)
        except CryptoError as error:
            raise BrokenRecord(f"checkpoint: {error}") from None
        if self.checkpoint.size > MAX_LEAVES:
            raise BrokenRecord("the log is too long")
        self.note_bytes = data
        self.source = source

    @cached_property
    def leaves(self) -> Sequence[bytes]:
        """The leaves of the log, as many as the checkpoint states.

        Raises:
            BrokenRecord: an entry bundle is missing, or holds another number of entries.
        """
        leaves: list[bytes] = []
        for tile in tiles_of(self.checkpoint.size):
            if tile.level == ENTRIES:
                leaves.extend(self._entries(tile))
        return leaves

    def _entries(self, tile: Tile) -> list[bytes]:
        data = self.source.read(tile.path())
        if data is None:
            raise BrokenRecord(f"{tile.path()} is missing")
        try:
            return split_entries(data, tile.width)
        except MalformedEncoding:
            raise BrokenRecord(f"{tile.path()} is no bundle of {tile.width} entries") from None

    @cached_property
    def tree(self) -> MerkleTree:
        """The tree over the leaves; its root need not be the one of the checkpoint."""
        return MerkleTree([leaf_hash(leaf) for leaf in self.leaves])

    def wrong_tiles(self) -> Iterator[str]:
        """Yield the path of every hash tile that is missing or is not what the leaves give."""
        for tile in tiles_of(self.checkpoint.size):
            path = tile.path()
            if tile.level != ENTRIES and self.source.read(path) != hash_tile(self.tree, tile):
                yield path

    def blob(self, sha256: Sha256) -> bytes | None:
        """Return a blob, or None where it is absent (withheld, or lost).

        Raises:
            BrokenRecord: what stands at its place has another hash.
        """
        data = self.source.read(blob_path(sha256))
        if data is not None and hashlib.sha256(data).hexdigest() != sha256:
            raise BrokenRecord(f"{blob_path(sha256)} has another hash")
        return data

    def get(self, sha256: Sha256, /) -> bytes | None:
        """Return a blob for the fold, or None where it is absent or has another hash."""
        try:
            return self.blob(sha256)
        except BrokenRecord:
            return None

    def blob_names(self) -> Iterator[Sha256]:
        """Yield the names of the blobs that are there; none where the source cannot say."""
        for path in self.source.paths() or ():
            if path.startswith(_BLOBS):
                try:
                    yield parse_sha256(path.removeprefix(_BLOBS))
                except MalformedValue:
                    continue

    def wrong_blobs(self) -> Iterator[Sha256]:
        """Yield the names of the blobs that are there and have another hash or cannot be read."""
        for name in self.blob_names():
            try:
                self.blob(name)
            except BrokenRecord:
                yield name

    def strangers(self, known_blobs: Iterable[Sha256]) -> Iterator[str]:
        """Yield the paths of files that no event and no checkpoint of this record leads to.

        Args:
            known_blobs: the blobs that the events name.
        """
        known = {CHECKPOINT, *(tile.path() for tile in tiles_of(self.checkpoint.size))}
        known.update(blob_path(name) for name in known_blobs)
        yield from (path for path in self.source.paths() or () if path not in known)


def record_files(note: bytes, leaves: Sequence[bytes], blobs: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of every file of a record, for `write_folder` or `write_zip`.

    Args:
        note: the signed checkpoint over all the leaves.
        leaves: the leaves of the log.
        blobs: the blobs that may be published, in any order; twice the same counts once.
    """
    yield CHECKPOINT, note
    tree = MerkleTree([leaf_hash(leaf) for leaf in leaves])
    for tile in tiles_of(len(leaves)):
        if tile.level == ENTRIES:
            start = tile.number * TILE_WIDTH
            yield tile.path(), entry_bundle(leaves[start : start + tile.width])
        else:
            yield tile.path(), hash_tile(tree, tile)
    written: set[str] = set()
    for blob in blobs:
        path = blob_path(Sha256(hashlib.sha256(blob).hexdigest()))
        if path not in written:
            written.add(path)
            yield path, blob
