"""Chapter 17: cosignatures of witnesses, those whom the tatib names and those whom the observer knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rembug_ballots.events.tally import ContestWitnessed, OpeningOrdered
from rembug_ballots.ids import ContestId
from rembug_ballots.record import Record
from rembug_ballots.verification.context import Context
from rembug_ballots.verification.log import log_key
from rembug_ballots.witnessing import Witnessing, open_witnessed
from rembug_crypto.cosignature import verify_cosignature
from rembug_crypto.note import NoteKey, signatures_of

_COSIGNATURES: Final = "witnesses.cosignatures"
_OPENING: Final = "witnesses.opening"


def check_witnesses(record: Record, leaves: Sequence[bytes], context: Context, witnesses: Sequence[NoteKey]) -> None:
    """Check 17.1 and 17.2.

    Args:
        record: whose checkpoint may be cosigned.
        leaves: of the log; none where they cannot be read.
        context: the record under verification.
        witnesses: keys whose cosignature the observer demands on the checkpoint of the record.
    """
    findings = context.findings
    agreed = None if context.rules is None else context.rules.witnessing
    present = [] if agreed is None else _present(record, agreed)
    if not witnesses and not present:
        findings.skip(_COSIGNATURES, "Pemeriksa tidak menyebut kunci saksi, dan tanda buku ini tidak memuat saksi.")
    for key in dict.fromkeys((*witnesses, *present)):
        with findings.guard(_COSIGNATURES, words=key.name):
            verify_cosignature(record.note, key)
    if context.rules is None:
        findings.lack(_OPENING, "belum ada aturan yang menyebut saksi")
    elif agreed is None:
        findings.skip(_OPENING, "Tata tertib tidak menyebut saksi buku.")
    else:
        for contest in context.contests:
            _check_opening(record, leaves, context, agreed, contest)


def _present(record: Record, agreed: Witnessing) -> list[NoteKey]:
    """Return the keys of the tatib that the record's checkpoint has a line of: such a line must hold."""
    return [key for each in agreed.witnesses if signatures_of(record.note, key := each.note_key())]


def _check_opening(
    record: Record, leaves: Sequence[bytes], context: Context, agreed: Witnessing, contest: ContestId
) -> None:
    ordered = context.last(OpeningOrdered, contest)
    found = context.of(ContestWitnessed, contest)
    for index, body in found:
        _check_note(record, leaves, context, agreed, index, body)
    if ordered is None:
        context.stage_missing((_OPENING,), contest, "suara belum diperintahkan dibuka")
        return
    before = any(index < ordered[0] for index, _ in found)
    context.findings.require(_OPENING, before, "suara dibuka tanpa tanda tangan saksi buku", ordered[0])


def _check_note(
    record: Record, leaves: Sequence[bytes], context: Context, agreed: Witnessing, index: int, body: ContestWitnessed
) -> None:
    findings, point = context.findings, body.checkpoint
    data, key = context.blob(_OPENING, body.note, "tanda buku yang ditandatangani saksi", index), log_key(leaves)
    if data is None or key is None:
        findings.lack(_OPENING, "tanda buku yang ditandatangani saksi tidak dapat dibaca")
        return
    own = point.size <= index and record.tree.root(point.size) == point.root
    findings.require(_OPENING, own, "saksi menandatangani buku yang bukan buku ini", index)
    with findings.guard(_OPENING, index):
        given = agreed.signers(open_witnessed(data, key.to_text(), point.size, point.root))
        if len(given) < agreed.quorum:
            findings.fail(_OPENING, f"baru {len(given)} saksi dari {agreed.quorum} yang disepakati", index)
