"""Chapter 2: events: form, election, order, signatures, blobs, figures.

The order and the figures are judged by the same fold that the server uses; each refusal is written to the check that an
observer would look up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rembug_ballots.events import Event
from rembug_ballots.events.setup import ElectionCreated
from rembug_ballots.events.signing import check_signature
from rembug_ballots.events.tally import ElectionPublished
from rembug_ballots.record import Record
from rembug_ballots.refusals import IllegalEvent
from rembug_ballots.state import ElectionState
from rembug_ballots.verification.attribution import check_of
from rembug_ballots.verification.context import At, Context
from rembug_ballots.verification.findings import EXPECTED, Findings
from rembug_ballots.verification.sentences import sentence_of

PROTOCOL: Final = "rembug/1"
"""The protocol that this verifier knows."""


def read_events(record: Record, leaves: Sequence[bytes], findings: Findings) -> tuple[Context, ElectionState]:
    """Check 2.1 to 2.6; return the readable events and the fold over the legal ones."""
    readable: list[At] = []
    for index, data in enumerate(leaves):
        findings.looked("events.form")
        try:
            readable.append(At(index, Event.parse(data)))
        except EXPECTED as error:
            findings.fail("events.form", sentence_of(error), index)
    context = Context(findings, len(leaves), readable, record)
    _check_election(context)
    state = _fold(context)
    with findings.guard("events.blobs"):
        for name in record.blob_names():
            findings.looked("events.blobs")
            if record.get(name) is None:
                findings.fail("events.blobs", f"lampiran {name[:12]} tidak cocok dengan namanya")
    return context, state


def _check_election(context: Context) -> None:
    findings = context.findings
    for at in context.readable:
        findings.require("events.election", at.event.election == context.election, "milik pemilihan lain", at.index)
    for index, body in context.each(ElectionCreated):
        same = body.protocol == PROTOCOL
        findings.require("events.form", same, f"protokol '{body.protocol}' bukan {PROTOCOL}", index)
    created = [index for index, _ in context.each(ElectionCreated)]
    findings.require("events.election", created == [0], "pemilihan tidak dibuka tepat satu kali di catatan pertama")


def _fold(context: Context) -> ElectionState:
    findings, state = context.findings, ElectionState()
    for at in context.readable:
        findings.looked("events.order")
        findings.looked("events.figures")
        _check_signature(context, state, at)
        try:
            state.apply(at.event, context.blobs)
        except IllegalEvent as error:
            findings.fail(check_of(error, at.event.type), error.reason, at.index)
        except EXPECTED as error:
            findings.fail("events.figures", sentence_of(error), at.index)
    published = {contest for _, body in context.each(ElectionPublished) for contest in body.contests}
    for contest in (each for each in context.contests if each not in published and each not in context.ended):
        findings.lack("events.order", f"Pemilihan '{contest}' belum selesai: hasilnya belum diumumkan")
    return state


def _check_signature(context: Context, state: ElectionState, at: At) -> None:
    if at.event.signature is None:
        return
    with context.findings.guard("events.signatures", at.index, at.event.type):
        key = state.signing_key_for(at.event.body)
        if key is not None:
            check_signature(at.event, key)
