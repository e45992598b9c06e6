"""Independent generators for the shuffle proof.  Source: docs/protocol.md section 10.

They depend on the election and an index only, so that all contests and all mixes of an election
share them.
"""

from functools import lru_cache

from rembug_crypto.domains import Domain, frames, u64be
from rembug_crypto.expand import hash_to_elements_from
from rembug_crypto.group import Elements


@lru_cache(maxsize=2)
def generators(election: str, count: int) -> Elements:
    """Return ``h_0, h_1, ..., h_count`` of an election: ``count + 1`` elements."""
    # All messages differ in their last 8 bytes only.
    prefix = frames("election", election, "index", u64be(0))[:-8]
    messages = (prefix + u64be(j) for j in range(count + 1))
    return hash_to_elements_from(messages, Domain.GENERATORS.value.encode())
