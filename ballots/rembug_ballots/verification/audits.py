"""Chapter 10: audited ballots open to what they say, and are never counted."""

from __future__ import annotations

from collections import Counter

from rembug_ballots.ballot import check_test
from rembug_ballots.events.polling import BallotAudited
from rembug_ballots.ids import TableNumber
from rembug_ballots.tracking import tracking_code
from rembug_ballots.verification.context import Context
from rembug_crypto.elgamal import PublicKey


def check_audits(context: Context) -> None:
    """Check 10.1 to 10.3."""
    findings = context.findings
    tests: Counter[TableNumber] = Counter()
    cast = {
        tracking_code(context.election, body.contest, body.ciphertext, body.proof)
        for ballots in context.ballots.values()
        for _, body in ballots
        if context.election is not None
    }
    for index, body in context.each(BallotAudited):
        findings.require("audits.never-cast", body.tracking not in cast, "suara uji ikut dihitung", index)
        rules = context.contests.get(body.contest)
        if not body.is_committee_test:
            continue
        tests[body.table] += 1
        if context.election is None or context.key_bytes is None or rules is None:
            findings.lack("audits.open", "kunci atau aturan belum ada")
            continue
        with findings.guard("audits.open", index):
            check_test(context.election, body, PublicKey.from_bytes(context.key_bytes[: 32 * rules.width]))
    least = context.rules.audits_per_table if context.rules else None
    if least == 0:
        for slug in ("audits.open", "audits.never-cast", "audits.enough"):
            findings.skip(slug, "Tata tertib tidak meminta suara uji.")
    elif context.is_all_repeated:
        for slug in ("audits.open", "audits.never-cast"):
            findings.skip(slug, "Tidak ada suara uji, dan semua pemilihan diulang.")
    for table in context.tables:
        if least is None:
            findings.lack("audits.enough", "aturan belum ada")
        elif least:
            _check_enough(context, table, tests[table], least)


def _check_enough(context: Context, table: TableNumber, made: int, least: int) -> None:
    """Too few tests are a shortcoming that the panitia must explain, not a forged result."""
    contest = context.tables[table].contest
    if made < least and contest in context.ended and contest not in context.closed:
        context.findings.skip("audits.enough", f"Pemilihan '{contest}' diulang sebelum ditutup.")
        return
    context.findings.looked("audits.enough")
    if made < least and contest in context.closed:
        context.findings.fail("audits.enough", f"meja {table}: {made} suara uji, diminta {least}")
    elif made < least:
        context.findings.lack("audits.enough", f"meja {table}: baru {made} suara uji dari {least}")
