"""What the polls of one table came to, read from the log event by event.

The chapters on cards and ballots share this pass, so that the order of events is followed in one place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from rembug_ballots.events.polling import (
    BallotCast,
    CardReplaced,
    CardVoided,
    CheckinBlock,
    ContestClosed,
    ContestResumed,
    ContestSuspended,
    HomeRoundOpened,
    TableClosed,
    TableOpened,
    VoterAdded,
)
from rembug_ballots.ids import ContestId, TableNumber
from rembug_ballots.verification.context import Context


@dataclass(slots=True)
class TableFacts:
    """One table as the log tells it."""

    is_open: bool = False
    key: bytes = b""
    checkins: int = 0
    ballots: int = 0
    voided: int = 0
    replaced: int = 0
    added: int = 0
    closings: list[tuple[int, TableClosed]] = field(default_factory=list)


@dataclass(slots=True)
class PollingFacts:
    """All tables, and for each ballot whether it came in time and under which table key."""

    tables: dict[TableNumber, TableFacts] = field(default_factory=dict)
    early_or_late: list[tuple[int, str]] = field(default_factory=list)
    over_count: list[tuple[int, str]] = field(default_factory=list)
    closing_faults: list[tuple[int, str]] = field(default_factory=list)
    table_keys: dict[int, bytes] = field(default_factory=dict)
    """Index of a ballot to the key of its table at that moment."""
    prefixes: int = 0
    """Prefixes of the log at which the count rule was looked at."""


_HALTED: Final = (ContestSuspended, ContestClosed)


def follow(context: Context) -> PollingFacts:
    """Read the polling events in the order of the log."""
    facts = PollingFacts()
    halted: dict[ContestId, bool] = {}
    block = context.rules.checkin_block if context.rules else 0
    for at in context.readable:
        index, body = at.index, at.event.body
        if isinstance(body, BallotCast):
            _ballot(context, facts, halted, index, body)
        elif isinstance(body, TableOpened):
            table = _table(facts, body.table)
            table.is_open, table.key = True, body.table_key
        elif isinstance(body, CheckinBlock):
            _checkins(facts, index, body, block)
        elif isinstance(body, CardVoided):
            _table(facts, body.table).voided += 1
        elif isinstance(body, CardReplaced):
            _table(facts, body.table).replaced += 1
        elif isinstance(body, VoterAdded):
            _table(facts, body.table).added += 1
        elif isinstance(body, TableClosed):
            _close(context, facts, index, body)
            continue
        elif isinstance(body, _HALTED):
            halted[body.contest] = True
            continue
        elif isinstance(body, ContestResumed | HomeRoundOpened):
            halted[body.contest] = False
            continue
        else:
            continue
        _count_rule(context, facts, index, body.table, block)
    return facts


def _table(facts: PollingFacts, number: TableNumber) -> TableFacts:
    return facts.tables.setdefault(number, TableFacts())


def _ballot(context: Context, facts: PollingFacts, halted: dict[ContestId, bool], index: int, body: BallotCast) -> None:
    table = _table(facts, body.table)
    table.ballots += 1
    facts.table_keys[index] = table.key
    sealed = context.tables.get(body.table)
    if sealed is None or sealed.contest != body.contest:
        facts.early_or_late.append((index, f"meja {body.table} bukan meja pemilihan '{body.contest}'"))
    elif not table.is_open:
        facts.early_or_late.append((index, f"meja {body.table} tidak sedang dibuka"))
    elif halted.get(body.contest, False):
        facts.early_or_late.append((index, f"pemilihan '{body.contest}' sedang dihentikan atau sudah ditutup"))


def _checkins(facts: PollingFacts, index: int, body: CheckinBlock, block: int) -> None:
    table = _table(facts, body.table)
    if body.total <= table.checkins or (block and body.total % block):
        facts.over_count.append((index, f"jumlah hadir meja {body.table} tidak naik menurut kelipatan {block}"))
    table.checkins = body.total


def _count_rule(context: Context, facts: PollingFacts, index: int, number: TableNumber, slack: int) -> None:
    """At every prefix: ballots <= checkins + replacements + block, and checkins <= adults + added."""
    facts.prefixes += 1
    table = facts.tables[number]
    if table.ballots > table.checkins + table.replaced + slack:
        facts.over_count.append(
            (index, f"meja {number}: {table.ballots} suara untuk {table.checkins} hadir dan {table.replaced} pengganti")
        )
    sealed = context.tables.get(number)
    if sealed is not None and table.checkins > sealed.adults + table.added:
        facts.over_count.append((index, f"meja {number}: {table.checkins} hadir melebihi pemilih terdaftar"))


def _close(context: Context, facts: PollingFacts, index: int, body: TableClosed) -> None:
    table = _table(facts, body.table)
    table.is_open = False
    stated = {"ballots": body.ballots, "voided": body.voided, "replaced": body.replaced, "added": body.added}
    counted = {
        "ballots": table.ballots,
        "voided": table.voided,
        "replaced": table.replaced,
        "added": table.added,
    }
    for member, number in stated.items():
        if number != counted[member]:
            facts.closing_faults.append(
                (index, f"meja {body.table}: {member} tertulis {number}, di buku {counted[member]}")
            )
    if body.checkins < table.checkins:
        facts.closing_faults.append((index, f"meja {body.table}: hadir {body.checkins} kurang dari {table.checkins}"))
    table.checkins = body.checkins
    table.closings.append((index, body))
    _count_rule(context, facts, index, body.table, 0)
