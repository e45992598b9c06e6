"""What a forged record is, and the tools that every forger uses.

A forger holds the log's own key and signs whatever it makes; blobs are named by their new hashes.  So nothing is wrong
with a record but what its sentence says.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from rembug_api.demo.setting import ELECTION
from rembug_ballots.canonical import JsonValue, serialise
from rembug_ballots.encoding import from_b64, to_b64
from rembug_ballots.record import record_files
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.merkle import leaf_hash, root_of
from tests.ballots.verification.honest import Honest

ORIGIN: Final = f"rembug.id/{ELECTION}"


@dataclass(frozen=True)
class Forged:
    """A forged record, and what voters and observers kept who check it.

    Attributes:
        files: path and content of every file of the record.
        receipts, older: receipts of voters, and checkpoints of observers.
    """

    files: Mapping[str, bytes]
    receipts: Sequence[bytes] = field(default=())
    older: Sequence[bytes] = field(default=())


@dataclass(frozen=True)
class Forgery:
    """One way to forge or damage a record.

    Attributes:
        check: the number of the check that must fail.
        told: one sentence: what was forged.
        make: forges it from an honest record.
    """

    check: str
    told: str
    make: Callable[[Honest], Forged]


Forgeries: TypeAlias = Mapping[str, Forgery]
"""Forgeries by a short name that can be a file's."""


def note(record: Honest, leaves: Sequence[bytes], origin: str = ORIGIN) -> bytes:
    """Return a checkpoint over these leaves, signed by the log's own key."""
    root = root_of([leaf_hash(leaf) for leaf in leaves])
    return sign_checkpoint(Checkpoint(origin, len(leaves), root), record.seed).to_text().encode()


def files_of(record: Honest, leaves: Sequence[bytes], blobs: Sequence[bytes] | None = None) -> dict[str, bytes]:
    """Return the files of a record of these leaves."""
    return dict(record_files(note(record, leaves), leaves, record.blobs if blobs is None else blobs))


def by_leaves(check: str, told: str, make: Callable[[Honest], Sequence[bytes]]) -> Forgery:
    """Forge a log whose blobs stay as they were."""
    return Forgery(check, told, lambda record: Forged(files_of(record, make(record))))


def changed(kind: str, which: int = 0, **members: object) -> Callable[[Honest], list[bytes]]:
    """Give the body of one event of a kind other members."""
    return lambda record: record.with_body(record.events(kind)[which], **members)


def without(kind: str, which: int = 0) -> Callable[[Honest], list[bytes]]:
    """Leave one event out."""

    def make(record: Honest) -> list[bytes]:
        index = record.events(kind)[which]
        return [*record.leaves[:index], *record.leaves[index + 1 :]]

    return make


def twice(kind: str, which: int = 0) -> Callable[[Honest], list[bytes]]:
    """Tell one event two times."""

    def make(record: Honest) -> list[bytes]:
        index = record.events(kind)[which]
        return [*record.leaves[: index + 1], *record.leaves[index:]]

    return make


def added(kind: str, which: int, amount: int, *members: str) -> Callable[[Honest], list[bytes]]:
    """Add a number to members of one event that are numbers."""

    def make(record: Honest) -> list[bytes]:
        index = record.events(kind)[which]
        return record.with_body(index, **{name: int(str(record.body(index)[name])) + amount for name in members})

    return make


def moved(record: Honest, index: int, to: int) -> list[bytes]:
    """Return the leaves with one of them before another place."""
    leaves = [*record.leaves]
    leaf = leaves.pop(index)
    leaves.insert(to if to < index else to - 1, leaf)
    return leaves


def inserted(record: Honest, to: int, kind: str, body: Mapping[str, JsonValue]) -> list[bytes]:
    """Return the leaves with a new event before a place."""
    leaf = serialise({"body": dict(body), "election": record.election, "type": kind})
    return [*record.leaves[:to], leaf, *record.leaves[to:]]


def flipped(text: object) -> str:
    """Return base64 text whose last byte has another lowest bit."""
    data = from_b64(str(text))
    return to_b64(bytes([*data[:-1], data[-1] ^ 1]))


def with_bit(kind: str, member: str, which: int = 0) -> Callable[[Honest], list[bytes]]:
    """Flip the last bit of bytes in an event."""

    def make(record: Honest) -> list[bytes]:
        index = record.events(kind)[which]
        return record.with_body(index, **{member: flipped(record.body(index)[member])})

    return make


def blob_of(record: Honest, kind: str, member: str, which: int = 0) -> bytes:
    """Return the blob that an event names."""
    sha256 = record.body(record.events(kind)[which])[member]
    return next(blob for blob in record.blobs if hashlib.sha256(blob).hexdigest() == sha256)


def with_blob(
    check: str, told: str, kind: str, member: str, change: Callable[[bytes], bytes], which: int = 0
) -> Forgery:
    """Put another blob in the place of the one that an event names, and name it by its own hash."""

    def make(record: Honest) -> Forged:
        index = record.events(kind)[which]
        old = blob_of(record, kind, member, which)
        new = change(old)
        leaves = record.with_body(index, **{member: hashlib.sha256(new).hexdigest()})
        return Forged(files_of(record, leaves, [new if blob == old else blob for blob in record.blobs]))

    return Forgery(check, told, make)


def last_bit(data: bytes) -> bytes:
    """Flip the last bit."""
    return bytes([*data[:-1], data[-1] ^ 1])
