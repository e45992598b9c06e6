"""Chapter 3: what the residents agreed to, in which assembly, signed by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, TypeVar

from rembug_ballots.assemblies import Minutes
from rembug_ballots.documents import Document
from rembug_ballots.events.agreement import AssemblyRecorded, DocumentAgreed
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.events.polling import TableOpened
from rembug_ballots.refusals import IllegalEvent
from rembug_ballots.state.agreement import (
    check_adoption,
    check_scan,
    check_signer,
    read_document,
    read_minutes,
)
from rembug_ballots.verification.context import Context

T = TypeVar("T")

NEEDED: Final = (DocumentKind.AD, DocumentKind.TATIB, DocumentKind.KRITERIA)


def check_agreements(context: Context) -> Mapping[int, Document]:
    """Check 3.1 to 3.5: the three documents, each with its text, its decision and its signatures.

    Returns:
        The texts that could be read, by the index of their event.
    """
    findings = context.findings
    opened = next((index for index, _ in context.each(TableOpened)), None)
    for kind in NEEDED:
        agreed = next((index for index, body in context.each(DocumentAgreed) if body.document is kind), None)
        if agreed is None and opened is None:
            findings.lack("agreements.agreed", f"{kind} belum disepakati")
            continue
        in_time = agreed is not None and (opened is None or agreed < opened)
        findings.require("agreements.agreed", in_time, f"{kind} tidak disepakati sebelum meja dibuka", opened)
    assemblies = _check_minutes(context)
    texts: dict[int, Document] = {}
    for index, body in context.each(DocumentAgreed):
        if context.blob("agreements.texts", body.sha256, f"naskah {body.document}", index) is not None:
            text = judge(context, "agreements.texts", index, partial(read_document, body, context.blobs))
            if text is not None:
                texts[index] = text
        _check_adoption(context, index, body, assemblies)
    findings.progress("agreements.agreed", 1, 1)
    return texts


def judge(context: Context, slug: str, index: int, work: Callable[[], T]) -> T | None:
    """Look at one thing of an event that the fold also looks at; return what it gives, or None where it is refused."""
    context.findings.looked(slug)
    try:
        return work()
    except IllegalEvent as error:
        context.findings.fail(slug, error.reason, index)
        return None


def _check_minutes(context: Context) -> list[tuple[int, AssemblyRecorded, Minutes | None]]:
    """Check 3.3; return each event with its minutes where they could be read."""
    found: list[tuple[int, AssemblyRecorded, Minutes | None]] = []
    for index, body in context.each(AssemblyRecorded):
        minutes = None
        if context.blob("agreements.minutes", body.sha256, f"catatan rembug {body.assembly}", index) is not None:
            minutes = judge(context, "agreements.minutes", index, partial(read_minutes, body, context.blobs))
        found.append((index, body, minutes))
    return found


def _check_adoption(
    context: Context, index: int, body: DocumentAgreed, assemblies: list[tuple[int, AssemblyRecorded, Minutes | None]]
) -> None:
    """Check 3.4 and 3.5 for one agreement, by the minutes that were in force when it was logged."""
    findings = context.findings
    before = [each for each in assemblies if each[0] < index and each[1].assembly == body.assembly]
    if not before:
        findings.require(
            "agreements.adoption", holds=False, reason=f"Rembug {body.assembly} belum dicatat.", index=index
        )
    else:
        minutes = before[-1][2]
        if minutes is None:
            findings.lack("agreements.adoption", f"catatan rembug {body.assembly} tidak terbaca")
        else:
            judge(context, "agreements.adoption", index, partial(check_adoption, minutes, body))
            if body.scan is not None:
                judge(context, "agreements.signatures", index, partial(check_scan, minutes, body))
    election = context.election
    if election is not None:
        for signer in body.signers:
            judge(context, "agreements.signatures", index, partial(check_signer, election, body, signer))
