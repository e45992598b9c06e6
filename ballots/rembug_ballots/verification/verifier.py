"""The entry point: log, events, then every chapter, stopping at nothing."""

from __future__ import annotations

from collections.abc import Sequence

from rembug_ballots.record import Record
from rembug_ballots.verification.agreements import check_agreements
from rembug_ballots.verification.audits import check_audits
from rembug_ballots.verification.ballots import check_ballots
from rembug_ballots.verification.cards import check_cards
from rembug_ballots.verification.delegates import check_delegates
from rembug_ballots.verification.events import read_events
from rembug_ballots.verification.findings import Findings, Progress, silent
from rembug_ballots.verification.keys import check_ceremony, check_rehearsal
from rembug_ballots.verification.log import check_files, check_log
from rembug_ballots.verification.outcome import check_adjudication, check_certification, check_count
from rembug_ballots.verification.polling_facts import follow
from rembug_ballots.verification.receipts import check_receipts
from rembug_ballots.verification.register import check_register
from rembug_ballots.verification.report import Report
from rembug_ballots.verification.sealed_rules import check_rules, check_rules_text
from rembug_ballots.verification.tally import check_tally
from rembug_ballots.verification.witnesses import check_witnesses
from rembug_crypto.note import NoteKey
from rembug_crypto.randomness import RandomSource


def verify_record(
    record: Record,
    *,
    random: RandomSource,
    receipts: Sequence[bytes] = (),
    older_checkpoints: Sequence[bytes] = (),
    witnesses: Sequence[NoteKey] = (),
    progress: Progress | None = None,
) -> Report:
    """Check a public record.

    Args:
        record: folder, zip, or board.
        random: source of the weights with which many proofs are checked together.
        receipts: receipt files of voters (C2SP tlog-proof).
        older_checkpoints: checkpoints that an observer kept.
        witnesses: keys of witnesses whose cosignatures the observer knows.
        progress: called with a slug and how much is done of how much.

    Returns:
        Every check of the catalogue with its count.  Whatever a record holds, this answers and does not raise.
    """
    findings = Findings(silent if progress is None else progress)
    leaves = check_log(record, findings, older_checkpoints)
    context, state = read_events(record, leaves, findings)
    texts = check_agreements(context)
    check_rules(context)
    check_rules_text(context, texts)
    check_ceremony(context, state)
    check_rehearsal(context, state)
    check_register(context)
    check_delegates(context)
    facts = follow(context)
    cards = check_cards(context, facts)
    check_ballots(context, facts, cards, random)
    check_audits(context)
    opened = check_tally(context, state, random)
    check_adjudication(context, opened)
    check_count(context, opened, record.tree if leaves else None)
    check_certification(context, opened)
    check_witnesses(record, leaves, context, witnesses)
    check_receipts(record, leaves, findings, receipts)
    check_files(record, context)
    return findings.report()
