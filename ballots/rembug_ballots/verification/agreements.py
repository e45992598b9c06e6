"""Chapters 3 and 4: what was agreed, before anybody voted, and that it stayed so."""

from __future__ import annotations

from rembug_ballots.events.ceremony import HolderRegistered
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.events.polling import TableOpened
from rembug_ballots.events.setup import DocumentAgreed, RulesSealed
from rembug_ballots.verification.context import Context

NEEDED = (DocumentKind.AD, DocumentKind.TATIB, DocumentKind.KRITERIA)


def check_agreements(context: Context) -> None:
    """Check 3.1 and 3.2: the three documents, each with its text."""
    findings = context.findings
    opened = next((index for index, _ in context.each(TableOpened)), None)
    for kind in NEEDED:
        agreed = next((index for index, body in context.each(DocumentAgreed) if body.document is kind), None)
        if agreed is None and opened is None:
            findings.lack("agreements.agreed", f"{kind} belum disepakati")
            continue
        in_time = agreed is not None and (opened is None or agreed < opened)
        findings.require("agreements.agreed", in_time, f"{kind} tidak disepakati sebelum meja dibuka", opened)
    for index, body in context.each(DocumentAgreed):
        text = context.blob("agreements.texts", body.sha256, f"naskah {body.document}", index)
        if text is not None:
            findings.require("agreements.texts", bool(text), f"naskah {body.document} kosong", index)
    findings.progress("agreements.agreed", 1, 1)


def check_rules(context: Context) -> None:
    """Check 4.1 and 4.2: the rules are those of the agreed tatib, sealed once and in time."""
    findings = context.findings
    sealed = list(context.each(RulesSealed))
    if not sealed:
        for slug in ("rules.agreed", "rules.fixed"):
            if next(context.each(TableOpened), None) is None:
                findings.lack(slug, "aturan belum dikunci")
            else:
                findings.require(slug, holds=False, reason="meja dibuka tanpa aturan yang dikunci")
        return
    for index, body in sealed:
        tatib = None
        for agreed_at, document in context.each(DocumentAgreed):
            if document.document is DocumentKind.TATIB and agreed_at < index:
                tatib = document.rules_sha256
        findings.require(
            "rules.agreed",
            tatib == body.rules.sha256,
            "aturan yang dikunci bukan aturan dalam tata tertib yang disepakati",
            index,
        )
    first = sealed[0][0]
    for index, _ in sealed[1:]:
        findings.require("rules.fixed", holds=False, reason="aturan dikunci lagi sesudah dikunci", index=index)
    for index, document in context.each(DocumentAgreed):
        if document.document in NEEDED and index > first:
            findings.require(
                "rules.fixed", holds=False, reason=f"{document.document} diubah sesudah aturan dikunci", index=index
            )
    for kind, words in ((HolderRegistered, "pemegang kunci terdaftar"), (TableOpened, "meja dibuka")):
        later = next((index for index, _ in context.each(kind)), None)
        if later is not None:
            findings.require("rules.fixed", first < later, f"{words} sebelum aturan dikunci", later)
    findings.looked("rules.fixed")
