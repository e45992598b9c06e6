"""A reader of a board believes nothing, and what it refuses leaves it as it was."""

import pytest

from rembug_api.board_reader import BoardReader
from rembug_ballots.refusals import IllegalEvent
from rembug_ballots.signing import public_key
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.errors import InvalidNote
from rembug_crypto.merkle import leaf_hash, root_of
from rembug_crypto.note import NoteKey
from rembug_crypto.tiles import entry_bundle, parse_path
from tests.ballots.samples import told
from tests.ballots.story import ELECTION

SEED = bytes(range(32))
ORIGIN = f"rembug.id/{ELECTION}"
KEY = NoteKey(ORIGIN, public_key(SEED)).to_text()


class Board:
    """A board that shows as many leaves as it is told to, and may lie."""

    def __init__(self) -> None:
        self.story = told()
        self.honest = [event.data for event in self.story.events]
        self.leaves = list(self.honest)
        self.size = len(self.leaves)

    def fetch(self, path: str) -> bytes | None:
        if path == "checkpoint":
            root = root_of([leaf_hash(leaf) for leaf in self.leaves[: self.size]])
            return sign_checkpoint(Checkpoint(ORIGIN, self.size, root), SEED).to_text().encode()
        if path.startswith("blobs/"):
            return self.story.get(path.removeprefix("blobs/"))
        tile = parse_path(path)
        return entry_bundle(self.leaves[256 * tile.number : 256 * tile.number + tile.width])


def test_a_board_is_followed_as_it_grows() -> None:
    board = Board()
    reader = BoardReader(board.fetch, KEY)
    for size in (1, 7, len(board.honest)):
        board.size = size
        assert reader.refresh().size == size
    board.size -= 1
    with pytest.raises(InvalidNote, match="shorter"):
        reader.refresh()


def test_entries_that_lead_elsewhere_are_not_taken_in() -> None:
    board = Board()
    board.size = 2
    reader = BoardReader(board.fetch, KEY)
    reader.refresh()
    # The past is another one now: what the reader saw does not lead to the new root.
    board.leaves[0] = b"{}"
    board.size = len(board.leaves)
    with pytest.raises(InvalidNote, match="do not lead"):
        reader.refresh()
    assert len(reader.tree) == 2
    board.leaves = list(board.honest)
    assert reader.refresh().size == board.size


def test_an_entry_that_the_fold_refuses_stays_refused() -> None:
    board = Board()
    board.leaves = [board.honest[0], board.honest[0]]
    board.size = 2
    reader = BoardReader(board.fetch, KEY)
    for _ in range(2):
        with pytest.raises(IllegalEvent):
            reader.refresh()
        assert (len(reader.tree), reader.state.size) == (1, 1)
