"""Chapter 7: the final register, known only by commitments, fixed before the polls."""

from __future__ import annotations

from itertools import pairwise

from rembug_ballots.events.polling import TableOpened
from rembug_ballots.events.setup import RegisterSealed
from rembug_ballots.ids import ContestId, TableNumber
from rembug_ballots.verification.context import Context

COMMITMENT = 32
"""Bytes of a commitment, a SHA-256."""


def split(data: bytes, size: int) -> list[bytes]:
    """Return the pieces of ``size`` bytes that a list blob holds."""
    return [data[start : start + size] for start in range(0, len(data), size)]


def is_sorted_list(data: bytes, size: int, count: int) -> bool:
    """Say whether a blob is ``count`` strictly ascending pieces of ``size`` bytes."""
    pieces = split(data, size)
    ascending = all(a < b for a, b in pairwise(pieces))
    return len(data) == size * count and ascending


def check_register(context: Context) -> None:
    """Check 7.1 to 7.3."""
    findings = context.findings
    registers = list(context.each(RegisterSealed))
    stages = {stage.id: stage for stage in context.rules.stages} if context.rules else {}
    opened = {body.table: index for index, body in reversed(list(context.each(TableOpened)))}
    seen: set[TableNumber] = set()
    nominated: set[ContestId] = set()
    for index, body in registers:
        stage = stages.get(body.stage)
        contests = {contest.id for contest in stage.contests} if stage else set()
        for table in body.tables:
            sound = (
                table.contest in contests
                and table.table not in seen
                and table.adults == table.men + table.women
                and (context.rules is None or table.adults <= context.rules.table_max)
                and opened.get(table.table, index + 1) > index
            )
            findings.require("register.tables", sound, f"meja {table.table} tidak cocok dengan aturan", index)
            seen.add(table.table)
            roll = context.blob("register.rolls", table.roll, f"sidik jari daftar pemilih meja {table.table}", index)
            if roll is not None:
                pieces = split(roll, COMMITMENT)
                whole = len(roll) == COMMITMENT * table.adults and len(set(pieces)) == len(pieces)
                findings.require("register.rolls", whole, f"daftar pemilih meja {table.table} tidak lengkap", index)
        for nominees in body.nominees:
            nominated.add(nominees.contest)
            data = context.blob("register.nominees", nominees.sha256, f"daftar warga '{nominees.contest}'", index)
            if data is not None:
                sound = is_sorted_list(data, COMMITMENT, nominees.count)
                findings.require("register.nominees", sound, f"daftar warga '{nominees.contest}' tidak urut", index)
        _check_quorum_base(context, index, body)
    for contest in (each for each in context.contests if each not in nominated):
        for slug in ("register.tables", "register.rolls", "register.nominees"):
            context.findings.lack(slug, f"daftar pemilih untuk pemilihan '{contest}' belum dikunci")
    if not context.contests:
        for slug in ("register.tables", "register.rolls", "register.nominees"):
            context.findings.lack(slug, "belum ada aturan yang menyebut pemilihan")


def _check_quorum_base(context: Context, index: int, body: RegisterSealed) -> None:
    """The quorum is a share of registered adults: never of more than there are, never of none."""
    for base in body.quorum_base:
        registered = sum(table.adults for table in context.tables.values() if table.contest == base.contest)
        context.findings.require(
            "register.tables",
            0 < base.adults <= registered,
            f"dasar kuorum '{base.contest}' tidak cocok dengan jumlah pemilih",
            index,
        )
