"""Blobs beside the log, named by their SHA-256."""

import hashlib
from collections.abc import Mapping
from itertools import pairwise
from typing import Protocol

from rembug_ballots.ids import Sha256
from rembug_ballots.refusals import IllegalEvent, Refusal


class BlobSource(Protocol):
    """Whoever holds blobs.  It is trusted to give bytes of the name that was asked for."""

    def get(self, sha256: Sha256, /) -> bytes | None:
        """Return the blob, or None where it is absent or withheld."""


class MappingBlobs:
    """Blobs in memory; every blob is checked against its name when it is read."""

    def __init__(self, blobs: Mapping[Sha256, bytes]) -> None:
        """Take the blobs by name."""
        self._blobs = blobs

    @classmethod
    def of(cls, *blobs: bytes) -> "MappingBlobs":
        """Name each blob by its hash."""
        return cls({name_of(blob): blob for blob in blobs})

    def get(self, sha256: Sha256, /) -> bytes | None:
        """Return the blob, or None where it is absent or has another hash."""
        data = self._blobs.get(sha256)
        return None if data is None or name_of(data) != sha256 else data


def name_of(data: bytes) -> Sha256:
    """Return the name of a blob."""
    return Sha256(hashlib.sha256(data).hexdigest())


def public_blob(blobs: BlobSource, sha256: Sha256, size: int) -> bytes:
    """Return a blob that is never withheld and has ``size`` bytes.

    Raises:
        IllegalEvent: BLOB_MISSING or BLOB_MALFORMED.
    """
    data = blobs.get(sha256)
    if data is None:
        raise IllegalEvent(Refusal.BLOB_MISSING, sha256=sha256)
    if len(data) != size:
        raise IllegalEvent(Refusal.BLOB_MALFORMED, sha256=sha256)
    return data


def sorted_blob(blobs: BlobSource, sha256: Sha256, count: int, size: int) -> list[bytes]:
    """Return the ``count`` strings of ``size`` bytes of a public blob, strictly ascending.

    Raises:
        IllegalEvent: BLOB_MISSING or BLOB_MALFORMED.
    """
    data = public_blob(blobs, sha256, count * size)
    items = [data[start : start + size] for start in range(0, len(data), size)]
    if any(first >= second for first, second in pairwise(items)):
        raise IllegalEvent(Refusal.BLOB_MALFORMED, sha256=sha256)
    return items


def withheld_blob(blobs: BlobSource, sha256: Sha256, size: int) -> bytes | None:
    """Return a blob that may be withheld, or None.

    Raises:
        IllegalEvent: BLOB_MALFORMED: it is there and has another size.
    """
    data = blobs.get(sha256)
    if data is not None and len(data) != size:
        raise IllegalEvent(Refusal.BLOB_MALFORMED, sha256=sha256)
    return data
