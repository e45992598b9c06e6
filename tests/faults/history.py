"""The history checker: receipts that clients got, held against the log that is left."""

from collections.abc import Sequence
from dataclasses import dataclass

import httpx2

from rembug_ballots.encoding import from_b64
from rembug_ballots.events import Event
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.tracking import tracking_code
from rembug_crypto.checkpoint import open_checkpoint
from rembug_crypto.errors import CryptoError
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import NoteKey
from rembug_crypto.tlog_proof import TlogProof


class LostOrChanged(AssertionError):
    """A receipt that the log does not keep, or a card that it counts twice."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A receipt as a booth got it."""

    tracking: str
    index: int
    proof: tuple[bytes, ...]
    checkpoint: str

    @classmethod
    def read(cls, answer: httpx2.Response) -> "Acknowledged":
        body = answer.json()
        proof = tuple(from_b64(each) for each in body["proof"])
        return cls(body["tracking"], body["index"], proof, body["checkpoint"])


def check_history(receipts: Sequence[Acknowledged], leaves: Sequence[bytes], key: NoteKey) -> None:
    """Every acknowledged ballot stands at its index under its own root, and no card stands twice."""
    cast = {}
    cards = set()
    tree = MerkleTree()
    for index, leaf in enumerate(leaves):
        tree.append(leaf_hash(leaf))
        event = Event.parse(leaf)
        if isinstance(event.body, BallotCast):
            body = event.body
            cast[index] = tracking_code(event.election, body.contest, body.ciphertext, body.proof)
            if body.credential in cards:
                raise LostOrChanged("a card is counted twice")
            cards.add(body.credential)
    for each in receipts:
        if cast.get(each.index) != each.tracking:
            raise LostOrChanged(f"the receipt {each.tracking} is not at {each.index}")
        try:
            TlogProof(each.index, each.proof, each.checkpoint, b"").verify(leaf_hash(leaves[each.index]), key)
            check_root(each.checkpoint.encode(), tree, key)
        except CryptoError as error:
            raise LostOrChanged(f"the receipt {each.tracking} does not hold: {error}") from None


def check_root(note: bytes, tree: MerkleTree, key: NoteKey) -> int:
    """Hold a checkpoint against the log, and return its size."""
    checkpoint, _ = open_checkpoint(note, key)
    if checkpoint.size > len(tree) or tree.root(checkpoint.size) != checkpoint.root:
        raise LostOrChanged(f"the checkpoint of {checkpoint.size} leaves is not the log's")
    return checkpoint.size
