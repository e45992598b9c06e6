"""Chapter 18: receipts that voters bring."""

from __future__ import annotations

from collections.abc import Sequence

from rembug_ballots.errors import BallotsError
from rembug_ballots.events import Event
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.record import Record
from rembug_ballots.tracking import tracking_code
from rembug_ballots.verification.findings import EXPECTED, Findings
from rembug_ballots.verification.log import log_key
from rembug_ballots.verification.sentences import sentence_of
from rembug_crypto.merkle import leaf_hash
from rembug_crypto.note import NoteKey
from rembug_crypto.tlog_proof import TlogProof, parse_proof

_SLUGS = ("receipts.inclusion", "receipts.consistency", "receipts.tracking")


def check_receipts(record: Record, leaves: Sequence[bytes], findings: Findings, receipts: Sequence[bytes]) -> None:
    """Check 18.1 to 18.3."""
    if not receipts:
        for slug in _SLUGS:
            findings.skip(slug, "Tidak ada struk yang dibawa.")
    key = log_key(leaves)
    for number, data in enumerate(receipts, start=1):
        words = f"struk ke-{number}"
        try:
            proof = parse_proof(data)
        except EXPECTED as error:
            findings.require("receipts.inclusion", holds=False, reason=f"{words}: {sentence_of(error)}")
            continue
        if key is None:
            findings.lack("receipts.inclusion", "buku ini tidak terbaca")
            continue
        _check_receipt(record, leaves, findings, key, proof, words)


def _check_receipt(
    record: Record, leaves: Sequence[bytes], findings: Findings, key: NoteKey, proof: TlogProof, words: str
) -> None:
    if proof.index >= len(leaves):
        findings.require("receipts.inclusion", holds=False, reason=f"{words}: buku ini lebih pendek daripada struk")
        return
    leaf = leaves[proof.index]
    with findings.guard("receipts.inclusion", proof.index, words):
        checkpoint = proof.verify(leaf_hash(leaf), key)
        known = checkpoint.size <= len(record.tree) and record.tree.root(checkpoint.size) == checkpoint.root
        findings.require("receipts.consistency", known, f"{words}: buku ini bukan lanjutan dari buku pada struk")
    code = _code_of(leaf)
    same = code is not None and proof.extra == code.encode()
    findings.require("receipts.tracking", same, f"{words}: kode lacak tidak ada di catatan itu", proof.index)


def _code_of(leaf: bytes) -> str | None:
    try:
        event = Event.parse(leaf)
    except BallotsError:
        return None
    body = event.body
    if not isinstance(body, BallotCast):
        return None
    return tracking_code(event.election, body.contest, body.ciphertext, body.proof)
