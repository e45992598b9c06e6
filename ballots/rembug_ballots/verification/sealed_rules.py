"""Chapter 4: the rules that were sealed are those that the residents agreed to, and they stayed so."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import pairwise

from rembug_ballots.documents import Document
from rembug_ballots.events.agreement import DocumentAgreed, RulesReopened, RulesSealed
from rembug_ballots.events.ceremony import HolderRegistered
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.events.polling import TableOpened
from rembug_ballots.state.agreement import check_criteria, check_fields
from rembug_ballots.verification.agreements import NEEDED, judge
from rembug_ballots.verification.context import Context


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
    for index, body in context.ever(RulesSealed):
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
    opened = next((index for index, _ in context.each(TableOpened)), None)
    reopened = [index for index, _ in context.ever(RulesReopened)]
    for index in reopened:
        in_time = opened is None or index < opened
        findings.require("rules.fixed", in_time, "aturan dibuka kembali sesudah meja dibuka", index)
    every = [index for index, _ in context.ever(RulesSealed)]
    for before, index in pairwise(every):
        again = any(before < between < index for between in reopened)
        findings.require("rules.fixed", again, "aturan dikunci lagi sesudah dikunci", index)
    for index in every:
        _check_unchanged(context, index, min((each for each in reopened if each > index), default=context.size))
    holder = next((index for index, _ in context.each(HolderRegistered)), None)
    for later, first, words in ((holder, every[0], "pemegang kunci terdaftar"), (opened, sealed[0][0], "meja dibuka")):
        if later is not None:
            findings.require("rules.fixed", first < later, f"{words} sebelum aturan dikunci", later)
    findings.looked("rules.fixed")


def _check_unchanged(context: Context, sealed: int, until: int) -> None:
    """No tatib is agreed to while the rules are sealed, and none of the three while all of it is there."""
    whole = sealed
    for kind in NEEDED:
        agreed_at = next((index for index, body in context.each(DocumentAgreed) if body.document is kind), context.size)
        whole = max(whole, agreed_at)
    for index, document in context.each(DocumentAgreed):
        fixed_at = sealed if document.document is DocumentKind.TATIB else whole
        if document.document in NEEDED and fixed_at < index < until:
            context.findings.require(
                "rules.fixed", holds=False, reason=f"{document.document} diubah sesudah aturan dikunci", index=index
            )


def check_rules_text(context: Context, texts: Mapping[int, Document]) -> None:
    """Check 4.3: the fields and criteria that stand in the texts are the rules that were sealed."""
    findings = context.findings
    sealed = list(context.each(RulesSealed))
    if not sealed:
        findings.lack("rules.text", "aturan belum dikunci")
    for index, body in context.each(DocumentAgreed):
        text = texts.get(index)
        if text is not None:
            judge(context, "rules.text", index, partial(check_fields, text, body))
    for index, rules in sealed:
        tatib = _in_force(context, texts, DocumentKind.TATIB, index)
        criteria = _in_force(context, texts, DocumentKind.KRITERIA, context.size)
        if tatib is None or criteria is None:
            findings.lack("rules.text", "naskah tata tertib atau kriteria tidak terbaca")
            continue
        same = tatib.rules == rules.rules
        findings.require("rules.text", same, "aturan yang dikunci bukan yang tertulis dalam tata tertib", index)
        judge(context, "rules.text", index, partial(check_criteria, criteria, rules.rules))


def _in_force(context: Context, texts: Mapping[int, Document], kind: DocumentKind, before: int) -> Document | None:
    found = None
    for index, body in context.each(DocumentAgreed):
        if body.document is kind and index < before:
            found = texts.get(index)
    return found
