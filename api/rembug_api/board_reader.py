"""Follows a public board over HTTP, believing nothing that it does not check.

Every refresh verifies the checkpoint's signature, fetches the entries that are new, checks that they lead from the tree
seen before to the checkpoint's root, and folds them.  A log that shrinks or changes is refused.
"""

import hashlib
from collections.abc import Callable

from rembug_ballots.events.event import Event
from rembug_ballots.events.tally import ContestWitnessed, LogCheckpoint
from rembug_ballots.ids import Sha256
from rembug_ballots.state import ElectionState
from rembug_crypto.checkpoint import open_checkpoint
from rembug_crypto.errors import InvalidNote
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import NoteKey
from rembug_crypto.tiles import ENTRIES, TILE_WIDTH, Tile, split_entries

Fetch = Callable[[str], bytes | None]
"""Returns the content of a path below the board, or None where it is absent."""


class BoardReader:
    """A board as one device has seen it so far; what is refused leaves it as it was.

    Attributes:
        state: fold over the entries.
        tree: tree over the entries.
    """

    def __init__(self, fetch: Fetch, log_key: str) -> None:
        """Follow a board whose log signs with ``log_key`` (C2SP verifier key)."""
        self._fetch = fetch
        self._key = NoteKey.parse(log_key)
        self._blobs: dict[Sha256, bytes] = {}
        self.state = ElectionState()
        self.tree = MerkleTree()

    def refresh(self) -> ElectionState:
        """Take in what is new and return the state.

        Raises:
            InvalidNote: the board is not the signed continuation of what this device saw.
            IllegalEvent: an entry that the fold refuses; those before it were taken in.
        """
        data = self._fetch("checkpoint")
        if data is None:
            raise InvalidNote("no checkpoint")
        checkpoint, _ = open_checkpoint(data, self._key)
        if checkpoint.size < len(self.tree):
            raise InvalidNote("the log has become shorter")
        tree, events = self.tree.copy(), []
        while len(tree) < checkpoint.size:
            for entry in self._next_entries(len(tree), checkpoint.size):
                tree.append(leaf_hash(entry))
                events.append(Event.parse(entry))
        if tree.root() != checkpoint.root:
            raise InvalidNote("the entries do not lead to the root of the checkpoint")
        for event in events:
            # The fold has no tree: only here is it seen whether the witnesses cosigned this very log.
            body = event.body
            if isinstance(body, ContestWitnessed) and not _is_root(tree, body.checkpoint):
                raise InvalidNote("the witnesses cosigned another log")
            self.state.apply(event, self)
            self.tree.append(leaf_hash(event.data))
        return self.state

    def _next_entries(self, start: int, size: int) -> list[bytes]:
        number = start // TILE_WIDTH
        width = min(size - number * TILE_WIDTH, TILE_WIDTH)
        data = self._fetch(Tile(ENTRIES, number, width).path())
        if data is None:
            raise InvalidNote("entries are missing")
        return split_entries(data, width)[start - number * TILE_WIDTH :]

    def get(self, sha256: Sha256, /) -> bytes | None:
        """Return a blob of the board, checked against its name, or None."""
        if sha256 not in self._blobs:
            data = self._fetch(f"blobs/{sha256}")
            if data is None or hashlib.sha256(data).hexdigest() != sha256:
                return None
            self._blobs[sha256] = data
        return self._blobs[sha256]


def _is_root(tree: MerkleTree, checkpoint: LogCheckpoint) -> bool:
    return checkpoint.size <= len(tree) and tree.root(checkpoint.size) == checkpoint.root
