"""Chapter 9: ballots: in time, listed, once, signed twice, proved, unique, never more than people."""

from __future__ import annotations

from typing import Final

from rembug_ballots.ballot import check_signatures, statement_of
from rembug_ballots.errors import InvalidBallot
from rembug_ballots.events.polling import BallotAudited, BallotCast, CheckinList
from rembug_ballots.ids import ContestId
from rembug_ballots.tracking import tracking_code
from rembug_ballots.verification.cards import Cards
from rembug_ballots.verification.context import Context
from rembug_ballots.verification.findings import EXPECTED
from rembug_ballots.verification.polling_facts import PollingFacts
from rembug_ballots.verification.sentences import sentence_of
from rembug_crypto.ballot_proof import batch_verify_ballot_proofs
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.errors import InvalidBallotProofs
from rembug_crypto.randomness import RandomSource

# Checked together: large enough to be fast, small enough to show progress.
_BATCH: Final = 1024
_SLUGS: Final = (
    "open",
    "listed",
    "once",
    "card-signature",
    "table-signature",
    "proof",
    "unique",
    "count-rule",
    "closing",
)


def check_ballots(context: Context, facts: PollingFacts, cards: Cards, random: RandomSource) -> None:
    """Check 9.1 to 9.9."""
    findings = context.findings
    ballots = [each for contest in context.ballots.values() for each in contest]
    if not ballots:
        for part in _SLUGS:
            if context.is_all_repeated:
                findings.skip(f"ballots.{part}", "Tidak ada suara, dan semua pemilihan diulang.")
            else:
                findings.lack(f"ballots.{part}", "belum ada suara")
    findings.looked("ballots.open", len(ballots))
    for index, words in facts.early_or_late:
        findings.fail("ballots.open", words, index)
    _check_cards(context, cards, ballots)
    _check_signatures(context, facts, ballots)
    for contest, cast in context.ballots.items():
        _check_proofs(context, contest, cast, random)
    _check_unique(context, ballots)
    findings.looked("ballots.count-rule", facts.prefixes)
    for index, words in facts.over_count:
        findings.fail("ballots.count-rule", words, index)
    _check_closing(context, facts)


def _check_cards(context: Context, cards: Cards, ballots: list[tuple[int, BallotCast]]) -> None:
    findings, seen = context.findings, set[bytes]()
    for index, body in sorted(ballots, key=lambda each: each[0]):
        name = body.credential.hex()[:12]
        if body.table in cards.unlisted_tables:
            findings.lack("ballots.listed", f"daftar kartu meja {body.table} tidak disertakan")
        else:
            listed = cards.table_of.get(body.credential) == body.table
            findings.require("ballots.listed", listed, f"kartu {name} tidak terdaftar di meja {body.table}", index)
        once = body.credential not in seen and body.credential not in cards.voided
        findings.require("ballots.once", once, f"kartu {name} sudah dipakai atau dibatalkan", index)
        seen.add(body.credential)


def _check_signatures(context: Context, facts: PollingFacts, ballots: list[tuple[int, BallotCast]]) -> None:
    findings, election = context.findings, context.election
    if election is None:
        return
    for done, (index, body) in enumerate(ballots):
        findings.looked("ballots.card-signature")
        findings.looked("ballots.table-signature")
        if done % _BATCH == 0:
            findings.progress("ballots.card-signature", done, len(ballots))
        try:
            check_signatures(election, body, facts.table_keys.get(index, b""))
        except InvalidBallot as error:
            slug = "ballots.table-signature" if "table" in str(error) else "ballots.card-signature"
            findings.fail(slug, sentence_of(error), index)


def _check_proofs(
    context: Context, contest: ContestId, cast: list[tuple[int, BallotCast]], random: RandomSource
) -> None:
    findings, election, rules = context.findings, context.election, context.contests.get(contest)
    if election is None or rules is None or context.key_bytes is None:
        findings.require("ballots.proof", holds=False, reason=f"pemilihan '{contest}' tanpa kunci atau aturan")
        return
    try:
        key = PublicKey.from_bytes(context.key_bytes[: 32 * rules.width])
    except EXPECTED as error:
        findings.require("ballots.proof", holds=False, reason=sentence_of(error))
        return
    for start in range(0, len(cast), _BATCH):
        part = cast[start : start + _BATCH]
        findings.progress("ballots.proof", start, len(cast))
        findings.looked("ballots.proof", len(part))
        size = 32 * (1 + rules.width)
        fitting = [(index, body) for index, body in part if len(body.ciphertext) == size]
        for index, _body in (each for each in part if len(each[1].ciphertext) != size):
            findings.fail("ballots.proof", "panjang suara tidak cocok", index)
        try:
            batch_verify_ballot_proofs(
                [statement_of(election, body, key) for _, body in fitting], [body.proof for _, body in fitting], random
            )
        except InvalidBallotProofs as error:
            for place, fault in error.faults.items():
                findings.fail("ballots.proof", sentence_of(fault), fitting[place][0])


def _check_unique(context: Context, ballots: list[tuple[int, BallotCast]]) -> None:
    findings, codes = context.findings, set[str]()
    if context.election is None:
        return
    # A voter of two contests may use one randomness in both: that harms nobody but herself.
    firsts = {(body.contest, body.ciphertext[:32]) for _, body in context.each(BallotAudited) if body.ciphertext}
    audited = {body.tracking for _, body in context.each(BallotAudited)}
    for index, body in ballots:
        code = tracking_code(context.election, body.contest, body.ciphertext, body.proof)
        first = (body.contest, body.ciphertext[:32])
        alone = code not in codes and first not in firsts and code not in audited
        findings.require("ballots.unique", alone, f"kode lacak {code} atau sandinya muncul lagi", index)
        codes.add(code)
        firsts.add(first)


def _check_closing(context: Context, facts: PollingFacts) -> None:
    findings = context.findings
    for index, words in facts.closing_faults:
        findings.fail("ballots.closing", words, index)
    lists = {body.table: (index, body) for index, body in context.each(CheckinList)}
    for number, sealed in context.tables.items():
        closings = facts.tables[number].closings if number in facts.tables else []
        if not closings or number not in lists:
            context.table_missing("ballots.closing", number, f"meja {number} belum ditutup dengan daftar hadirnya")
            continue
        _, closing = closings[-1]
        index, listed = lists[number]
        whole = (
            len(listed.rolls) == closing.checkins
            and (not listed.rolls or listed.rolls[-1] <= sealed.adults + closing.added)
            and closing.ballots <= closing.checkins + closing.replaced
        )
        findings.require("ballots.closing", whole, f"daftar hadir meja {number} tidak cocok dengan penutupan", index)
