"""A record of an election that was suspended and repeated before its second table opened."""

import hashlib

from rembug_ballots.canonical import JsonValue, serialise
from tests.ballots.verification.honest import Honest

_WORDS: dict[str, JsonValue] = {"officers": ["ketua", "sekretaris"], "reason": "banjir"}


def _leaf(record: Honest, kind: str, body: dict[str, JsonValue]) -> bytes:
    return serialise({"body": body, "election": record.election, "type": kind})


def repeated(record: Honest) -> tuple[list[bytes], list[bytes]]:
    """Return the leaves and blobs: one table opens, nobody comes, the contest is suspended, closed and repeated."""
    first = record.events("table.opened")[0]
    table = record.body(first)["table"]
    cards = next(record.body(at) for at in record.events("cards.registered") if record.body(at)["table"] == table)
    none: dict[str, JsonValue] = dict.fromkeys(
        ("added", "assisted", "ballots", "checkins", "left", "paper_signatures", "replaced", "voided", "walked_away"), 0
    )
    closed: dict[str, JsonValue] = {**none, "missing": cards["count"], "officers": _WORDS["officers"], "table": table}
    empty = hashlib.sha256(b"").hexdigest()
    told = [
        _leaf(record, "contest.suspended", {"contest": "bkm", **_WORDS}),
        _leaf(record, "table.closed", closed),
        _leaf(record, "checkin.list", {"rolls": [], "table": table}),
        _leaf(record, "contest.revote", {"contest": "bkm", **_WORDS}),
        _leaf(record, "cards.left", {"count": 0, "sha256": empty, "table": table}),
    ]
    leaves = [*record.leaves[: first + 1], *told]
    said = b"".join(leaves)
    blobs = [*record.blobs, b""]
    return leaves, [blob for blob in blobs if hashlib.sha256(blob).hexdigest().encode() in said]
